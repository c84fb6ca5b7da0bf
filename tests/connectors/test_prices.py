"""From prices with VAT to prices without, losing no cent on the order: by example and by property."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.connectors.prices import as_charged, net_of, priced, rounding
from pakhuis.connectors.told import ToldLine, less
from pakhuis.kernel.money import CENT, HUNDRED, PRICE_STEP, round_half_up
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


@given(st.lists(st.tuples(st.integers(1, 300), CENTS), min_size=1, max_size=8), RATES)
def test_prices_that_were_taken_out_of_those_with_vat_come_back_to_them(
    sold: list[tuple[int, Decimal]], rate: Decimal
) -> None:
    """Such as PrestaShop's: six decimals of what was 9.99."""
    lines = [
        replace(
            line(amount, piece * amount, rate, gross=False),
            listed=round_half_up(piece * 100 / (100 + rate), step=Decimal("0.000001")),
            total=None,
            with_vat=piece * amount,
        )
        for amount, piece in sold
    ]
    told = list(as_charged(lines))
    assert comes_to(told) + rounding(told) == sum((piece * amount for amount, piece in sold), Decimal(0))


@given(st.lists(st.tuples(st.integers(1, 300), CENTS), min_size=1, max_size=8), RATES)
def test_prices_without_vat_stay_as_the_shop_told_them(
    sold: list[tuple[int, Decimal]], rate: Decimal
) -> None:
    lines = [
        replace(
            line(amount, total, rate, gross=False), with_vat=total + round_half_up(total * rate / HUNDRED)
        )
        for amount, total in sold
    ]
    assert as_charged(lines) == tuple(lines)


@pytest.mark.parametrize(
    ("total", "with_vat", "changes"),
    [
        ("24.78", "29.97", True),
        ("24.78", "24.78", False),
        ("24.78", "29.98", False),
        ("24.78", None, False),
        ("24.78", "-29.97", False),
        ("24.78", "1e30", False),
    ],
)
def test_only_cents_that_lie_between_are_mended(total: str, with_vat: str | None, changes: bool) -> None:
    """Three of 9.99 come to a cent too much by their prices without VAT; no VAT at all is another thing."""
    charged = Decimal(with_vat) if with_vat is not None else None
    told = (replace(line(3, Decimal(total), gross=False), with_vat=charged),)
    assert (as_charged(told) != told) is changes
    assert not changes or comes_to(list(as_charged(told))) == charged


def test_a_price_that_is_a_millionth_short_of_whole_cents_is_one_with_vat() -> None:
    """Three of 2449.999999, as a PrestaShop tells 2450 with 17 %."""
    short = line(3, Decimal("6282.051279"), Decimal(17), gross=False)
    told = list(as_charged([replace(short, with_vat=Decimal("7349.999997")), replace(short, with_vat=None)]))
    assert not any(one.includes_vat for one in told), "not all of them tell both"
    pair = [
        replace(line(1, Decimal("8.256198"), gross=False), with_vat=Decimal("9.989999")) for _ in range(3)
    ]
    assert all(one.includes_vat for one in as_charged(pair))
    assert comes_to(list(as_charged(pair))) + rounding(as_charged(pair)) == Decimal("29.97")


@given(st.lists(CENTS, min_size=1, max_size=6), CENTS)
def test_a_discount_with_vat_leaves_what_was_charged(sold: list[Decimal], off: Decimal) -> None:
    lines = [replace(line(1, total), with_vat=total + 1) for total in sold]
    after = [one.with_vat for one in less(lines, off, with_vat=off)]
    wanted = sum(sold, Decimal(len(sold)))
    if off > 0 and sum(sold) > 0:
        assert abs(sum(filter(None, after), Decimal(0)) - max(wanted - off, Decimal(0))) < Decimal("0.000001")
        assert all(one.with_vat is None for one in less(lines, off))
    else:
        assert after == [one.with_vat for one in lines]
