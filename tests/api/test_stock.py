"""Products, stock, locations, parts, tags and backorders over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import expect_backorders
from pakhuis.stock.models import LocationStock, StockLevel, Warehouse
from tests.api.conftest import Call
from tests.factories import (
    MOMENT,
    a_composition,
    a_location,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Warehouse:
    return a_warehouse("Hoofd")


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.content
    return [one["code"] for one in answer.json()["errors"]]


FIELDS = {
    "productcode": "MUG",
    "name": "Mok",
    "price": 8.26,
    "barcode": "8712345678906",
    "fixedstockprice": 4.5,
    "productcode_supplier": "L-1",
    "deliverytime": 3,
    "description": "Blauw",
    "weight": 350,
    "length": 12,
    "width": None,
    "height": 9,
    "minimum_purchase_quantity": 6,
    "purchase_in_quantities_of": 6,
    "hs_code": "6912",
    "country_of_origin": "nl",
}


def test_a_product_keeps_every_field(call: Call, house: Warehouse) -> None:
    a_product()
    made = call("POST", "products", FIELDS)
    assert made.status_code == 201
    body = made.json()
    assert {name: body[name] for name in FIELDS} == {**FIELDS, "country_of_origin": "NL"}
    number = body["idproduct"]
    changed = call(
        "PUT", f"products/{number}", {"length": None, "minimum_purchase_quantity": None, "fixedstockprice": 0}
    )
    assert {
        name: changed.json()[name] for name in ("length", "minimum_purchase_quantity", "fixedstockprice")
    } == {
        "length": None,
        "minimum_purchase_quantity": 1,
        "fixedstockprice": 0,
    }
    assert changed.json()["barcode"] == "8712345678906"
    bad = {**FIELDS, "length": "x", "country_of_origin": "XX", "minimum_purchase_quantity": 0}
    assert sorted(codes(call("POST", "products", bad))) == [
        "barcode_taken",
        "code_taken",
        "not_a_number",
        "out_of_range",
        "unknown_country",
    ]


def test_products_are_retired_and_filtered(call: Call, house: Warehouse) -> None:
    first, _second = a_product("A"), a_composition("BOX", A=2)
    tag = create_tag("Breekbaar", color="#123456", inherit=False, by=SYSTEM, now=MOMENT)
    call("POST", f"products/{first.pk}/tags", {"idtag": tag.pk})

    def found(query: str) -> list[str]:
        return [one["productcode"] for one in call("GET", f"products?{query}").json()]

    assert found("type=virtual_composition") == ["BOX"]
    assert found("type=normal") == ["A"]
    assert found("type=nonsense") == []
    assert found("tag=Breekbaar") == ["A"]
    assert call("GET", f"products/{first.pk}").json()["tags"]["Breekbaar"]["idtag"] == tag.pk
    assert call("POST", f"products/{first.pk}/inactivate").json()["active"] is False
    assert found("inactive") == ["A"]
    assert call("POST", f"products/{first.pk}/activate").json()["active"] is True
    assert call("POST", "products/999/activate").status_code == 404
    assert codes(call("POST", f"products/{first.pk}/tags", {"idtag": 999})) == ["unknown_tag"]
    assert call("DELETE", f"products/{first.pk}/tags/{tag.pk}").status_code == 204
    assert call("DELETE", f"products/{first.pk}/tags/{tag.pk}").status_code == 404


def test_stock_of_one_place_is_counted_and_moved(call: Call, house: Warehouse) -> None:
    product = stocked(house, A=5)["A"]
    shelf = a_location(house, "A1")
    path = f"products/{product.pk}/stock/{house.pk}"
    assert call("GET", path).json()["changeable"] is True
    moved = call("POST", f"{path}/move", {"to_idlocation": shelf.pk, "amount": 3})
    assert moved.json()["locations"] == [{"idlocation": shelf.pk, "name": "A1", "stock": 3}]
    counted = call("POST", path, {"amount": 4, "idlocation": shelf.pk, "reason": "Geteld"})
    assert (counted.json()["stock"], counted.json()["locations"][0]["stock"]) == (6, 4)
    assert call("POST", path, {"amount": 6}).json()["stock"] == 6
    assert codes(call("POST", f"{path}/move", {"from_idlocation": 999, "to_idlocation": shelf.pk})) == [
        "missing",
        "unknown_location",
    ]
    assert codes(call("POST", f"{path}/move", {"to_idlocation": shelf.pk, "amount": 99})) == [
        "too_few_on_location"
    ]
    assert call("POST", f"products/{product.pk}/stock/999/move", {}).status_code == 404
    assert call("GET", f"products/{product.pk}/stock/{2**70}").status_code == 404
    history = call("GET", f"location-stock-history?idlocation={shelf.pk}").json()
    assert [(one["change_type"], one["stock_change"]) for one in history] == [
        ("movement", 3),
        ("mutation", 1),
    ]
    assert call("GET", "location-stock-history?idproduct=999").json() == []
    check()


def test_history_is_filtered(call: Call, house: Warehouse) -> None:
    first, second = stocked(house, A=1)["A"], stocked(a_warehouse(), B=2)["B"]

    def found(query: str) -> list[int]:
        return [one["idproduct"] for one in call("GET", f"stockhistory?{query}").json()]

    assert found("") == [first.pk, second.pk]
    assert found(f"idproduct={second.pk}") == [second.pk]
    assert found(f"idwarehouse={house.pk}") == [first.pk]
    assert found("iduser=1") == []
    assert found("sincedate=2030-01-01 00:00:00") == []
    assert found("untildate=2020-01-01 00:00:00") == []
    assert found("offset=1") == [second.pk]
    assert call("GET", "stockhistory/999999").status_code == 404


def test_locations(call: Call, house: Warehouse) -> None:
    made = call("POST", "locations", {"idwarehouse": house.pk, "name": "A-1", "is_bulk_location": True})
    assert made.status_code == 201
    path = f"locations/{made.json()['idlocation']}"
    assert made.json()["is_bulk_location"] is True
    assert codes(call("POST", "locations", {"name": "A-1"})) == ["unknown_warehouse"]
    assert codes(call("POST", "locations", {"idwarehouse": house.pk, "name": "A-1"})) == ["name_taken"]
    changed = call("PUT", path, {"name": "A-2", "pick_order": 4, "is_bulk_location": False}).json()
    assert (changed["name"], changed["pick_order"], changed["is_bulk_location"]) == ("A-2", 4, False)
    assert len(call("GET", f"locations?idwarehouse={house.pk}&name=a-").json()) == 1
    assert call("GET", "locations?name=zz").json() == []
    product = a_product("A")
    places = f"products/{product.pk}/locations"
    number = made.json()["idlocation"]
    linked = call("POST", places, {"idlocation": number, "is_preferred": True, "note": "links"})
    assert (linked.status_code, linked.json()[0]["is_preferred"]) == (201, True)
    assert call("PUT", f"{places}/{number}", {"note": "rechts"}).json()[0]["note"] == "rechts"
    assert LocationStock.objects.get().preferred is True
    assert codes(call("POST", places, {"idlocation": 999})) == ["unknown_location"]
    for method, target in (("PUT", f"{places}/999"), ("DELETE", f"{places}/999"), ("GET", "locations/999")):
        assert call(method, target, {}).status_code == 404
    call("POST", f"products/{product.pk}/stock/{house.pk}", {"amount": 2, "idlocation": number})
    assert call("DELETE", path).status_code == 400
    assert call("DELETE", f"{places}/{number}").status_code == 400
    call("POST", f"products/{product.pk}/stock/{house.pk}", {"amount": 0, "idlocation": number})
    assert call("DELETE", f"{places}/{number}").status_code == 204
    assert call("DELETE", path).status_code == 204
    assert call("DELETE", path).status_code == 404


def test_parts(call: Call, house: Warehouse) -> None:
    box = a_product("BOX")
    part = stocked(house, A=7)["A"]
    path = f"products/{box.pk}/parts"
    assert (call("GET", path).status_code, call("GET", path).json()["error_code"]) == (404, 20)
    made = call("POST", path, {"idproduct": part.pk, "amount": 2})
    assert made.status_code == 201
    shape = call("GET", f"products/{box.pk}").json()
    assert (shape["type"], shape["stock"][0]["freestock"]) == ("virtual_composition", 3)
    one = f"{path}/{made.json()['idproduct_part']}"
    assert call("GET", one).json() == made.json()
    assert call("PUT", one, {"amount": 3}).json()["amount"] == 3
    assert codes(call("POST", f"products/{part.pk}/parts", {"idproduct": box.pk})) == [
        "nested_composition",
        "nested_composition",
    ]
    assert codes(call("POST", path, {"idproduct": box.pk, "amount": 1})) == ["part_of_itself"]
    assert codes(call("POST", path, {"amount": "x"})) == ["not_a_number", "not_found"]
    assert codes(call("POST", f"products/{box.pk}/stock/{house.pk}", {"change": 1})) == ["has_parts"]
    assert call("GET", f"products/{box.pk}/stock/{house.pk}").json()["changeable"] is False
    assert call("DELETE", one).status_code == 204
    assert call("GET", one).status_code == 404


def test_backorders_are_cancelled_and_told_when(call: Call, house: Warehouse) -> None:
    stocked(house, A=1)
    order = a_processed_order(lines=lines(A=3), autosplit=True)
    waiting = order.backorders.get()
    path = f"backorders/{waiting.pk}"
    assert call("GET", path).json()["date_available"] is None
    expect_backorders([waiting.pk], on=MOMENT.date(), by=SYSTEM, now=MOMENT)
    assert call("GET", path).json()["date_available"] == "2026-11-23 00:00:00"
    assert call("DELETE", path).status_code == 204
    assert call("DELETE", path).status_code == 404
    assert order.lines.get().amount_cancelled == 2
    check()


def test_parts_that_wait_say_how_many_go_into_one(call: Call, house: Warehouse) -> None:
    stocked(house, A=0)
    a_composition("BOX", A=2)
    a_processed_order(lines=lines(BOX=3))
    whole, one = call("GET", "backorders").json()
    assert (one["amount"], one["parts_per_parent"]) == (6, 2)
    assert (whole["amount"], whole["has_parts"]) == (3, True)


def test_all_stock_of_a_warehouse(call: Call, house: Warehouse) -> None:
    stocked(house, A=4)
    a_composition("BOX", A=2)
    rows = call("GET", f"warehouses/{house.pk}/stock").json()
    assert [(one["productcode"], one["stock"]["freestock"]) for one in rows] == [("A", 4), ("BOX", 2)]
    assert call("GET", "warehouses/999/stock").status_code == 404
    assert StockLevel.objects.count() == 1


def test_lists_take_the_same_number_of_queries_for_more(call: Call, house: Warehouse) -> None:
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert call("GET", path).status_code == 200
        return len(queries)

    def fill(start: int, end: int) -> None:
        for number in range(start, end):
            product = stocked(house, **{f"P{number}": 3})[f"P{number}"]
            shelf = a_location(house, f"L{number}")
            path = f"products/{product.pk}/stock/{house.pk}"
            call("POST", f"{path}/move", {"to_idlocation": shelf.pk, "amount": 1})
            a_composition(f"C{number}", **{f"P{number}": 1})

    fill(0, 2)
    paths = (
        "products",
        "locations",
        "stockhistory",
        "location-stock-history",
        f"warehouses/{house.pk}/stock",
    )
    count("products")
    before = {path: count(path) for path in paths}
    fill(2, 7)
    assert {path: count(path) for path in paths} == before
    assert max(before.values()) <= 16


def test_movements_go_from_place_to_place_and_are_one_each(call: Call, house: Warehouse) -> None:
    product = stocked(house, A=9)["A"]
    left, right = a_location(house, "L1"), a_location(house, "R1")
    path = f"products/{product.pk}/stock/{house.pk}/move"
    steps = ((None, left.pk, 6), (left.pk, right.pk, 4), (right.pk, None, 1))
    for origin, target, amount in steps:
        body = {"from_idlocation": origin, "to_idlocation": target, "amount": amount}
        assert call("POST", path, body).status_code == 200
    told = call("GET", "movements").json()
    assert [(one["from_idlocation"], one["to_idlocation"], one["amount"]) for one in told] == list(steps)
    assert call("GET", f"movements/{told[1]['idmovement']}").json() == told[1]
    assert call("GET", f"movements?idproduct={product.pk}&sinceid={told[1]['idmovement']}").json() == told[2:]
    assert call("GET", f"movements?idwarehouse={house.pk + 1}").json() == []
    other_half = told[1]["idmovement"] + 1
    assert call("GET", f"movements/{other_half}").status_code == 404
    facts = Fact.objects.filter(name="product.goods_moved").order_by("pk")
    assert [one.data["movement_id"] for one in facts] == [one["idmovement"] for one in told]
    assert facts[1].data["from_location"] == "L1"
    empty = {"from_idlocation": left.pk, "to_idlocation": None, "amount": 2}
    assert call("POST", path, empty).status_code == 200
    assert call("DELETE", f"products/{product.pk}/locations/{left.pk}").status_code == 204
    assert call("DELETE", f"locations/{left.pk}").status_code == 204
    assert [one["from_idlocation"] for one in call("GET", "movements").json()] == [None, None, right.pk, None]
