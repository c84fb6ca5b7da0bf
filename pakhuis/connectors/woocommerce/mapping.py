"""A WooCommerce order in our words: who, where to, which goods. Pure, and calm about any nonsense.

Sources: WooCommerce REST v3 documentation; what a shop tells is in docs/how-to/woocommerce.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from pakhuis.connectors.contract import Options, Payload, ShopOrderData, Stage
from pakhuis.connectors.problems import no_invoice_address
from pakhuis.connectors.woocommerce.lines import translated_lines
from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.kernel.countries import EU_COUNTRIES
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import clean
from pakhuis.orders.intake import FromWebshop, NewOrder

STAGES = {
    "processing": Stage.READY,
    "completed": Stage.READY,
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
)
"""Where the usual plug-ins keep the VAT number; a shop's settings may name others, which go first."""
LANGUAGE_FIELDS = ("wpml_language", "_wpml_language", "_locale", "pll_language")


def translate(payload: Payload, options: Options) -> ShopOrderData:
    """The order with everything it tells; what is missing or wrong becomes problems at their place."""
    meta = _meta(payload)
    status = _text(payload.get("status"))
    stage = STAGES.get(status, Stage.NOT_YET)
    if status == "on-hold" and options.takes_on_hold:
        stage = Stage.EXPECTED
    invoice, delivery, problems = _addresses(payload)
    billing = _mapping(payload.get("billing"))
    vat_number = next(
        filter(None, (_text(meta.get(name)) for name in (*options.vat_fields, *VAT_FIELDS))), ""
    )
    calculate_vat, reason = _calculate_vat(payload, meta, vat_number, delivery or invoice, options)
    person = ShopPerson(
        external_id=_customer_id(payload),
        name=invoice.name if invoice else delivery.name if delivery else "",
        contact_name=invoice.contact_name if invoice else delivery.contact_name if delivery else "",
        email=_text(billing.get("email")),
        phone=_text(billing.get("phone")),
        locale=next(filter(None, (_text(meta.get(name)) for name in LANGUAGE_FIELDS)), ""),
        vat_number=vat_number,
        invoice=invoice,
        delivery=delivery,
    )
    external_id = _text(payload.get("id"))
    lines, products, line_problems = translated_lines(_sequence(payload.get("line_items")), payload)
    new = NewOrder(
        webshop=FromWebshop(webshop_id=options.webshop_id, external_id=external_id, person=person),
        lines=lines,
        reference=_text(payload.get("number")),
        remarks=_text(payload.get("customer_note")),
        calculate_vat=calculate_vat,
        calculate_vat_reason=reason,
        expected=stage is Stage.EXPECTED,
        allocate=stage is Stage.EXPECTED,
    )
    return ShopOrderData(
        external_id=external_id,
        status=status,
        stage=stage,
        modified_at=_moment(payload.get("date_modified_gmt")),
        new=new,
        products=products,
        problems=(*problems, *line_problems),
    )


def _addresses(payload: Payload) -> tuple[NewAddress | None, NewAddress | None, tuple[Problem, ...]]:
    """Invoice and delivery; an empty delivery is the invoice's, an empty invoice a question for a person."""
    invoice = _address(_mapping(payload.get("billing")))
    delivery = _address(_mapping(payload.get("shipping")))
    if invoice is None and delivery is not None:
        return None, delivery, (no_invoice_address(),)
    return invoice, delivery or invoice, ()


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    """Name = company, else the person; the person is the contact of a company. None when it is empty."""
    person = " ".join(filter(None, (_text(block.get("first_name")), _text(block.get("last_name")))))
    company = _text(block.get("company"))
    country = _text(block.get("country"))
    address = NewAddress(
        name=company or person,
        contact_name=person if company and person != company else "",
        line1=_text(block.get("address_1")),
        line2=_text(block.get("address_2")),
        zipcode=_text(block.get("postcode")),
        city=_text(block.get("city")),
        region=_text(block.get("state")),
        country=country,
    )
    # Shops fill in their own country where the buyer entered nothing: a country alone is no address.
    is_empty = not any((address.name, address.line1, address.line2, address.zipcode, address.city))
    return None if is_empty else address


def _customer_id(payload: Payload) -> str:
    """The shop's customer id; 0 is a guest."""
    number = _text(payload.get("customer_id"))
    return "" if number in ("", "0") else number


def _calculate_vat(
    payload: Payload,
    meta: Mapping[str, Any],
    vat_number: str,
    delivery: NewAddress | None,
    options: Options,
) -> tuple[bool | None, str]:
    """False with the reason when the shop says "exempt", or when VAT plainly was shifted; else no word.

    A shop's "not exempt" is its default and says nothing against what was agreed with the customer.
    """
    if _text(meta.get("is_vat_exempt")).lower() == "yes":
        return False, "is_vat_exempt"
    country = delivery.country.upper() if delivery else ""
    is_abroad = country in EU_COUNTRIES and country != options.country
    tax, total = as_decimal(payload.get("total_tax")), as_decimal(payload.get("total"))
    if vat_number and is_abroad and tax == 0 and total is not None and total > Decimal(0):
        return False, f"no VAT charged, {vat_number[:60]}, {country}"
    return None, ""


def _meta(payload: Payload) -> dict[str, Any]:
    """Meta data by key, the first of each."""
    found: dict[str, Any] = {}
    for one in _sequence(payload.get("meta_data")):
        if isinstance(one, Mapping) and isinstance(one.get("key"), str):
            found.setdefault(one["key"], one.get("value"))
    return found


def _moment(value: object) -> datetime | None:
    """A time in UTC without its Z."""
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _text(value: object) -> str:
    """Text or a number as clean text; anything else is nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(unescape(str(value)))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
