"""What each kind of shop hears, in its own words: parcels that left and free stock; also on its bad days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pakhuis.connectors.bol.client import transporter
from pakhuis.connectors.contract import OrderGone, PermanentFailure, Shipped, ShopError, TemporaryFailure
from pakhuis.connectors.prestashop.xml import changed, parsed
from pakhuis.connectors.registry import connectors
from tests.connectors.shops.medusa import MedusaShop
from tests.connectors.shops.prestashop import PrestaShopShop
from tests.connectors.shops.vendure import VendureShop
from tests.connectors.shops.woocommerce import WooShop
from tests.connectors.standin import Example, example, opened

pytestmark = pytest.mark.once

STOCK_KINDS = sorted(kind for kind, one in connectors().items() if one.tells_stock)
SHIPPING_KINDS = sorted(kind for kind, one in connectors().items() if one.tells_shipments)
LOOKS_FIRST = {"magento", "ownshop"}
"""These are told of a product by its SKU, so that they are not asked whether they know it."""


def parcel(shop: Example, *, code: str = "3SABC") -> Shipped:
    return Shipped(
        order_id=shop.id_of(501),
        carrier="PostNL",
        tracking_code=code,
        tracking_url="https://volg.example/3SABC",
    )


def told(kind: str, *, code: str = "3SABC") -> list[Any]:
    """What a shop of this kind hears of a parcel."""
    with opened(example(kind)) as shop:
        shop.put(501)
        connectors()[kind].tell_shipment(shop.access(), parcel(shop, code=code))
        return shop.told


def test_every_kind_of_shop_hears_of_parcels_and_of_stock() -> None:
    assert sorted(connectors()) == SHIPPING_KINDS == STOCK_KINDS


def test_bol_hears_of_the_offers_that_lie_here_and_of_no_more_than_it_takes() -> None:
    with opened(example("bol")) as shop:
        connectors()["bol"].tell_stock(shop.access(), "TRIPEL", 12_000)
        assert shop.told == [("o-1", {"stock": {"amount": 999, "managedByRetailer": True}})]


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_what_a_shop_cannot_hear_is_said(kind: str) -> None:
    one = connectors()[kind]
    hears_all = one.tells_stock and one.tells_shipments and not one.needs_for_telling
    assert bool(one.cannot_be_told) is not hears_all
    assert set(one.needs_for_telling) <= {field.name for field in one.fields}


@pytest.mark.parametrize("kind", SHIPPING_KINDS)
def test_every_shop_hears_of_a_parcel_with_its_code(kind: str) -> None:
    assert "3SABC" in str(told(kind))


@pytest.mark.parametrize("kind", sorted(set(SHIPPING_KINDS) - {"woocommerce"}))
def test_a_parcel_without_a_code_is_told_too(kind: str) -> None:
    assert told(kind, code="")


@pytest.mark.parametrize("kind", STOCK_KINDS)
def test_every_shop_hears_of_free_stock(kind: str) -> None:
    with opened(example(kind)) as shop:
        connectors()[kind].tell_stock(shop.access(), "TRIPEL", 7)
        assert any(figure in str(shop.told) for figure in ("7", "9"))
        if kind not in LOOKS_FIRST:
            before = len(shop.told)
            with pytest.raises(PermanentFailure) as raised:
                connectors()[kind].tell_stock(shop.access(), "UNKNOWN", 7)
            assert raised.value.problem.code == "not_known_there"
            assert len(shop.told) == before


def test_woocommerce_mails_the_buyer_of_a_parcel_once() -> None:
    """The note is mailed when it is made; what breaks off after it is told again without another."""
    with opened(WooShop()) as shop:
        shop.put(501)
        answer = shop.answer
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(shop, "answer", lambda one: answer(one) if one.method != "PUT" else (503, "", {}))
            for _ in range(3):
                with pytest.raises(TemporaryFailure):
                    connectors()["woocommerce"].tell_shipment(shop.access(), parcel(shop))
        connectors()["woocommerce"].tell_shipment(shop.access(), parcel(shop))
        assert len(shop.notes) == 1
        assert shop.told[-1] == ("/wp-json/wc/v3/orders/501", {"status": "completed"})
        connectors()["woocommerce"].tell_shipment(shop.access(), parcel(shop, code="3SOTHER"))
        assert [one["note"] for one in shop.notes][1:] == ["PostNL 3SOTHER https://volg.example/3SABC"]


def bad_days() -> list[tuple[str, Callable[[Any, Example], None]]]:
    stock = [(kind, lambda one, shop: one.tell_stock(shop.access(), "TRIPEL", 7)) for kind in STOCK_KINDS]
    sent = [
        (kind, lambda one, shop: one.tell_shipment(shop.access(), parcel(shop))) for kind in SHIPPING_KINDS
    ]
    return stock + sent


@pytest.mark.parametrize(("kind", "deed"), bad_days())
@pytest.mark.parametrize(
    ("status", "code"), [(429, "too_busy"), (503, "shop_trouble"), (500, "shop_trouble")]
)
def test_a_shop_on_a_bad_day_is_told_later(
    kind: str, deed: Callable[[Any, Example], None], status: int, code: str
) -> None:
    with opened(example(kind)) as shop:
        shop.put(501)
        shop.trouble = [(status, "", {"Retry-After": "7"})]
        with pytest.raises(TemporaryFailure) as raised:
            deed(connectors()[kind], shop)
        assert raised.value.problem.code == code
        assert raised.value.wait.total_seconds() == 7
        assert shop.told == []
        deed(connectors()[kind], shop)
        assert shop.told


@pytest.mark.parametrize(("kind", "deed"), bad_days())
def test_a_shop_that_forgot_its_keys_says_so(kind: str, deed: Callable[[Any, Example], None]) -> None:
    with opened(example(kind)) as shop:
        shop.put(501)
        shop.trouble = [(401, "", {})] * 3
        with pytest.raises(ShopError) as raised:
            deed(connectors()[kind], shop)
        assert raised.value.problem.code == "wrong_keys"


def test_prestashop_changes_the_whole_thing_and_moves_on_the_order() -> None:
    carrier, history = told("prestashop")
    assert carrier[:2] == ("PUT", "order_carriers")
    assert carrier[2]["order_carrier"] == {
        "id": "31",
        "tracking_number": "3SABC",
        "quantity": "1",
        "weight": "0.500",
    }
    assert history == (
        "POST",
        "order_histories",
        {"order_history": {"id_order": "501", "id_order_state": "4"}},
    )


@pytest.mark.parametrize("has_combinations", [False, True])
def test_prestashop_keeps_stock_by_product_and_combination(has_combinations: bool) -> None:
    with opened(PrestaShopShop()) as shop:
        shop.has_combinations = has_combinations
        connectors()["prestashop"].tell_stock(shop.access(), "TRIPEL", 7)
        asked = next(one.query for one in shop.asked if one.path == "/api/stock_availables")
        assert asked["filter[id_product_attribute]"] == ("8" if has_combinations else "0")
        assert asked["filter[id_product]"] == "77"
        assert shop.told[0][2]["stock_available"]["quantity"] == "7"


def test_prestashop_leaves_an_order_that_is_sent_where_it_is() -> None:
    with opened(PrestaShopShop()) as shop:
        shop.put(501, state="sent")
        connectors()["prestashop"].tell_shipment(shop.access(), parcel(shop))
        assert [one[:2] for one in shop.told] == [("PUT", "order_carriers")]


@pytest.mark.parametrize(
    "body", [b"", b"<html/>", b"<prestashop/>", b"not xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>']
)
def test_prestashops_nonsense_is_not_sent_back(body: bytes) -> None:
    assert changed(body, {"quantity": "1"}) is None


def test_prestashops_field_that_is_not_there_is_added() -> None:
    whole = changed(
        b"<prestashop><stock_available><id>1</id></stock_available></prestashop>", {"quantity": "3"}
    )
    assert parsed(whole or b"") == {"stock_available": {"id": "1", "quantity": "3"}}


def test_shopware_ships_the_delivery_once() -> None:
    number = f"d{501:032d}"
    assert told("shopware", code="3SABC, 3SDEF") == [
        (f"/api/order-delivery/{number}", {"trackingCodes": ["3SABC", "3SDEF"]}),
        (f"/api/_action/order_delivery/{number}/state/ship", {}),
    ]
    with opened(example("shopware")) as shop:
        shipped = {"id": "d1", "stateMachineState": {"technicalName": "shipped"}}
        discount = {"id": "d0", "shippingCosts": {"totalPrice": -5}}
        shop.put(501, extra={"deliveries": [discount, shipped]})
        connectors()["shopware"].tell_shipment(shop.access(), parcel(shop))
        assert shop.told == [("/api/order-delivery/d1", {"trackingCodes": ["3SABC"]})]


def test_shopware_with_nothing_to_send_says_so() -> None:
    with opened(example("shopware")) as shop:
        shop.put(501, extra={"deliveries": []})
        with pytest.raises(PermanentFailure) as raised:
            connectors()["shopware"].tell_shipment(shop.access(), parcel(shop))
        assert raised.value.problem.code == "nothing_to_send"


def test_lightspeed_ships_what_has_not_left() -> None:
    shipment = {"shipment": {"status": "shipped", "trackingCode": "3SABC"}}
    assert told("lightspeed") == [("/nl/shipments/901.json", shipment)]


def test_lightspeed_with_nothing_to_send_says_so() -> None:
    with opened(example("lightspeed")) as shop, pytest.raises(PermanentFailure) as raised:
        connectors()["lightspeed"].tell_shipment(shop.access(), parcel(shop))
    assert raised.value.problem.code == "nothing_to_send"


def test_ccv_mails_the_buyer_the_code() -> None:
    code = {"track_and_trace_code": "3SABC", "track_and_trace_carrier": "PostNL"}
    assert told("ccv") == [("/api/rest/v1/orders/501/", {"status": 5, "mail": True, **code})]


def test_bol_hears_of_the_sellers_own_items_that_are_left() -> None:
    transport = {"transporterCode": "TNT", "trackAndTrace": "3SABC"}
    items = [{"orderItemId": "i501", "quantity": 5}]
    assert told("bol", code="3SABC, 3SDEF") == [
        {"orderItems": items, "shipmentReference": "501", "transport": transport}
    ]
    with opened(example("bol")) as shop:
        shop.put(501, state="sent")
        connectors()["bol"].tell_shipment(shop.access(), parcel(shop))
        assert shop.told == []


@pytest.mark.parametrize(
    ("carrier", "code"),
    [("PostNL", "TNT"), ("DHL Parcel", "DHLFORYOU"), ("DPD", "DPD-NL"), ("Fietskoerier", "OTHER")],
)
def test_bol_has_its_own_codes_of_carriers(carrier: str, code: str) -> None:
    assert transporter(carrier) == code


def test_vendure_fulfils_what_is_left_and_ships_it() -> None:
    arguments = [{"name": "method", "value": "PostNL"}, {"name": "trackingCode", "value": "3SABC"}]
    handler = {"code": "manual-fulfillment", "arguments": arguments}
    lines = [{"orderLineId": "1", "quantity": 5}]
    assert told("vendure") == [{"input": {"lines": lines, "handler": handler}}, {"id": "F1"}]


def test_vendure_only_ships_what_is_fulfilled_already() -> None:
    with opened(VendureShop()) as shop:
        shop.put(501)
        whole = [{"orderLineId": "1", "quantity": 5}]
        shop.fulfilments = [
            {"id": "F7", "state": "Pending", "lines": whole},
            {"id": "F6", "state": "Cancelled", "lines": whole},
        ]
        connectors()["vendure"].tell_shipment(shop.access(), parcel(shop))
        assert shop.told == [{"id": "F7"}]


def test_what_vendure_refuses_is_told_in_its_words() -> None:
    with opened(VendureShop()) as shop:
        shop.put(501)
        shop.refuses = "Cannot transition"
        with pytest.raises(PermanentFailure) as raised:
            connectors()["vendure"].tell_shipment(shop.access(), parcel(shop))
        assert dict(raised.value.problem.params) == {"words": "Cannot transition"}


def test_vendure_and_medusa_take_off_their_own_reservations() -> None:
    """Both keep what lies there and reserve themselves: free is the difference."""
    with opened(example("vendure")) as shop:
        connectors()["vendure"].tell_stock(shop.access(), "TRIPEL", 7)
        levels = [{"stockLocationId": "1", "stockOnHand": 9}]
        assert shop.told == [{"input": [{"id": "77", "stockLevels": levels}]}]
    with opened(example("medusa")) as shop:
        connectors()["medusa"].tell_stock(shop.access(), "TRIPEL", 7)
        place = "/admin/inventory-items/iitem_1/location-levels/sloc_1"
        assert shop.told == [(place, {"stocked_quantity": 9})]


def test_medusa_is_told_once_however_often_it_is_tried() -> None:
    with opened(MedusaShop()) as shop:
        order = shop.put(501)
        tell = connectors()["medusa"].tell_shipment
        tell(shop.access(), parcel(shop))
        path = f"/admin/orders/{order.id}/fulfillments"
        url = "https://volg.example/3SABC"
        labels = [{"tracking_number": "3SABC", "tracking_url": url, "label_url": ""}]
        items = [{"id": "li_1", "quantity": 5}]
        assert shop.told == [
            (path, {"items": items}),
            (f"{path}/ful_1/shipments", {"items": items, "labels": labels}),
        ]
        shop.sent[0]["shipped_at"] = "2026-11-23T10:00:00Z"
        tell(shop.access(), parcel(shop))
        assert len(shop.told) == 2


@pytest.mark.parametrize("kind", ["bol", "medusa", "vendure", "prestashop", "shopware"])
def test_an_order_that_the_shop_does_not_know_is_gone(kind: str) -> None:
    with opened(example(kind)) as shop:
        if kind == "medusa":
            shop.trouble = [(404, {"type": "not_found"}, {})]
        with pytest.raises(OrderGone):
            connectors()[kind].tell_shipment(shop.access(), parcel(shop))


def test_an_own_shop_is_told_at_the_address_it_gave_with_a_signature() -> None:
    assert told("ownshop") == [
        {
            "event": "order.shipped",
            "order_id": "501",
            "carrier": "PostNL",
            "tracking_code": "3SABC",
            "tracking_url": "https://volg.example/3SABC",
        }
    ]
    with opened(example("ownshop")) as shop:
        connectors()["ownshop"].tell_stock(shop.access(), "TRIPEL", 7)
        assert shop.told == [{"event": "stock.changed", "sku": "TRIPEL", "free": 7}]
        with pytest.raises(PermanentFailure):
            connectors()["ownshop"].tell_stock(shop.access(tell_address=""), "TRIPEL", 7)
