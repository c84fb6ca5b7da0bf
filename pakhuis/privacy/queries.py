"""Which orders of a person still name them, and how long they must."""

from __future__ import annotations

from datetime import datetime

from pakhuis.accounts.actions import account_settings
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus
from pakhuis.privacy.rules import OrderAge, Split, split

FINISHED = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


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
