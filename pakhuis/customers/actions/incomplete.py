"""Which customers lack a required own field: marked on each, so that the overview finds them by index."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from pakhuis.customers.models import Customer, OwnField
from pakhuis.customers.own_queries import missing_something

STEP = 5_000
"""Customers a statement looks at: a short lock each time, whatever there is of customers."""


def mark_incomplete() -> int:
    """Bring every customer's mark in step with the required fields; gives how many changed.

    Who was erased lacks nothing. Safe to repeat. A customer written meanwhile has found its own mark with the
    same fields.
    """
    required = list(OwnField.objects.filter(required=True, retired_at=None).values_list("pk", flat=True))
    lacking = missing_something(required)
    last = Customer.objects.aggregate(last=Max("pk"))["last"] or 0
    changed = 0
    for start in range(0, last + 1, STEP):
        some = Customer.objects.filter(pk__gt=start, pk__lte=start + STEP, erased_at=None)
        with transaction.atomic():
            changed += some.filter(lacking, is_incomplete=False).update(is_incomplete=True)
            changed += some.filter(~lacking, is_incomplete=True).update(is_incomplete=False)
    return changed
