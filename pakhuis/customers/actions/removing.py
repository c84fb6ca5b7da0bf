"""Customers removed whole, with all that others keep about them without a foreign key."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.comments.actions import forget_comments
from pakhuis.customers.models import Customer
from pakhuis.customers.queries import former_ids, merges_of


def remove(ids: Collection[int]) -> None:
    """Remove these customers with what was said about them and the merges they had a part in.

    One with orders raises what its foreign keys raise; the caller's savepoint takes the rest back.
    """
    forget_comments("customer", ids)
    Customer.objects.filter(pk__in=ids).delete()
    merges_of([*ids, *former_ids(*ids)]).delete()
