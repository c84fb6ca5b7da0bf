"""A change on all customers of a filter: begun, carried out batch by batch, stopped.

What a filter shows and what a deed does is the caller's to say: it may reach beyond customers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from pakhuis.customers.models import BulkDeed, Customer
from pakhuis.customers.states import DeedState
from pakhuis.kernel.problem import Refused, as_stored

Chosen = Callable[[BulkDeed], Sequence[int]]
"""The ids of the next customers, in their order; none when there are no more."""
Change = Callable[[BulkDeed, Sequence[int]], int]
"""Does the deed to these customers; gives how many changed."""


def begin_bulk_deed(deed: str, *, choice_id: int | None, query: str, user_id: int, now: datetime) -> BulkDeed:
    """Write down what is to be done to whom; the caller has it carried out."""
    newest = Customer.objects.order_by("-pk").values_list("pk", flat=True).first()
    return BulkDeed.objects.create(
        deed=deed, choice_id=choice_id, query=query, user_id=user_id, highest=newest or 0, begun_at=now
    )


@transaction.atomic
def take_next(deed_id: int, *, chosen: Chosen, change: Change, now: datetime) -> bool:
    """One batch, with how far it is, in one transaction; False when nothing is left to be done.

    Safe at the same moment as another, and again after a worker was killed: a batch is whole or not at all.
    """
    deed = BulkDeed.objects.select_for_update().filter(pk=deed_id).first()
    if deed is None or deed.is_over:
        return False
    ids: Sequence[int] = ()
    try:
        with transaction.atomic():
            ids = chosen(deed)
            deed.changed += change(deed, ids) if ids else 0
    except Refused as refused:
        deed.problems = as_stored(refused.problems)
        _end(deed, DeedState.REFUSED, now=now)
    else:
        if ids:
            deed.position = ids[-1]
        else:
            _end(deed, DeedState.DONE, now=now)
    deed.save()
    return not deed.is_over


@transaction.atomic
def stop_bulk_deed(deed_id: int, *, now: datetime) -> None:
    """What was changed stays; the rest is left as it is. One that is over stays as it was."""
    deed = BulkDeed.objects.select_for_update().filter(pk=deed_id).first()
    if deed is not None and not deed.is_over:
        _end(deed, DeedState.STOPPED, now=now)
        deed.save()


def _end(deed: BulkDeed, state: DeedState, *, now: datetime) -> None:
    deed.state, deed.finished_at, deed.query = state, now, ""
