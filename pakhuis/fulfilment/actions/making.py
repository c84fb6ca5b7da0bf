"""Making picklists: their numbers and their place in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pakhuis.accounts.actions import account_settings, next_number
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.queue_rules import rank
from pakhuis.orders.models import Order

FIRST_NUMBER = 1000


def made_picklists(
    order: Order, warehouse_ids: Sequence[int], *, now: datetime, is_urgent: bool = False
) -> list[Picklist]:
    """A picklist of this order for each warehouse, still without lines."""
    today = now.astimezone(ZoneInfo(account_settings().time_zone)).date()
    place = rank(is_urgent=is_urgent, made_on=today, wished_on=order.preferred_delivery_date)
    return Picklist.objects.bulk_create(
        Picklist(
            number=number,
            order=order,
            customer_id=order.customer_id,
            warehouse_id=warehouse_id,
            urgent=is_urgent,
            rank=place,
            created_at=now,
            updated_at=now,
        )
        for warehouse_id, number in zip(warehouse_ids, _numbers(len(warehouse_ids), now=now), strict=True)
    )


def _numbers(count: int, *, now: datetime) -> list[str]:
    """The next picklist numbers, such as P2026-1001."""
    account = account_settings()
    year = now.astimezone(ZoneInfo(account.time_zone)).year
    last = FIRST_NUMBER + next_number(f"picklist:{year}", count=count)
    return [f"{account.picklist_number_prefix}{year}-{last - count + 1 + one}" for one in range(count)]
