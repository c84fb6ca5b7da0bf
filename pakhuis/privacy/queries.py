"""What still names a person: which orders, and how long they must; and whether anything else does."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from pakhuis.accounts.actions import account_settings
from pakhuis.comments.models import Comment
from pakhuis.customers.actions.erase import is_blank
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
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
    returns = Return.objects.filter(Q(customer=customer) | Q(order__in=orders))
    related = {"order": orders, "picklist": Picklist.objects.filter(order__in=orders), "return": returns}
    is_about = Q(subject_kind="customer", subject_id=customer.pk)
    for kind, rows in related.items():
        is_about |= Q(subject_kind=kind, subject_id__in=rows.values("pk"))
    return not (returns.exclude(name="").exists() or Comment.objects.filter(is_about).exists())


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
