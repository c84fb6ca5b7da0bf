"""How large things on a price list may be."""

from __future__ import annotations

from decimal import Decimal

HIGHEST_PRICE = Decimal(100_000_000)
MOST_PIECES = 1_000_000
MOST_LINES = 20_000
"""Lines that can be pasted at once."""
