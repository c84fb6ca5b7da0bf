"""Writing a change down: columns, tags, lists and warehouses of an order, and its lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Model, Q

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions.writing import line_rows
from pakhuis.orders.change_rules import StandingLine
from pakhuis.orders.events import OrderChanged
from pakhuis.orders.models import (
    Allocation,
    Backorder,
    Order,
    OrderLine,
    OrderPriceList,
    OrderTag,
    OrderWarehouse,
)
from pakhuis.orders.plan import PlannedLine, Source
from pakhuis.orders.standing import told_lines

_SETS: Mapping[str, tuple[type[Model], str]] = {
    "tag_ids": (OrderTag, "tag_id"),
    "price_list_ids": (OrderPriceList, "price_list_id"),
    "warehouse_ids": (OrderWarehouse, "warehouse_id"),
}


def write_values(order: Order, values: Mapping[str, Any], sources: Mapping[str, Source]) -> None:
    """Set columns on the order, which `save_changed` writes; its tags, lists and warehouses at once."""
    for name, value in values.items():
        if name in _SETS:
            model, column = _SETS[name]
            model._default_manager.filter(order_id=order.pk).exclude(**{f"{column}__in": value}).delete()
            model._default_manager.bulk_create(
                (model(**{"order_id": order.pk, column: one}) for one in value), ignore_conflicts=True
            )
        else:
            setattr(order, name, value)
    order.sources = {**order.sources, **{name: list(source) for name, source in sources.items()}}


def mark_inherited(order: Order, tag_ids: Collection[int]) -> None:
    """Have these of the order's tags come from its customer, and all others be said on the order itself."""
    tags = OrderTag.objects.filter(order=order)
    tags.filter(is_inherited=True).exclude(tag_id__in=tag_ids).update(is_inherited=False)
    if tag_ids:
        tags.filter(tag_id__in=tag_ids).update(is_inherited=True)


def save_changed(
    order: Order, values: Collection[str], changes: Sequence[FieldChange], *, by: Actor, now: datetime
) -> None:
    """Write the order with its next version, and the fact."""
    order.version += 1
    order.updated_at = now
    columns = [name for name in values if name not in _SETS]
    order.save(update_fields=[*columns, "sources", "version", "updated_at"])
    record([OrderChanged(id=order.pk, number=order.number, changes=tuple(changes))], by=by, now=now)


def write_lines(before: Sequence[StandingLine], after: Sequence[StandingLine]) -> list[FieldChange]:
    """Write those lines that are different now."""
    old = {one.id: one for one in before}
    changed = [one for one in after if one != old[one.id]]
    OrderLine.objects.bulk_update(
        [
            OrderLine(
                pk=one.id,
                amount=one.amount,
                price=one.price,
                price_source=list(one.price_source),
                name=one.name,
                remarks=one.remarks,
                vat_group_id=one.vat_group_id,
            )
            for one in changed
        ],
        ("amount", "price", "price_source", "name", "remarks", "vat_group"),
        batch_size=AT_ONCE,
    )
    return told_lines(before, changed)


def remove_lines(order: Order, lines: Sequence[StandingLine]) -> list[FieldChange]:
    """Delete lines; of one that was on a picklist or waited before, only what is left is cancelled."""
    ids = [one.id for one in lines]
    tied = {
        pk
        for model in (Allocation, Backorder)
        for pk in model._default_manager.filter(line_id__in=ids).values_list("line_id", flat=True)
    } | {one.id for one in lines if one.gone}
    parts = OrderLine.objects.filter(part_of_id__in=ids)
    tied |= {pk for pk in parts.values_list("part_of_id", flat=True) if pk is not None}
    OrderLine.objects.filter(Q(pk__in=tied) | Q(part_of_id__in=ids)).update(
        amount_cancelled=F("amount") - F("amount_delivered")
    )
    OrderLine.objects.filter(order=order, pk__in=set(ids) - tied).delete()
    return [FieldChange(field=f"lines.{one.position}", old=one.label, new="") for one in lines]


def add_lines(order: Order, lines: Sequence[PlannedLine]) -> list[FieldChange]:
    """Put new lines behind the last."""
    last = OrderLine.objects.filter(order=order).aggregate(last=Max("position"))["last"] or 0
    rows = OrderLine.objects.bulk_create(line_rows(order, lines, start=last + 1))
    return [
        FieldChange(field=f"lines.{row.position}", old="", new=f"{row.amount} × {row.code or row.name}")
        for row in rows
    ]
