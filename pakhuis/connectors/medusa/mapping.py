"""A Medusa order in our words; VAT number, language and remarks are what its metadata says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.chosen import chosen
from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.reading import (
    at,
    first,
    is_yes,
    joined,
    mapping,
    mappings,
    moment,
    money,
    number,
    of_fields,
    text,
)
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address, gone_before
from pakhuis.customers.intake import NewAddress

VAT_FIELDS = ("vat_id", "vat_number", "vat", "btw_nummer")
LANGUAGE_FIELDS = ("locale", "language")
PAID = ("captured", "partially_refunded")
SENT = ("shipped", "delivered")
OVER = ("completed", "archived")
"""Archived is what a shop does with orders that are done; cancelled is another status."""


def told(payload: Payload, options: Options) -> Told:
    """The order as Medusa tells it."""
    billing, shipping = mapping(payload.get("billing_address")), mapping(payload.get("shipping_address"))
    customer = mapping(payload.get("customer"))
    notes = {**mapping(customer.get("metadata")), **mapping(payload.get("metadata"))}
    has_account = is_yes(customer.get("has_account"))
    return Told(
        external_id=text(payload.get("id")),
        number=first(text(payload.get("display_id")), text(payload.get("id"))),
        status=first(text(payload.get("payment_status")), text(payload.get("status"))),
        stage=_stage(payload, options),
        modified_at=moment(payload.get("updated_at")),
        placed_at=moment(payload.get("created_at")),
        customer_id=first(text(payload.get("customer_id")), text(customer.get("id"))) if has_account else "",
        company=first(text(billing.get("company")), text(customer.get("company_name"))),
        person=first(_person(billing), _person(customer)),
        email=first(text(payload.get("email")), text(customer.get("email"))),
        phone=first(*(text(one.get("phone")) for one in (billing, customer, shipping))),
        locale=of_fields(notes, *options.words("language_fields"), *LANGUAGE_FIELDS),
        vat_number=of_fields(notes, *options.words("vat_fields"), *VAT_FIELDS),
        remarks=_remarks(payload, options),
        invoice=_address(billing),
        delivery=_address(shipping),
        tax=money(payload.get("item_tax_total")),
        goods=money(payload.get("item_subtotal")),
        lines=tuple(_line(one) for one in mappings(payload.get("items"))),
    )


def _stage(payload: Payload, options: Options) -> Stage:
    status, paid = text(payload.get("status")), text(payload.get("payment_status"))
    if status == "canceled" or paid in ("canceled", "refunded"):
        return Stage.CANCELLED
    if text(payload.get("fulfillment_status")) in SENT or status in OVER:
        return Stage.SENT
    if paid in PAID:
        return Stage.READY
    if not paid or status == "draft" or is_yes(payload.get("is_draft_order")):
        return Stage.NOT_YET
    return {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)


def _remarks(payload: Payload, options: Options) -> str:
    """The named fields of the order's metadata; without names all of it that is none of ours."""
    notes = mapping(payload.get("metadata"))
    named = options.words("remark_fields")
    if named:
        return of_fields(notes, *named)
    others = {*VAT_FIELDS, *LANGUAGE_FIELDS, *options.words("vat_fields"), *options.words("language_fields")}
    left = {name: text(value) for name, value in notes.items() if name not in others}
    return "; ".join(f"{text(name)}={value}" for name, value in left.items() if value)


def _person(block: Mapping[str, Any]) -> str:
    return joined(text(block.get("first_name")), text(block.get("last_name")))


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=text(block.get("address_1")),
        line2=text(block.get("address_2")),
        zipcode=text(block.get("postal_code")),
        city=text(block.get("city")),
        region=text(block.get("province")),
        country=text(block.get("country_code")),
    )


def _name(item: Mapping[str, Any]) -> str:
    """Of the product, then of the variant: by version the title of the line is the one or the other."""
    product, variant = text(item.get("product_title")), text(item.get("variant_title"))
    if product and variant:
        return product if product == variant else joined(product, variant, by=", ")
    return joined(text(item.get("title")), text(item.get("subtitle")), by=", ")


def _line(item: Mapping[str, Any]) -> ToldLine:
    """Medusa says of each line whether its price includes tax; discounts are on the line."""
    price, amount = money(item.get("unit_price")), money(item.get("quantity"))
    total, subtotal = money(item.get("total")), money(item.get("discount_subtotal")) or Decimal(0)
    is_inclusive = is_yes(item.get("is_tax_inclusive"))
    rates = [money(one.get("rate")) for one in mappings(item.get("tax_lines"))]
    known = [rate for rate in rates if rate is not None and 0 <= rate <= 100]
    rate = sum(known, Decimal(0)) if known and len(known) == len(rates) else None
    charged = price * amount - subtotal if price is not None and amount is not None else None
    variant = text(item.get("variant_id"))
    line = ToldLine(
        sku=first(text(item.get("variant_sku")), text(at(item, "variant", "sku"))),
        name=_name(item),
        amount=number(item.get("quantity")),
        listed=number(item.get("unit_price")),
        total=total if is_inclusive and total is not None else charged,
        with_vat=total,
        includes_vat=is_inclusive and bool(known),
        rate=rate if rate is not None and rate <= 100 else None,
        barcode=text(item.get("variant_barcode")),
        key=f"id:{variant}" if variant else "",
        remarks=chosen(mapping(item.get("metadata")).items(), name=""),
    )
    return gone_before(line, delivered=at(item, "detail", "shipped_quantity"))
