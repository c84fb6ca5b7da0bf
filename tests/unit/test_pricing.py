"""Prices: one total order without ties, cents rounded once, a discount never twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.money import CENT, ZERO, Money
from pakhuis.orders.totals import TotalLine, totals
from pakhuis.pricing.rules import ListPrice, Priced, PriceSource, best_price, line_total

DAY = date(2026, 11, 23)
BASE = Decimal("10.0000")
prices = st.decimals(0, 1000, places=4)
days = st.none() | st.integers(-3, 3).map(lambda step: DAY + timedelta(days=step))


@st.composite
def on_lists(draw: st.DrawFn) -> ListPrice:
    return ListPrice(
        list_id=draw(st.integers(1, 4)),
        list_name="L",
        price=draw(prices),
        min_amount=draw(st.integers(1, 20)),
        valid_from=draw(days),
        valid_until=draw(days),
    )


@given(st.lists(on_lists(), max_size=6), st.integers(1, 25))
def test_the_lowest_valid_price_wins(found: list[ListPrice], amount: int) -> None:
    best = best_price(BASE, found, amount=amount, on=DAY)
    valid = [
        one
        for one in found
        if one.min_amount <= amount and (one.valid_from or DAY) <= DAY and (one.valid_until or DAY) >= DAY
    ]
    if valid:
        assert best.source is PriceSource.PRICE_LIST
        assert best.price == min(one.price for one in valid)
    else:
        assert best == Priced(price=BASE, source=PriceSource.PRODUCT)


@given(st.lists(on_lists(), max_size=4), st.integers(1, 25))
def test_the_order_of_lists_does_not_matter(found: list[ListPrice], amount: int) -> None:
    outcomes = {best_price(BASE, some, amount=amount, on=DAY) for some in permutations(found)}
    assert len(outcomes) == 1


def one(list_id: int = 1, price: str = "8", **rest: object) -> ListPrice:
    return ListPrice(list_id=list_id, list_name=f"L{list_id}", price=Decimal(price), **rest)  # type: ignore[arg-type]


def test_a_list_may_raise_a_price() -> None:
    assert best_price(BASE, [one(price="12")], amount=1, on=DAY).price == Decimal(12)


def test_a_tie_goes_to_the_lower_list() -> None:
    assert best_price(BASE, [one(3), one(2)], amount=1, on=DAY).list_name == "L2"


@pytest.mark.parametrize(("amount", "price"), [(1, "10"), (9, "10"), (10, "8"), (50, "6"), (999, "6")])
def test_steps_by_amount(amount: int, price: str) -> None:
    steps = [one(price="8", min_amount=10), one(price="6", min_amount=50)]
    best = best_price(BASE, steps, amount=amount, on=DAY)
    assert best.price == Decimal(price)
    assert best.min_amount == {"10": 1, "8": 10, "6": 50}[price]


@pytest.mark.parametrize(
    ("start", "end", "is_valid"),
    [(0, 0, True), (1, None, False), (None, -1, False), (-1, 1, True), (None, None, True)],
)
def test_both_days_are_included(start: int | None, end: int | None, is_valid: bool) -> None:
    entry = one(
        valid_from=None if start is None else DAY + timedelta(days=start),
        valid_until=None if end is None else DAY + timedelta(days=end),
    )
    assert (best_price(BASE, [entry], amount=1, on=DAY).source is PriceSource.PRICE_LIST) is is_valid


@given(prices, st.integers(1, 1000), st.decimals(0, 100, places=2))
def test_a_line_is_rounded_once(price: Decimal, amount: int, discount: Decimal) -> None:
    exact = price * amount * (100 - discount) / 100
    total = line_total(price, amount=amount, discount=discount)
    assert abs(total.amount - exact) <= CENT / 2
    assert total == total.rounded()
    assert ZERO <= total <= Money(price * amount).rounded()


def test_cents_are_rounded_half_up() -> None:
    assert str(line_total(Decimal("0.335"), amount=1, discount=Decimal(0))) == "0.34"
    assert str(line_total(Decimal("7.50"), amount=10, discount=Decimal(5))) == "71.25"


some_lines = st.lists(
    st.builds(
        TotalLine,
        amount=st.integers(0, 50),
        price=prices,
        vat_percentage=st.sampled_from([Decimal(21), Decimal(9), Decimal(0)]),
    ),
    max_size=6,
)


@given(some_lines, st.decimals(0, 100, places=2))
def test_totals_add_up(found: list[TotalLine], discount: Decimal) -> None:
    sums = totals(found, discount=discount, calculate_vat=True)
    assert sum((group.base for group in sums.groups), ZERO) == sums.excluding
    assert sums.including == sums.excluding + sums.vat
    for group in sums.groups:
        assert group.vat == group.base.part(group.percentage).rounded()
    assert [group.percentage for group in sums.groups] == sorted(
        {line.vat_percentage for line in found}, reverse=True
    )


@given(some_lines)
def test_without_vat_there_is_none(found: list[TotalLine]) -> None:
    sums = totals(found, discount=Decimal(0), calculate_vat=False)
    assert (sums.vat, sums.groups) == (ZERO, ())
    assert sums.including == sums.excluding


def test_vat_is_taken_of_the_sum_of_a_group() -> None:
    lines = [TotalLine(amount=1, price=Decimal("0.05"), vat_percentage=Decimal(21))] * 3
    sums = totals(lines, discount=Decimal(0), calculate_vat=True)
    assert (str(sums.excluding), str(sums.vat)) == ("0.15", "0.03")
