"""What still names a person: which orders, and how long they must; and whether anything else does."""

from __future__ import annotations

from datetime import datetime

from pakhuis.accounts.actions import account_settings
from pakhuis.comments.queries import comment_counts
from pakhuis.customers.actions.erase import is_blank
from pakhuis.customers.models import Customer
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus
from pakhuis.privacy.rules import OrderAge, Split, split

FINISHED = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


def is_erased(customer: Customer) -> bool:
    """Whether the person was erased and nothing of them was written since."""
    return (
        customer.erased_at is not None
        and is_blank(customer)
        and not comment_counts("customer", [customer.pk])
    )


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
