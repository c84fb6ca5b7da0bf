"""What a scan means, what it picks, and why it picks nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import close_picklist, pick_all, scan_picklist, undo_pick
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.scan_rules import LONGEST_SCAN, Scan, Wanted, code_key, readings, served
from pakhuis.fulfilment.walk import walk_of
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.stock.models import Location, LocationStock
from tests.factories import (
    MOMENT,
    a_customer,
    a_picklist,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
    stocked,
)

WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
LEFT = st.lists(st.integers(0, 9), min_size=1, max_size=6)


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ()),
        ("  \x00 ", ()),
        (" mok-1\n", (Scan(code="mok-1", amount=1),)),
        ("5*MOK", (Scan(code="5*MOK", amount=1), Scan(code="MOK", amount=5))),
        (" 12 * 8710 ", (Scan(code="12 * 8710", amount=1), Scan(code="8710", amount=12))),
        ("0*MOK", (Scan(code="0*MOK", amount=1), Scan(code="MOK", amount=0))),
        ("*MOK", (Scan(code="*MOK", amount=1),)),
        ("-2*MOK", (Scan(code="-2*MOK", amount=1),)),
        ("9999999*MOK", (Scan(code="9999999*MOK", amount=1),)),
    ],
)
def test_what_is_typed_may_mean(text: str, meant: tuple[Scan, ...]) -> None:
    assert readings(text) == meant


@pytest.mark.once
@given(st.text(max_size=300))
def test_anything_at_all_can_be_scanned(text: str) -> None:
    for one in readings(text):
        assert 0 < len(one.code) <= LONGEST_SCAN
        assert code_key(code_key(one.code)) == code_key(one.code)


@pytest.mark.once
def test_codes_are_the_same_without_case_and_with_the_zero_of_a_gtin() -> None:
    assert code_key("mok") == code_key("MOK ")
    assert code_key("012345678905") == code_key("0012345678905") == code_key("00012345678905")
    assert code_key("12345") != code_key("012345")


@pytest.mark.once
@given(LEFT, st.integers(-2, 60))
def test_lines_are_served_in_order_and_never_too_much(left: list[int], amount: int) -> None:
    wanted = [Wanted(line=place, left=pieces) for place, pieces in enumerate(left)]
    if not 1 <= amount <= sum(left):
        with pytest.raises(Refused):
            served(wanted, amount=amount, code="A")
        return
    grips = dict(served(wanted, amount=amount, code="A"))
    assert sum(grips.values()) == amount
    assert all(0 < pieces <= left[line] for line, pieces in grips.items())
    last = max(grips)
    assert all(grips.get(line, 0) == left[line] for line in range(last))


def refusal(picklist: Picklist, text: str) -> str:
    facts = Fact.objects.count()
    with pytest.raises(Refused) as refused:
        scan_picklist(picklist.pk, text, **WHO)
    assert Fact.objects.count() == facts
    return refused.value.problems[0].code


@pytest.mark.django_db
def test_a_code_or_a_barcode_picks_one() -> None:
    picklist = a_picklist(A=2, B=1)
    Product.objects.filter(code="B").update(barcode="8712345678906")
    first = scan_picklist(picklist.pk, "a", **WHO)
    assert (first.code, first.pieces, first.left) == ("A", 1, 2)
    assert first.boxes == ((None, picklist.number, 1),)
    second = scan_picklist(picklist.pk, "08712345678906", **WHO)
    assert (second.code, second.left) == ("B", 1)
    assert dict(picklist.lines.values_list("product__code", "picked")) == {"A": 1, "B": 1}
    assert Fact.objects.filter(name="picklist.line_picked").count() == 2


@pytest.mark.django_db
def test_several_at_once_and_never_more_than_wanted() -> None:
    picklist = a_picklist(A=5)
    assert scan_picklist(picklist.pk, "3*A", **WHO).left == 2
    assert refusal(picklist, "3*A") == "picked_too_many"
    for text in ("0*A", "-1*A", "1,5*A", "1.5 * A", "-0,5*A"):
        assert refusal(picklist, text) == "out_of_range", text
    assert refusal(picklist, "-A") == refusal(picklist, "A-1*2") == "unknown_code"
    assert scan_picklist(picklist.pk, "2*a", **WHO).left == 0
    assert refusal(picklist, "A") == "complete_already"
    assert picklist.lines.get().picked == 5


@pytest.mark.django_db
def test_a_code_with_a_star_in_it_is_itself() -> None:
    picklist = a_picklist(A=5)
    Product.objects.filter(code="A").update(code="2*A")
    assert scan_picklist(picklist.pk, "2*a", **WHO).pieces == 1


@pytest.mark.django_db
def test_two_lines_of_the_same_product_are_filled_one_after_the_other() -> None:
    stocked(a_warehouse(), A=9)
    order = a_processed_order(a_customer(), lines=(*lines(A=2), *lines(A=3)))
    picklist = order.picklists.get()
    scan_picklist(picklist.pk, "4*A", **WHO)
    assert list(picklist.lines.values_list("picked", flat=True)) == [2, 2]
    undo_pick(picklist.pk, **WHO)
    assert list(picklist.lines.values_list("picked", flat=True)) == [0, 0]


@pytest.mark.django_db
def test_a_wrong_one_says_why() -> None:
    picklist = a_picklist(A=1)
    a_product("OTHER")
    assert refusal(picklist, "other") == "not_on_this_list"
    assert refusal(picklist, "2*other") == "not_on_this_list"
    assert refusal(picklist, "nonsense") == "unknown_code"
    assert refusal(picklist, "") == "missing"
    assert refusal(picklist, "x" * 5000) == "unknown_code"
    pick_all(picklist.pk, **WHO)
    close_picklist(picklist.pk, **WHO)
    assert refusal(picklist, "A") == "not_allowed_now"


@pytest.mark.django_db
def test_the_walk_goes_along_the_round_and_tells_where() -> None:
    house = a_warehouse()
    picklist = a_picklist(house=house, A=1, B=2, C=3, D=1)
    places = {"A": ("Z-9", 3), "B": ("A-1", 5), "C": ("B-2", 1)}
    for code, (name, round_) in places.items():
        location = Location.objects.create(warehouse=house, name=name, pick_order=round_)
        product = Product.objects.get(code=code)
        LocationStock.objects.create(product=product, location=location, warehouse=house, on_hand=9)
    stops = walk_of([picklist.pk], warehouse_id=house.pk)
    assert [(one.line.product.code, one.where) for one in stops] == [
        ("C", "B-2"),
        ("A", "Z-9"),
        ("B", "A-1"),
        ("D", ""),
    ]
    scan_picklist(picklist.pk, "C", **WHO)
    again = walk_of([picklist.pk], warehouse_id=house.pk)
    assert [one.left for one in again] == [2, 1, 2, 1]


@pytest.mark.django_db
def test_pieces_on_several_places_are_told_with_amounts() -> None:
    house = a_warehouse()
    picklist = a_picklist(house=house, A=5)
    for name, pieces in (("A-1", 2), ("A-2", 2)):
        location = Location.objects.create(warehouse=house, name=name)
        LocationStock.objects.create(
            product=Product.objects.get(code="A"), location=location, warehouse=house, on_hand=pieces
        )
    (stop,) = walk_of([picklist.pk], warehouse_id=house.pk)
    assert stop.where == "A-1 (2), A-2 (2)"


@pytest.mark.django_db
def test_a_long_walk_asks_no_more_than_a_short_one() -> None:
    house = a_warehouse()
    short = a_picklist(house=house, A=1)
    long = a_picklist(house=house, **{f"L{n}": 1 for n in range(12)})  # type: ignore[arg-type]
    asked = []
    for picklist in (short, long):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            walk_of([picklist.pk], warehouse_id=house.pk)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 4
