"""What orders leave behind on their customer."""

from __future__ import annotations

from datetime import datetime

from pakhuis.customers.actions.tag_rows import note_last_order
from pakhuis.customers.models import Customer


def note_order(customer_id: int, *, now: datetime) -> None:
    """Remember when this customer ordered last, for the overview; no change that anybody made."""
    Customer.objects.filter(pk=customer_id).update(last_order_at=now)
    note_last_order(customer_id, now=now)
