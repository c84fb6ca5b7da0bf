"""Amounts of money with arithmetic, so that rounding happens in one place and never by accident."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
PRICE_STEP = Decimal("0.0001")
HUNDRED = Decimal(100)


def round_half_up(value: Decimal, *, step: Decimal = CENT) -> Decimal:
    """Round to a multiple of `step`, halves away from zero (the rule of Dutch invoices)."""
    return value.quantize(step, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in the account's currency; rounded only where `rounded` is called."""

    amount: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money is made of Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite():
            raise ValueError("Money is finite")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + other.amount)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - other.amount)

    def __neg__(self) -> Money:
        return Money(-self.amount)

    def __mul__(self, times: int | Decimal) -> Money:
        return Money(self.amount * times)

    def less(self, percent: Decimal) -> Money:
        """This amount after taking off `percent` (0 to 100), not rounded."""
        return Money(self.amount * (HUNDRED - percent) / HUNDRED)

    def part(self, percent: Decimal) -> Money:
        """`percent` of this amount, not rounded."""
        return Money(self.amount * percent / HUNDRED)

    def rounded(self) -> Money:
        """This amount to the cent, half up."""
        return Money(round_half_up(self.amount))

    def __str__(self) -> str:
        return f"{self.amount:f}"


ZERO = Money()
