"""An order of our own schema in our words; whatever is not as the schema says is told, not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pakhuis.connectors.chosen import chosen
from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.reading import (
    first,
    is_yes,
    mapping,
    mappings,
    moment,
    money,
    number,
    text,
    text_at,
)
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address
from pakhuis.customers.intake import NewAddress

STAGES = {"paid": Stage.READY, "sent": Stage.SENT, "cancelled": Stage.CANCELLED}


def told(payload: Payload, options: Options) -> Told:
    """The order as the shop posted it."""
    customer, invoice = mapping(payload.get("customer")), mapping(payload.get("invoice"))
    status = text(payload.get("status"))
    stage = STAGES.get(status, Stage.NOT_YET)
    if status == "unpaid":
        stage = {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)
    return Told(
        external_id=text(payload.get("id")),
        number=first(text(payload.get("number")), text(payload.get("id"))),
        status=status,
        stage=stage,
        modified_at=moment(payload.get("updated_at")),
        placed_at=moment(payload.get("placed_at")),
        customer_id=text(customer.get("id")),
        customer_number=text(customer.get("number")),
        company=first(text(customer.get("company")), text(invoice.get("company"))),
        person=first(text(customer.get("name")), text(invoice.get("name"))),
        email=text(customer.get("email")),
        phone=text(customer.get("phone")),
        locale=text(customer.get("language")),
        vat_number=text(customer.get("vat_number")),
        remarks=text(payload.get("remarks")),
        invoice=_address(invoice),
        delivery=_address(mapping(payload.get("delivery"))),
        exempt=is_yes(customer.get("vat_exempt")),
        exempt_reason="vat_exempt",
        buyer_exempt=is_yes(customer["vat_exempt"]) if "vat_exempt" in customer else None,
        lines=tuple(_line(one, payload) for one in mappings(payload.get("lines"))),
    )


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    return address(
        company=text(block.get("company")),
        person=text(block.get("name")),
        line1=text(block.get("line1")),
        line2=text(block.get("line2")),
        zipcode=text(block.get("zipcode")),
        city=text(block.get("city")),
        region=text(block.get("region")),
        country=text(block.get("country")),
    )


def _line(item: Mapping[str, Any], payload: Payload) -> ToldLine:
    price, amount, off = (money(item.get(name)) for name in ("price", "amount", "discount"))
    rate = money(item.get("vat_percentage"))
    return ToldLine(
        sku=text_at(item, "sku"),
        name=text_at(item, "name"),
        amount=number(item.get("amount")),
        listed=number(item.get("price")),
        total=price * amount - (off or 0) if price is not None and amount is not None else None,
        includes_vat=is_yes(payload.get("prices_include_vat")),
        rate=rate if rate is not None and 0 <= rate <= 100 else None,
        remarks=chosen([("", item.get("remarks"))], name=""),
    )
