"""A Magento order in our words; the parts of a configurable product stand below it and are no lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.chosen import chosen
from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.pickup import pickup_point
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
    sequence,
    text,
    text_at,
)
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address, gone_before
from pakhuis.customers.intake import NewAddress

STAGES = {
    "processing": Stage.READY,
    "complete": Stage.SENT,
    "closed": Stage.CANCELLED,
    "canceled": Stage.CANCELLED,
}


def told(payload: Payload, options: Options) -> Told:
    """The order as Magento tells it."""
    billing = mapping(payload.get("billing_address"))
    shipping = mapping(at(payload, "extension_attributes", "shipping_assignments", 0, "shipping", "address"))
    state = text(payload.get("state"))
    stage = STAGES.get(state, Stage.NOT_YET)
    if state == "new":
        stage = {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)
    tax = money(payload.get("tax_amount"))
    vat_is_valid = is_yes(billing.get("vat_is_valid"))
    group = text(payload.get("customer_group_id"))
    is_exempt_group = bool(group) and group in options.words("exempt_groups")
    return Told(
        external_id=text(payload.get("entity_id")),
        number=text(payload.get("increment_id")),
        status=state,
        stage=stage,
        modified_at=moment(payload.get("updated_at")),
        placed_at=moment(payload.get("created_at")),
        customer_id=_customer_id(payload),
        company=first(
            text(billing.get("company")),
            text_at(payload, "extension_attributes", "company_order_attributes", "company_name"),
        ),
        person=first(_person(billing), _customer(payload)),
        email=first(text(payload.get("customer_email")), text(billing.get("email"))),
        phone=first(text(billing.get("telephone")), text(shipping.get("telephone"))),
        locale=text(payload.get("pakhuis_locale")),
        vat_number=first(text(billing.get("vat_id")), text(payload.get("customer_taxvat"))),
        remarks=_remarks(payload),
        invoice=_address(billing),
        delivery=_address(shipping),
        pickup_point=pickup_point(mapping(payload.get("extension_attributes"))),
        exempt=is_exempt_group or (vat_is_valid and tax == 0),
        exempt_reason=f"customer group {group}" if is_exempt_group else "vat_is_valid, tax_amount 0",
        buyer_exempt=is_exempt_group if group and options.words("exempt_groups") else None,
        tax=tax,
        goods=money(payload.get("subtotal")),
        lines=_lines(mappings(payload.get("items"))),
    )


def _customer_id(payload: Payload) -> str:
    """The shop's customer id; a guest has none, or 0."""
    found = text(payload.get("customer_id"))
    return "" if is_yes(payload.get("customer_is_guest")) or found == "0" else found


def _customer(payload: Payload) -> str:
    parts = ("prefix", "firstname", "middlename", "lastname", "suffix")
    return joined(*(text(payload.get(f"customer_{part}")) for part in parts))


def _person(block: Mapping[str, Any]) -> str:
    parts = ("prefix", "firstname", "middlename", "lastname", "suffix")
    return joined(*(text(block.get(part)) for part in parts))


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    street = _street(block.get("street"))
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=street[0] if street else "",
        line2=joined(*street[1:], by=", "),
        zipcode=text(block.get("postcode")),
        city=text(block.get("city")),
        region=first(text(block.get("region_code")), text(block.get("region"))),
        country=text(block.get("country_id")),
    )


def _street(value: object) -> list[str]:
    """The lines of a street, of which some modules make one text."""
    lines = text(value).splitlines() or sequence(value)
    return [text(one) for one in lines]


def _remarks(payload: Payload) -> str:
    """The buyer's note, else what stands in the history for the buyer to see."""
    seen = [
        text(one.get("comment"))
        for one in mappings(payload.get("status_histories"))
        if is_yes(one.get("is_visible_on_front"))
    ]
    return first(text(payload.get("customer_note")), joined(*reversed(seen), by="\n"))


def _written(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the buyer typed in; of what was picked from a list Magento tells the number only."""
    options = mappings(at(item, "product_option", "extension_attributes", "custom_options"))
    values = [text(one.get("option_value")) for one in options]
    return [("", one) for one in values if not one.replace(",", "").isdecimal()]


def _lines(items: list[Mapping[str, Any]]) -> tuple[ToldLine, ...]:
    parts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in items:
        parts[_parent(one)].append(one)
    return tuple(_line(one, parts[text(one.get("item_id"))]) for one in items if not _parent(one))


def _parent(item: Mapping[str, Any]) -> str:
    found = text(item.get("parent_item_id"))
    return "" if found == "0" else found


def _line(item: Mapping[str, Any], parts: list[Mapping[str, Any]]) -> ToldLine:
    """Magento knows each row without tax and its discount; with tax in the prices, its hidden part too.

    A bundle has its price from its parts; discounts and the rate then stand at the parts only.
    """
    row, off = money(item.get("row_total")), _sum(item, parts, "discount_amount")
    hidden = _sum(item, parts, "discount_tax_compensation_amount")
    taken_back = (money(item.get("qty_canceled")) or 0) + (money(item.get("qty_refunded")) or 0)
    line = ToldLine(
        sku=text(item.get("sku")),
        name=text(item.get("name")),
        amount=number(item.get("qty_ordered")),
        listed=number(item.get("price")),
        total=row - off + hidden if row is not None else None,
        with_vat=row - off + hidden + _sum(item, parts, "tax_amount") if row is not None else None,
        rate=_rate(item, parts),
        key=f"id:{text(item.get('product_id'))}" if text(item.get("product_id")) else "",
        remarks=chosen(_written(item), name=""),
    )
    return gone_before(line, cancelled=taken_back, delivered=item.get("qty_shipped"))


def _sum(item: Mapping[str, Any], parts: list[Mapping[str, Any]], name: str) -> Decimal:
    of_parts = sum(filter(None, (money(one.get(name)) for one in parts)), Decimal(0))
    return money(item.get(name)) or of_parts


def _rate(item: Mapping[str, Any], parts: list[Mapping[str, Any]]) -> Decimal | None:
    """Its percentage, else the one of all its parts that cost something."""
    of_parts = {money(one.get("tax_percent")) for one in parts if money(one.get("row_total"))}
    own = money(item.get("tax_percent"))
    percent = of_parts.pop() if not own and len(of_parts) == 1 else own
    return percent if percent is not None and 0 <= percent <= 100 else None
