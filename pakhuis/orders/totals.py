"""What an order comes to: lines to the cent, VAT per group on the sum of that group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pakhuis.kernel.money import ZERO, Money
from pakhuis.pricing.rules import line_total


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalLine:
    """What of a line counts for the total; `amount` without what was cancelled."""

    amount: int
    price: Decimal
    vat_percentage: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class VatOfGroup:
    """The VAT of all lines with one percentage."""

    percentage: Decimal
    base: Money
    vat: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """An order's sums; `groups` by percentage, highest first."""

    excluding: Money
    groups: tuple[VatOfGroup, ...]

    @property
    def vat(self) -> Money:
        return sum((group.vat for group in self.groups), ZERO)

    @property
    def including(self) -> Money:
        return self.excluding + self.vat


def totals(lines: Iterable[TotalLine], *, discount: Decimal, calculate_vat: bool) -> Totals:
    """Add the lines up; without `calculate_vat` there are no VAT groups."""
    bases: dict[Decimal, Money] = {}
    excluding = ZERO
    for line in lines:
        sum_of_line = line_total(line.price, amount=line.amount, discount=discount)
        bases[line.vat_percentage] = bases.get(line.vat_percentage, ZERO) + sum_of_line
        excluding += sum_of_line
    groups = tuple(
        VatOfGroup(percentage=percentage, base=base, vat=base.part(percentage).rounded())
        for percentage, base in sorted(bases.items(), reverse=True)
    )
    return Totals(excluding=excluding, groups=groups if calculate_vat else ())
