"""Receipts over the API, as a warehouse program works with them."""

from __future__ import annotations

import pytest

from pakhuis.hooks.rules import events_of
from pakhuis.stock.models import StockLevel
from tests.api.conftest import Call
from tests.factories import a_location, a_product, a_warehouse
from tests.purchasing.making import a_concept, a_purchase, a_receipt, purchase_by_lines

pytestmark = pytest.mark.django_db


def test_a_delivery_is_taken_in_and_completed(call: Call) -> None:
    house = a_warehouse()
    shelf = a_location(house, "A-01")
    order = a_purchase(A=4, B=1)
    answer = call("POST", f"purchaseorders/{order.pk}/receipts", {"remarks": "Pallet 1"})
    made = answer.json()
    assert (answer.status_code, made["status"], made["version"], made["products"]) == (
        201,
        "processing",
        2,
        [],
    )
    assert made["purchaseorder"] == {"idpurchaseorder": order.pk, "purchaseorderid": order.number}
    path = f"receipts/{made['idreceipt']}"
    expected = call("GET", f"{path}/expected-products").json()
    assert [(one["productcode"], one["amount_expected"]) for one in expected] == [("A", 4), ("B", 1)]
    body = {"idproduct": expected[0]["idproduct"], "amount": "6", "idlocation": shelf.pk}
    goods = call("POST", f"{path}/products", body)
    assert goods.status_code == 201
    assert (goods.json()["amount"], goods.json()["idlocation"]) == (6, shelf.pk)
    back = call("POST", f"{path}/products/{goods.json()['idreceipt_product']}/revert", {"amount": 1})
    assert back.json()["amount_reverted"] == 1
    all_of_it = call("POST", f"{path}/mark-all-received").json()
    assert (all_of_it["amount_received"], all_of_it["amount_received_excessive"]) == (6, 1)
    done = call("PUT", path, {"status": "completed", "remarks": "Klaar"}).json()
    assert (done["status"], done["remarks"], done["completed_by"]) == ("completed", "Klaar", None)
    assert call("GET", f"purchaseorders/{order.pk}").json()["status"] == "received"
    assert call("POST", f"{path}/mark-all-received").json()["error_code"] == 21
    assert sum(StockLevel.objects.values_list("on_hand", flat=True)) == 6


def test_a_receipt_becomes_nothing_but_completed(call: Call) -> None:
    path = f"receipts/{a_receipt(a_purchase(A=1)).pk}"
    for status in ("bogus", 7, ["completed"]):
        refused = call("PUT", path, {"status": status, "remarks": "Nee"})
        assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, ["status"])
    standing = call("GET", path).json()
    assert (standing["status"], standing["remarks"]) == ("processing", None)
    assert call("PUT", path, standing).json()["status"] == "processing"


def test_a_receipt_is_made_by_its_own_route_and_thrown_away(call: Call) -> None:
    order = a_purchase(A=1)
    made = call("POST", "receipts", {"idpurchaseorder": str(order.pk)})
    assert made.status_code == 201
    assert call("DELETE", f"receipts/{made.json()['idreceipt']}").status_code == 204
    assert call("GET", f"receipts/{made.json()['idreceipt']}").status_code == 404
    filled = a_receipt(order, A=1)
    assert call("DELETE", f"receipts/{filled.pk}").json()["error_code"] == 21


def test_a_product_on_two_lines_is_answered_with_the_sum_and_kept_line_by_line(call: Call) -> None:
    order = purchase_by_lines(5, 5)
    first, second = order.lines.order_by("pk")
    path = f"receipts/{a_receipt(order).pk}"
    answer = call("POST", f"{path}/products", {"idproduct": first.product_id, "amount": 12})
    told = answer.json()
    assert (answer.status_code, told["amount"], told["idpurchaseorder_product"]) == (201, 12, first.pk)
    receipt = call("GET", path).json()
    rows = [(one["idpurchaseorder_product"], one["amount"]) for one in receipt["products"]]
    assert rows == [(first.pk, 5), (second.pk, 7)]
    assert told["idreceipt_product"] == receipt["products"][0]["idreceipt_product"]
    assert (receipt["amount_received"], receipt["amount_received_excessive"]) == (12, 2)
    assert call("GET", f"{path}/expected-products").json() == []
    call("PUT", path, {"status": "completed"})
    assert call("GET", f"purchaseorders/{order.pk}").json()["status"] == "received"


@pytest.mark.parametrize("body", [{}, {"idpurchaseorder": 999}, {"idpurchaseorder": "x"}])
def test_a_receipt_needs_a_purchase_order(call: Call, body: object) -> None:
    answer = call("POST", "receipts", body)
    assert (answer.status_code, answer.json()["error_code"]) == (404, 20)


def test_nothing_comes_in_on_a_concept_and_no_other_product(call: Call) -> None:
    assert call("POST", "receipts", {"idpurchaseorder": a_concept(A=1).pk}).json()["error_code"] == 21
    receipt = a_receipt(a_purchase(A=1))
    answer = call("POST", f"receipts/{receipt.pk}/products", {"idproduct": a_product("X").pk, "amount": 1})
    assert (answer.status_code, answer.json()["error_code"]) == (400, 27)
    none = call("POST", f"receipts/{receipt.pk}/products")
    assert {one["code"] for one in none.json()["errors"]} == {"missing", "not_on_purchase"}
    assert call("POST", f"receipts/{receipt.pk}/products/9/revert").status_code == 404


def test_filters_of_receipts(call: Call) -> None:
    first = a_receipt(a_purchase(A=1), A=1)
    second = a_receipt(a_purchase(B=1))

    def found(query: str) -> list[int]:
        return [one["idreceipt"] for one in call("GET", f"receipts?{query}").json()]

    assert found("") == [first.pk, second.pk]
    assert found(f"receiptid={second.number}") == [second.pk]
    assert found(f"idpurchaseorder={first.order_id}") == [first.pk]
    assert found(f"idsupplier={first.order.supplier_id}&status=processing") == [first.pk, second.pk]
    assert found("status=completed") == found("completed_after=2020-01-01") == found("status=x") == []
    assert found("updated_after=2026-11-01") == [first.pk, second.pk]


def test_receipts_are_told_to_webhooks() -> None:
    assert events_of("receipt.created", by="person") == (
        "receipts.created",
        "purchase_orders.receipts.created",
    )
    assert events_of("receipt.goods_received", by="person") == ("receipts.product_received",)
    assert events_of("receipt.goods_reverted", by="person") == ("receipts.product_reverted",)
