"""A Vendure order in our words; money is in cents, and an empty invoice address means the delivery's."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.reading import (
    at,
    first,
    joined,
    mapping,
    mappings,
    moment,
    money,
    number,
    of_fields,
    text,
    text_at,
)
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address, gone_before
from pakhuis.customers.intake import NewAddress
from pakhuis.kernel.money import HUNDRED
from pakhuis.kernel.numbers import RawNumber, as_whole

STAGES = {
    "PaymentSettled": Stage.READY,
    "PartiallyShipped": Stage.READY,
    "PartiallyDelivered": Stage.READY,
    "Shipped": Stage.SENT,
    "Delivered": Stage.SENT,
    "Cancelled": Stage.CANCELLED,
}

GONE = ("Shipped", "Delivered")
"""States of a fulfilment that has left."""


def told(payload: Payload, options: Options) -> Told:
    """The order as Vendure tells it."""
    customer, custom = mapping(payload.get("customer")), mapping(payload.get("customFields"))
    billing, shipping = mapping(payload.get("billingAddress")), mapping(payload.get("shippingAddress"))
    state = text(payload.get("state"))
    stage = STAGES.get(state, Stage.NOT_YET)
    if state == "PaymentAuthorized":
        stage = {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)
    without, with_tax = _cents(payload.get("subTotal")), _cents(payload.get("subTotalWithTax"))
    buyer = joined(*(text(customer.get(name)) for name in ("title", "firstName", "lastName")))
    return Told(
        external_id=text(payload.get("id")),
        number=text(payload.get("code")),
        status=state,
        stage=stage,
        modified_at=moment(payload.get("updatedAt")),
        placed_at=moment(payload.get("orderPlacedAt")),
        customer_id=text(customer.get("id")) if at(customer, "user", "id") is not None else "",
        company=first(text(billing.get("company")), text(shipping.get("company"))),
        person=first(text(billing.get("fullName")), buyer, text(shipping.get("fullName"))),
        email=text(customer.get("emailAddress")),
        phone=first(*(text(one) for one in _phones(customer, billing, shipping))),
        locale=of_fields(custom, *options.words("language_fields")),
        vat_number=of_fields(custom, *options.words("vat_fields")),
        remarks=of_fields(custom, *options.words("remark_fields")),
        invoice=_address(billing),
        delivery=_address(shipping),
        invoice_is_delivery=True,
        tax=with_tax - without if with_tax is not None and without is not None else None,
        goods=without,
        lines=tuple(
            gone_before(_line(one), delivered=_sent(payload, text(one.get("id"))))
            for one in mappings(payload.get("lines"))
        ),
    )


def _phones(*blocks: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(one.get("phoneNumber") for one in blocks)


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    return address(
        company=text(block.get("company")),
        person=text(block.get("fullName")),
        line1=text(block.get("streetLine1")),
        line2=text(block.get("streetLine2")),
        zipcode=text(block.get("postalCode")),
        city=text(block.get("city")),
        region=text(block.get("province")),
        country=first(text(block.get("countryCode")), text(block.get("country"))),
    )


def _sent(payload: Payload, line: str) -> int:
    """Pieces of a line that fulfilments of the shop have sent."""
    left = [one for one in mappings(payload.get("fulfillments")) if one.get("state") in GONE]
    parts = [part for one in left for part in mappings(one.get("lines"))]
    return sum(as_whole(one.get("quantity")) or 0 for one in parts if text(one.get("orderLineId")) == line)


def _line(item: Mapping[str, Any]) -> ToldLine:
    """Without tax; the line's price after its share of discounts on the order, where it is told."""
    totals = (_cents(item.get(name)) for name in ("proratedLinePrice", "discountedLinePrice", "linePrice"))
    rate = money(item.get("taxRate"))
    variant = text_at(item, "productVariant", "id")
    return ToldLine(
        sku=text_at(item, "productVariant", "sku"),
        name=text_at(item, "productVariant", "name"),
        amount=number(item.get("quantity")),
        listed=_price(item.get("unitPrice")),
        total=next((one for one in totals if one is not None), None),
        with_vat=_cents(item.get("proratedLinePriceWithTax")),
        rate=rate if rate is not None and 0 <= rate <= 100 else None,
        key=f"id:{variant}" if variant else "",
    )


def _cents(value: object) -> Decimal | None:
    found = money(value)
    return found / HUNDRED if found is not None else None


def _price(value: object) -> RawNumber:
    found = _cents(value)
    return number(value) if found is None else found
