"""Suppliers and purchase orders over the API, and the day that backorders get from them."""

from __future__ import annotations

import pytest

from pakhuis.catalogue.models import Product
from pakhuis.hooks.rules import EVENTS, events_of
from pakhuis.journal.models import Fact
from pakhuis.orders.models import Backorder
from pakhuis.purchasing.actions import unset_supplier_product
from pakhuis.purchasing.models import SupplierProduct
from tests.api.conftest import Call
from tests.factories import a_processed_order, a_product, a_warehouse, lines
from tests.purchasing.making import WHO, a_concept, a_purchase, a_supplier, sold_by

pytestmark = pytest.mark.django_db


def test_suppliers(call: Call) -> None:
    body = {
        "name": "Mouterij Noord",
        "contactname": "Ans",
        "address": "Kade 1",
        "zipcode": "1",
        "city": "Delft",
    }
    answer = call("POST", "suppliers", {**body, "telephone": 15, "emailaddress": None, "language": None})
    made = answer.json()
    assert answer.status_code == 201
    assert (made["supplierid"], made["telephone"], made["language"]) == ("S1001", "15", "nl")
    assert made["full_address"] == "Mouterij Noord\nKade 1\n1 Delft\nNL"
    path = f"suppliers/{made['idsupplier']}"
    assert call("PUT", path, {"active": False, "remarks": "Traag"}).json()["active"] is False
    assert call("GET", "suppliers").json() == []
    assert [one["remarks"] for one in call("GET", "suppliers?inactive").json()] == ["Traag"]
    assert call("POST", "suppliers", {"country": "XX"}).json()["error_code"] == 9
    assert call("GET", "suppliers/99").status_code == 404
    said = call("POST", f"{path}/comments", {"body": "Belt terug"}).json()
    assert (said["source_type"], said["source"]) == ("supplier", {"idsupplier": made["idsupplier"]})


def test_a_purchase_order_from_concept_to_closed(call: Call) -> None:
    house, supplier = a_warehouse(), a_supplier()
    a_product("A")
    body = {
        "idsupplier": supplier.pk,
        "delivery_date": "2026-12-01T00:00:00Z",
        "products": [{"productcode": "A", "amount": "4", "price": 2.5}],
    }
    answer = call("POST", "purchaseorders", body)
    made = answer.json()
    assert answer.status_code == 201, made
    assert (made["status"], made["idwarehouse"], made["delivery_date"]) == ("concept", house.pk, "2026-12-01")
    assert (made["products"][0]["price"], made["products"][0]["amountreceived"]) == (2.5, 0)
    path = f"purchaseorders/{made['idpurchaseorder']}"
    assert call("PUT", path, {"supplier_orderid": "N-7"}).json()["supplier_orderid"] == "N-7"
    assert call("POST", f"{path}/mark-as-purchased").json()["status"] == "purchased"
    assert call("POST", f"{path}/mark-as-purchased").json()["error_code"] == 21
    line = call("POST", f"{path}/products", {"idproduct": a_product("B").pk, "amount": 2})
    assert line.status_code == 201
    one = f"{path}/products/{line.json()['idpurchaseorder_product']}"
    changed = call("PUT", one, {"amount": 3, "delivery_date": "2026-12-24"}).json()
    assert (changed["amount"], changed["delivery_date"]) == (3, "2026-12-24")
    assert call("GET", one).json() == changed
    assert call("DELETE", one).status_code == 204
    assert call("GET", one).status_code == 404
    assert call("POST", f"{path}/close").json()["status"] == "received"
    assert call("POST", f"{path}/cancel").json()["error_code"] == 21
    assert call("PUT", path, {"remarks": "x"}).status_code == 400


def test_filters_of_purchase_orders(call: Call) -> None:
    concept, ordered = a_concept(A=1), a_purchase(A=1)
    first = concept.pk

    def found(query: str) -> list[int]:
        return [one["idpurchaseorder"] for one in call("GET", f"purchaseorders?{query}").json()]

    assert found("") == [first, ordered.pk]
    assert found("status=concept") == [first]
    assert found("status=nonsense") == []
    assert found(f"search={ordered.number}") == [ordered.pk]
    assert found("search=mouterij") == [first, ordered.pk]
    assert found(f"idsupplier={concept.supplier_id}&idwarehouse={concept.warehouse_id}&offset=1") == [
        ordered.pk
    ]
    assert found("idsupplier=999") == found("updated_after=2027-01-01") == []


@pytest.mark.parametrize("products", ["x", 7, [None, {"amount": 1}], {"a": {"productcode": "NOPE"}}])
def test_nonsense_for_lines_is_refused_at_its_place(call: Call, products: object) -> None:
    a_warehouse()
    answer = call("POST", "purchaseorders", {"supplier_name": "Markt", "products": products})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"][0] == "new_lines"


def test_a_backorder_tells_when_it_is_expected(call: Call) -> None:
    a_warehouse()
    a_product("A")
    a_processed_order(lines=lines(A=2))
    path = f"backorders/{Backorder.objects.get().pk}"
    assert call("GET", path).json()["date_available"] is None
    a_purchase(A=2)
    assert call("GET", path).json()["date_available"] == "2026-12-01 00:00:00"


def test_only_who_buys_may(call: Call, read_only: Call) -> None:
    order = a_concept(A=1)
    assert read_only("GET", f"purchaseorders/{order.pk}").status_code == 200
    assert read_only("POST", f"purchaseorders/{order.pk}/cancel").status_code == 403
    assert Product.objects.count() == 1


def test_what_happens_to_purchase_orders_is_told_to_webhooks() -> None:
    named = {"purchase_orders.created", "purchase_orders.changed", "purchase_orders.purchased"}
    assert named <= set(EVENTS)
    assert events_of("purchase.closed", by="person") == ("purchase_orders.changed",)


def test_a_product_is_named_after_one_of_its_suppliers(call: Call) -> None:
    north, south = a_supplier("Noord"), a_supplier("Zuid")
    sold_by(north, "A", price="2")
    sold_by(south, "A")
    product = Product.objects.get(code="A")
    path = f"products/{product.pk}"
    assert call("GET", path).json()["idsupplier"] == north.pk
    assert call("PUT", path, {"idsupplier": south.pk}).json()["idsupplier"] == south.pk
    assert [one["idproduct"] for one in call("GET", f"products?idsupplier={south.pk}").json()] == [product.pk]
    assert call("GET", f"products?idsupplier={north.pk}").json() == []
    told = Fact.objects.filter(name="supplier.product_changed").order_by("-pk")[:2]
    assert [(one.subject_id, one.data["changes"][0]["new"]) for one in told] == [
        (south.pk, "True"),
        (north.pk, "False"),
    ]
    wrong = call("PUT", path, {"name": "Anders", "idsupplier": 9999})
    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (400, ["supplier"])
    assert call("GET", path).json()["name"] == product.name
    assert call("PUT", path, {"idsupplier": None}).json()["idsupplier"] is None
    assert SupplierProduct.objects.count() == 2
    new = {"productcode": "B", "name": "Mout", "idsupplier": str(north.pk)}
    assert call("POST", "products", new).json()["idsupplier"] == north.pk
    unset_supplier_product(north.pk, product_id=Product.objects.get(code="B").pk, **WHO)
    assert call("GET", "products?productcode=B").json()[0]["idsupplier"] is None
