"""What an order comes to, held against the same sums in fractions: cents, VAT per group, discount once."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.catalogue.models import VatGroup
from pakhuis.orders.models import OrderLine
from pakhuis.orders.totals import TotalLine, Totals, totals

pytestmark = pytest.mark.once
NONE = Decimal(0)
RATES = (Decimal(21), Decimal(9), Decimal("5.5"), Decimal(0))
discounts = st.decimals(0, 100, places=2)
# Few different prices, so that halves of a cent happen all the time.
prices = st.sampled_from(
    [Decimal(one) for one in ("0", "0.005", "0.0250", "0.335", "1.0050", "7.50", "99.9999")]
)
some_lines = st.lists(
    st.builds(
        TotalLine,
        amount=st.integers(0, 40),
        price=prices | st.decimals(0, 1000, places=4),
        vat_percentage=st.sampled_from(RATES),
    ),
    max_size=8,
)


def cents(value: Fraction) -> Fraction:
    """To the cent, a half goes up."""
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


def of_line(line: TotalLine, discount: Decimal) -> Fraction:
    kept = 1 - Fraction(discount) / 100
    return cents(Fraction(line.price) * line.amount * kept)


def sums_of(lines: list[TotalLine], discount: Decimal = NONE, *, vat: bool = True) -> Totals:
    return totals(lines, discount=discount, calculate_vat=vat)


@given(some_lines, discounts)
def test_the_total_is_the_sum_of_its_lines_to_the_cent(lines: list[TotalLine], discount: Decimal) -> None:
    sums = sums_of(lines, discount)
    assert Fraction(sums.excluding.amount) == sum(of_line(one, discount) for one in lines)
    assert Fraction(sums.including.amount) == Fraction(sums.excluding.amount) + Fraction(sums.vat.amount)


@given(some_lines, discounts)
def test_vat_is_taken_once_per_group_of_the_groups_sum(lines: list[TotalLine], discount: Decimal) -> None:
    bases: dict[Decimal, Fraction] = defaultdict(Fraction)
    for one in lines:
        bases[one.vat_percentage] += of_line(one, discount)
    expected = {rate: cents(base * Fraction(rate) / 100) for rate, base in bases.items()}
    sums = sums_of(lines, discount)
    assert {one.percentage: Fraction(one.base.amount) for one in sums.groups} == bases
    assert {one.percentage: Fraction(one.vat.amount) for one in sums.groups} == expected
    assert Fraction(sums.vat.amount) == sum(expected.values())


@given(some_lines, discounts)
def test_every_amount_is_in_whole_cents(lines: list[TotalLine], discount: Decimal) -> None:
    sums = sums_of(lines, discount)
    sorts = [sums.excluding, sums.vat, sums.including, *(one.base for one in sums.groups)]
    assert all((Fraction(one.amount) * 100).denominator == 1 for one in sorts)


@given(some_lines.filter(lambda lines: len(lines) <= 5), discounts)
def test_the_order_of_the_lines_does_not_matter(lines: list[TotalLine], discount: Decimal) -> None:
    assert len({sums_of(list(one), discount) for one in permutations(lines)}) <= 1 or not lines


@given(some_lines, some_lines, discounts)
def test_two_orders_together_cost_what_they_cost(
    one: list[TotalLine], other: list[TotalLine], discount: Decimal
) -> None:
    together = sums_of(one + other, discount).excluding
    assert together == sums_of(one, discount).excluding + sums_of(other, discount).excluding


@given(some_lines, discounts)
def test_a_discount_comes_off_once(lines: list[TotalLine], discount: Decimal) -> None:
    """Never more than the discount and half a cent for each line comes off."""
    full, less = sums_of(lines).excluding.amount, sums_of(lines, discount).excluding.amount
    off = full * discount / 100
    assert abs(full - less - off) <= Decimal("0.01") * len(lines)
    assert not any(one.base.amount for one in sums_of(lines, Decimal(100)).groups)


@given(some_lines, discounts)
def test_without_vat_the_sums_are_the_same_but_for_it(lines: list[TotalLine], discount: Decimal) -> None:
    without = sums_of(lines, discount, vat=False)
    assert without.including == without.excluding == sums_of(lines, discount).excluding


@pytest.mark.parametrize(
    ("price", "amount", "discount", "told"),
    [
        ("0.005", 1, "0", "0.01 0.00"),
        ("0.0049", 1, "0", "0.00 0.00"),
        ("2.50", 1, "0", "2.50 0.53"),
        ("0.335", 1, "0", "0.34 0.07"),
        ("10", 1, "33.33", "6.67 1.40"),
        ("10", 0, "0", "0.00 0.00"),
    ],
)
def test_halves_go_up(price: str, amount: int, discount: str, told: str) -> None:
    line = TotalLine(amount=amount, price=Decimal(price), vat_percentage=Decimal(21))
    sums = sums_of([line], Decimal(discount))
    assert f"{sums.excluding} {sums.vat}" == told


@given(st.integers(1, 50), st.integers(0, 50))
def test_cancelled_pieces_are_not_paid(amount: int, cancelled: int) -> None:
    group = VatGroup(percentage=Decimal(21))
    gone = min(amount, cancelled)
    line = OrderLine(amount=amount, amount_cancelled=gone, price=Decimal("1.25"), vat_group=group)
    assert sums_of([line.counted]).excluding.amount == (amount - gone) * Decimal("1.25")
