"""Returns over the API."""

from __future__ import annotations

import pytest

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.rights import Right
from pakhuis.hooks.rules import events_of
from pakhuis.returns.actions import usual_status
from pakhuis.returns.models import ReturnStatus
from pakhuis.stock.models import StockMove
from tests.api.conftest import Call, caller
from tests.factories import a_customer, a_warehouse
from tests.returns.making import WHO, a_delivered_order, a_reason, a_return

pytestmark = pytest.mark.django_db


def test_a_return_of_an_order_is_announced_and_received(call: Call) -> None:
    order = a_delivered_order(a_customer(email="joke@kade.example"), A=3)
    reason = a_reason()
    line = {"idorder_product": order.lines.get().pk, "amount": 2, "idreturn_reason": reason.pk}
    answer = call("POST", "returns", {"idorder": order.pk, "returned_products": [line]})
    made = answer.json()
    assert answer.status_code == 201, made
    assert (made["emailaddress"], made["order"]["orderid"]) == ("joke@kade.example", order.number)
    assert made["returned_products"][0]["return_reason"]["name"] == "Beschadigd"
    assert made["totals"] == {"amount": 2, "price": 20}
    path = f"returns/{made['idreturn']}"
    one = made["returned_products"][0]["idreturn_product"]
    house = order.picklists.get().warehouse_id
    fit = {"idreturn_product": one, "status": "received", "amount": 1}
    assert (
        call("POST", f"{path}/receive", {"idwarehouse": house, "return_products": [fit]}).status_code == 200
    )
    broken = {"idreturn_product": one, "status": "broken"}
    done = call("POST", f"{path}/receive", {"idwarehouse": house, "return_products": [broken]}).json()
    (goods,) = done["returned_products"]
    assert (goods["amount_received"], goods["amount_broken"], goods["changeable"]) == (1, 1, False)
    assert StockMove.objects.order_by("-pk")[0].kind == "return"
    assert call("DELETE", path).json()["error_code"] == 21
    history = call("GET", "stockhistory").json()[-1]
    assert (history["change_type"], history["stock_change"]) == ("return", 1)


def test_lines_status_and_log(call: Call) -> None:
    found = a_return(A=1)
    path = f"returns/{found.pk}"
    made = call("POST", f"{path}/returned_products", {"productcode": "A", "amount": 2})
    assert made.status_code == 201
    one = f"{path}/returned_products/{made.json()['idreturn_product']}"
    assert call("PUT", one, {"amount": 3, "price": 1.5, "idreturn_reason": None}).json()["price"] == 1.5
    assert call("GET", one).json()["amount"] == 3
    assert call("DELETE", one).status_code == 204
    assert call("GET", one).status_code == 404
    last = ReturnStatus.objects.get(ends=True)
    done = call("PUT", path, {"idreturn_status": last.pk, "remarks": "Klaar"}).json()
    assert (done["return_status"]["name"], done["remarks"]) == (last.name, "Klaar")
    assert done["completed_at"] is not None
    log = call("POST", f"{path}/logs", {"message": "Gebeld", "notify_customer": True})
    assert (log.status_code, log.json()["message"], log.json()["notify_customer"]) == (201, "Gebeld", False)
    assert [entry["message"] for entry in call("GET", f"{path}/logs").json()] == [None, "Gebeld"]
    assert call("POST", f"{path}/logs", {}).status_code == 400
    assert call("DELETE", path).status_code == 204
    assert call("GET", path).status_code == 404


def test_filters_of_returns(call: Call) -> None:
    customer = a_customer(email="joke@kade.example")
    first, second = a_return(customer, A=1), a_return(A=1)

    def found(query: str) -> list[int]:
        return [one["idreturn"] for one in call("GET", f"returns?{query}").json()]

    assert found("") == [first.pk, second.pk]
    assert found(f"idcustomer={customer.pk}") == found("emailaddress=joke@kade.example") == [first.pk]
    assert found("search=vlug") == [second.pk]
    usual = usual_status()
    assert found(f"status={usual.pk}") == found(f"status={usual.name}") == [first.pk, second.pk]
    assert (
        found("status=nope")
        == found(f"status={10**20}")
        == found("created_after=2027-01-01")
        == found("idorder=9")
        == []
    )


@pytest.mark.parametrize("body", [{}, {"returned_products": "x"}, {"name": "x", "returned_products": [{}]}])
def test_a_body_without_sense_is_refused(call: Call, body: object) -> None:
    answer = call("POST", "returns", body)
    assert (answer.status_code, answer.json()["error"]) == (400, True)


def test_the_short_lists_and_what_is_left_out(call: Call) -> None:
    found = a_return(A=1)
    assert call("GET", "return_statuses").json()[0]["name"] == usual_status().name
    assert call("GET", "return_reasons").json()[0]["name"] == "Beschadigd"
    for method in ("GET", "POST"):
        answer = call(method, f"returns/{found.pk}/replacement_products")
        assert (answer.status_code, answer.json()["error_code"]) == (501, 8)


def test_who_unpacks_may_receive_and_not_announce() -> None:
    found = a_return(A=1)
    house = a_warehouse()
    _, key = create_api_key("scanner", rights=(Right.PICKLISTS_WORK,), **WHO)
    packer = caller(key)
    goods = {"idreturn_product": found.lines.get().pk, "status": "received"}
    body = {"idwarehouse": house.pk, "return_products": [goods]}
    assert packer("POST", f"returns/{found.pk}/receive", body).status_code == 200
    assert packer("POST", "returns", {"name": "x"}).status_code == 403
    assert packer("DELETE", f"returns/{found.pk}").status_code == 403


def test_returns_are_told_to_webhooks() -> None:
    assert events_of("return.created", by="person") == ("returns.created",)
    assert events_of("return.goods_received", by="person") == ("returns.products_received",)
    assert events_of("return.status_changed", by="person") == ("returns.status_changed",)
