"""How many pieces of an order line can still be sent back. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def left_to_return(*, delivered: int, on_returns: Iterable[int]) -> int:
    """Of the delivered pieces those that are on no return yet; nought when more are on returns."""
    return max(0, delivered - sum(on_returns))
