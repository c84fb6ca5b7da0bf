"""Making picklists: their numbers and their place in the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pakhuis.accounts.actions import account_settings, next_number
from pakhuis.accounts.models import AccountSettings
from pakhuis.bulk.inserting import insert
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.picklist_rules import PicklistTerms
from pakhuis.fulfilment.queue_rules import rank
from pakhuis.orders.models import Order


def made_picklists(
    order: Order,
    warehouse_ids: Sequence[int],
    *,
    now: datetime,
    terms: Mapping[int, PicklistTerms],
) -> list[Picklist]:
    """A picklist of this order for each warehouse, with these terms by warehouse, still without lines."""
    account = account_settings()
    today = now.astimezone(ZoneInfo(account.time_zone)).date()
    numbers = _numbers(len(warehouse_ids), account, now=now)
    return insert(
        Picklist(
            number=number,
            order=order,
            customer_id=order.customer_id,
            warehouse_id=warehouse_id,
            urgent=terms[warehouse_id].is_urgent,
            rank=rank(
                is_urgent=terms[warehouse_id].is_urgent,
                made_on=today,
                wished_on=order.preferred_delivery_date,
            ),
            shipping_profile_id=terms[warehouse_id].profile_id,
            assigned_to_id=terms[warehouse_id].user_id,
            created_at=now,
            updated_at=now,
        )
        for warehouse_id, number in zip(warehouse_ids, numbers, strict=True)
    )


def _numbers(count: int, account: AccountSettings, *, now: datetime) -> list[str]:
    """The next picklist numbers, such as P2026-1001; those in use already are passed over."""
    form, year = account.picklist_numbers, now.astimezone(ZoneInfo(account.time_zone)).year
    numbers: list[str] = []
    while len(numbers) < count:
        asked = count - len(numbers)
        last = next_number(form.series("picklist", year), count=asked)
        taken = [form.written(one, year) for one in range(last - asked + 1, last + 1)]
        used = set[str]()
        if account.numbers_may_meet:
            used = set(Picklist.objects.filter(number__in=taken).values_list("number", flat=True))
        numbers += [one for one in taken if one not in used]
    return numbers
