"""A BigCommerce order with its products and addresses, in our words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.chosen import chosen
from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.drafting import rate_from
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

STAGES = {
    "2": Stage.SENT,
    "10": Stage.SENT,
    "9": Stage.READY,
    "11": Stage.READY,
    "4": Stage.CANCELLED,
    "5": Stage.CANCELLED,
    "6": Stage.CANCELLED,
}
AWAITING_PAYMENT = "7"
PARTLY_SENT, PARTLY_REFUNDED = "3", "14"
VAT_FIELDS = ("VAT number", "VAT", "VAT ID", "BTW-nummer", "BTW nummer", "btw", "tax id")
"""Names of form fields that hold the VAT number; a shop's settings may name others."""


def told(payload: Payload, options: Options) -> Told:
    """The order as BigCommerce tells it."""
    order = mapping(payload.get("order"))
    billing = mapping(order.get("billing_address"))
    status = text(order.get("status_id"))
    stage = STAGES.get(status, Stage.NOT_YET)
    if status == AWAITING_PAYMENT:
        stage = {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)
    lines = tuple(_line(one, order) for one in mappings(payload.get("products")))
    if status in (PARTLY_SENT, PARTLY_REFUNDED):
        # The list of the shop does not tell the products: then there may be something left to be sent.
        is_open = "products" not in payload or any(line.is_wanted for line in lines)
        stage = Stage.READY if is_open else Stage.SENT
    customer = text(order.get("customer_id"))
    form = named(billing.get("form_fields"))
    places = [_address(one) for one in mappings(payload.get("shipping_addresses"))]
    return Told(
        external_id=text(order.get("id")),
        number=text(order.get("id")),
        status=first(text(order.get("status")), status),
        stage=stage,
        modified_at=moment(order.get("date_modified")),
        placed_at=moment(order.get("date_created")),
        customer_id="" if customer in ("", "0") else customer,
        company=text(billing.get("company")),
        person=_person(billing),
        email=text(billing.get("email")),
        phone=text(billing.get("phone")),
        locale=text(order.get("customer_locale")),
        vat_number=of_fields(form, *options.words("vat_fields"), *VAT_FIELDS),
        remarks=text(order.get("customer_message")),
        invoice=_address(billing),
        delivery=places[0] if places else None,
        others=tuple(filter(None, places[1:])),
        tax=money(order.get("total_tax")),
        goods=money(order.get("subtotal_ex_tax")),
        lines=lines,
    )


def _person(block: Mapping[str, Any]) -> str:
    return joined(text(block.get("first_name")), text(block.get("last_name")))


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=text(block.get("street_1")),
        line2=text(block.get("street_2")),
        zipcode=text(block.get("zip")),
        city=text(block.get("city")),
        region=text(block.get("state")),
        country=first(text(block.get("country_iso2")), text(block.get("country"))),
    )


def _before(item: Mapping[str, Any], order: Mapping[str, Any], tax: Decimal | None) -> Decimal | None:
    """For older versions, that tell no sum after discounts; those have tax where the prices have it."""
    amounts = (money(one.get("amount")) for one in mappings(item.get("applied_discounts")))
    off, with_tax = sum(filter(None, amounts), Decimal(0)), money(item.get("total_inc_tax"))
    if is_yes(order.get("is_tax_inclusive_pricing")) and with_tax is not None and tax is not None:
        return with_tax - off - tax
    without = money(item.get("total_ex_tax"))
    return without - off if without is not None else None


def _line(item: Mapping[str, Any], order: Mapping[str, Any]) -> ToldLine:
    """What the line cost without tax: after discounts the shop tells the sum with tax, and the tax in it."""
    tax, after = money(item.get("total_tax")), money(item.get("discounted_total_inc_tax"))
    if tax is not None and after is not None:
        total: Decimal | None = after - tax
    else:
        total = _before(item, order, tax)
    variant = first(text(item.get("variant_id")), text(item.get("product_id")))
    options = mappings(item.get("product_options"))
    line = ToldLine(
        sku=text(item.get("sku")),
        name=text(item.get("name")),
        amount=number(item.get("quantity")),
        listed=number(item.get("base_price")),
        total=total,
        with_vat=total + tax if total is not None and tax is not None else None,
        rate=rate_from(tax, total, pieces=number(item.get("quantity"))),
        barcode=text_at(item, "upc"),
        key="" if variant in ("", "0") else f"id:{variant}",
        remarks=chosen(
            ((one.get("display_name"), one.get("display_value")) for one in options),
            name=text(item.get("name")),
        ),
    )
    return gone_before(line, cancelled=item.get("quantity_refunded"), delivered=item.get("quantity_shipped"))
