"""From prices with VAT to prices without, losing no cent on the order: by example and by property."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.connectors.prices import net_of, priced, rounding
from pakhuis.connectors.told import ToldLine, less
from pakhuis.kernel.money import CENT, PRICE_STEP, round_half_up
from pakhuis.orders.totals import TotalLine, totals

pytestmark = pytest.mark.once
RATES = st.sampled_from([Decimal(21), Decimal(9), Decimal(0), Decimal("5.5"), Decimal(100)])
CENTS = st.integers(0, 500_000).map(lambda cents: Decimal(cents) / 100)


def line(amount: int, total: Decimal, rate: Decimal | None = Decimal(21), *, gross: bool = True) -> ToldLine:
    listed = total / amount
    return ToldLine(
        sku="A", name="A", amount=amount, listed=listed, total=total, includes_vat=gross, rate=rate
    )


def comes_to(lines: list[ToldLine]) -> Decimal:
    """What our order comes to with its VAT, by the rules of orders."""
    counted = [
        TotalLine(
            amount=int(str(one.amount)),
            price=Decimal(str(one.price)),
            vat_percentage=lines[one.place].rate or Decimal(0),
        )
        for one in priced(lines)
    ]
    return totals(counted, discount=Decimal(0), calculate_vat=True).including.amount


def can_be_reached(gross: Decimal, rate: Decimal) -> bool:
    """Whether any sum of whole cents comes to this with its VAT."""
    guess = round_half_up(gross * 100 / (100 + rate))
    return any(net + round_half_up(net * rate / 100) == gross for net in (guess - CENT, guess, guess + CENT))


@given(st.lists(st.tuples(st.integers(1, 3000), CENTS), min_size=1, max_size=8), RATES)
def test_the_order_comes_to_what_was_charged(sold: list[tuple[int, Decimal]], rate: Decimal) -> None:
    lines = [line(amount, total, rate) for amount, total in sold]
    gross = sum((total for _, total in sold), Decimal(0))
    assert rounding(lines) == (0 if can_be_reached(gross, rate) else CENT)
    assert comes_to(lines) + rounding(lines) == gross


@given(st.lists(st.tuples(st.integers(1, 200), CENTS, RATES), min_size=1, max_size=8))
def test_with_several_rates_each_is_right(sold: list[tuple[int, Decimal, Decimal]]) -> None:
    lines = [line(amount, total, rate) for amount, total, rate in sold]
    gross = sum((total for _, total, _ in sold), Decimal(0))
    assert comes_to(lines) + rounding(lines) == gross
    assert 0 <= rounding(lines) <= CENT * len({rate for _, _, rate in sold})


@given(st.lists(st.tuples(st.integers(1, 3000), CENTS), min_size=1, max_size=8))
def test_prices_without_vat_lose_nothing_either(sold: list[tuple[int, Decimal]]) -> None:
    lines = [line(amount, total, None, gross=False) for amount, total in sold]
    assert comes_to(lines) == sum((total for _, total in sold), Decimal(0))


@given(st.integers(1, 3000), CENTS, RATES)
def test_pieces_and_prices_are_what_orders_take(amount: int, total: Decimal, rate: Decimal) -> None:
    found = priced([line(amount, total, rate)])
    assert sum(int(str(one.amount)) for one in found) == amount
    assert len(found) <= 2
    for one in found:
        price = Decimal(str(one.price))
        assert price >= 0
        assert price == round_half_up(price, step=PRICE_STEP)


@pytest.mark.parametrize(
    ("gross", "rate", "net"),
    [("60.50", "21", "50.00"), ("1.00", "21", "0.83"), ("10.90", "9", "10.00"), ("0", "21", "0")],
)
def test_sums_without_vat(gross: str, rate: str, net: str) -> None:
    assert net_of(Decimal(gross), Decimal(rate)) == Decimal(net)


def test_a_price_that_no_four_decimals_say_becomes_two_lines() -> None:
    assert len(priced([line(1000, Decimal("1.00"), Decimal(0))])) == 1
    many = priced([line(3000, Decimal("1.00"), Decimal(0))])
    assert [int(str(one.amount)) for one in many] == [2999, 1]


@pytest.mark.parametrize("amount", [0, -1, "x", None, 1.5, "9" * 30])
def test_nonsense_is_handed_on_to_be_refused_at_its_place(amount: Any) -> None:
    one = ToldLine(sku="A", name="A", amount=amount, listed="10", includes_vat=True, rate=Decimal(21))
    (found,) = priced([one])
    assert found.amount == amount


@given(st.lists(CENTS, min_size=1, max_size=6), CENTS)
def test_a_discount_on_the_order_is_borne_by_all(sold: list[Decimal], off: Decimal) -> None:
    lines = [line(1, total) for total in sold]
    whole = sum(sold, Decimal(0))
    after = sum((one.total or Decimal(0) for one in less(lines, off)), Decimal(0))
    assert abs(after - max(whole - off, Decimal(0))) < Decimal("0.000001")
