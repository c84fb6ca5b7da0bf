"""The Python client that existing users have (picqer-client-python) works against us unchanged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from picqer_client_python import Client
from pytest_django.live_server_helper import LiveServer

from pakhuis.accounts.actions import create_api_key
from pakhuis.kernel.actor import SYSTEM
from tests.factories import MOMENT, a_customer, a_vat_group, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(live_server: LiveServer) -> Any:
    _, key = create_api_key("python", by=SYSTEM, now=MOMENT)
    return Client(key, f"{live_server.url}/api/v1/")


def text(**fields: Any) -> str:
    """The client sends its body as it is handed over, without a content type."""
    return json.dumps(fields)


def test_customers(client: Any) -> None:
    answer = client.customers.post(text(name="Bakkerij", emailaddress="a@b.example"))
    assert answer.status_code == 201
    made = answer.json()
    number = made["idcustomer"]
    assert client.customers.get(number).json() == made
    assert client.customers.put(number, text(telephone="020")).json()["telephone"] == "020"
    assert [one["idcustomer"] for one in client.customers.get_all().json()] == [number]
    assert client.customers.get_all_with_offset(100).json() == []
    assert len(client.customers.get_with_filter("?search=bakk").json()) == 1
    assert client.customers.get(999).status_code == 404
    client.customers.config.api_key = "wrong"
    assert client.customers.get_all().status_code == 401


def test_from_order_to_closed_picklist(client: Any) -> None:
    a_vat_group()
    stocked(a_warehouse(), A=3)
    customer = a_customer()
    body = text(idcustomer=customer.pk, products=[{"productcode": "A", "amount": 5}])
    number = client.orders.post(body).json()["idorder"]
    assert client.orders.get(number).json()["status"] == "concept"
    assert client.orders.process_order(number).json()["status"] == "processing"
    assert client.orders.process_order(number).json()["error_code"] == 32
    assert client.orders.get_tags(number).json() == []
    (picklist,) = client.picklists.get_all().json()
    line = picklist["products"][0]["idpicklist_product"]
    picked = client.picklists.pick_product(picklist["idpicklist"], text(idpicklist_product=line, amount=1))
    assert picked.json()["totalpicked"] == 1
    assert client.picklists.pick_all(picklist["idpicklist"]).json()["totalpicked"] == 3
    assert client.picklists.close_picklist(picklist["idpicklist"]).json()["status"] == "closed"
    assert [one["amount"] for one in client.backorders.get_all().json()] == [2]
    assert [one["amount"] for one in client.orders.get_backorder(number).json()] == [2]


def test_products_and_short_lists(client: Any) -> None:
    a_vat_group()
    warehouse = a_warehouse()
    made = client.products.post(text(productcode="MUG", name="Mok", price=5.5)).json()
    number = made["idproduct"]
    assert client.products.get(number).json() == made
    assert client.products.put(number, text(price=6)).json()["price"] == 6
    changed = client.products.change_stock(number, warehouse.pk, text(change=4, reason="Geteld"))
    assert changed.json()["stock"] == 4
    assert client.products.get_stock(number).json()[0]["freestock"] == 4
    assert [one["percentage"] for one in client.vat_group.get_all().json()] == [21]
    assert client.tags.get_all().json() == []
    assert [one["idwarehouse"] for one in client.warehouses.get_all().json()] == [warehouse.pk]


def test_cancelling(client: Any) -> None:
    stocked(a_warehouse(), A=1)
    order = an_order(a_customer(), lines=lines(A=1))
    assert client.orders.delete(order.pk).status_code == 204
    order.refresh_from_db()
    assert order.status == "cancelled"
