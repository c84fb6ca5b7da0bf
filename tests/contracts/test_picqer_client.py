"""The Python client that existing users have (picqer-client-python) works against us unchanged."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from picqer_client_python import Client
from pytest_django.live_server_helper import LiveServer

from pakhuis.accounts.actions import create_api_key, create_tag, create_user
from pakhuis.kernel.actor import SYSTEM
from tests.factories import (
    MOMENT,
    a_customer,
    a_picklist,
    a_processed_order,
    a_vat_group,
    a_warehouse,
    an_order,
    lines,
    stocked,
)
from tests.fulfilment.test_shipments import a_provider

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


def test_stock_places_and_history(client: Any) -> None:
    a_vat_group()
    warehouse = a_warehouse()
    product = stocked(warehouse, A=5)["A"]
    made = client.locations.post(text(idwarehouse=warehouse.pk, name="A-01")).json()
    place = made["idlocation"]
    assert client.locations.get(place).json() == made
    assert [one["name"] for one in client.locations.get_all().json()] == ["A-01"]
    assert client.locations.put(place, text(remarks="boven")).json()["remarks"] == "boven"
    assert client.products.link_product(product.pk, text(idlocation=place)).status_code == 201
    moved = client.products.move_stock(
        product.pk, warehouse.pk, text(from_idlocation=None, to_idlocation=place, amount=2)
    )
    assert moved.json()["locations"] == [{"idlocation": place, "name": "A-01", "stock": 2}]
    assert client.products.get_stock_in_single_warehouse(product.pk, warehouse.pk).json() == moved.json()
    assert client.products.get_locations(product.pk).json()[0]["stock_for_product"]["stock"] == 2
    assert client.locations.get_products_on_location(place).json()[0]["productcode"] == "A"
    client.products.change_stock(product.pk, warehouse.pk, text(amount=0, idlocation=place))
    assert client.products.unlink_product(product.pk, str(place)).status_code == 204
    assert client.locations.delete(place).status_code == 204
    assert client.products.get_warehouse_settings(product.pk).json()[0]["stock_location"] is None
    history = client.stock_history.get_all().json()
    assert [(one["stock_change"], one["change_type"]) for one in history] == [(5, "receipt"), (-2, "api")]
    assert client.stock_history.get(history[0]["idproduct_stock_history"]).json() == history[0]


def test_tags_and_backorders(client: Any) -> None:
    stocked(a_warehouse(), A=1)
    order = a_processed_order(lines=lines(A=3), autosplit=True)
    tag = create_tag("Breekbaar", color="#123456", inherit=False, by=SYSTEM, now=MOMENT)
    number = order.lines.get().product_id
    assert [one["title"] for one in client.products.post_tag(number, text(idtag=tag.pk)).json()] == [
        "Breekbaar"
    ]
    assert client.products.get_tag(number).json()[0]["idtag"] == tag.pk
    assert client.products.remove_tag(number, str(tag.pk)).status_code == 204
    assert client.products.activate_product(number).json()["active"] is True
    (waiting,) = client.backorders.get_all().json()
    assert client.backorders.delete(waiting["idbackorder"]).status_code == 204
    assert client.backorders.get_all().json() == []
    assert client.backorders.process().json() == []


def test_cancelling(client: Any) -> None:
    stocked(a_warehouse(), A=1)
    order = an_order(a_customer(), lines=lines(A=1))
    assert client.orders.delete(order.pk).status_code == 204
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_every_move_and_line_of_an_order(client: Any) -> None:
    """All that the client can do with an order, in the order a day brings it."""
    tag = create_tag("Spoed", color="#ff0000", inherit=False, by=SYSTEM, now=MOMENT)
    stocked(a_warehouse(), A=3, B=5)
    orders, number = client.orders, an_order(a_customer(), lines=lines(A=2)).pk
    assert orders.put(number, text(reference="PO 7")).json()["reference"] == "PO 7"
    line = orders.add_product(number, text(productcode="B", amount=6)).json()
    changed = orders.update_product(number, line["idorder_product"], text(amount=7)).json()
    assert (changed["productcode"], changed["amount"]) == ("B", 7)
    assert orders.allocate_order(number).json()["status"] == "concept"
    status = orders.product_status(number).json()["products"]
    assert [(one["productcode"], one["allocated"]) for one in status] == [("A", 2), ("B", 5)]
    orders.deallocate_order(number)
    assert [one["allocated"] for one in orders.product_status(number).json()["products"]] == [0, 0]
    assert [one["title"] for one in orders.add_tag(number, text(idtag=tag.pk)).json()] == ["Spoed"]
    assert orders.delete_tag(number, tag.pk).status_code == 204
    assert orders.get_tags(number).json() == []
    assert orders.post_notes(number, text(note="Gebeld")).status_code == 201
    assert [one["description"] for one in orders.get_notes(number).json()] == ["Gebeld"]
    assert orders.process_order(number).json()["status"] == "processing"
    assert orders.prioritise_order(number).json()["status"] == "processing"
    assert orders.remove_product(number, line["idorder_product"]).json()["error_code"] == 33
    assert orders.reopen_order(number).json()["status"] == "concept"
    assert orders.process_order(number).status_code == 200
    assert orders.delete(number).json()["error_code"] == 21
    assert orders.force_cancel(number).status_code == 204
    assert orders.undo_cancellation(number).json()["status"] == "concept"


def test_the_other_calls_of_picklists(client: Any) -> None:
    a_provider()
    person = create_user("piet", password="hop-en-gist-2026", by=SYSTEM, now=MOMENT)
    picklist = a_picklist(A=2)
    number = picklist.pk
    assert (
        client.picklists.get_with_filter(f"?picklistid={picklist.number}").json()[0]["idpicklist"] == number
    )
    assert client.picklists.put(number, text(urgent=True)).json()["urgent"] is True
    assert (
        client.picklists.assign_user(number, text(iduser=person.pk)).json()["assigned_to_iduser"] == person.pk
    )
    assert client.picklists.unassign_user(number).json()["assigned_to_iduser"] is None
    until = "2099-01-01 08:00:00"
    assert client.picklists.snooze(number, text(snooze_until=until)).json()["error"] is True
    assert [one["selected"] for one in client.picklists.get_shipping_methods(number).json()] == [False, True]
    made = client.picklists.create_shipments(number, text(weight=500)).json()
    assert [one["idshipment"] for one in client.picklists.get_shipments(number).json()] == [
        made["idshipment"]
    ]
    for pdf in (client.picklists.get_pdf_json(number), client.picklists.get_packing_list_pdf_json(number)):
        assert base64.b64decode(pdf.json()["data"]).startswith(b"%PDF-")
    assert client.picklists.cancel(number).json()["status"] == "cancelled"
