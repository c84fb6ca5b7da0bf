"""Making picklists from pieces that may be picked: one for each warehouse of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pakhuis.accounts.actions import account_settings, next_number
from pakhuis.fulfilment.events import PicklistCreated
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.journal.actions import record
from pakhuis.journal.events import Events
from pakhuis.kernel.actor import Actor
from pakhuis.orders.models import Allocation, Order

FIRST_NUMBER = 1000


def release_to_picking(
    order: Order, allocations: Iterable[Allocation], *, by: Actor, now: datetime, after: Events = ()
) -> list[Picklist]:
    """Put these pieces on picklists, one per warehouse. Belongs in the caller's transaction.

    `after` are the facts that led to it, recorded before those of the picklists in one statement.
    """
    by_warehouse: dict[int, list[Allocation]] = defaultdict(list)
    for one in allocations:
        by_warehouse[one.warehouse_id].append(one)
    picklists = _made(order, by_warehouse, now=now) if by_warehouse else []
    record([*after, *(_created(one) for one in picklists)], by=by, now=now)
    return picklists


def _made(order: Order, by_warehouse: Mapping[int, Sequence[Allocation]], *, now: datetime) -> list[Picklist]:
    numbers = _numbers(len(by_warehouse), now=now)
    picklists = Picklist.objects.bulk_create(
        Picklist(
            number=number,
            order=order,
            customer_id=order.customer_id,
            warehouse_id=warehouse_id,
            created_at=now,
            updated_at=now,
        )
        for warehouse_id, number in zip(by_warehouse, numbers, strict=True)
    )
    PicklistLine.objects.bulk_create(
        PicklistLine(
            picklist=picklist,
            order_line_id=one.line_id,
            allocation=one,
            product_id=one.line.product_id,
            amount=one.amount,
        )
        for picklist, pieces in zip(picklists, by_warehouse.values(), strict=True)
        for one in pieces
        if one.line.product_id is not None  # own lines have no pieces
    )
    return picklists


def _created(one: Picklist) -> PicklistCreated:
    return PicklistCreated(id=one.pk, number=one.number, order_id=one.order_id, warehouse_id=one.warehouse_id)


def _numbers(count: int, *, now: datetime) -> list[str]:
    """The next picklist numbers, such as P2026-1001."""
    account = account_settings()
    year = now.astimezone(ZoneInfo(account.time_zone)).year
    last = FIRST_NUMBER + next_number(f"picklist:{year}", count=count)
    return [f"{account.picklist_number_prefix}{year}-{last - count + 1 + one}" for one in range(count)]
