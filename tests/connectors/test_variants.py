"""Orders as shops send them on other days: taken back in part, sent in part, edited, or in odd shapes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pakhuis.connectors.contract import Options, Payload, ShopOrderData
from pakhuis.connectors.drafting import new_lines
from pakhuis.connectors.prints import goods_of
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.shopify.graphql import as_webhook
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import ToldLine, gone_before
from pakhuis.connectors.webhooks import as_json
from tests.connectors.shop import woo_line, woo_order
from tests.connectors.shops.shopify import ShopifyShop
from tests.connectors.standin import Order, example

pytestmark = pytest.mark.once


PLACES = {
    "bigcommerce": "products",
    "bol": "orderItems",
    "lightspeed": "products",
    "shopify": "line_items",
    "ccv": "rows",
    "shopware": "lineItems",
    "woocommerce": "line_items",
    "vendure": "lines",
}
"""Where a kind of shop keeps its goods, when not below `items`."""


def payload_of(kind: str, **wanted: Any) -> dict[str, Any]:
    shop = example(kind)
    return dict(shop.payload(Order(id=shop.id_of(501), **wanted)))


def read(kind: str, payload: Payload) -> ShopOrderData:
    given = Options(webshop_id=1, country="NL", values={**example(kind).values, "unpaid": "expect"})
    return connectors()[kind].translate(payload, given)


def pieces(data: ShopOrderData) -> list[tuple[Any, Any, Any]]:
    """Ordered, sent before, taken back before."""
    return [(one.amount, one.delivered, one.cancelled) for one in data.new.lines]


def person_of(data: ShopOrderData) -> Any:
    assert data.new.webshop is not None
    return data.new.webshop.person


def lines_at(kind: str, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The goods of an example, wherever this kind of shop keeps them."""
    found: list[dict[str, Any]] = payload[PLACES.get(kind, "items")]
    return found


GONE = [
    ("magento", {"qty_refunded": 1, "qty_canceled": 1, "qty_shipped": 2}, (2, 2)),
    ("magento", {"qty_refunded": "2.0000", "qty_shipped": "5.0000"}, (5, 0)),
    ("bigcommerce", {"quantity_shipped": 2, "quantity_refunded": 1}, (2, 1)),
    ("bol", {"quantityShipped": 1, "quantityCancelled": 2}, (1, 2)),
    ("lightspeed", {"quantityShipped": 1, "quantityReturned": 1}, (1, 1)),
    ("medusa", {"detail": {"shipped_quantity": 3}}, (3, 0)),
    ("shopify", {"current_quantity": 3}, (0, 2)),
    (
        "shopify",
        {"current_quantity": 4, "fulfillable_quantity": 1, "fulfillment_status": "partial"},
        (3, 1),
    ),
    ("shopify", {"current_quantity": "nonsense"}, (0, 0)),
    ("magento", {"qty_refunded": -3, "qty_shipped": "x"}, (0, 0)),
]


@pytest.mark.parametrize(("kind", "said", "gone"), GONE)
def test_what_is_not_to_be_sent_any_more(kind: str, said: dict[str, Any], gone: tuple[int, int]) -> None:
    payload = payload_of(kind)
    whole = read(kind, payload)
    lines_at(kind, payload)[0] |= said
    data = read(kind, payload)
    assert pieces(data) == [(whole.new.lines[0].amount, *gone)]
    assert [one.price for one in data.new.lines] == [one.price for one in whole.new.lines]
    assert (goods_of(data.new) == goods_of(whole.new)) is (gone[1] == 0), "sent pieces are no edit"


def test_pieces_of_a_line_with_two_prices_go_from_the_first() -> None:
    line = ToldLine(sku="A", name="A", amount=3, listed=None, total=Decimal("10.00"), rate=Decimal(21))
    found = new_lines([gone_before(line, cancelled=1, delivered=1)])
    assert sum(int(str(one.amount)) for one in found) == 3
    assert (sum(int(str(one.delivered)) for one in found), sum(int(str(one.cancelled)) for one in found)) == (
        1,
        1,
    )


@pytest.mark.parametrize(
    ("kind", "said"), [("magento", {"qty_refunded": 5}), ("shopify", {"current_quantity": 0})]
)
def test_an_order_of_which_all_was_taken_back_is_cancelled(kind: str, said: dict[str, Any]) -> None:
    payload = payload_of(kind)
    lines_at(kind, payload)[0] |= said
    assert read(kind, payload).stage is Stage.CANCELLED


def test_shopify_tells_what_was_edited_out_as_taken_back() -> None:
    shop = ShopifyShop()
    node = shop.node(Order(id="501"))
    (line,) = node["lineItems"]["nodes"]
    node["lineItems"]["nodes"] = [
        {**line, "quantity": 6, "unfulfilledQuantity": 5, "discountAllocations": []},
        {**line, "currentQuantity": 0, "unfulfilledQuantity": 0},
    ]
    data = read("shopify", as_webhook(node))
    assert pieces(data) == [(6, 0, 1), (5, 0, 5)]


