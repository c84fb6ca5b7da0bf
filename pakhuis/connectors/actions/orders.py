"""What a shop's order means here: placed, processed, cancelled, or left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.actions import ensure_products
from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.models import VatGroup
from pakhuis.connectors.contract import Options, ShopOrderData, WantedProduct
from pakhuis.connectors.models import Connection, ProductLink, ShopOrder
from pakhuis.connectors.problems import cancelled_too_late, not_imported, nothing_new
from pakhuis.connectors.states import Stage
from pakhuis.fulfilment.actions import process_order
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem
from pakhuis.orders.actions import cancel_order, place_order
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a shop's order; `problem` says why nothing was done, where nothing was."""

    order: Order | None = None
    problem: Problem | None = None


def options_of(webshop: Webshop) -> Options:
    """What the shop's settings say about translating its orders."""
    connection = Connection.objects.filter(webshop=webshop).first()
    known = ProductLink.objects.filter(webshop=webshop, product__isnull=False)
    return Options(
        webshop_id=webshop.pk,
        country=account_settings().country,
        values=connection.choices if connection else {},
        links=dict(known.values_list("key", "product__code")),
    )


def place(webshop: Webshop, data: ShopOrderData, *, now: datetime) -> Outcome:
    """Bring our order in step with the shop's, in the caller's transaction; raises `Refused`."""
    by = webshop.as_actor()
    seen = ShopOrder.objects.filter(webshop=webshop, external_id=data.external_id).select_related("order")
    known = seen.first()
    if known is not None and not is_newer(data.modified_at, known.modified_at):
        return Outcome(order=known.order, problem=nothing_new())
    order = known.order if known is not None else None
    if data.stage in (Stage.READY, Stage.EXPECTED):
        order = _placed(webshop, data, by=by, now=now)
        problem = None
    elif data.stage is Stage.CANCELLED and order is not None:
        order, problem = _cancelled(order, by=by, now=now)
    else:
        problem = not_imported(data.status)
    if order is not None:
        _remember(webshop, data, order)
    return Outcome(order=order, problem=problem)


def is_newer(given: datetime | None, known: datetime | None) -> bool:
    """Whether a version of an order is newer than what was taken in; without times it may be."""
    return given is None or known is None or given > known


def _placed(webshop: Webshop, data: ShopOrderData, *, by: Actor, now: datetime) -> Order:
    ensure_products(_with_vat_groups(data.products), by=by, now=now)
    order = place_order(data.new, by=by, now=now).order
    if data.stage is Stage.READY and webshop.processes_orders and order.can(OrderMove.PROCESS):
        order = process_order(order.pk, by=by, now=now)
    return order


def _cancelled(order: Order, *, by: Actor, now: datetime) -> tuple[Order, Problem | None]:
    if order.can(OrderMove.CANCEL):
        return cancel_order(order.pk, by=by, now=now), None
    return order, cancelled_too_late()


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


def _remember(webshop: Webshop, data: ShopOrderData, order: Order) -> None:
    ShopOrder.objects.update_or_create(
        webshop=webshop,
        external_id=data.external_id,
        defaults={"modified_at": data.modified_at, "order": order},
    )
