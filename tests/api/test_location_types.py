"""The two types of locations over the API, and what is promised of what lies on one."""

from __future__ import annotations

import pytest

from tests.api.conftest import Call
from tests.factories import a_location, a_processed_order, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db


def test_there_are_two_and_no_others_can_be_made(call: Call) -> None:
    pick, bulk = call("GET", "locationtypes").json()
    assert (pick["idlocation_type"], pick["default"], bulk["default"]) == (1, True, False)
    assert call("GET", "locationtypes/2").json() == bulk
    assert call("GET", "locationtypes/3").status_code == 404
    assert call("GET", "locationtypes?offset=100").json() == []
    body = {"name": "Koel", "color": "#123456"}
    for method, path in (("POST", ""), ("PUT", "/1"), ("DELETE", "/2"), ("POST", "/1/default")):
        told = call(method, f"locationtypes{path}", body)
        assert (told.status_code, told.json()["error_code"]) == (501, 8)


def test_a_location_is_of_a_type_by_either_name(call: Call) -> None:
    house = a_warehouse()

    def made(name: str, **how: object) -> tuple[int, bool]:
        given = call("POST", "locations", {"idwarehouse": house.pk, "name": name, **how}).json()
        return given["location_type"]["idlocation_type"], given["is_bulk_location"]

    assert made("A") == made("B", idlocation_type=1) == made("C", idlocation_type=99) == (1, False)
    assert made("D", idlocation_type="2") == made("E", is_bulk_location=True) == (2, True)
    assert made("F", idlocation_type=2, is_bulk_location=False) == (1, False)
    found = call("GET", "locations?idlocation_type=2").json()
    assert [one["name"] for one in found] == ["D", "E"]
    for nothing in ("idlocation_type=7", "idlocation_type=x", "type=container"):
        assert call("GET", f"locations?{nothing}").json() == []
    assert len(call("GET", "locations?type=location").json()) == 6
    changed = call("PUT", f"locations/{found[0]['idlocation']}", {"idlocation_type": 1})
    assert changed.json()["is_bulk_location"] is False


def test_what_picklists_will_take_is_told_of_each_location(call: Call) -> None:
    house = a_warehouse()
    product = stocked(house, A=9)["A"]
    shelf, store = a_location(house, "A1"), a_location(house, "B1", is_bulk=True)
    path = f"products/{product.pk}"
    for place, amount in ((shelf, 4), (store, 5)):
        call("POST", f"{path}/stock/{house.pk}/move", {"to_idlocation": place.pk, "amount": amount})

    def told() -> dict[str, dict[str, int]]:
        return {one["name"]: one["stock_for_product"] for one in call("GET", f"{path}/locations").json()}

    assert told() == {
        "A1": {"stock": 4, "stock_reserved_picklists": 0},
        "B1": {"stock": 5, "stock_reserved_picklists": 0},
    }
    a_processed_order(lines=lines(A=6))
    assert told() == {
        "A1": {"stock": 4, "stock_reserved_picklists": 4},
        "B1": {"stock": 5, "stock_reserved_picklists": 2},
    }


def test_there_are_no_fulfilment_customers_and_none_can_be_made(call: Call) -> None:
    assert call("GET", "fulfilment/customers").json() == []
    assert call("POST", "fulfilment/customers", {"name": "X"}).status_code == 501
