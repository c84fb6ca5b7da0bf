"""A CCV Shop order with its rows, in our words; the meaning of its status numbers is set per shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.reading import (
    fingerprint,
    first,
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


def told(payload: Payload, options: Options) -> Told:
    """The order as CCV Shop tells it."""
    order = mapping(payload.get("order"))
    customer = mapping(order.get("customer"))
    billing = mapping(customer.get("billingaddress"))
    has_account = bool(text_at(order, "user", "id"))
    takes_number = options.is_on("takes_numbers") and has_account
    lines = [_line(one, order) for one in mappings(payload.get("rows"))]
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
        exempt=order.get("is_intra_community_order") is True,
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
    if order.get("is_completed") is False or not status:
        return Stage.NOT_YET
    if order.get("paid") is True:
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
        country=text(block.get("country_code")),
    )


def _line(row: Mapping[str, Any], order: Mapping[str, Any]) -> ToldLine:
    rate = money(row.get("tax"))
    product = text(row.get("product_id"))
    return ToldLine(
        sku=first(text(row.get("sub_product_number")), text(row.get("product_number"))),
        name=text(row.get("product_name")),
        amount=number(row.get("count")),
        listed=number(row.get("price")),
        includes_vat=order.get("order_row_taxes_included") is True,
        rate=rate if rate is not None and 0 <= rate <= 100 else None,
        key=f"id:{product}" if product else "",
    )
