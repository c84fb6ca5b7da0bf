"""A bol.com order in our words: always a masked guest; prices include VAT at a rate that is not said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.reading import (
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
from pakhuis.connectors.told import Told, ToldLine, address, gone_before, street
from pakhuis.customers.intake import NewAddress

BY_BOL = "FBB"


def told(payload: Payload) -> Told:
    """The order as bol.com tells it; goods that bol.com sends itself are left out of a mixed order."""
    billing, shipping = mapping(payload.get("billingDetails")), mapping(payload.get("shipmentDetails"))
    items = mappings(payload.get("orderItems"))
    ours = [one for one in items if text_at(one, "fulfilment", "method") != BY_BOL]
    return Told(
        external_id=text(payload.get("orderId")),
        number=text(payload.get("orderId")),
        status=_status(ours, items),
        stage=_stage(ours, items),
        modified_at=_changed(items),
        placed_at=moment(payload.get("orderPlacedDateTime")),
        company=text(billing.get("company")),
        person=first(_person(billing), _person(shipping)),
        email=first(text(billing.get("email")), text(shipping.get("email"))),
        phone=text(shipping.get("deliveryPhoneNumber")),
        locale=text(shipping.get("language")),
        vat_number=text(billing.get("vatNumber")),
        remarks=text(billing.get("orderReference")),
        invoice=_address(billing),
        delivery=_address(shipping),
        is_masked=True,
        lines=tuple(_line(one) for one in (ours or items)),
    )


def _status(ours: list[Mapping[str, Any]], items: list[Mapping[str, Any]]) -> str:
    if items and not ours:
        return BY_BOL
    return "cancelled" if ours and all(_is_cancelled(one) for one in ours) else "open"


def _stage(ours: list[Mapping[str, Any]], items: list[Mapping[str, Any]]) -> Stage:
    """bol.com hands over paid orders only; what it sends itself is none of ours."""
    if not ours:
        return Stage.NOT_YET
    if all(_is_cancelled(one) for one in ours):
        return Stage.CANCELLED
    left = [one for one in ours if not _is_cancelled(one)]
    is_sent = all(_sent(one) for one in left) and len(items) > 0
    return Stage.SENT if is_sent else Stage.READY


def _is_cancelled(item: Mapping[str, Any]) -> bool:
    cancelled, amount = money(item.get("quantityCancelled")) or 0, money(item.get("quantity"))
    return is_yes(item.get("cancellationRequest")) or bool(amount and cancelled >= amount)


def _sent(item: Mapping[str, Any]) -> bool:
    shipped, amount = money(item.get("quantityShipped")) or 0, money(item.get("quantity"))
    return bool(amount and shipped >= amount)


def _changed(items: list[Mapping[str, Any]]) -> datetime | None:
    found = [moment(one.get("latestChangedDateTime")) for one in items]
    return max(filter(None, found), default=None)


def _person(block: Mapping[str, Any]) -> str:
    return joined(text(block.get("firstName")), text(block.get("surname")))


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    parts = [text(block.get(name)) for name in ("streetName", "houseNumber", "houseNumberExtension")]
    extra = (text(block.get("pickupPointName")), text(block.get("extraAddressInformation")))
    return address(
        company=text(block.get("company")),
        person=_person(block),
        line1=street(*parts),
        line2=joined(*extra, by=", "),
        zipcode=text(block.get("zipCode")),
        city=text(block.get("city")),
        country=text(block.get("countryCode")),
    )


def _line(item: Mapping[str, Any]) -> ToldLine:
    ean = text_at(item, "product", "ean")
    line = ToldLine(
        sku=text_at(item, "offer", "reference"),
        name=first(text_at(item, "product", "title"), ean),
        amount=number(item.get("quantity")),
        listed=number(item.get("unitPrice")),
        includes_vat=True,
        barcode=ean,
        key=f"ean:{ean}" if ean else "",
    )
    taken_back = item.get("quantity") if _is_cancelled(item) else item.get("quantityCancelled")
    return gone_before(line, cancelled=taken_back, delivered=item.get("quantityShipped"))
