"""Orders as other versions and extensions of the shops tell them: bundles, older discounts, choices."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from pakhuis.connectors.contract import Options, Payload, ShopOrderData
from pakhuis.connectors.drafting import rate_from
from pakhuis.connectors.pickup import pickup_point
from pakhuis.connectors.registry import connectors
from pakhuis.kernel.money import round_half_up
from tests.connectors.shop import woo_order
from tests.connectors.standin import Order, example, found_in
from tests.connectors.test_variants import PLACES

pytestmark = pytest.mark.once


def payload_of(kind: str) -> dict[str, Any]:
    shop = example(kind)
    return dict(shop.payload(Order(id=shop.id_of(501))))


def read(kind: str, payload: Payload) -> ShopOrderData:
    given = Options(webshop_id=1, country="NL", values={**example(kind).values, "unpaid": "expect"})
    return connectors()[kind].translate(payload, given)


def prices(data: ShopOrderData) -> list[Any]:
    return [one.price for one in data.new.lines]


def net(data: ShopOrderData) -> Decimal:
    sums = (Decimal(str(one.amount)) * Decimal(str(one.price)) for one in data.new.lines)
    return sum((round_half_up(one) for one in sums), Decimal(0))


@pytest.mark.parametrize(
    ("tax", "on", "rate"),
    [
        ("0.21", "2.29", "9"),
        ("2.00", "23.50", "8.5"),
        ("0.55", "10", "5.5"),
        ("1.4975", "10", "14.98"),
        ("21", "100", "21"),
    ],
)
def test_a_rate_is_the_roundest_that_comes_to_the_tax(tax: str, on: str, rate: str) -> None:
    assert rate_from(Decimal(tax), Decimal(on)) == Decimal(rate)


def test_a_price_with_tax_in_cents_tells_its_rate_in_prestashop() -> None:
    payload = payload_of("prestashop")
    rows = payload["order"]["associations"]["order_rows"]
    row = {**rows["order_row"], "unit_price_tax_excl": "3.333333", "unit_price_tax_incl": "4.030000"}
    payload["order"] = {**payload["order"], "associations": {"order_rows": {"order_row": row}}}
    assert read("prestashop", payload).lines[0].rate == 21


@pytest.mark.parametrize(
    ("said", "price"),
    [
        ({"total_discount": "2.50"}, "9.50"),
        ({"total_discount": "2.50", "discount_allocations": []}, "9.50"),
        ({"total_discount": "2.50", "discount_allocations": [{"amount": "5.00"}]}, "9.00"),
    ],
)
def test_an_old_order_of_shopify_tells_the_discount_of_a_line_only(said: dict[str, Any], price: str) -> None:
    payload = payload_of("shopify")
    line = {"sku": "A", "name": "A", "quantity": 5, "price": "10.00", "product_id": 1}
    data = read("shopify", {**payload, "taxes_included": False, "line_items": [{**line, **said}]})
    assert prices(data) == [Decimal(price)]


def test_a_province_of_shopify_without_a_code_is_told_by_name() -> None:
    payload = payload_of("shopify")
    payload["billing_address"] = {
        **payload["billing_address"],
        "province_code": None,
        "province": "Friesland",
    }
    webshop = read("shopify", payload).new.webshop
    assert webshop is not None
    assert webshop.person.invoice is not None
    assert webshop.person.invoice.region == "Friesland"


@pytest.mark.parametrize(
    ("said", "code"),
    [("nl", "NL"), ("Nederland", "NL"), ("United Kingdom", "GB"), ("UK", "GB"), ("DEU", "DE"), ("XX", "XX")],
)
def test_a_country_may_come_by_its_name(said: str, code: str) -> None:
    payload = payload_of("shopify")
    payload["billing_address"] = {**payload["billing_address"], "country_code": None, "country": said}
    webshop = read("shopify", payload).new.webshop
    assert webshop is not None
    assert webshop.person.invoice is not None
    assert webshop.person.invoice.country == code


def test_discounts_of_bigcommerce_without_the_sum_after_them() -> None:
    payload = payload_of("bigcommerce")
    line = {**payload["products"][0], "quantity": 2, "total_ex_tax": "20.0000", "total_tax": "3.7800"}
    line.pop("discounted_total_inc_tax", None)
    line["applied_discounts"] = [
        {"id": "coupon", "amount": "1.5000"},
        {"id": "manual-discount", "amount": 0.5},
    ]
    data = read("bigcommerce", {**payload, "products": [line]})
    assert (prices(data), data.lines[0].rate) == ([Decimal(9)], 21)
    line |= {"total_inc_tax": "24.2000", "total_ex_tax": "20.0000", "total_tax": "3.8529"}
    inclusive = {**payload["order"], "is_tax_inclusive_pricing": True}
    data = read("bigcommerce", {**payload, "order": inclusive, "products": [line]})
    assert (net(data), data.lines[0].rate) == (Decimal("18.35"), 21)


def bundle(**own: Any) -> dict[str, Any]:
    """A Magento bundle of which the parts make the price, with a discount of a tenth."""
    item = {"item_id": 10, "sku": "SET", "name": "Set", "product_type": "bundle", "qty_ordered": 1, **own}
    part = {"parent_item_id": 10, "discount_tax_compensation_amount": 0, "tax_percent": 21, "qty_ordered": 1}
    parts = [
        {**part, "item_id": 11, "sku": "BAL", "row_total": 20, "discount_amount": 2},
        {**part, "item_id": 12, "sku": "BAND", "row_total": 30, "discount_amount": 3},
    ]
    return {**payload_of("magento"), "items": [{**item, "price": 50, "row_total": 50}, *parts]}


def test_the_parts_of_a_bundle_tell_its_discount_and_its_rate() -> None:
    data = read("magento", bundle(discount_amount=0, tax_percent=None))
    (line,) = data.lines
    assert (line.sku, prices(data), line.rate) == ("SET", [Decimal(45)], 21)
    own = read("magento", bundle(discount_amount=10, tax_percent=9))
    assert (prices(own), own.lines[0].rate) == ([Decimal(40)], 9)


def test_a_company_of_magento_may_stand_beside_the_address() -> None:
    payload = payload_of("magento")
    payload["billing_address"] = {**payload["billing_address"], "company": None}
    company = {"company_order_attributes": {"company_id": 3, "company_name": "Bakkerij Vlug BV"}}
    payload["extension_attributes"] = {**payload["extension_attributes"], **company}
    webshop = read("magento", payload).new.webshop
    assert webshop is not None
    assert (webshop.person.name, webshop.person.contact_name) == ("Bakkerij Vlug BV", "Ina Vlug")


def test_the_choices_of_a_variant_of_shopware_are_told_with_its_line() -> None:
    payload = payload_of("shopware")
    line = payload["lineItems"][0]
    options = [{"group": "Kleur", "option": "Rood"}, {"group": "Maat", "option": "XL"}]
    line["payload"] = {**line["payload"], "options": options}
    assert read("shopware", payload).new.lines[0].remarks == "Kleur: Rood\nMaat: XL"


@pytest.mark.parametrize("name", ["proratedLinePrice", "discountedLinePrice", "linePrice"])
def test_a_line_of_vendure_costs_what_is_left_after_discounts(name: str) -> None:
    payload = payload_of("vendure")
    line = {**payload["lines"][0], "quantity": 2}
    for one in ("proratedLinePrice", "discountedLinePrice", "linePrice"):
        line.pop(one, None)
    assert prices(read("vendure", {**payload, "lines": [{**line, name: 1800}]})) == [Decimal(9)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"title": "L", "subtitle": "Trui", "product_title": "Trui", "variant_title": "L"}, "Trui, L"),
        ({"title": "Trui", "subtitle": "L", "product_title": "Trui", "variant_title": "L"}, "Trui, L"),
        ({"title": "Trui", "product_title": "Trui", "variant_title": "Trui"}, "Trui"),
        ({"title": "Maatwerk", "product_title": None, "variant_title": None}, "Maatwerk"),
    ],
)
def test_a_line_of_medusa_has_the_name_of_its_product_first(said: dict[str, Any], name: str) -> None:
    payload = payload_of("medusa")
    old = dict.fromkeys(("title", "subtitle"))
    payload["items"] = [{**payload["items"][0], **old, **said}]
    assert read("medusa", payload).new.lines[0].name == name


def test_taxes_of_medusa_that_come_together_are_one_rate() -> None:
    payload = payload_of("medusa")
    payload["items"] = [{**payload["items"][0], "tax_lines": [{"rate": 5}, {"rate": 9.975}]}]
    assert read("medusa", payload).lines[0].rate == Decimal("14.975")


def test_an_order_of_woocommerce_without_a_number_has_its_id() -> None:
    order = {name: value for name, value in woo_order().items() if name != "number"}
    assert read("woocommerce", order).new.reference == str(order["id"])


THREE_OF_999 = [
    ("magento", {"qty_ordered": 3, "row_total": 24.78, "discount_amount": 0, "tax_amount": 5.19}),
    ("lightspeed", {"quantityOrdered": 3, "priceExcl": 8.26, "priceIncl": 9.99, "discountExcl": 0}),
    ("vendure", {"quantity": 3, "proratedLinePrice": 2478, "proratedLinePriceWithTax": 2997}),
    ("medusa", {"quantity": 3, "unit_price": 8.26, "discount_subtotal": 0, "total": 29.97}),
    ("bigcommerce", {"quantity": 3, "discounted_total_inc_tax": "29.9700", "total_tax": "5.1900"}),
    (
        "shopware",
        {"quantity": 3, "totalPrice": 24.78, "price": {"calculatedTaxes": [{"tax": 5.19, "taxRate": 21}]}},
    ),
    ("woocommerce", {"quantity": 3, "total": "24.78", "total_tax": "5.19"}),
]


@pytest.mark.parametrize(("kind", "said"), THREE_OF_999, ids=[kind for kind, _ in THREE_OF_999])
def test_an_order_comes_to_what_was_charged_though_it_is_told_without_vat(
    kind: str, said: dict[str, Any]
) -> None:
    payload = {**payload_of(kind), "taxStatus": "net"}
    place = PLACES.get(kind, "items")
    taxes: dict[str, dict[str, Any]] = {
        "magento": {"tax_percent": 21},
        "medusa": {"is_tax_inclusive": False, "tax_lines": [{"rate": 21}]},
    }
    line = {**payload[place][0], **taxes.get(kind, {}), **said}
    data = read(kind, {**payload, place: [line]})
    assert data.lines[0].rate == 21
    assert net(data) == Decimal("24.77")


@pytest.mark.parametrize(
    ("told", "comes_to"),
    [
        ({"total_discounts": "0", "total_discounts_tax_excl": "0", "total_discounts_tax_incl": "0"}, "24.77"),
        ({"total_discounts_tax_excl": "8.264463", "total_discounts_tax_incl": "10.000000"}, "16.50"),
        ({"total_discounts_tax_excl": "8.264463", "total_discounts_tax_incl": None}, "16.50"),
    ],
)
def test_a_voucher_of_prestashop_leaves_what_was_charged(told: dict[str, Any], comes_to: str) -> None:
    payload = payload_of("prestashop")
    rows = payload["order"]["associations"]["order_rows"]
    row = {**rows["order_row"], "unit_price_tax_excl": "8.256198", "unit_price_tax_incl": "9.990000"}
    row["product_quantity"] = "3"
    associations = {"order_rows": {"order_row": row}}
    order = {**payload["order"], "associations": associations, **told}
    data = read("prestashop", {**payload, "order": order, "details": [], "cart_rules": []})
    assert net(data) == Decimal(comes_to)


BARCODES: dict[str, dict[str, Any]] = {
    "woocommerce": {"global_unique_id": "8712345678906"},
    "bigcommerce": {"upc": "8712345678906"},
    "medusa": {"variant_barcode": "8712345678906"},
    "lightspeed": {"ean": "8712345678906"},
    "ccv": {"sub_ean_number": "8712345678906"},
    "bol": {"product": {"ean": "8712345678906"}},
}


@pytest.mark.parametrize("kind", BARCODES)
def test_a_product_that_is_made_has_the_barcode_that_the_shop_tells(kind: str) -> None:
    payload = payload_of(kind)
    place = PLACES.get(kind, "items")
    payload[place] = [{**payload[place][0], **BARCODES[kind]}]
    (wanted,) = read(kind, payload).products
    assert wanted.new.barcode == "8712345678906"


def test_what_is_too_long_for_a_barcode_is_none() -> None:
    payload = payload_of("lightspeed")
    payload["products"] = [{**payload["products"][0], "ean": "9" * 61}]
    assert read("lightspeed", payload).products[0].new.barcode == ""


PLACE = {"street": "Kade", "number": "3", "postal_code": "2611 AB", "city": "Delft", "cc": "NL"}
OLD = {"location_code": "163463", "location_name": "Primera", "retail_network_id": "PNPNL-01", **PLACE}
NEW = {"locationCode": "163463", "locationName": "Primera", "street": "Kade", "number": "3", "country": "NL"}
POINT = {"carrier": "postnl", "id": "163463", "name": "Primera", "street": "Kade"}


@pytest.mark.parametrize(
    "fields",
    [
        {"_myparcel_delivery_options": json.dumps({"isPickup": True, "pickupLocation": OLD})},
        {
            "_myparcel_delivery_options": {
                "deliveryType": "pickup",
                "carrier": "postnl",
                "pickupLocation": OLD,
            }
        },
        {
            "_myparcelcom_order_data": {
                "deliveryOptions": {
                    "carrier": {"externalIdentifier": "postnl"},
                    "deliveryType": "pickup",
                    "pickupLocation": NEW,
                }
            }
        },
        {
            "sendcloudshipping_service_point_meta": [
                {"id": 163463, "carrier": "postnl", "extra": "Primera|Kade|2611 AB Delft|sp"}
            ]
        },
        {
            "_postnl_order_metadata": {
                "frontend": {
                    "dropoff_points": "x",
                    "dropoff_points_partner_id": "163463",
                    "dropoff_points_address_company": "Primera",
                    "dropoff_points_address_address_1": "Kade",
                }
            }
        },
    ],
)
def test_a_pick_up_point_is_read_from_what_plug_ins_keep(fields: dict[str, Any]) -> None:
    found = pickup_point(fields)
    assert found is not None
    assert {name: found[name] for name in POINT} == POINT
    meta = [{"key": name, "value": value} for name, value in fields.items()]
    assert read("woocommerce", woo_order(meta_data=meta)).new.pickup_point == found
    assert found.get("city", "Delft") == "Delft"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"_myparcel_delivery_options": {"deliveryType": "standard", "pickupLocation": OLD}},
        {"_myparcel_delivery_options": "{broken"},
        {"_myparcel_delivery_options": "[" * 9000},
        {"sendcloudshipping_service_point_meta": {"extra": "no id|"}},
        {"_postnl_order_metadata": {"frontend": {"delivery_day": "2026-01-01"}}},
        {"_dhlpwc_order_connectors_data": {"id": None}},
        {"dpd_parcelshop_id": ""},
    ],
)
def test_an_order_that_is_brought_to_its_address_has_no_point(fields: dict[str, Any]) -> None:
    assert pickup_point(fields) is None


@pytest.mark.parametrize("given", ["NL10023", {"id": "NL10023"}])
def test_a_pick_up_point_may_be_told_by_its_id_only(given: object) -> None:
    payload = payload_of("magento")
    payload["extension_attributes"] = {**payload["extension_attributes"], "dpd_parcelshop_id": given}
    assert read("magento", payload).new.pickup_point == {"carrier": "dpd", "id": "NL10023"}


def test_recorded_orders_are_found_whatever_is_wrapped_around_them() -> None:
    order = {"line_items": [{"sku": "A", "line_items": 1}]}
    wrapped = {"data": {"orders": [{"order": order}, order], "paging": None}}
    assert found_in(wrapped, ("line_items",)) == [order, order]
    assert found_in([7, "x", {}], ("line_items",)) == []
