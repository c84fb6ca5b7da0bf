"""What can be done to many customers at once, at once for some and in the background for very many."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.http import QueryDict

from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import archive_customers, unarchive_customers
from pakhuis.customers.actions.bulk import tag_customers, untag_customers
from pakhuis.customers.actions.bulk_deeds import take_next
from pakhuis.customers.models import BulkDeed
from pakhuis.customers.problems import not_allowed_any_more
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import add_price_list, remove_price_list
from pakhuis.ui.customer_filter import filter_of

AT_A_TIME = 500
"""Customers changed in one transaction: a short lock each."""
WHILE = 20.0
"""Seconds after which a task lets others go first."""
Deed = Callable[[Sequence[int], int, Actor, datetime], int]
DEEDS: dict[str, Deed] = {
    "tag": lambda ids, one, by, at: tag_customers(ids, tag_id=one, by=by, now=at),
    "untag": lambda ids, one, by, at: untag_customers(ids, tag_id=one, by=by, now=at),
    "add_list": lambda ids, one, by, at: add_price_list(ids, price_list_id=one, by=by, now=at),
    "remove_list": lambda ids, one, by, at: remove_price_list(ids, price_list_id=one, by=by, now=at),
    "archive": lambda ids, _one, by, at: archive_customers(ids, by=by, now=at),
    "unarchive": lambda ids, _one, by, at: unarchive_customers(ids, by=by, now=at),
}
NEEDED = {"tag": "tag", "untag": "tag", "add_list": "price_list", "remove_list": "price_list"}
"""Which choice a deed needs beside the customers."""


def do_at_once(deed: str, ids: Sequence[int], choice: int, *, by: Actor) -> int:
    """Do it to these customers; gives how many changed."""
    return sum(DEEDS[deed](some, choice, by, now()) for some in _parts(ids))


def work_a_while(deed_id: int, *, seconds: float = WHILE) -> bool:
    """Carry a deed on for some seconds; whether something is left."""
    end = time.monotonic() + seconds
    while take_next(deed_id, chosen=_next, change=_change, now=now()):
        if time.monotonic() > end:
            return True
    return False


def _next(deed: BulkDeed) -> list[int]:
    """Those that fit the filter now: who was changed so that it fits no more lies behind."""
    fitting = filter_of(QueryDict(deed.query)).rows()
    left = fitting.filter(pk__gt=deed.position, pk__lte=deed.highest).order_by("pk")
    return list(left.values_list("pk", flat=True)[:AT_A_TIME])


def _change(deed: BulkDeed, ids: Iterable[int]) -> int:
    user = User.objects.get(pk=deed.user_id)
    if Right.CUSTOMERS_CHANGE not in user.granted_rights():
        raise Refused([not_allowed_any_more(user.full_name)])
    return DEEDS[deed.deed](list(ids), deed.choice_id or 0, user.as_actor(), now())


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_A_TIME):
        yield ids[start : start + AT_A_TIME]
