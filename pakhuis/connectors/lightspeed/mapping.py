"""A Lightspeed order with its products, in our words; streets and house numbers come apart and are joined."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pakhuis.connectors.contract import Options, Payload
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
from pakhuis.kernel.money import HUNDRED


def told(payload: Payload, options: Options) -> Told:
    """The order as Lightspeed tells it."""
    order = mapping(payload.get("order"))
    company = text(order.get("companyName")) if is_yes(order.get("isCompany")) else ""
    with_tax, without = money(order.get("priceIncl")), money(order.get("priceExcl"))
    return Told(
        external_id=text(order.get("id")),
        number=first(text(order.get("number")), text(order.get("id"))),
        status=text(order.get("status")),
        stage=_stage(order, options),
        modified_at=moment(order.get("updatedAt")),
        placed_at=moment(order.get("createdAt")),
        customer_id=text_at(order, "customer", "resource", "id"),
        company=company,
        person=joined(*(text(order.get(name)) for name in ("firstname", "middlename", "lastname"))),
        email=text(order.get("email")),
        phone=first(text(order.get("phone")), text(order.get("mobile"))),
        locale=first(text_at(order, "language", "locale"), text_at(order, "language", "code")),
        vat_number=text(order.get("companyVatNumber")),
        remarks=text(order.get("comment")),
        invoice=_address(order, "addressBilling", company),
        delivery=_address(order, "addressShipping", text(order.get("addressShippingCompany"))),
        tax=with_tax - without if with_tax is not None and without is not None else None,
        goods=without,
        lines=tuple(_line(one) for one in mappings(payload.get("products"))),
    )


def _stage(order: Mapping[str, Any], options: Options) -> Stage:
    status = text(order.get("status"))
    if "cancelled" in status:
        return Stage.CANCELLED
    if text(order.get("shipmentStatus")) == "shipped" or status.startswith("completed"):
        return Stage.SENT
    if text(order.get("paymentStatus")) == "paid":
        return Stage.READY
    if not status:
        return Stage.NOT_YET
    return {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)


def _address(order: Mapping[str, Any], block: str, company: str) -> NewAddress | None:
    def part(name: str) -> str:
        return text(order.get(f"{block}{name}"))

    return address(
        company=company,
        person=part("Name"),
        line1=street(part("Street"), part("Number"), part("Extension")),
        line2=part("Street2"),
        zipcode=part("Zipcode"),
        city=part("City"),
        region=first(part("Region"), text_at(order, f"{block}RegionData", "name")),
        country=first(text_at(order, f"{block}Country", "code"), text_at(order, f"{block}Country", "title")),
    )


def _line(item: Mapping[str, Any]) -> ToldLine:
    """The price of a piece without VAT; the rate is a part of one (0.21)."""
    rate = money(item.get("taxRate"))
    variant = first(text_at(item, "variant", "resource", "id"), text_at(item, "product", "resource", "id"))
    discount = money(item.get("discountExcl")) or Decimal(0)
    price, amount = money(item.get("priceExcl")), money(item.get("quantityOrdered"))
    with_tax, off = money(item.get("priceIncl")), money(item.get("discountIncl")) or Decimal(0)
    line = ToldLine(
        sku=first(text(item.get("sku")), text(item.get("articleCode"))),
        name=joined(text(item.get("productTitle")), text(item.get("variantTitle"))),
        amount=number(item.get("quantityOrdered")),
        listed=number(item.get("priceExcl")),
        total=price * amount - discount if price is not None and amount is not None else None,
        with_vat=with_tax * amount - off if with_tax is not None and amount is not None else None,
        rate=_percentage(rate),
        barcode=text(item.get("ean")),
        key=f"id:{variant}" if variant else "",
    )
    # What came back is refunded too, mostly: the larger of the two says how many pieces it is about.
    back = max(money(item.get(name)) or Decimal(0) for name in ("quantityReturned", "quantityRefunded"))
    return gone_before(line, cancelled=back, delivered=item.get("quantityShipped"))


def _percentage(rate: Decimal | None) -> Decimal | None:
    """0.21 and 21 are the same rate."""
    if rate is None or not 0 <= rate <= HUNDRED:
        return None
    return rate * HUNDRED if rate < 1 else rate