def test_a_tip_is_no_goods() -> None:
    tip = {"title": "Tip", "quantity": 1, "price": "5.00", "requires_shipping": False, "sku": None}
    payload = payload_of("shopify")
    payload["line_items"] = [*payload["line_items"], tip]
    data = read("shopify", payload)
    assert (len(data.new.lines), data.problems) == (1, ())
    own = {**tip, "title": "Maatwerk", "requires_shipping": True}
    payload["line_items"] = [own]
    assert [one.code for one in read("shopify", payload).problems] == ["no_sku"]


@pytest.mark.parametrize(
    "kind", ["magento", "shopify", "ccv", "shopware", "woocommerce", "medusa", "bigcommerce"]
)
def test_a_line_of_no_pieces_is_no_line(kind: str) -> None:
    payload = payload_of(kind)
    lines = lines_at(kind, payload)
    name = {"magento": "qty_ordered", "ccv": "count"}.get(kind, "quantity")
    lines.append({**lines[0], name: 0})
    assert len(read(kind, payload).new.lines) == 1


@pytest.mark.parametrize(
    "kind", ["magento", "shopify", "ccv", "shopware", "woocommerce", "medusa", "bigcommerce"]
)
def test_a_list_that_php_made_a_mapping_of_is_read(kind: str) -> None:
    payload = payload_of(kind)
    whole = read(kind, payload)
    for name, value in payload.items():
        if value is lines_at(kind, payload):
            payload[name] = {str(place): one for place, one in enumerate(value, start=2)}
            break
    assert read(kind, payload).new.lines == whole.new.lines


def test_magento_says_a_street_as_one_text_too() -> None:
    payload = payload_of("magento")
    payload["billing_address"] = {**payload["billing_address"], "street": "Markt 2\nAchterhuis"}
    invoice = person_of(read("magento", payload)).invoice
    assert (invoice.line1, invoice.line2) == ("Markt 2", "Achterhuis")


@pytest.mark.parametrize(
    "said", [{"customer_is_guest": True}, {"customer_is_guest": "1"}, {"customer_id": 0}]
)
def test_a_guest_of_magento_has_no_account(said: dict[str, Any]) -> None:
    assert person_of(read("magento", {**payload_of("magento"), **said})).external_id == ""


def test_parts_of_a_configurable_product_may_name_no_parent_as_nought() -> None:
    payload = payload_of("magento")
    payload["items"][0]["parent_item_id"] = 0
    assert len(read("magento", payload).new.lines) == 1


@pytest.mark.parametrize(
    ("status", "shipped", "stage"),
    [(3, 2, Stage.READY), (3, 5, Stage.SENT), (14, 0, Stage.READY), (14, 5, Stage.SENT)],
)
def test_bigcommerce_partly_sent_or_refunded(status: int, shipped: int, stage: Stage) -> None:
    payload = payload_of("bigcommerce")
    payload["order"] = {**payload["order"], "status_id": status}
    payload["products"][0]["quantity_shipped"] = shipped
    assert read("bigcommerce", payload).stage is stage


def test_what_a_ccv_row_cost_has_its_discount_and_its_options() -> None:
    payload = payload_of("ccv")
    row = {**payload["rows"][0], "count": 2, "price": 595, "discount": 10, "tax": 21}
    total = {"selling_price": 585, "total_price": 1170, "total_price_with_attributes": 1210}
    payload["rows"] = [{**row, **total}]
    payload["order"] = {**payload["order"], "order_row_taxes_included": True, "total_discounts": 0}
    assert [one.price for one in read("ccv", payload).new.lines] == [Decimal(500)]
    payload["rows"] = [row]
    (line,) = read("ccv", payload).lines
    assert line.total == 1170


def test_the_number_of_a_ccv_combination_goes_before_that_of_its_product() -> None:
    payload = payload_of("ccv")
    numbers = {"product_number": "SHIRT", "sub_product_number": "", "sub_sku_number": "SHIRT-L"}
    payload["rows"] = [{**payload["rows"][0], **numbers}, {"product_type": "deposit", "count": 1, "price": 5}]
    assert [one.product_code for one in read("ccv", payload).new.lines] == ["SHIRT-L"]


@pytest.mark.parametrize("yes", [True, 1, "1", "true"])
def test_switches_may_come_as_numbers_and_words(yes: object) -> None:
    payload = payload_of("ccv")
    payload["order"] = {**payload["order"], "paid": yes, "is_completed": yes, "is_intra_community_order": yes}
    data = read("ccv", payload)
    assert (data.stage, data.new.calculate_vat) == (Stage.READY, False)
    company = payload_of("lightspeed")
    company["order"] = {**company["order"], "isCompany": yes}
    assert person_of(read("lightspeed", company)).name == "Bakkerij Vlug"


@pytest.mark.parametrize(("rate", "wanted"), [(0.21, 21), ("0.09", 9), (21, 21), (0, 0)])
def test_lightspeed_may_say_a_rate_as_part_or_percentage(rate: object, wanted: int) -> None:
    payload = payload_of("lightspeed")
    payload["products"][0]["taxRate"] = rate
    assert read("lightspeed", payload).lines[0].rate == wanted


