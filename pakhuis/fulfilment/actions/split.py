"""Splitting a picklist: some of what is not picked yet goes to a second one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.rows import rows
from pakhuis.bulk.writing import AT_ONCE
from pakhuis.fulfilment.actions.making import made_picklists
from pakhuis.fulfilment.actions.moving import locked_with_order
from pakhuis.fulfilment.actions.release import created
from pakhuis.fulfilment.actions.whole import refuse_halves
from pakhuis.fulfilment.events import PicklistSplit
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.picklist_rules import PicklistTerms
from pakhuis.fulfilment.problems import (
    not_on_picklist,
    nothing_chosen,
    nothing_would_stay,
    picked_too_many,
)
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import RawNumber
from pakhuis.orders.actions.undelivered import Cut, part_allocations
from pakhuis.orders.models import Allocation

Taken = Sequence[tuple[PicklistLine, int]]
"""Lines with how many of their pieces go; their allocations are read."""


@transaction.atomic
def split_picklist(
    picklist_id: int, *, pieces: Mapping[int, RawNumber], by: Actor, now: datetime
) -> Picklist:
    """Put so many pieces (by line id) on a second picklist of the same order and warehouse; gives that one.

    Only what is not picked yet can go, and something must stay. Zero or nothing of a line leaves it whole.
    """
    picklist = locked_with_order(picklist_id, move=PicklistMove.SPLIT)
    lines = {one.pk: one for one in lines_of(picklist)}
    taken = _checked(lines, pieces)
    return split_off(picklist, taken, by=by, now=now)


def lines_of(picklist: Picklist) -> list[PicklistLine]:
    """The lines with their allocations."""
    lines = rows(PicklistLine, picklist_id=picklist.pk)
    allocations = {one.pk: one for one in rows(Allocation, id=[one.allocation_id for one in lines])}
    for one in lines:
        one.picklist, one.allocation = picklist, allocations[one.allocation_id]
    return lines


def split_off(picklist: Picklist, taken: Taken, *, by: Actor, now: datetime) -> Picklist:
    """Move the pieces to a second picklist, in the caller's transaction, which holds the order's row."""
    refuse_halves(taken)
    (second,) = made_picklists(
        picklist.order,
        [picklist.warehouse_id],
        now=now,
        terms={
            picklist.warehouse_id: PicklistTerms(
                is_urgent=picklist.urgent, profile_id=picklist.shipping_profile_id
            )
        },
    )
    whole = [line.pk for line, pieces in taken if pieces == line.amount]
    parts = [(line, pieces) for line, pieces in taken if pieces < line.amount]
    PicklistLine.objects.filter(pk__in=whole).update(picklist=second)
    allocations = part_allocations([Cut(line.allocation, pieces) for line, pieces in parts])
    for line, pieces in parts:
        line.amount -= pieces
    PicklistLine.objects.bulk_update([line for line, _ in parts], ("amount",), batch_size=AT_ONCE)
    PicklistLine.objects.bulk_create(
        PicklistLine(
            picklist=second,
            order_line_id=line.order_line_id,
            allocation=allocation,
            product_id=line.product_id,
            amount=pieces,
        )
        for (line, pieces), allocation in zip(parts, allocations, strict=True)
    )
    count = sum(pieces for _, pieces in taken)
    split = PicklistSplit(id=picklist.pk, to_id=second.pk, to_number=second.number, pieces=count)
    record([split, created(second)], by=by, now=now)
    return second


def _checked(lines: Mapping[int, PicklistLine], pieces: Mapping[int, RawNumber]) -> Taken:
    checks = Checks()
    taken = []
    for pk, amount in pieces.items():
        place = ("lines", pk)
        if pk not in lines:
            checks.add(not_on_picklist(place))
            continue
        line = lines[pk]
        count = checks.whole(place, amount, low=0, high=10**9)
        if count > line.amount - line.picked:
            checks.add(picked_too_many(line.amount - line.picked, place))
        elif count:
            taken.append((line, count))
    if not taken and not checks.problems:
        checks.add(nothing_chosen())
    if taken and sum(count for _, count in taken) == sum(line.amount for line in lines.values()):
        checks.add(nothing_would_stay())
    checks.refuse_if_any()
    return taken
