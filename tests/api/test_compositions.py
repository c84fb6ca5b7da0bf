"""Compositions over the API: the whole and its parts on orders, picklists and backorders."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.fulfilment.actions import close_picklist, pick_all, pick_line, reopen_order
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import expect_backorders
from pakhuis.orders.models import Backorder, BackorderState, Order
from tests.api.conftest import Call
from tests.factories import MOMENT, a_composition, a_processed_order, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def order() -> Order:
    """Three gift boxes and two bottles apart, of which two boxes and the bottles can go."""
    stocked(a_warehouse("Hoofd"), BOTTLE=8, GLASS=2)
    a_composition("BOX", BOTTLE=2, GLASS=1)
    return a_processed_order(lines=lines(BOTTLE=2, BOX=3), autosplit=True)


def by_code(products: list[dict[str, Any]]) -> dict[tuple[str, bool], dict[str, Any]]:
    """By code and whether it is a part."""
    names = ("partof_idorder_product", "partof_idpicklist_product")
    return {(one["productcode"], any(one.get(name) for name in names)): one for one in products}


def test_an_order_gives_the_composition_and_its_parts(call: Call, order: Order) -> None:
    found = by_code(call("GET", f"orders/{order.pk}").json()["products"])
    box = found["BOX", False]
    assert (box["has_parts"], box["partof_idorder_product"], box["price"]) == (True, None, 10)
    for code, amount in (("BOTTLE", 6), ("GLASS", 3)):
        part = found[code, True]
        assert (part["partof_idorder_product"], part["has_parts"]) == (box["idorder_product"], False)
        assert (part["amount"], part["price"]) == (amount, 0)
    assert found["BOTTLE", False]["amount"] == 2


def where(call: Call, order: Order) -> dict[tuple[str, bool], tuple[int, ...]]:
    """Of each line, by code and whether it is a part, its pieces that are ready, picked, waiting, gone."""
    found = by_code(call("GET", f"orders/{order.pk}/productstatus").json()["products"])
    names = ("allocated", "picking", "backorder", "shipped")
    return {key: tuple(one[name] for name in names) for key, one in found.items()}


def test_the_status_of_a_composition_counts_whole_ones(call: Call, order: Order) -> None:
    assert where(call, order) == {
        ("BOTTLE", False): (2, 2, 0, 0),
        ("BOX", False): (2, 2, 1, 0),
        ("BOTTLE", True): (6, 4, 2, 0),
        ("GLASS", True): (2, 2, 1, 0),
    }
    picklist = order.picklists.get()
    for deed in (pick_all, close_picklist):
        deed(picklist.pk, **DO)
    assert where(call, order)["BOX", False] == (0, 0, 1, 2)


def test_what_is_set_aside_for_a_composition_counts_whole_ones(call: Call) -> None:
    stocked(a_warehouse(), BOTTLE=5, GLASS=9)
    a_composition("BOX", BOTTLE=2, GLASS=1)
    order = an_order(lines=lines(BOX=3, GLASS=1))
    call("POST", f"orders/{order.pk}/allocate")
    assert where(call, order) == {("BOX", False): (2, 0, 0, 0), ("GLASS", False): (1, 0, 0, 0)}


def test_a_picklist_gives_the_composition_above_its_parts(call: Call, order: Order) -> None:
    picklist = order.picklists.get()
    glass = picklist.lines.get(order_line__code="GLASS")
    pick_line(glass.pk, amount=1, **DO)
    products = call("GET", f"picklists/{picklist.pk}").json()["products"]
    found = by_code(products)
    box = found["BOX", False]
    main = order.lines.get(code="BOX")
    assert (box["has_parts"], box["amount"], box["amount_picked"], box["price"]) == (True, 2, 0, 10)
    assert (box["idorder_product"], box["idproduct"]) == (main.pk, main.product_id)
    assert box["pick_locations"] == []
    for code, amount in (("BOTTLE", 4), ("GLASS", 2)):
        part = found[code, True]
        assert (part["partof_idpicklist_product"], part["has_parts"]) == (box["idpicklist_product"], False)
        assert part["amount"] == amount
    assert products.index(box) + 1 == products.index(found["BOTTLE", True])
    assert found["BOTTLE", False]["partof_idpicklist_product"] is None
    bottles = picklist.lines.get(order_line__code="BOTTLE", order_line__part_of__isnull=False)
    pick_line(bottles.pk, amount=3, **DO)
    products = call("GET", f"picklists/{picklist.pk}").json()["products"]
    assert by_code(products)["BOX", False]["amount_picked"] == 1


def test_a_composition_is_not_picked_itself(call: Call, order: Order) -> None:
    path = f"picklists/{order.picklists.get().pk}"
    box = by_code(call("GET", path).json()["products"])["BOX", False]
    assert box["idpicklist_product"] < 0
    for which in ({"idpicklist_product": box["idpicklist_product"]}, {"idproduct": box["idproduct"]}):
        answer = call("POST", f"{path}/pick", {**which, "amount": 1})
        assert answer.status_code in (400, 404)
    assert not PicklistLine.objects.filter(picked__gte=1).exists()


def test_a_composition_that_waits_stands_above_its_parts(call: Call, order: Order) -> None:
    whole, *parts = call("GET", f"backorders?idorder={order.pk}").json()
    assert sorted((one["parts_per_parent"], one["amount"]) for one in parts) == [(1, 1), (2, 2)]
    assert {one["part_of_idbackorder"] for one in parts} == {whole["idbackorder"]}
    assert whole["idbackorder"] == -min(one["idbackorder"] for one in parts)
    assert [one["has_parts"] for one in (whole, *parts)] == [True, False, False]
    box = order.lines.get(code="BOX")
    assert (whole["idorder_product"], whole["idproduct"]) == (box.pk, box.product_id)
    assert (whole["amount"], whole["amount_available"], whole["part_of_idbackorder"]) == (1, 0, None)
    assert call("GET", f"orders/{order.pk}/backorders").json() == [whole, *parts]


def test_one_part_alone_is_given_without_its_composition(call: Call, order: Order) -> None:
    last = call("GET", f"backorders?idorder={order.pk}").json()[-1]
    one = call("GET", f"backorders/{last['idbackorder']}").json()
    assert (one["idbackorder"], one["part_of_idbackorder"]) == (
        last["idbackorder"],
        last["part_of_idbackorder"],
    )


def test_a_composition_that_waits_is_found_by_the_id_it_is_given_with(call: Call, order: Order) -> None:
    whole, *parts = call("GET", f"backorders?idorder={order.pk}").json()
    path = f"backorders/{whole['idbackorder']}"
    assert call("GET", path).json() == {**whole, "date_available": None}
    expect_backorders([parts[0]["idbackorder"]], on=date(2026, 12, 1), **DO)
    assert call("GET", path).json()["date_available"] is None
    expect_backorders([parts[1]["idbackorder"]], on=date(2026, 12, 24), **DO)
    assert call("GET", path).json()["date_available"] == "2026-12-24 00:00:00"
    for unknown in (-max(one["idbackorder"] for one in parts), -(10**30), "-", "--1", 0):
        assert call("GET", f"backorders/{unknown}").status_code == 404
        assert call("DELETE", f"backorders/{unknown}").status_code == 404
    assert Backorder.objects.filter(state=BackorderState.OPEN).count() == 2


def test_a_composition_that_waits_is_cancelled_by_its_id(call: Call, order: Order) -> None:
    whole, *_parts = call("GET", f"backorders?idorder={order.pk}").json()
    path = f"backorders/{whole['idbackorder']}"
    assert call("DELETE", path).status_code == 204
    assert call("GET", f"backorders?idorder={order.pk}").json() == []
    cancelled = {one.code: one.amount_cancelled for one in order.lines.filter(code__in=("BOX", "GLASS"))}
    assert cancelled == {"BOX": 1, "GLASS": 1}
    assert call("GET", path).status_code == call("DELETE", path).status_code == 404


def test_a_part_does_not_change_by_itself(call: Call, order: Order) -> None:
    for picklist in order.picklists.all():
        assert not picklist.lines.filter(picked__gte=1).exists()
    reopen_order(order.pk, **DO)
    before = list(order.lines.order_by("pk").values())
    part = order.lines.get(code="GLASS")
    path = f"orders/{order.pk}/products/{part.pk}"
    for method, body in (("PUT", {"amount": 9}), ("PUT", {"price": 3}), ("DELETE", None)):
        answer = call(method, path, body)
        assert 400 <= answer.status_code < 500
        assert "lines" in answer.json()["error_message"]
    assert list(order.lines.order_by("pk").values()) == before


def test_compositions_cost_one_query_whatever_their_number(call: Call, order: Order) -> None:
    call("GET", "picklists")
    with CaptureQueriesContext(connection) as few:
        call("GET", "picklists")
    a_composition("SET", BOTTLE=1, GLASS=2)
    stocked(order.picklists.get().warehouse, BOTTLE=50, GLASS=50)
    for _ in range(3):
        a_processed_order(lines=lines(BOX=1, SET=2))
    with CaptureQueriesContext(connection) as many:
        assert len(call("GET", "picklists").json()) == 4
    assert len(many) == len(few)


@pytest.mark.parametrize("query", ["", "sincedate=2020-01-01&"], ids=["all that waits", "with a filter"])
def test_pages_of_what_waits_hold_a_hundred_with_the_compositions(call: Call, query: str) -> None:
    """Who goes on after as many rows as came, as some clients do, gets each once, in the same order."""
    stocked(a_warehouse("Hoofd"), BOTTLE=0, GLASS=0)
    a_composition("BOX", BOTTLE=2, GLASS=1)
    for _ in range(60):
        a_processed_order(lines=lines(BOX=1))
    pages: list[list[dict[str, Any]]] = []
    offset = 0
    while not pages or pages[-1]:
        pages.append(call("GET", f"backorders?{query}offset={offset}").json())
        offset += len(pages[-1])
    assert [len(page) for page in pages] == [100, 80, 0]
    came = [one["idbackorder"] for page in pages for one in page]
    rows = Backorder.objects.order_by("pk").values_list("pk", flat=True)
    assert [one for one in came if one > 0] == list(rows)
    assert [one for one in came if one < 0] == [-one for one in rows[::2]]
    assert all(came[came.index(one) + 1] == -one for one in came if one < 0)


def test_a_page_of_what_waits_does_not_look_at_what_lies_behind_it(call: Call) -> None:
    """Of hundreds of thousands that wait the first page reads as many as it gives."""
    stocked(a_warehouse("Hoofd"), BOTTLE=0, GLASS=0)
    a_composition("BOX", BOTTLE=2, GLASS=1)
    for _ in range(60):
        a_processed_order(lines=lines(BOX=1))
    ids = list(Backorder.objects.order_by("pk").values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        call("GET", "backorders")
    (choosing,) = [one["sql"] for one in asked if " UNION ALL " in one["sql"]]
    assert [int(one) for one in re.findall(r'"id" <= (\d+)', choosing)] == [ids[99], ids[99]]