@pytest.mark.parametrize(("status", "stage"), [("archived", Stage.SENT), ("canceled", Stage.CANCELLED)])
def test_an_archived_order_of_medusa_is_done_not_cancelled(status: str, stage: Stage) -> None:
    assert read("medusa", {**payload_of("medusa"), "status": status}).stage is stage


def test_a_draft_of_medusa_is_no_order_yet() -> None:
    draft = {**payload_of("medusa", state="unpaid"), "status": "draft"}
    assert read("medusa", draft).stage is Stage.NOT_YET


def test_vendure_counts_what_it_has_sent() -> None:
    payload = {**payload_of("vendure"), "state": "PartiallyShipped"}
    payload["fulfillments"] = [
        {"state": state, "lines": [{"orderLineId": "1", "quantity": 2}]} for state in ("Shipped", "Cancelled")
    ]
    data = read("vendure", payload)
    assert (data.stage, pieces(data)) == (Stage.READY, [(5, 2, 0)])


def test_shopware_knows_goods_of_a_plug_in_by_their_product() -> None:
    payload = payload_of("shopware")
    line = next(one for one in payload["lineItems"] if one.get("type") == "product")
    payload["lineItems"] = [{**line, "type": "customized-products", "productId": "p1", "payload": []}]
    payload["lineItems"][0]["product"] = {"productNumber": "MAAT"}
    assert [one.product_code for one in read("shopware", payload).new.lines] == ["MAAT"]


@pytest.mark.parametrize(
    "body", [b'{"id": 7}', b'{"order": {"id": 7}}', b'{"action": "woocommerce_new_order", "arg": 7}']
)
def test_woocommerce_names_its_order_in_several_ways(body: bytes) -> None:
    topic = "action.woocommerce_new_order" if b"arg" in body else "order.updated"
    assert connectors()["woocommerce"].read(body, {"x-wc-webhook-topic": topic}).order_id == "7"


@pytest.mark.parametrize("topic", ["refunds/create", "fulfillments/update"])
def test_a_message_about_a_part_of_a_shopify_order_names_the_order(topic: str) -> None:
    message = connectors()["shopify"].read(b'{"id": 1, "order_id": 501}', {"x-shopify-topic": topic})
    assert (message.order_id, message.is_about_orders) == ("501", True)


def test_prestashop_may_answer_with_plain_lists() -> None:
    payload = payload_of("prestashop")
    order = dict(payload["order"])
    rows = order["associations"]["order_rows"]["order_row"]
    payload["order"] = {**order, "associations": {"order_rows": rows if isinstance(rows, list) else [rows]}}
    assert len(read("prestashop", payload).new.lines) == 1


def test_an_order_as_old_woocommerce_sends_it_is_calm() -> None:
    """No times, no tax lines, a line item without price, empty lists for mappings."""
    order = woo_order(billing=[], meta_data={}, line_items=[woo_line(price=None, taxes=[])], tax_lines=[])
    del order["date_modified_gmt"]
    data = connectors()["woocommerce"].translate(order, Options(webshop_id=1, country="NL"))
    assert data.modified_at is None
    assert [one.price for one in data.new.lines] == [10]
    assert as_json(b"{") is None


def test_shopware_may_name_its_addresses_by_their_id_only() -> None:
    payload = payload_of("shopware")
    whole = person_of(read("shopware", payload))
    (delivery,) = payload["deliveries"]
    addresses = [
        {**payload.pop("billingAddress"), "id": "b1"},
        {**delivery.pop("shippingOrderAddress"), "id": "s1"},
    ]
    payload |= {"addresses": addresses, "billingAddressId": "b1"}
    payload["deliveries"] = [{**delivery, "shippingOrderAddressId": "s1"}]
    found = person_of(read("shopware", payload))
    assert (found.invoice, found.delivery) == (whole.invoice, whole.delivery)


@pytest.mark.parametrize("name", ["vat_number", "dokan_vat_number", "VAT_ID"])
def test_a_vat_number_may_stand_in_the_address_of_woocommerce(name: str) -> None:
    billing = {**woo_order()["billing"], name: "NL004495445B01"}
    order = woo_order(billing=billing)
    data = connectors()["woocommerce"].translate(order, Options(webshop_id=1, country="NL"))
    assert person_of(data).vat_number == "NL004495445B01"


def test_an_order_of_bigcommerce_for_several_addresses_waits_for_a_person() -> None:
    payload = payload_of("bigcommerce")
    (place,) = payload["shipping_addresses"]
    assert read("bigcommerce", {**payload, "shipping_addresses": [place, place]}).problems == ()
    elsewhere = {**place, "street_1": "Kade 1"}
    data = read("bigcommerce", {**payload, "shipping_addresses": [place, elsewhere]})
    assert [one.code for one in data.problems] == ["several_addresses"]
