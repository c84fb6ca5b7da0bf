"""A WooCommerce order in our words. Shipping, fees and coupons are no goods and are left out.

Sources: WooCommerce REST v3 documentation; what a shop tells is in docs/how-to/woocommerce.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.chosen import chosen
from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.drafting import rate_from
from pakhuis.connectors.pickup import pickup_point
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
from pakhuis.kernel.money import round_half_up
from pakhuis.kernel.numbers import as_whole

STAGES = {
    "processing": Stage.READY,
    "completed": Stage.SENT,
    "cancelled": Stage.CANCELLED,
    "refunded": Stage.CANCELLED,
    "trash": Stage.CANCELLED,
    "failed": Stage.CANCELLED,
}
VAT_FIELDS = (
    "_billing_vat_number",
    "_vat_number",
    "vat_number",
    "VAT Number",
    "_billing_eu_vat_number",
    "_billing_eu_vat",
    "billing_vat",
    "_billing_vat_id",
    "yweu_billing_vat",
    "_billing_btw_nummer",
    "_billing_dic",
    "_shipping_vat_id",
    "_billing_vat",
    "billing_vat_number",
    "_wc_vat_number",
    "vat_id",
    "btw_nummer",
)
"""Where the usual plug-ins keep the VAT number; a shop's settings may name others, which go first."""
VAT_IN_ADDRESS = ("vat_number", "vat_id", "vat", "eu_vat_number", "dokan_vat_number", "btw_nummer")
"""What plug-ins that extend the address itself call it."""
LANGUAGE_FIELDS = ("wpml_language", "_wpml_language", "_locale", "pll_language")
ON_HOLD = {"expect": Stage.EXPECTED, "take": Stage.READY}


def told(payload: Payload, options: Options) -> Told:
    """The order as WooCommerce tells it."""
    meta = named(payload.get("meta_data"), key="key")
    status = text(payload.get("status"))
    stage = STAGES.get(status, Stage.NOT_YET)
    if status == "on-hold":
        stage = ON_HOLD.get(options["unpaid"], Stage.NOT_YET)
    if status == "completed" and options.is_on("takes_completed"):
        stage = Stage.READY
    billing, refunded = mapping(payload.get("billing")), _refunded(payload)
    items = mappings(payload.get("line_items"))
    return Told(
        external_id=text(payload.get("id")),
        number=first(text(payload.get("number")), text(payload.get("id"))),
        status=status,
        stage=stage,
        modified_at=moment(payload.get("date_modified_gmt")),
        placed_at=moment(payload.get("date_created_gmt")),
        customer_id=_customer_id(payload),
        company=text(billing.get("company")),
        person=_person(billing),
        email=text(billing.get("email")),
        phone=first(text(billing.get("phone")), text_at(payload, "shipping", "phone")),
        locale=first(*(text(meta.get(name)) for name in LANGUAGE_FIELDS)),
        vat_number=_vat_number(meta, payload, options),
        remarks=text(payload.get("customer_note")),
        invoice=_address(billing),
        delivery=_address(mapping(payload.get("shipping"))),
        pickup_point=pickup_point(meta),
        exempt=text(meta.get("is_vat_exempt")).lower() == "yes",
        exempt_reason="is_vat_exempt",
        tax=money(payload.get("total_tax")),
        goods=money(payload.get("total")),
        lines=tuple(
            gone_before(_line(one, payload), cancelled=refunded[text(one.get("id"))]) for one in items
        ),
    )


def _vat_number(meta: Mapping[str, Any], payload: Payload, options: Options) -> str:
    """By the plug-in's field, of the order or of its address; Aelia keeps it inside its evidence."""
    billing = mapping(payload.get("billing"))
    named = of_fields(meta, *options.words("vat_fields"), *VAT_FIELDS)
    plain = named or of_fields(billing, *options.words("vat_fields"), *VAT_IN_ADDRESS)
    evidence = meta.get("_eu_vat_evidence")
    return plain or text_at(evidence, "exemption", "vat_number")


def _person(block: Mapping[str, Any]) -> str:
    return joined(text(block.get("first_name")), text(block.get("last_name")))


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=text(block.get("address_1")),
        line2=text(block.get("address_2")),
        zipcode=text(block.get("postcode")),
        city=text(block.get("city")),
        region=text(block.get("state")),
        country=text(block.get("country")),
    )


def _customer_id(payload: Payload) -> str:
    """The shop's customer id; 0 is a guest."""
    found = text(payload.get("customer_id"))
    return "" if found in ("", "0") else found


def _refunded(payload: Payload) -> Counter[str]:
    """Pieces that were refunded, by the line that they were of; a refund counts them below nought."""
    found = Counter[str]()
    for refund in mappings(payload.get("pakhuis_refunds")):
        for item in mappings(refund.get("line_items")):
            of_line = text(named(item.get("meta_data"), key="key").get("_refunded_item_id"))
            found[of_line] += abs(as_whole(item.get("quantity")) or 0)
    return found


def _line(item: Mapping[str, Any], payload: Payload) -> ToldLine:
    """What the line cost after coupons: without VAT, or where the shop's prices have it, with it.

    `price` is that of a piece, which older versions round.
    """
    rate, total, tax = _told_rate(item, payload), money(item.get("total")), money(item.get("total_tax"))
    both = total + tax if total is not None and tax is not None else None
    with_vat = is_yes(payload.get("prices_include_tax")) and None not in (rate, both)
    return ToldLine(
        sku=text(item.get("sku")),
        name=text(item.get("name")),
        amount=number(item.get("quantity")),
        listed=number(item.get("price")),
        total=both if with_vat else total,
        with_vat=both,
        includes_vat=with_vat,
        rate=rate if rate is not None else rate_from(tax, total, pieces=number(item.get("quantity"))),
        barcode=text(item.get("global_unique_id")),
        key=first(_variation(item.get("variation_id")), _variation(item.get("product_id"))),
        remarks=chosen(map(_choice, mappings(item.get("meta_data"))), name=text(item.get("name"))),
    )


def _choice(meta: Mapping[str, Any]) -> tuple[str, str]:
    """A choice as the buyer saw it; without a name for people the key of an attribute says it."""
    key = text(meta.get("key"))
    label = key if key.startswith("_") else first(text(meta.get("display_key")), key)
    return label.removeprefix("pa_"), first(text(meta.get("display_value")), text(meta.get("value")))


def _variation(value: object) -> str:
    found = text(value)
    return "" if found in ("", "0") else f"id:{found}"


def _told_rate(item: Mapping[str, Any], payload: Payload) -> Decimal | None:
    """The rate that the line bore, by name of its tax lines."""
    rates = {
        text(one.get("rate_id")): money(one.get("rate_percent")) for one in mappings(payload.get("tax_lines"))
    }
    known = [rates.get(text(one.get("id"))) for one in mappings(item.get("taxes")) if money(one.get("total"))]
    exact = [rate for rate in known if rate is not None]
    return round_half_up(exact[0]) if len(exact) == 1 and 0 <= exact[0] <= 100 else None
