"""Everything that writes returns and what an account says about them."""

from pakhuis.returns.actions.change import change_return, remove_return
from pakhuis.returns.actions.create import create_return
from pakhuis.returns.actions.forget_person import forget_returns
from pakhuis.returns.actions.receiving import receive_return
from pakhuis.returns.actions.settings import save_reason, save_status, usual_status
from pakhuis.returns.actions.status import log_return

__all__ = [
    "change_return",
    "create_return",
    "forget_returns",
    "log_return",
    "receive_return",
    "remove_return",
    "save_reason",
    "save_status",
    "usual_status",
]
