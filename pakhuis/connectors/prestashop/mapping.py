"""A PrestaShop order with all that belongs to it, in our words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.drafting import rate_from
from pakhuis.connectors.prestashop.xml import several
from pakhuis.connectors.reading import (
    at,
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
from pakhuis.connectors.told import Told, ToldLine, address, gone_before, less
from pakhuis.customers.intake import NewAddress

BACK = ("product_quantity_refunded", "product_quantity_return")
"""Pieces of a row that are not to be sent: refunded before they were sent, or sent back after that."""
CANCELLED, REFUNDED, BROKEN = "6", "7", "8"
"""The states that every PrestaShop begins with: cancelled, refunded, payment failed."""


def told(payload: Payload, options: Options) -> Told:
    """The order as PrestaShop tells it."""
    order, customer = mapping(payload.get("order")), mapping(payload.get("customer"))
    invoice, delivery = mapping(payload.get("invoice")), mapping(payload.get("delivery"))
    zone = first(options["time_zone"], "UTC")
    with_tax, without = money(order.get("total_products_wt")), money(order.get("total_products"))
    rows = at(order, "associations", "order_rows")
    back = {text(one.get("id")): _back(one) for one in mappings(payload.get("details"))}
    lines = [
        gone_before(_line(one), cancelled=back.get(text(one.get("id")), 0))
        for one in several(at(rows, "order_row")) or several(rows)
    ]
    return Told(
        external_id=text(order.get("id")),
        number=first(text(order.get("reference")), text(order.get("id"))),
        status=text(order.get("current_state")),
        stage=_stage(payload, options),
        modified_at=moment(order.get("date_upd"), zone=zone),
        placed_at=moment(order.get("date_add"), zone=zone),
        customer_id=_customer_id(order, payload),
        company=first(text(invoice.get("company")), text(customer.get("company"))),
        person=first(_person(invoice), _person(customer)),
        email=text(customer.get("email")),
        phone=first(_phone(invoice), _phone(delivery)),
        locale=first(text_at(payload, "language", "locale"), text_at(payload, "language", "language_code")),
        vat_number=first(text(invoice.get("vat_number")), text(delivery.get("vat_number"))),
        remarks=_remarks(payload),
        invoice=_address(invoice),
        delivery=_address(delivery),
        tax=with_tax - without if with_tax is not None and without is not None else None,
        goods=without,
        lines=less(
            lines, _discount(order, payload, "tax_excl"), with_vat=_discount(order, payload, "tax_incl")
        ),
        fingerprint=fingerprint(sorted(back.items())),
    )


def _back(detail: Mapping[str, Any]) -> Decimal:
    return sum((money(detail.get(name)) or Decimal(0) for name in BACK), Decimal(0))


def _discount(order: Mapping[str, Any], payload: Payload, tax: str) -> Decimal | None:
    """What vouchers take off the goods: one that also makes the shipping free has that in its sum."""
    off, rules = money(order.get(f"total_discounts_{tax}")), mappings(payload.get("cart_rules"))
    is_sent_free = any(is_yes(one.get("free_shipping")) and not is_yes(one.get("deleted")) for one in rules)
    if off is None or not is_sent_free:
        return off
    return max(off - (money(order.get(f"total_shipping_{tax}")) or Decimal(0)), Decimal(0))


def _customer_id(order: Mapping[str, Any], payload: Payload) -> str:
    """The shop's customer id; a guest has a customer too, which is no account. A list does not tell which."""
    found = text(order.get("id_customer"))
    if "customer" not in payload:
        return found
    guest = mapping(payload["customer"]).get("is_guest")
    return "" if guest in (None, "") or is_yes(guest) or found == "0" else found


def _stage(payload: Payload, options: Options) -> Stage:
    """By the switches of the state, as every shop makes states of its own."""
    number, state = text_at(payload, "order", "current_state"), mapping(payload.get("state"))
    if number in (CANCELLED, REFUNDED):
        return Stage.CANCELLED
    if is_yes(state.get("deleted")):
        return Stage.NOT_YET
    if is_yes(state.get("shipped")):
        return Stage.SENT
    if is_yes(state.get("paid")) or payload.get("state") is None:
        # Of a state that the list could not tell the order is to be looked at as a whole.
        return Stage.READY
    if number in ("", BROKEN):
        return Stage.NOT_YET
    return {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)


def _person(block: Mapping[str, Any]) -> str:
    return joined(text(block.get("firstname")), text(block.get("lastname")))


def _phone(block: Mapping[str, Any]) -> str:
    return first(text(block.get("phone")), text(block.get("phone_mobile")))


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=text(block.get("address1")),
        line2=text(block.get("address2")),
        zipcode=text(block.get("postcode")),
        city=text(block.get("city")),
        region=text(block.get("region")),
        country=text(block.get("country")),
    )


def _remarks(payload: Payload) -> str:
    """What the buyer wrote; the order's own note is of the shop's people."""
    of_buyer = [
        text(one.get("message"))
        for one in mappings(payload.get("messages"))
        if text(one.get("id_employee")) in ("", "0") and text(one.get("private")) != "1"
    ]
    return joined(*of_buyer, text_at(payload, "order", "gift_message"), by="\n")


def _line(row: Mapping[str, Any]) -> ToldLine:
    without, with_tax = money(row.get("unit_price_tax_excl")), money(row.get("unit_price_tax_incl"))
    combination, amount = text(row.get("product_attribute_id")), money(row.get("product_quantity"))
    return ToldLine(
        sku=text(row.get("product_reference")),
        name=text(row.get("product_name")),
        amount=number(row.get("product_quantity")),
        listed=number(row.get("unit_price_tax_excl")),
        with_vat=with_tax * amount if with_tax is not None and amount is not None else None,
        rate=_rate(without, with_tax),
        barcode=first(text(row.get("product_ean13")), text(row.get("product_upc"))),
        key=joined("id:" + text(row.get("product_id")), combination, by=":") if row.get("product_id") else "",
    )


def _rate(without: Decimal | None, with_tax: Decimal | None) -> Decimal | None:
    """The percentage between the two prices, of which the one with tax may be in cents."""
    if without is None or with_tax is None:
        return None
    return rate_from(with_tax - without, without, told=with_tax)
