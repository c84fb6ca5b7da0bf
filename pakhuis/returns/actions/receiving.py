"""Returned goods are here: on the shelf again, or not fit for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.fulfilment.actions import in_rounds, process_what_was_filled, put_on_shelf
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.returns.actions.change import locked_return
from pakhuis.returns.actions.lines import MOST_PIECES, known_of
from pakhuis.returns.events import GoodsCameBack
from pakhuis.returns.intake import CameBack
from pakhuis.returns.models import Return, ReturnLine
from pakhuis.returns.problems import (
    came_meanwhile,
    more_than_delivered,
    not_on_this_return,
    nothing_came,
    nothing_expected,
)
from pakhuis.stock.actions import hold_warehouses, lock_levels
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

    Of a line of an order no more than it delivered, less what is on other returns. All or nothing; problems
    stand at ``("goods", i)``. The stock history says which return it was, and why.
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
    lock_levels(products, warehouse_ids=[house.pk for house in hold_warehouses()])
    filled = _on_shelf(one, counted, warehouse_id=warehouse_id, by=by, now=now)
    _count_in(counted, warehouse_id=warehouse_id)
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


def _on_shelf(one: Return, counted: Sequence[Counted], *, warehouse_id: int, by: Actor, now: datetime) -> int:
    """What is fit, all of one reason together; gives how many pieces went to who waits."""
    by_reason: dict[str, list[Counted]] = defaultdict(list)
    for row in counted:
        if row.is_fit:
            by_reason[row.line.reason.name if row.line.reason is not None else ""].append(row)
    return sum(
        put_on_shelf(
            warehouse_id,
            goods=Quantities({row.line.product_id: row.amount for row in some}),
            at={row.line.product_id: row.location_id for row in some if row.location_id is not None},
            kind=MoveKind.RETURN,
            reason=(f"{one.number}: {reason}" if reason else one.number)[:200],
            by=by,
            now=now,
        )
        for reason, rows in by_reason.items()
        for some in in_rounds(rows, product=lambda row: row.line.product_id)
    )


def _count_in(counted: Sequence[Counted], *, warehouse_id: int) -> None:
    """On the lines, whose return is locked."""
    lines = {row.line.pk: row.line for row in counted}
    for row in counted:
        row.line.warehouse_id = warehouse_id
        if row.is_fit:
            row.line.returned += row.amount
        else:
            row.line.broken += row.amount
    ReturnLine.objects.bulk_update(lines.values(), ["returned", "broken", "warehouse"], batch_size=AT_ONCE)


def _counted(one: Return, goods: Sequence[CameBack], *, warehouse_id: int) -> list[Counted]:
    checks = Checks()
    lines = {line.pk: line for line in one.lines.select_related("reason", "order_line")}
    if not Warehouse.objects.filter(pk__in=possible_ids([warehouse_id]), active=True).exists():
        checks.add(unknown_warehouse())
    wanted = possible_ids(row.location_id for row in goods)
    places = set(Location.objects.filter(pk__in=wanted, warehouse=warehouse_id).values_list("pk", flat=True))
    expected = {line.pk: line.outstanding for line in lines.values()}
    of_order = [line.order_line for line in lines.values() if line.order_line is not None]
    known = known_of(of_order)
    room = {
        line.pk: known.left(line.order_line, leaving=line.pk) - line.came
        for line in lines.values()
        if line.order_line is not None
    }
    counted: list[Counted] = []
    for index, row in enumerate(goods):
        at = ("goods", index)
        line = lines.get(row.line_id)
        if line is None:
            raise Refused([not_on_this_return((*at, "line"))])
        is_stale = row.seen is not None and row.seen != line.came
        if row.amount is None:
            pieces = expected[line.pk]
            if not pieces and not is_stale:
                checks.add(nothing_expected((*at, "amount")))
        else:
            pieces = checks.whole((*at, "amount"), row.amount, low=1, high=MOST_PIECES)
        expected[line.pk] = max(0, expected[line.pk] - pieces)
        if pieces > room.get(line.pk, pieces):
            checks.add(more_than_delivered(max(0, room[line.pk]), (*at, "amount")))
        elif line.pk in room:
            room[line.pk] -= pieces
        if row.location_id is not None and row.location_id not in places:
            checks.add(unknown_location((*at, "location")))
        if is_stale:
            checks.add(came_meanwhile(line.came, (*at, "amount")))
        counted.append(Counted(line=line, amount=pieces, is_fit=row.is_fit, location_id=row.location_id))
    if not goods:
        checks.add(nothing_came())
    checks.refuse_if_any()
    return counted
