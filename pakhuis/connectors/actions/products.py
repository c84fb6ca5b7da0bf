"""The products that a shop's order asks for: known by code, or made; and the VAT rate of each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rows import rows
from pakhuis.catalogue.actions import create_vat_group, ensure_products, standard_vat_group
from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.connectors.contract import ShopOrderData, WantedProduct
from pakhuis.connectors.drafting import new_lines, wanted_products
from pakhuis.connectors.prices import rounding
from pakhuis.connectors.prints import ROUNDING
from pakhuis.connectors.told import ToldLine
from pakhuis.kernel.actor import Actor
from pakhuis.orders.intake import NewLine


def with_products(data: ShopOrderData, *, prices_lead: bool, by: Actor, now: datetime) -> ShopOrderData:
    """The order with every product there, and every price excluding VAT.

    Where the shop's prices lead and VAT is calculated, a line for rounding brings it to what was charged.
    """
    if any(line.includes_vat and line.rate is None for line in data.lines):
        lines = _with_rates(data.lines)
        data = replace(
            data,
            lines=lines,
            products=wanted_products(lines),
            new=replace(data.new, lines=new_lines(lines)),
        )
    unknown = _unknown(data.products)
    if unknown:
        ensure_products(_with_vat_groups(unknown), by=by, now=now)
    missing = rounding(data.lines) if prices_lead and data.new.calculate_vat is not False else Decimal(0)
    if missing:
        line = _rounding_line(missing, by=by, now=now)
        data = replace(data, new=replace(data.new, lines=(*data.new.lines, line)))
    return data


def _unknown(wanted: Sequence[WantedProduct]) -> list[WantedProduct]:
    """Those of which there is no product yet: mostly none, which one question tells."""
    codes = {one.new.code for one in wanted}
    known = {one.code for one in rows(Product, code=codes)}
    return [one for one in wanted if one.new.code not in known]


def _rounding_line(missing: Decimal, *, by: Actor, now: datetime) -> NewLine:
    """A cent without VAT, in the group that has none; where there is no such group it is made."""
    free = VatGroup.objects.filter(percentage=0, active=True).order_by("pk").first()
    if free is None:
        free = create_vat_group("0%", percentage=0, is_standard=False, by=by, now=now)
    name = ROUNDING.get(account_settings().language, ROUNDING["en"])
    return NewLine(is_own=True, name=name, amount=1, price=missing, vat_group_id=free.pk)


def _with_rates(lines: Sequence[ToldLine]) -> tuple[ToldLine, ...]:
    """Where the shop does not say the rate: that of the product here, else the standard one."""
    codes = {line.sku for line in lines if line.rate is None}
    known = dict(Product.objects.filter(code__in=codes).values_list("code", "vat_group__percentage"))
    standard = standard_vat_group().percentage if codes - set(known) else Decimal(0)
    return tuple(
        line if line.rate is not None else replace(line, rate=known.get(line.sku, standard)) for line in lines
    )


def _with_vat_groups(wanted: Sequence[WantedProduct]) -> list[NewProduct]:
    """Each product with the one VAT group that has its line's rate; else the standard group decides."""
    rates = {one.vat_percentage for one in wanted if one.vat_percentage is not None}
    asked = Q(pk__in=())
    for rate in rates:
        if 0 <= rate <= 100:
            asked |= Q(percentage=rate)
    groups: dict[Decimal, list[int]] = {}
    for pk, percentage in VatGroup.objects.filter(asked).values_list("pk", "percentage") if rates else ():
        groups.setdefault(percentage, []).append(pk)
    return [replace(one.new, vat_group_id=_only(groups, one.vat_percentage)) for one in wanted]


def _only(groups: dict[Decimal, list[int]], rate: Decimal | None) -> int | None:
    found = groups.get(rate, []) if rate is not None else []
    return found[0] if len(found) == 1 else None
