"""Reading how an order stands for its status page: a query for each table, whatever the order's length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pakhuis.fulfilment.models import Parcel, Picklist, PicklistLine
from pakhuis.fulfilment.order_status import (
    Goods,
    Part,
    Stage,
    Tracked,
    in_order,
    stage_of_order,
    stage_of_picklist,
    stage_of_waiting,
)
from pakhuis.orders.models import Backorder, BackorderState, Order, OrderLine
from pakhuis.orders.states import OrderStatus

OPEN_FOR = timedelta(days=365)
"""A status page is closed so long after the last thing that happened to an order that is over."""
NOT_DIVIDED = (OrderStatus.EXPECTED, OrderStatus.CONCEPT)
OVER = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An order as its buyer sees it."""

    order: Order
    parts: tuple[Part, ...]


def standing_of(order_id: int, *, now: datetime) -> Standing | None:
    """How an order stands; None when there is none, when it was erased, or when it is long over."""
    order = (
        Order.objects.select_related("template")
        .filter(pk=order_id, shows_status=True, erased_at=None)
        .first()
    )
    if order is None or (order.status in OVER and order.updated_at < now - OPEN_FOR):
        return None
    lines = list(OrderLine.objects.filter(order=order, product__isnull=False).order_by("position"))
    has_parts = {one.part_of_id for one in lines}
    kept = [one for one in lines if one.pk not in has_parts]
    is_off = order.status == OrderStatus.CANCELLED
    parts = [*_of_picklists(order), _cancelled(kept, is_off=is_off)]
    if order.status in NOT_DIVIDED:
        rest = ((one.outstanding, one.name) for one in kept)
        parts.append(Part(stage=stage_of_order(order.status), goods=_goods(rest)))
    else:
        parts += _waiting(order, today=now.date())
    return Standing(order=order, parts=in_order(parts))


def _goods(rows: Iterable[tuple[int, str]]) -> tuple[Goods, ...]:
    return tuple(Goods(amount=amount, name=name) for amount, name in rows if amount)


def _cancelled(lines: Sequence[OrderLine], *, is_off: bool) -> Part:
    """What will not come: of an order that is off everything that has not left."""
    gone = ((one.amount_cancelled + (one.outstanding if is_off else 0), one.name) for one in lines)
    return Part(stage=Stage.CANCELLED, goods=_goods(gone))


def _of_picklists(order: Order) -> list[Part]:
    picklists = list(Picklist.objects.filter(order=order).order_by("pk"))
    rows: dict[int, list[tuple[int, str]]] = defaultdict(list)
    picked: dict[int, int] = defaultdict(int)
    on_them = PicklistLine.objects.filter(picklist__in=picklists).order_by("order_line__position")
    for picklist, amount, done, name in on_them.values_list(
        "picklist_id", "amount", "picked", "order_line__name"
    ):
        rows[picklist].append((amount, name))
        picked[picklist] += done
    parcels = _parcels(order)
    staged = ((one, stage_of_picklist(one.status, picked=picked[one.pk])) for one in picklists)
    return [
        Part(stage=stage, goods=_goods(rows[one.pk]), at=one.closed_at, parcels=tuple(parcels[one.pk]))
        for one, stage in staged
        if stage is not None
    ]


def _parcels(order: Order) -> dict[int, list[Tracked]]:
    """By picklist the parcels that are on their way."""
    found: dict[int, list[Tracked]] = defaultdict(list)
    rows = Parcel.objects.filter(shipment__order=order, shipment__cancelled_at=None).order_by("pk")
    for one in rows.select_related("shipment"):
        tracked = Tracked(
            carrier=one.shipment.provider_name, code=one.tracking_code, address=one.tracking_url
        )
        found[one.shipment.picklist_id].append(tracked)
    return found


def _waiting(order: Order, *, today: date) -> list[Part]:
    """What waits, by the day its goods are thought to come; a day that is past says nothing."""
    by_day: dict[date | None, list[tuple[int, str]]] = defaultdict(list)
    waiting = Backorder.objects.filter(order=order, state=BackorderState.OPEN).order_by("line__position")
    for amount, name, day in waiting.values_list("amount", "line__name", "expected_on"):
        by_day[day if day is not None and day >= today else None].append((amount, name))
    stage = stage_of_waiting(order.status)
    days = sorted(by_day, key=lambda day: (day is None, day or today))
    return [Part(stage=stage, goods=_goods(by_day[day]), expected_on=day) for day in days]
