"""The rows that hang tags on customers: the only writer of what the customers of a tag are sorted by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import OuterRef, Subquery

from pakhuis.customers.models import Customer, CustomerTag

COPIED = ("name_key", "number_key", "last_order_at")
SORTED_BY = frozenset({"name", "number"})
"""Fields of a customer that its copies follow from."""


def hang(links: Iterable[tuple[int, int]]) -> None:
    """Hang tags on customers, as pairs of their ids; what hangs already stays as it is."""
    new = [CustomerTag(customer_id=customer_id, tag_id=tag_id) for customer_id, tag_id in links]
    if new:
        CustomerTag.objects.bulk_create(new, ignore_conflicts=True)
        keep_sorted({one.customer_id for one in new})


def keep_sorted(customer_ids: Collection[int]) -> None:
    """Copy again what these customers are sorted by; the caller holds their rows. One statement."""
    own = Customer.objects.filter(pk=OuterRef("customer_id"))
    copies = {name: Subquery(own.values(name)[:1]) for name in COPIED}
    CustomerTag.objects.filter(customer_id__in=customer_ids).update(**copies)


def note_last_order(customer_id: int, *, at: datetime) -> None:
    """The one copy that changes with every order."""
    CustomerTag.objects.filter(customer_id=customer_id).update(last_order_at=at)


def drifted() -> list[int]:
    """Rows whose copies differ from their customer, by id; there must be none."""
    columns = ("pk", *COPIED, *(f"customer__{name}" for name in COPIED))
    rows = CustomerTag.objects.order_by("pk").values_list(*columns).iterator()
    return [row[0] for row in rows if row[1:4] != row[4:7]]
