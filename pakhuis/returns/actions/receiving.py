"""Returned goods are here: on the shelf again, or not fit for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pakhuis.fulfilment.actions import process_what_was_filled, put_on_shelf
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.returns.actions.change import locked_return
from pakhuis.returns.actions.lines import MOST_PIECES
from pakhuis.returns.events import GoodsCameBack
from pakhuis.returns.intake import CameBack
from pakhuis.returns.models import Return, ReturnLine
from pakhuis.returns.problems import came_meanwhile, not_on_this_return, nothing_came
from pakhuis.stock.actions import lock_levels
from pakhuis.stock.models import Location, MoveKind, Warehouse
from pakhuis.stock.problems import unknown_location, unknown_warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many pieces of a line, checked."""

    line: ReturnLine
    amount: int
    is_fit: bool
    location_id: int | None


def receive_return(
    return_id: int, *, warehouse_id: int, goods: Sequence[CameBack], by: Actor, now: datetime
) -> Return:
    """Put what is fit on the shelf, where it goes to who waits for it, and write down what is not.

    All or nothing; problems stand at ``("goods", i)``. The stock history says which return it was, and why.
    """
    one, products, filled = _received(return_id, warehouse_id=warehouse_id, goods=goods, by=by, now=now)
    process_what_was_filled(products, filled=filled, by=by, now=now)
    return one


@transaction.atomic
def _received(
    return_id: int, *, warehouse_id: int, goods: Sequence[CameBack], by: Actor, now: datetime
) -> tuple[Return, list[int], int]:
    one = locked_return(return_id)
    counted = _counted(one, goods, warehouse_id=warehouse_id)
    products = sorted({row.line.product_id for row in counted if row.is_fit})
    lock_levels(products, warehouse_ids=list(Warehouse.objects.values_list("pk", flat=True)))
    filled = 0
    for row in counted:
        came = (
            {"returned": F("returned") + row.amount} if row.is_fit else {"broken": F("broken") + row.amount}
        )
        ReturnLine.objects.filter(pk=row.line.pk).update(**came, warehouse_id=warehouse_id)
        if row.is_fit:
            filled += _on_shelf(one, row, warehouse_id=warehouse_id, by=by, now=now)
    Return.objects.filter(pk=one.pk).update(received_at=one.received_at or now, updated_at=now)
    facts = [
        GoodsCameBack(
            id=one.pk,
            number=one.number,
            product_id=row.line.product_id,
            label=row.line.code,
            pieces=row.amount if row.is_fit else 0,
            broken=0 if row.is_fit else row.amount,
        )
        for row in counted
    ]
    record(facts, by=by, now=now)
    one.refresh_from_db()
    return one, products, filled


def _on_shelf(one: Return, row: Counted, *, warehouse_id: int, by: Actor, now: datetime) -> int:
    product_id = row.line.product_id
    why = f"{one.number}: {row.line.reason.name}" if row.line.reason is not None else one.number
    return put_on_shelf(
        warehouse_id,
        goods=Quantities({product_id: row.amount}),
        at={product_id: row.location_id} if row.location_id is not None else {},
        kind=MoveKind.RETURN,
        reason=why[:200],
        by=by,
        now=now,
    )


def _counted(one: Return, goods: Sequence[CameBack], *, warehouse_id: int) -> list[Counted]:
    checks = Checks()
    lines = {line.pk: line for line in one.lines.select_related("reason")}
    if not Warehouse.objects.filter(pk__in=possible_ids([warehouse_id]), active=True).exists():
        checks.add(unknown_warehouse())
    wanted = possible_ids(row.location_id for row in goods)
    places = set(Location.objects.filter(pk__in=wanted, warehouse=warehouse_id).values_list("pk", flat=True))
    counted: list[Counted] = []
    for index, row in enumerate(goods):
        at = ("goods", index)
        pieces = checks.whole((*at, "amount"), row.amount, low=1, high=MOST_PIECES)
        line = lines.get(row.line_id)
        if line is None:
            raise Refused([not_on_this_return((*at, "line"))])
        if row.location_id is not None and row.location_id not in places:
            checks.add(unknown_location((*at, "location")))
        if row.seen is not None and row.seen != line.came:
            checks.add(came_meanwhile(line.came, (*at, "amount")))
        counted.append(Counted(line=line, amount=pieces, is_fit=row.is_fit, location_id=row.location_id))
    if not goods:
        checks.add(nothing_came())
    checks.refuse_if_any()
    return counted
