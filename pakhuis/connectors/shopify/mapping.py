"""A Shopify order in our words, as its webhooks tell it (and `graphql.as_webhook`)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.chosen import chosen
from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.reading import (
    first,
    is_yes,
    joined,
    mapping,
    mappings,
    moment,
    money,
    named,
    number,
    of_fields,
    text,
    text_at,
)
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address, gone_before
from pakhuis.customers.intake import NewAddress
from pakhuis.kernel.numbers import as_whole

PAID = ("paid", "partially_refunded")
UNPAID = ("authorized", "partially_paid", "pending")
OVER = ("refunded", "voided", "expired")
VAT_FIELDS = ("vat_number", "vat number", "vat_id", "vat id", "btw-nummer", "btw nummer", "btw_nummer")
"""Names under which apps put the VAT number among the order's attributes."""


def told(payload: Payload, options: Options) -> Told:
    """The order as Shopify tells it."""
    billing, shipping = mapping(payload.get("billing_address")), mapping(payload.get("shipping_address"))
    customer = mapping(payload.get("customer"))
    attributes = named(payload.get("note_attributes"))
    vat_names = (*options.words("vat_fields"), *VAT_FIELDS)
    return Told(
        external_id=text(payload.get("id")),
        number=first(text(payload.get("name")), text(payload.get("order_number"))),
        status=first(_fulfilled(payload), text(payload.get("financial_status"))),
        stage=_stage(payload, options),
        modified_at=moment(payload.get("updated_at")),
        placed_at=moment(payload.get("created_at")),
        customer_id=text(customer.get("id")),
        company=first(text_at(payload, "company", "name"), text(billing.get("company"))),
        person=first(_person(billing), _person(customer)),
        email=_email(payload, customer),
        phone=first(text(payload.get("phone")), text(billing.get("phone")), text(shipping.get("phone"))),
        locale=text(payload.get("customer_locale")),
        vat_number=first(text(payload.get("tax_registration_id")), of_fields(attributes, *vat_names)),
        remarks=_remarks(payload, attributes, vat_names),
        invoice=_address(billing),
        delivery=_address(shipping),
        exempt=is_yes(payload.get("tax_exempt")),
        exempt_reason="tax_exempt",
        buyer_exempt=is_yes(customer["tax_exempt"]) if customer.get("tax_exempt") is not None else None,
        tax=money(payload.get("total_tax")),
        goods=money(payload.get("subtotal_price")),
        lines=tuple(_line(one, payload) for one in mappings(payload.get("line_items")) if _is_goods(one)),
    )


def _email(payload: Payload, customer: Mapping[str, Any]) -> str:
    of_order = first(text(payload.get("email")), text(payload.get("contact_email")))
    return of_order or text(customer.get("email"))


def _stage(payload: Payload, options: Options) -> Stage:
    paid = text(payload.get("financial_status"))
    if text(payload.get("cancelled_at")) or paid in OVER:
        return Stage.CANCELLED
    if is_yes(payload.get("test")):
        return Stage.NOT_YET
    if _fulfilled(payload):
        return Stage.SENT
    if paid in PAID:
        return Stage.READY
    wanted = {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)
    return wanted if paid in UNPAID else Stage.NOT_YET


def _fulfilled(payload: Payload) -> str:
    status = text(payload.get("fulfillment_status"))
    return status if status == "fulfilled" else ""


def _person(block: Mapping[str, Any]) -> str:
    name = joined(text(block.get("first_name")), text(block.get("last_name")))
    return name or text(block.get("name"))


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=text(block.get("address1")),
        line2=text(block.get("address2")),
        zipcode=text(block.get("zip")),
        city=text(block.get("city")),
        region=first(text(block.get("province_code")), text(block.get("province"))),
        country=first(text(block.get("country_code")), text(block.get("country"))),
    )


def _remarks(payload: Payload, attributes: Mapping[str, Any], vat_names: tuple[str, ...]) -> str:
    """The buyer's note, then the attributes of the order but the VAT number."""
    known = {one.strip().lower() for one in vat_names}
    told = [
        f"{text(name)}={text(value)}"
        for name, value in attributes.items()
        if name.strip().lower() not in known and text(value) and not name.startswith("_")
    ]
    return joined(text(payload.get("note")), "; ".join(told), by="\n")


def _is_goods(item: Mapping[str, Any]) -> bool:
    """Not what is no product and needs no shipping, such as a tip."""
    is_product = any(text(item.get(name)) for name in ("sku", "variant_id", "product_id"))
    return is_product or item.get("requires_shipping") is not False


def _line(item: Mapping[str, Any], payload: Payload) -> ToldLine:
    taxes = mappings(item.get("tax_lines"))
    price, amount = money(item.get("price")), money(item.get("quantity"))
    variant = first(text(item.get("variant_id")), text(item.get("product_id")))
    line = ToldLine(
        sku=text(item.get("sku")),
        name=first(text(item.get("name")), text(item.get("title"))),
        amount=number(item.get("quantity")),
        listed=number(item.get("price")),
        total=price * amount - _taken_off(item) if price is not None and amount is not None else None,
        includes_vat=is_yes(payload.get("taxes_included")) and bool(taxes),
        rate=_rate(taxes),
        key=f"id:{variant}" if variant else "",
        remarks=chosen(named(item.get("properties")).items(), name=""),
    )
    return _without_gone(line, item)


def _taken_off(item: Mapping[str, Any]) -> Decimal:
    """Its share of all discounts; orders of before these were told know those of the line itself only."""
    shares = mappings(item.get("discount_allocations"))
    discounts = [money(one.get("amount")) for one in shares] or [money(item.get("total_discount"))]
    return sum(filter(None, discounts), Decimal(0))


def _without_gone(line: ToldLine, item: Mapping[str, Any]) -> ToldLine:
    """What was taken off or refunded leaves the current quantity; what somebody sent, the fulfillable one."""
    amount, current = as_whole(item.get("quantity")), as_whole(item.get("current_quantity"))
    if amount is None or current is None:
        return line
    to_send = as_whole(item.get("fulfillable_quantity"))
    has_begun = text(item.get("fulfillment_status")) in ("partial", "fulfilled")
    delivered = current - to_send if has_begun and to_send is not None else 0
    return gone_before(line, cancelled=amount - current, delivered=delivered)


def _rate(taxes: list[Mapping[str, Any]]) -> Decimal | None:
    """All taxes of a line together, as a percentage."""
    rates = [money(one.get("rate")) for one in taxes]
    known = [rate for rate in rates if rate is not None and 0 <= rate <= 1]
    return sum(known, Decimal(0)) * 100 if known and len(known) == len(rates) and sum(known) <= 1 else None
