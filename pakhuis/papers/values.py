"""What the mails about an order say: everything as text in the order's language, nothing internal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from pakhuis.accounts.models import AccountSettings
from pakhuis.fulfilment.models import Parcel, Picklist
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.status_key import status_address
from pakhuis.orders.totals import totals
from pakhuis.papers.language import Lists, Values
from pakhuis.pricing.rules import line_total

ADDRESS = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")


@dataclass(frozen=True, slots=True)
class Told:
    """What a text is filled in with."""

    values: Values
    lists: Lists


def told_of(order: Order, settings: AccountSettings, *, picklist: Picklist | None = None) -> Told:
    """The values of an order; with a picklist also what was sent in it and what still comes.

    What was sold is told, not the parts of a composition, which cost nothing and go and wait with it.
    `order` comes with its customer; asks for the lines and, with a picklist, for what is on it.
    """
    words = _Words(order.language)
    all_lines = list(order.lines.select_related("vat_group"))
    lines = [line for line in all_lines if line.part_of_id is None]
    values = {
        **_order(
            order,
            lines,
            words,
            zone=settings.time_zone,
            shows_status=settings.shows_status_pages and order.shows_status,
        ),
        **company_values(settings),
        **_address("delivery", order, words),
        **_address("invoice", order, words),
    }
    if picklist is None:
        still = [(line, line.amount - line.amount_cancelled) for line in lines]
        return Told(values, {"lines": _rows(still, order, words)})
    sent = _sent(picklist, all_lines)
    values["picklist.number"] = picklist.number
    lists = {
        "lines": _rows([(line, sent[line.pk]) for line in lines], order, words),
        "waiting": _rows([(line, line.outstanding) for line in lines], order, words),
        "parcels": _parcels(picklist),
    }
    return Told(values, lists)


def _sent(picklist: Picklist, lines: Sequence[OrderLine]) -> Counter[int]:
    """How many pieces of each line left with the picklist; of a composition as many as its parts make up."""
    pieces = Counter[int]()
    for line_id, amount in picklist.lines.values_list("order_line_id", "amount"):
        pieces[line_id] += amount
    whole: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        if line.part_of_id is not None:
            whole[line.part_of_id].append(pieces[line.pk] // line.part_amount)
    return pieces + Counter({main: min(counts) for main, counts in whole.items()})


class _Words:
    """Numbers, days and countries as they are written in a language."""

    def __init__(self, language: str) -> None:
        self._locale = language

    def money(self, amount: Decimal) -> str:
        return str(format_currency(amount, "EUR", locale=self._locale))

    def price(self, amount: Decimal) -> str:
        pattern = "¤ #,##0.00##"
        return str(format_currency(amount, "EUR", format=pattern, locale=self._locale, currency_digits=False))

    def number(self, value: Decimal) -> str:
        return str(format_decimal(value, format="#,##0.####", locale=self._locale))

    def day(self, value: date | None) -> str:
        return str(format_date(value, "d MMMM y", locale=self._locale)) if value else ""

    def country(self, code: str) -> str:
        return str(Locale.parse(self._locale).territories.get(code, code))


def _order(
    order: Order, lines: Sequence[OrderLine], words: _Words, *, zone: str, shows_status: bool
) -> dict[str, str]:
    sums = totals(
        [line.counted for line in lines], discount=order.discount, calculate_vat=order.calculate_vat
    )
    return {
        "order.number": order.number,
        "order.reference": order.reference,
        "order.date": words.day(order.created_at.astimezone(ZoneInfo(zone)).date()),
        "order.delivery_date": words.day(order.preferred_delivery_date),
        "order.remarks": order.remarks,
        "order.status_page": status_address(order.pk) if shows_status else "",
        "order.contact": order.delivery_contact_name or order.delivery_name,
        "order.discount": f"{words.number(order.discount)} %" if order.discount else "",
        "order.excluding": words.money(sums.excluding.amount),
        "order.vat": words.money(sums.vat.amount) if order.calculate_vat else "",
        "order.total": words.money(sums.including.amount),
        "customer.name": order.customer.name if order.customer else order.invoice_name,
        "customer.number": (order.customer.number or "") if order.customer else "",
    }


def company_values(settings: AccountSettings) -> dict[str, str]:
    """How the company calls itself."""
    return {
        "company.name": settings.company_name,
        "company.address": settings.company_address,
        "company.email": settings.company_email,
        "company.phone": settings.company_phone,
    }


def _address(kind: str, order: Order, words: _Words) -> dict[str, str]:
    own = {name: str(getattr(order, f"{kind}_{name}")) for name in ADDRESS}
    country = words.country(own["country"]) if own["country"] else ""
    town = " ".join(filter(None, (own["zipcode"], own["city"])))
    envelope = (own["name"], own["contact_name"], own["line1"], own["line2"], town, own["region"], country)
    return {
        f"{kind}.name": own["name"],
        f"{kind}.contact": own["contact_name"],
        f"{kind}.street": own["line1"],
        f"{kind}.zipcode": own["zipcode"],
        f"{kind}.city": own["city"],
        f"{kind}.country": country,
        f"{kind}.full": "\n".join(filter(None, envelope)),
    }


def _rows(amounts: Iterable[tuple[OrderLine, int]], order: Order, words: _Words) -> list[Values]:
    return [
        {
            "amount": str(amount),
            "code": line.code,
            "name": line.name,
            "remarks": line.remarks,
            "price": words.price(line.price),
            "total": words.money(line_total(line.price, amount=amount, discount=order.discount).amount),
        }
        for line, amount in amounts
        if amount > 0
    ]


def _parcels(picklist: Picklist) -> list[Values]:
    """The parcels of a picklist that are on their way."""
    found = Parcel.objects.filter(shipment__picklist=picklist, shipment__cancelled_at=None)
    return [
        {
            "carrier": one.shipment.provider_name,
            "code": one.tracking_code,
            "link": one.tracking_url,
        }
        for one in found.select_related("shipment").order_by("shipment_id", "pk")
    ]
