"""What an order of any shop tells, before our rules are applied: each shop's mapping only fills this in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from pakhuis.connectors.reading import joined
from pakhuis.connectors.states import Stage
from pakhuis.customers.intake import NewAddress
from pakhuis.kernel.country_names import country_code
from pakhuis.kernel.numbers import RawNumber, as_decimal, as_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One line of goods. `listed` is the price of a piece as sent; `total` the whole line after discounts.

    `with_vat` is what the line came to with its VAT, where a shop tells both.
    `rate` is the VAT percentage it bore, None when the shop does not say; `key` the shop's own name for the
    product, by which a thing without SKU is linked; `remarks` what the buyer chose with it. `cancelled`
    pieces were taken back or refunded, and `delivered` ones sent by somebody else, before we heard of the
    order (see `gone_before`).
    """

    sku: str
    name: str
    amount: RawNumber
    listed: RawNumber
    total: Decimal | None = None
    with_vat: Decimal | None = None
    includes_vat: bool = False
    rate: Decimal | None = None
    barcode: str = ""
    key: str = ""
    remarks: str = ""
    cancelled: int = 0
    delivered: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether it stands for no pieces at all, such as one that was taken off an order in the shop."""
        return as_decimal(self.amount) == 0

    @property
    def is_wanted(self) -> bool:
        """Whether pieces of it are still to be sent."""
        return (as_whole(self.amount) or 0) > self.cancelled + self.delivered

    @property
    def is_over(self) -> bool:
        """Whether every piece was taken back."""
        amount = as_whole(self.amount)
        return amount is not None and amount > 0 and self.cancelled >= amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An order in the shop's own words, sorted. Empty means that the shop says nothing.

    `exempt` is the shop's explicit flag on this order; `tax` and `goods` are its totals, for telling VAT that
    was shifted. `buyer_exempt` is its word on the buyer, whatever they order; None: it has no such word.
    `invoice_is_delivery`: in this kind of shop an empty invoice address means the delivery address.
    `others` are addresses that parts of the order go to beside `delivery`.
    """

    external_id: str
    number: str
    status: str
    stage: Stage
    modified_at: datetime | None
    placed_at: datetime | None = None
    customer_id: str = ""
    customer_number: str = ""
    company: str = ""
    person: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    vat_number: str = ""
    remarks: str = ""
    invoice: NewAddress | None = None
    delivery: NewAddress | None = None
    invoice_is_delivery: bool = False
    others: tuple[NewAddress, ...] = ()
    exempt: bool | None = None
    exempt_reason: str = ""
    buyer_exempt: bool | None = None
    tax: Decimal | None = None
    goods: Decimal | None = None
    is_masked: bool = False
    lines: tuple[ToldLine, ...] = ()
    fingerprint: str = ""
    pickup_point: dict[str, Any] | None = None


def address(
    *,
    company: str = "",
    person: str = "",
    line1: str = "",
    line2: str = "",
    zipcode: str = "",
    city: str = "",
    region: str = "",
    country: str = "",
) -> NewAddress | None:
    """Name = company, else the person; the person is the contact of a company. None when it is empty.

    A country may come by its name or by another usual code, such as UK. Shops fill in their own country where
    the buyer entered nothing: a country alone is no address.
    """
    found = NewAddress(
        name=company or person,
        contact_name=person if company and person != company else "",
        line1=line1,
        line2=line2,
        zipcode=zipcode,
        city=city,
        region=region,
        country=country_code(country) or country,
    )
    is_empty = not any((found.name, line1, line2, zipcode, city))
    return None if is_empty else found


def street(name: str, number: str, extension: str = "") -> str:
    """A street and a house number that came apart, as one line."""
    return joined(name, number, extension)


def gone_before(line: ToldLine, *, cancelled: object = 0, delivered: object = 0) -> ToldLine:
    """The line with the pieces that are not to be sent any more, never more than it has."""
    amount = as_whole(line.amount) or 0
    sent = min(max(as_whole(delivered) or 0, 0), max(amount, 0))
    taken_back = min(max(as_whole(cancelled) or 0, 0), max(amount - sent, 0))
    return replace(line, cancelled=taken_back, delivered=sent)


def less(
    lines: Sequence[ToldLine], off: Decimal | None, *, with_vat: Decimal | None = None
) -> tuple[ToldLine, ...]:
    """Lines after a discount on the whole order, borne by each according to what it costs.

    One of more than the goods cost pays the rest of the order too: then they cost nothing. `with_vat` is the
    discount with VAT, where the shop tells it; else what the lines come to with VAT is not known any more.
    """
    totals, sums = [_costs(line) for line in lines], [line.with_vat for line in lines]
    if off is None or off <= 0 or sum(filter(None, totals), Decimal(0)) <= 0:
        return tuple(lines)
    left = _left(sums, with_vat) if with_vat is not None and None not in sums else [None] * len(lines)
    return tuple(
        replace(line, total=total, with_vat=one)
        for line, total, one in zip(lines, _left(totals, off), left, strict=True)
    )


def _left(costs: Sequence[Decimal | None], off: Decimal) -> list[Decimal | None]:
    """What is left of each cost after its share of a discount; nothing less than nothing."""
    whole = sum(filter(None, costs), Decimal(0))
    off = min(off, whole)
    return [cost - cost * off / whole if cost else cost for cost in costs]


def _costs(line: ToldLine) -> Decimal | None:
    if line.total is not None:
        return line.total
    listed, amount = as_decimal(line.listed), as_decimal(line.amount)
    return listed * amount if listed is not None and amount is not None else None
