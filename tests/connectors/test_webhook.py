"""The door for webhooks: signature, storing, answering, and never a refusal for what is inside."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import change_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.models import Product
from pakhuis.connectors.actions import take_in_delivery
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import DeliveryState
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from tests.connectors.shop import Shop, woo_line, woo_order
from tests.factories import MOMENT, SECRET


def deliver(
    webshop_id: int, body: bytes, *, secret: str = SECRET, key: str = "d1", topic: str = "order.created"
) -> Any:
    signature = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    return Client().post(
        f"/hooks/woocommerce/{webshop_id}/",
        data=body,
        content_type="application/json",
        headers={
            "X-WC-Webhook-Signature": signature,
            "X-WC-Webhook-Topic": topic,
            "X-WC-Webhook-Delivery-ID": key,
        },
    )


def body_of(order: dict[str, Any]) -> bytes:
    return json.dumps(order).encode()


def test_a_signed_order_becomes_customer_order_and_backorder(shop: Shop, webshop: Webshop) -> None:
    order = shop.put(woo_order())
    assert deliver(webshop.pk, body_of(order)).status_code == 204
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.RECEIVED
    assert DBTaskResult.objects.count() == 1
    assert take_in_delivery(delivery.pk, now=MOMENT) == DeliveryState.DONE
    customer = Customer.objects.get()
    placed = Order.objects.get()
    assert (customer.name, customer.email) == ("Bakkerij Vlug", "Ina@Vlug.example")
    assert (placed.customer_id, placed.status, placed.reference) == (customer.pk, "processing", "501")
    assert placed.backorders.get().amount == 5
    assert not Picklist.objects.exists()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.order_id) == (DeliveryState.DONE, placed.pk)


@pytest.mark.parametrize("secret", ["wrong", ""])
def test_a_wrong_signature_is_refused_and_nothing_stored(webshop: Webshop, secret: str) -> None:
    assert deliver(webshop.pk, body_of(woo_order()), secret=secret).status_code == 401
    assert not Delivery.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_missing_signature_and_an_unknown_shop_get_the_same_answer(webshop: Webshop) -> None:
    plain = Client().post(f"/hooks/woocommerce/{webshop.pk}/", b"{}", content_type="application/json")
    assert plain.status_code == deliver(webshop.pk + 1, b"{}").status_code == 401
    assert Client().post(f"/hooks/nothing/{webshop.pk}/", b"{}", content_type="a/b").status_code == 401


def test_a_shop_that_is_switched_off_is_not_listened_to(webshop: Webshop) -> None:
    change_webshop(webshop.pk, active=False, by=SYSTEM, now=MOMENT)
    assert deliver(webshop.pk, body_of(woo_order())).status_code == 401


def test_only_post_is_answered(webshop: Webshop) -> None:
    assert Client().get(f"/hooks/woocommerce/{webshop.pk}/").status_code == 405


@pytest.mark.parametrize("is_there", [True, False])
def test_the_ping_of_a_new_webhook_is_answered_and_forgotten(webshop: Webshop, is_there: bool) -> None:
    """WooCommerce posts it unsigned and wants 200 exactly; nobody learns from it which shops there are."""
    address = f"/hooks/woocommerce/{webshop.pk if is_there else webshop.pk + 1}/"
    kind = "application/x-www-form-urlencoded"
    assert Client().post(address, b"webhook_id=12", content_type=kind).status_code == 200
    assert not Delivery.objects.exists()
    webshop.refresh_from_db()
    assert webshop.last_webhook_at is None


@pytest.mark.parametrize(
    ("kind", "body"), [("woocommerce", b"webhook_id=12&id=3"), ("shopify", b"webhook_id=12")]
)
def test_nothing_else_passes_unsigned(webshop: Webshop, kind: str, body: bytes) -> None:
    assert Client().post(f"/hooks/{kind}/{webshop.pk}/", body, content_type="a/b").status_code == 401


@pytest.mark.parametrize(
    "body", [b"{broken", b"[]", b"null", b'{"id": "x"}', b'{"id": true}', b"\xff\xfe", b"[" * 5000]
)
def test_what_cannot_be_read_is_stored_marked_and_visible(webshop: Webshop, body: bytes) -> None:
    assert deliver(webshop.pk, body).status_code == 204
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.MALFORMED
    assert delivery.problems[0]["code"] == "malformed"
    assert not DBTaskResult.objects.exists()


def test_other_topics_are_kept_and_left_aside(webshop: Webshop) -> None:
    assert deliver(webshop.pk, b'{"id": 3}', topic="product.updated").status_code == 204
    assert Delivery.objects.get().state == DeliveryState.IGNORED


def test_the_same_message_twice_is_kept_once(shop: Shop, webshop: Webshop) -> None:
    body = body_of(shop.put(woo_order()))
    assert [deliver(webshop.pk, body).status_code for _ in range(3)] == [204] * 3
    assert Delivery.objects.count() == 1


def test_messages_of_one_second_are_all_kept(shop: Shop, webshop: Webshop) -> None:
    """WooCommerce names a delivery by the second alone."""
    orders = [shop.put(woo_order(501)), shop.put(woo_order(502)), woo_order(501, status="cancelled")]
    for order in (*orders, *orders):
        assert deliver(webshop.pk, body_of(order), key="same-second").status_code == 204
    kept = Delivery.objects.order_by("pk").values_list("external_id", flat=True)
    assert list(kept) == ["501", "502", "501"]
    assert DBTaskResult.objects.count() == 3, "the same message again has its task"


def test_the_same_order_in_two_messages_is_placed_once(shop: Shop, webshop: Webshop) -> None:
    body = body_of(shop.put(woo_order()))
    deliver(webshop.pk, body, key="d1")
    deliver(webshop.pk, body, key="d2", topic="order.updated")
    first, second = Delivery.objects.order_by("pk")
    assert take_in_delivery(first.pk, now=MOMENT) == DeliveryState.IGNORED
    assert take_in_delivery(second.pk, now=MOMENT) == DeliveryState.DONE
    assert take_in_delivery(second.pk, now=MOMENT) == DeliveryState.DONE
    assert (Order.objects.count(), Customer.objects.count(), len(shop.asked)) == (1, 1, 1)


def test_a_large_body_is_refused(webshop: Webshop, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert deliver(webshop.pk, b'{"id": 1, "x": "' + b"y" * 200 + b'"}').status_code == 413
    assert not Delivery.objects.exists()


def test_every_problem_of_an_order_stands_on_its_message(shop: Shop, webshop: Webshop) -> None:
    lines = [
        woo_line(quantity=1.5),
        woo_line(sku="B", quantity=-1),
        woo_line(sku="C", price=-3, total="-15.00"),
    ]
    billing = {**woo_order()["billing"], "country": "QQ"}
    deliver(webshop.pk, body_of(shop.put(woo_order(line_items=lines, billing=billing))))
    assert take_in_delivery(Delivery.objects.get().pk, now=MOMENT) == DeliveryState.REFUSED
    delivery = Delivery.objects.get()
    found = {(one["code"], tuple(one["path"])) for one in delivery.problems}
    assert found == {
        ("not_whole", ("lines", 0, "amount")),
        ("out_of_range", ("lines", 1, "amount")),
        ("out_of_range", ("lines", 2, "price")),
        ("unknown_country", ("invoice", "country")),
        ("unknown_country", ("delivery", "country")),
    }
    assert not Order.objects.exists()
    assert not Customer.objects.exists()
    assert not Product.objects.exists()
