"""A Shopware order in our words; promotions are lines below nought and lower the goods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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
    text,
    text_at,
)
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address, gone_before, less
from pakhuis.customers.intake import NewAddress
from pakhuis.kernel.numbers import as_whole

GOODS = ("product", "custom")
PAYMENTS = {
    "paid": Stage.READY,
    "authorized": Stage.READY,
    "refunded_partially": Stage.READY,
    "refunded": Stage.CANCELLED,
    "cancelled": Stage.NOT_YET,
    "failed": Stage.NOT_YET,
    "chargeback": Stage.NOT_YET,
}
"""What a payment means that is no longer awaited, whatever is done with orders that are not paid yet."""
NOT_REFUNDED = ("cancelled", "failed")
RETURNED = ("returned", "returned_partially")


def told(payload: Payload, options: Options) -> Told:
    """The order as Shopware tells it."""
    buyer = mapping(payload.get("orderCustomer"))
    billing = mapping(payload.get("billingAddress")) or _named(payload, payload.get("billingAddressId"))
    guest = at(buyer, "customer", "guest")
    has_account = guest is not None and not is_yes(guest)
    items = mappings(payload.get("lineItems"))
    back = _taken_back(payload)
    lines = [
        gone_before(_line(one, payload), cancelled=back[text(one.get("id"))])
        for one in items
        if _is_goods(one)
    ]
    return Told(
        external_id=text(payload.get("id")),
        number=text(payload.get("orderNumber")),
        status=text_at(payload, "stateMachineState", "technicalName"),
        stage=_stage(payload, options),
        modified_at=moment(first(text(payload.get("updatedAt")), text(payload.get("createdAt")))),
        placed_at=moment(payload.get("orderDateTime")),
        customer_id=text(buyer.get("customerId")) if has_account else "",
        customer_number=_number(buyer) if has_account and options.is_on("takes_numbers") else "",
        company=first(text(buyer.get("company")), text(billing.get("company"))),
        person=joined(*(text(buyer.get(name)) for name in ("title", "firstName", "lastName"))),
        email=text(buyer.get("email")),
        phone=text(billing.get("phoneNumber")),
        locale=text_at(payload, "language", "locale", "code"),
        vat_number=first(
            *(text_at(one, "vatIds", 0) or text_at(one, "vatIds") for one in (buyer, buyer.get("customer"))),
            text(billing.get("vatId")),
        ),
        remarks=text(payload.get("customerComment")),
        invoice=_address(billing),
        delivery=_address(_delivery(payload)),
        exempt=_tax_status(payload) == "tax-free",
        exempt_reason="taxStatus: tax-free",
        tax=_tax(payload),
        goods=money(payload.get("positionPrice")),
        lines=less(lines, _discount(items)),
    )


def _is_goods(item: Mapping[str, Any]) -> bool:
    """By its kind, and where a plug-in made a kind of its own, by the product that it names."""
    return item.get("type") in GOODS or bool(text(item.get("productId")))


def _discount(items: Sequence[Mapping[str, Any]]) -> Decimal:
    """What promotions take off; a line that only holds others together counts nothing by itself."""
    others = [money(one.get("totalPrice")) or Decimal(0) for one in items if not _is_goods(one)]
    return -sum((one for one in others if one < 0), Decimal(0))


def _taken_back(payload: Payload) -> Counter[str]:
    """Pieces that were refunded or came back, by their line: mostly the same ones, so the larger counts."""
    refunds, returns = Counter[str](), Counter[str]()
    for one in mappings(payload.get("pakhuis_refunds")):
        refund = one.get("orderTransactionCaptureRefund")
        if text_at(refund, "stateMachineState", "technicalName") not in NOT_REFUNDED:
            refunds[text(one.get("orderLineItemId"))] += as_whole(one.get("quantity")) or 0
    for one in mappings(payload.get("pakhuis_returns")):
        if text_at(one, "state", "technicalName") in RETURNED:
            returns[text(one.get("orderLineItemId"))] += as_whole(one.get("quantity")) or 0
    return refunds | returns


def _number(buyer: Mapping[str, Any]) -> str:
    return text(buyer.get("customerNumber"))


def _stage(payload: Payload, options: Options) -> Stage:
    """By the states of order, delivery and payment; chosen ways to pay count as paid."""
    state = text_at(payload, "stateMachineState", "technicalName")
    if state == "cancelled":
        return Stage.CANCELLED
    sent = {text_at(one, "stateMachineState", "technicalName") for one in mappings(payload.get("deliveries"))}
    if state == "completed" or (sent and sent <= {"shipped", "returned"}):
        return Stage.SENT
    if state not in ("open", "in_progress"):
        return Stage.NOT_YET
    last = _last_payment(payload)
    paid = PAYMENTS.get(text_at(last, "stateMachineState", "technicalName"))
    if paid is not None:
        return paid
    methods = {one.lower() for one in options.words("paid_methods")}
    if text_at(last, "paymentMethod", "name").lower() in methods:
        return Stage.READY
    return {"expect": Stage.EXPECTED, "take": Stage.READY}.get(options["unpaid"], Stage.NOT_YET)


def _last_payment(payload: Payload) -> Mapping[str, Any]:
    """The last payment: earlier ones were given up."""
    payments = sorted(mappings(payload.get("transactions")), key=lambda one: text(one.get("createdAt")))
    return payments[-1] if payments else {}


def _delivery(payload: Payload) -> Mapping[str, Any]:
    """Where to: of the first delivery that costs something, as discounts on shipping are deliveries too."""
    deliveries = mappings(payload.get("deliveries"))
    paid = [one for one in deliveries if (money(at(one, "shippingCosts", "totalPrice")) or 0) > 0]
    found = mapping(at([*paid, *deliveries], 0))
    return mapping(found.get("shippingOrderAddress")) or _named(payload, found.get("shippingOrderAddressId"))


def _named(payload: Payload, address_id: object) -> Mapping[str, Any]:
    """An address of the order that stands among all of its addresses only."""
    of_order = mappings(payload.get("addresses"))
    return next((one for one in of_order if text(one.get("id")) == text(address_id) != ""), {})


def _address(block: Mapping[str, Any]) -> NewAddress | None:
    extra = ("department", "additionalAddressLine1", "additionalAddressLine2")
    return address(
        company=text(block.get("company")),
        person=joined(text(block.get("firstName")), text(block.get("lastName"))),
        line1=text(block.get("street")),
        line2=joined(*(text(block.get(name)) for name in extra), by=", "),
        zipcode=text(block.get("zipcode")),
        city=text(block.get("city")),
        region=text_at(block, "countryState", "name"),
        country=first(text_at(block, "country", "iso"), text_at(block, "country", "name")),
    )


def _tax_status(payload: Payload) -> str:
    return first(text(payload.get("taxStatus")), text_at(payload, "price", "taxStatus"))


def _tax(payload: Payload) -> Decimal | None:
    taxes = [money(one.get("tax")) for one in mappings(at(payload, "price", "calculatedTaxes"))]
    return sum(filter(None, taxes), Decimal(0)) if at(payload, "price") is not None else None


def _line(item: Mapping[str, Any], payload: Payload) -> ToldLine:
    rates = {money(one.get("taxRate")) for one in mappings(at(item, "price", "calculatedTaxes"))}
    rates |= {money(one.get("taxRate")) for one in mappings(at(item, "priceDefinition", "taxRules"))}
    rate = rates.pop() if len(rates) == 1 else None
    total = money(item.get("totalPrice"))
    taxes = [money(one.get("tax")) for one in mappings(at(item, "price", "calculatedTaxes"))]
    product = first(text(item.get("productId")), text(item.get("identifier")))
    return ToldLine(
        sku=first(text_at(item, "payload", "productNumber"), text_at(item, "product", "productNumber")),
        name=text(item.get("label")),
        amount=number(item.get("quantity")),
        listed=number(item.get("unitPrice")),
        total=total,
        with_vat=total + sum(filter(None, taxes), Decimal(0)) if taxes and total is not None else None,
        includes_vat=_tax_status(payload) == "gross",
        rate=rate if rate is not None and 0 <= rate <= 100 else None,
        key=f"id:{product}" if product else "",
        remarks=chosen(
            ((one.get("group"), one.get("option")) for one in mappings(at(item, "payload", "options"))),
            name=text(item.get("label")),
        ),
    )
