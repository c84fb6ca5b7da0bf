"""Tables of returns."""

from pakhuis.returns.models.returns import Return, ReturnLine
from pakhuis.returns.models.settings import ReturnReason, ReturnStatus

__all__ = ["Return", "ReturnLine", "ReturnReason", "ReturnStatus"]
