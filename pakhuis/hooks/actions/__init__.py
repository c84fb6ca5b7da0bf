"""Everything that writes webhooks and their messages."""

from pakhuis.hooks.actions.manage import create_hook, deactivate_hook, reactivate_hook
from pakhuis.hooks.actions.outbox import note
from pakhuis.hooks.actions.send import claim, forget_old, send, send_again

__all__ = [
    "claim",
    "create_hook",
    "deactivate_hook",
    "forget_old",
    "note",
    "reactivate_hook",
    "send",
    "send_again",
]
