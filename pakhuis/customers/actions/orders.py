"""What orders leave behind on their customer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from pakhuis.customers.actions.tag_rows import note_last_order
from pakhuis.customers.models import Customer


def note_order(customer_id: int, *, at: datetime) -> None:
    """Remember when this customer ordered last, for the overview; no change that anybody made.

    An order of old that comes in later is not the last one.
    """
    is_later = Q(last_order_at=None) | Q(last_order_at__lte=at)
    if Customer.objects.filter(is_later, pk=customer_id).update(last_order_at=at):
        note_last_order(customer_id, at=at)
