"""A CCV Shop order with its rows, in our words; the meaning of its status numbers is set per shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pakhuis.connectors.chosen import chosen
from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.reading import (
    fingerprint,
    first,
    is_yes,
    joined,
    mapping,
    mappings,
    moment,
    money,
    number,
    text,
    text_at,
)
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address, less, street
from pakhuis.customers.intake import NewAddress

NUMBERS = ("sub_product_number", "sub_sku_number", "product_number")
"""Where the number of a thing stands, that of a combination of options before that of the product."""
DEPOSIT = "deposit"
"""The kind of a row that is no goods but money to be given back."""


def told(payload: Payload, options: Options) -> Told:
    """The order as CCV Shop tells it."""
    order = mapping(payload.get("order"))
    customer = mapping(order.get("customer"))
    billing = mapping(customer.get("billingaddress"))
    has_account = bool(text_at(order, "user", "id"))
    takes_number = options.is_on("takes_numbers") and has_account
    rows = [one for one in mappings(payload.get("rows")) if one.get("product_type") != DEPOSIT]
    lines = [_line(one, order) for one in rows]
    return Told(
        external_id=text(order.get("id")),
        number=first(text(order.get("ordernumber_full")), text(order.get("ordernumber"))),
        status=text(order.get("status")),
        stage=_stage(order, options),
        modified_at=None,
        placed_at=moment(order.get("create_date")),
        customer_id=text_at(order, "user", "id"),
        customer_number=text(customer.get("reference")) if takes_number else "",
        company=text(billing.get("company")),
        person=_person(billing),
        email=first(text(customer.get("email")), text(customer.get("email_invoice"))),
        phone=first(text(billing.get("telephone")), text(billing.get("mobile"))),
        locale=text(order.get("orderedinlng")),
        vat_number=text(customer.get("btw")),
        remarks=text(billing.get("comment")),
        invoice=_address(billing),
        delivery=_address(mapping(customer.get("deliveryaddress"))),
        exempt=is_yes(order.get("is_intra_community_order")),
        exempt_reason="is_intra_community_order",
        tax=money(order.get("total_tax")),
        goods=money(order.get("total_orderrow_price")),
        lines=less(lines, money(order.get("total_discounts"))),
        fingerprint=fingerprint(payload),
    )


def _stage(order: Mapping[str, Any], options: Options) -> Stage:
    status = text(order.get("status"))
    if status and status in options.words("cancelled_statuses"):
        return Stage.CANCELLED
    if status and status in options.words("sent_statuses"):
        return Stage.SENT
    is_begun = order.get("is_completed") is not None and not is_yes(order.get("is_completed"))
    if is_begun or not status:
        return Stage.NOT_YET
    if is_yes(order.get("paid")):
        return Stage.READY
    return {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)


def _person(block: Mapping[str, Any]) -> str:
    name = joined(text(block.get("first_name")), text(block.get("last_name")))
    return first(text(block.get("full_name")), name)


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    """The delivery address is all empty when it is the invoice address."""
    parts = [text(block.get(name)) for name in ("street", "housenumber", "housenumber_suffix")]
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=first(text(block.get("address_line_1")), street(*parts)),
        line2=text(block.get("address_line_2")),
        zipcode=text(block.get("zipcode")),
        city=text(block.get("city")),
        region=text(block.get("province")),
        country=first(text(block.get("country_code")), text(block.get("country"))),
    )


def _line(row: Mapping[str, Any], order: Mapping[str, Any]) -> ToldLine:
    """`price` is what a piece cost before its discount and without its options; the total has both."""
    rate, price, off = (money(row.get(name)) for name in ("tax", "price", "discount"))
    amount = money(row.get("count"))
    total = money(first(*(text(row.get(name)) for name in ("total_price_with_attributes", "total_price"))))
    if total is None and off and price is not None and amount is not None:
        total = (price - off) * amount
    product = text(row.get("product_id"))
    return ToldLine(
        sku=first(*(text(row.get(name)) for name in NUMBERS)),
        name=text(row.get("product_name")),
        amount=number(row.get("count")),
        listed=number(row.get("price")),
        total=total,
        includes_vat=is_yes(order.get("order_row_taxes_included")),
        rate=rate if rate is not None and 0 <= rate <= 100 else None,
        barcode=text(row.get("sub_ean_number")),
        key=f"id:{product}" if product else "",
        remarks=chosen(
            ((one.get("option_name"), one.get("value_name")) for one in mappings(row.get("attributes"))),
            name=text(row.get("product_name")),
        ),
    )
