"""What still names a person: which orders, and how long they must; and whether anything else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from pakhuis.accounts.actions import account_settings
from pakhuis.bulk.among import Among
from pakhuis.comments.models import Comment
from pakhuis.customers.actions.erase import is_blank
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.queries import is_told_of
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus
from pakhuis.privacy.rules import OrderAge, Split, split
from pakhuis.returns.models import Return

FINISHED = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


def is_erased(customer: Customer) -> bool:
    """Whether the person was erased and nothing was written since; of orders that are kept apart."""
    if customer.erased_at is None or not is_blank(customer):
        return False
    orders = Order.objects.filter(customer=customer)
    everything = subjects_of(orders, customer_ids=[customer.pk])
    erased = subjects_of(orders.exclude(erased_at=None), customer_ids=[customer.pk])
    return not (_is_spoken_of(everything) or _is_logged(erased, since=customer.erased_at))


def is_anonymized(order: Order) -> bool:
    """Whether it was taken off an order who it was for, and nothing was written since."""
    if order.erased_at is None:
        return False
    subjects = subjects_of(Order.objects.filter(pk=order.pk))
    return not (_is_spoken_of(subjects) or _is_logged(subjects, since=order.erased_at))


def subjects_of(orders: QuerySet[Order], *, customer_ids: Sequence[int] = ()) -> dict[str, list[int]]:
    """What something may be said of, by kind: these customers, the orders, their picklists and returns.

    Ids and no queries: each kind is asked about with its own ids. For all kinds at once, or with a query for
    the ids, PostgreSQL would go through the whole logbook.
    """
    ids = list(orders.order_by("pk").values_list("pk", flat=True))
    returns = [
        *Return.objects.filter(Among("order_id", ids)).values_list("pk", flat=True),
        *Return.objects.filter(Among("customer_id", customer_ids)).values_list("pk", flat=True),
    ]
    picklists = Picklist.objects.filter(Among("order_id", ids)).order_by("pk")
    return {
        "customer": list(customer_ids),
        "order": ids,
        "picklist": list(picklists.values_list("pk", flat=True)),
        "return": sorted(set(returns)),
    }


def _is_spoken_of(subjects: Mapping[str, Sequence[int]]) -> bool:
    """Whether a return names its sender, or anything has comments."""
    named = Return.objects.filter(Among("id", subjects["return"])).exclude(name="")
    return named.exists() or any(
        Comment.objects.filter(Among("subject_id", ids), subject_kind=kind).exists()
        for kind, ids in subjects.items()
    )


def _is_logged(subjects: Mapping[str, Sequence[int]], *, since: datetime) -> bool:
    return any(is_told_of(kind, ids, since=since) for kind, ids in subjects.items())


def orders_by_age(customer_id: int, *, now: datetime) -> Split:
    """The orders of a customer whose names were not erased yet: open, free to erase, or to be kept."""
    rows = Order.objects.filter(customer_id=customer_id, erased_at=None).order_by("pk")
    ages = [
        OrderAge(id=pk, number=number, counts_from=completed or created, is_open=status not in FINISHED)
        for pk, number, status, completed, created in rows.values_list(
            "pk", "number", "status", "completed_at", "created_at"
        )
    ]
    return split(ages, years=account_settings().legal_period_years, now=now)
