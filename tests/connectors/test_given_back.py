"""Pieces given back, told elsewhere: WooCommerce, PrestaShop and Shopware, each in its own way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pakhuis.connectors.actions.orders import is_newer
from pakhuis.connectors.contract import Options, Payload, ShopOrderData
from pakhuis.connectors.models import ShopOrder
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import Stage
from tests.connectors.shops.prestashop import PrestaShopShop
from tests.connectors.shops.shopware import ShopwareShop, named
from tests.connectors.shops.woocommerce import WooShop
from tests.connectors.standin import Answer, Asked, Example, Order, minutes_later, opened

pytestmark = pytest.mark.once
KINDS = [WooShop, PrestaShopShop, ShopwareShop]


def read(shop: Example, payload: Payload, **values: str) -> ShopOrderData:
    given = Options(webshop_id=1, country="NL", values={**shop.values, **values})
    return connectors()[shop.kind].translate(payload, given)


def gone(data: ShopOrderData) -> list[tuple[Any, ...]]:
    return [(int(str(one.amount)), one.delivered, one.cancelled) for one in data.new.lines]


@pytest.mark.parametrize("kind", KINDS)
def test_refunded_pieces_stay_on_the_line_and_are_not_sent(kind: type[Example]) -> None:
    with opened(kind()) as shop:
        order, other = shop.put(501, refunded=2), shop.put(502)
        connector = connectors()[shop.kind]
        fetched = connector.fetch(shop.access(), order.id)
        listed = connector.changed_since(shop.access(), None, start="").orders
        polled = [connector.whole(shop.access(), one) for one in listed]
        assert fetched == shop.payload(order)
        assert polled == [shop.payload(order), shop.payload(other)]
    refunded, whole = read(shop, fetched), read(shop, shop.payload(Order(id=order.id)))
    assert (gone(refunded), refunded.stage) == ([(5, 0, 2)], Stage.READY)
    assert [one.price for one in refunded.new.lines] == [one.price for one in whole.new.lines]


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_of_which_all_was_refunded_is_cancelled(kind: type[Example]) -> None:
    shop = kind()
    assert read(shop, shop.payload(shop.put(501, refunded=5))).stage is Stage.CANCELLED


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_asked_for_refunds_that_are_not_there(kind: type[Example]) -> None:
    with opened(kind()) as shop:
        order = shop.put(501)
        connectors()[shop.kind].fetch(shop.access(), order.id)
    asked = [one.path for one in shop.asked if "refund" in one.path or "return" in one.path]
    assert asked == []


def test_a_refund_that_changes_no_time_is_seen_by_its_print() -> None:
    """PrestaShop writes a refund at the rows and leaves the order's own time of change alone."""
    shop = PrestaShopShop()
    before, after = (read(shop, shop.payload(Order(id="501", refunded=pieces))) for pieces in (0, 2))
    known = ShopOrder(modified_at=before.modified_at, whole_print=before.fingerprint)
    assert after.modified_at == before.modified_at
    assert (is_newer(before, known), is_newer(after, known)) == (False, True)
    older = replace(after, modified_at=minutes_later(-5))
    assert not is_newer(older, known)


def test_the_sum_of_a_refund_alone_takes_no_pieces() -> None:
    shop = WooShop()
    payload = {**shop.payload(Order(id="501", refunded=2))}
    payload["pakhuis_refunds"] = [{"id": 9, "amount": "5.00", "line_items": []}, {"line_items": [{}]}]
    assert gone(read(shop, payload)) == [(5, 0, 0)]


def test_a_shopware_without_the_extension_or_the_right_is_read_all_the_same() -> None:
    class Plain(ShopwareShop):
        def answer(self, asked: Asked) -> Answer:
            if asked.path.endswith("order-return-line-item"):
                return 404, {"errors": []}, {}
            return super().answer(asked)

    with opened(Plain()) as shop:
        fetched = connectors()["shopware"].fetch(shop.access(), shop.put(501, refunded=2).id)
    assert gone(read(shop, fetched)) == [(5, 0, 2)]


@pytest.mark.parametrize("status", [401, 403, 405])
def test_a_key_of_prestashop_without_the_new_rights_reads_orders_as_before(status: int) -> None:
    class Plain(PrestaShopShop):
        def answer(self, asked: Asked) -> Answer:
            if asked.path.endswith(("order_details", "order_cart_rules")):
                return status, "", {}
            return super().answer(asked)

    with opened(Plain()) as shop:
        fetched = connectors()["prestashop"].fetch(shop.access(), shop.put(501, refunded=2).id)
    assert gone(read(shop, fetched)) == [(5, 0, 0)]


def test_a_refund_that_failed_takes_no_pieces_back() -> None:
    shop = ShopwareShop()
    payload = {**shop.payload(Order(id=shop.id_of(501), refunded=2)), "pakhuis_returns": []}
    (row,) = payload["pakhuis_refunds"]
    failed = {"orderTransactionCaptureRefund": {"stateMachineState": named("failed")}}
    assert gone(read(shop, {**payload, "pakhuis_refunds": [{**row, **failed}]})) == [(5, 0, 0)]


@pytest.mark.parametrize(
    ("paid", "unpaid", "stage"),
    [
        ("refunded", "take", Stage.CANCELLED),
        ("refunded_partially", "leave", Stage.READY),
        ("failed", "take", Stage.NOT_YET),
        ("chargeback", "take", Stage.NOT_YET),
        ("open", "take", Stage.READY),
        ("open", "leave", Stage.NOT_YET),
    ],
)
def test_what_the_payment_of_shopware_means(paid: str, unpaid: str, stage: Stage) -> None:
    shop = ShopwareShop()
    payload = {**shop.payload(Order(id=shop.id_of(501)))}
    payload["transactions"] = [{"createdAt": "1", "stateMachineState": named(paid)}]
    assert read(shop, payload, unpaid=unpaid).stage is stage


def test_a_shopware_line_that_holds_others_together_is_no_discount() -> None:
    shop = ShopwareShop()
    payload = {**shop.payload(Order(id=shop.id_of(501)))}
    container = {"id": "c", "type": "customized-products", "quantity": 1, "totalPrice": 65.5}
    whole, payload["lineItems"] = read(shop, payload), [container, *payload["lineItems"]]
    assert read(shop, payload).new.lines == whole.new.lines


def test_a_voucher_of_prestashop_for_free_shipping_takes_nothing_off_the_goods() -> None:
    shop = PrestaShopShop()
    payload = {**shop.payload(Order(id="501"))}
    plain = read(shop, payload)
    payload["order"] = {
        **payload["order"],
        "total_discounts_tax_excl": "15.00",
        "total_shipping_tax_excl": "5.00",
    }
    payload["cart_rules"] = [{"value_tax_excl": "15.00", "free_shipping": "1", "deleted": "0"}]
    assert read(shop, payload).new.lines == plain.new.lines
    payload["order"] = {**payload["order"], "total_discounts_tax_excl": "5.00"}
    assert [one.price for one in read(shop, payload).new.lines] == [12]


def test_an_order_in_a_state_that_prestashop_has_no_more_is_not_cancelled() -> None:
    shop = PrestaShopShop()
    payload = {**shop.payload(Order(id="501"))}
    payload["state"] = {**payload["state"], "deleted": "1"}
    assert read(shop, payload).stage is Stage.NOT_YET
