"""The price rule as a whole: one answer whatever the order, steps and days at their edges, discount once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.pricing.rules import (
    ListPrice,
    PriceSource,
    Step,
    best_price,
    dearer_steps,
    earlier,
    later,
    line_total,
)

pytestmark = pytest.mark.once
DAY = date(2026, 11, 23)
BASE = Decimal(10)
days = st.none() | st.integers(-3, 3).map(lambda step: DAY + timedelta(days=step))
# Few different values, so that ties and meeting days happen all the time.
list_prices = st.builds(
    ListPrice,
    list_id=st.integers(1, 3),
    list_name=st.just("L"),
    price=st.sampled_from([Decimal(6), Decimal(8), Decimal(12)]),
    min_amount=st.sampled_from([1, 5, 10]),
    valid_from=days,
    valid_until=days,
)


@given(st.lists(list_prices, max_size=4), st.integers(1, 12))
def test_there_is_one_answer_whatever_the_order_of_rows(found: list[ListPrice], amount: int) -> None:
    assert len({best_price(BASE, some, amount=amount, on=DAY) for some in permutations(found)}) == 1


@given(st.lists(list_prices, max_size=6), st.integers(1, 12))
def test_a_step_is_never_used_below_its_start_or_outside_its_days(
    found: list[ListPrice], amount: int
) -> None:
    best = best_price(BASE, found, amount=amount, on=DAY)
    if best.source is PriceSource.PRODUCT:
        assert best.price == BASE
        return
    assert best.min_amount <= amount
    assert any(
        one.price == best.price
        and one.min_amount == best.min_amount
        and (one.valid_from or DAY) <= DAY <= (one.valid_until or DAY)
        for one in found
    )


@given(st.lists(list_prices, min_size=1, max_size=6), list_prices, st.integers(1, 12))
def test_one_more_list_never_makes_a_listed_price_dearer(
    found: list[ListPrice], more: ListPrice, amount: int
) -> None:
    before = best_price(BASE, found, amount=amount, on=DAY)
    after = best_price(BASE, [*found, more], amount=amount, on=DAY)
    if before.source is PriceSource.PRICE_LIST:
        assert after.price <= before.price


@given(st.lists(list_prices, max_size=6), st.integers(1, 12))
def test_the_price_of_the_product_counts_only_where_no_list_does(found: list[ListPrice], amount: int) -> None:
    here = best_price(BASE, found, amount=amount, on=DAY)
    other = best_price(BASE * 3, found, amount=amount, on=DAY)
    assert (here == other) is (here.source is PriceSource.PRICE_LIST)


@given(st.decimals(0, 1000, places=4), st.integers(1, 100), st.decimals(0, 100, places=2), st.integers(1, 12))
def test_a_discount_is_taken_once_and_never_from_the_price_itself(
    price: Decimal, amount: int, discount: Decimal, list_id: int
) -> None:
    on_list = ListPrice(list_id=list_id, list_name="L", price=price)
    best = best_price(BASE, [on_list], amount=amount, on=DAY)
    assert best.price == price, "what stands on the line is the price before the discount"
    once = line_total(best.price, amount=amount, discount=discount).amount
    exact = price * amount * (100 - discount) / 100
    assert abs(once - exact) <= Decimal("0.005")


def test_ties_go_to_the_list_with_the_lower_id_then_to_the_lower_step() -> None:
    tied = [
        ListPrice(list_id=2, list_name="two", price=Decimal(8)),
        ListPrice(list_id=1, list_name="one", price=Decimal(8), min_amount=5),
        ListPrice(list_id=1, list_name="one", price=Decimal(8), min_amount=2),
    ]
    best = best_price(BASE, tied, amount=9, on=DAY)
    assert (best.list_name, best.min_amount) == ("one", 2)


@pytest.mark.parametrize(
    ("one", "other", "first", "last"),
    [
        (None, None, None, None),
        (DAY, None, DAY, DAY),
        (None, DAY, DAY, DAY),
        (DAY, date(2026, 12, 1), date(2026, 12, 1), DAY),
    ],
)
def test_days_of_list_and_entry_together(
    one: date | None, other: date | None, first: date | None, last: date | None
) -> None:
    assert later(one, other) == first
    assert earlier(one, other) == last


def step(pk: int, price: str, min_amount: int, *, product: int = 1, first: int | None = None) -> Step:
    begins = None if first is None else DAY + timedelta(days=first)
    ends = None if first is None else DAY + timedelta(days=first + 2)
    return Step(
        id=pk,
        product_id=product,
        price=Decimal(price),
        min_amount=min_amount,
        valid_from=begins,
        valid_until=ends,
    )


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], set()),
        ([step(1, "8", 1), step(2, "7", 10)], set()),
        ([step(1, "8", 1), step(2, "8", 10)], set()),
        ([step(1, "8", 1), step(2, "9", 10)], {2}),
        ([step(1, "9", 10), step(2, "8", 1)], {1}),
        ([step(1, "8", 1), step(2, "9", 10), step(3, "10", 50)], {2, 3}),
        ([step(1, "8", 1), step(2, "9", 10, product=2)], set()),
        ([step(1, "8", 1, first=-9), step(2, "9", 10, first=5)], set()),
        ([step(1, "8", 1, first=0), step(2, "9", 10, first=2)], {2}),
        ([step(1, "8", 1), step(2, "9", 10, first=5)], {2}),
    ],
)
def test_a_dearer_step_is_seen(steps: list[Step], found: set[int]) -> None:
    assert dearer_steps(steps) == found


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from([6, 8, 12]), st.sampled_from([1, 5, 10])), max_size=6
    )
)
def test_what_is_called_dearer_is_never_the_best_price(rows: list[tuple[int, int, int]]) -> None:
    steps = [
        Step(id=place, product_id=product, price=Decimal(price), min_amount=amount)
        for place, (product, price, amount) in enumerate(rows)
    ]
    for one in steps:
        if one.id not in dearer_steps(steps):
            continue
        group = [
            ListPrice(list_id=1, list_name="L", price=other.price, min_amount=other.min_amount)
            for other in steps
            if other.product_id == one.product_id
        ]
        assert best_price(BASE, group, amount=one.min_amount, on=DAY).price < one.price
