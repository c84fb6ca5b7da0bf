"""What the customers of a tag are sorted by never differs from the customers themselves."""

from __future__ import annotations

import pytest
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhuis.accounts.actions import create_tag
from pakhuis.accounts.models import Tag
from pakhuis.customers.actions import (
    delete_customer,
    merge_customers,
    note_order,
    tag_customer,
    undo_merge,
    untag_customer,
    update_customer,
)
from pakhuis.customers.actions.bulk import tag_customers, untag_customers
from pakhuis.customers.actions.tag_rows import drifted, hang, keep_sorted
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer, CustomerTag, Merge
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.effort import examples
from tests.factories import MOMENT, a_customer

VERBS = (
    "tag",
    "untag",
    "tag_many",
    "untag_many",
    "rename",
    "number",
    "order",
    "merge",
    "undo",
    "delete",
    "set",
)


def _do(verb: str, one: int, other: int, tag_id: int) -> None:
    if verb == "tag":
        tag_customer(one, tag_id, by=SYSTEM, now=MOMENT)
    elif verb == "untag":
        untag_customer(one, tag_id, by=SYSTEM, now=MOMENT)
    elif verb == "tag_many":
        tag_customers([one, other], tag_id=tag_id, by=SYSTEM, now=MOMENT)
    elif verb == "untag_many":
        untag_customers([one, other], tag_id=tag_id, by=SYSTEM, now=MOMENT)
    elif verb == "rename":
        update_customer(one, CustomerFields(name=f"Kade {other}"), by=SYSTEM, now=MOMENT)
    elif verb == "number":
        update_customer(one, CustomerFields(number=f"N-{one}-{other}"), by=SYSTEM, now=MOMENT)
    elif verb == "order":
        note_order(one, at=MOMENT.replace(minute=other % 60))
    elif verb == "merge":
        merge_customers(one, other, by=SYSTEM, now=MOMENT)
    elif verb == "undo":
        merge = Merge.objects.filter(undone_at=None).order_by("-pk").first()
        undo_merge(0 if merge is None else merge.pk, by=SYSTEM, now=MOMENT)
    elif verb == "delete":
        delete_customer(one, by=SYSTEM, now=MOMENT)
    else:
        update_customer(one, CustomerFields(tag_ids=(tag_id,), name=f"Zee {other}"), by=SYSTEM, now=MOMENT)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=examples(10))
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 3), st.integers(0, 1)),
        max_size=14,
    )
)
def test_whatever_is_done_the_copies_follow(deeds: list[tuple[str, int, int, int]]) -> None:
    Customer.objects.all().delete()
    Merge.objects.all().delete()
    Tag.objects.all().delete()
    tags = [
        create_tag(title, color="#112233", inherit=False, by=SYSTEM, now=MOMENT).pk
        for title in ("Een", "Twee")
    ]
    for number in range(4):
        a_customer(f"Klant {number}", tag_ids=tuple(tags[: number % 3]))
    for verb, one, other, tag in deeds:
        ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        if ids:
            try:
                _do(verb, ids[one % len(ids)], ids[other % len(ids)], tags[tag])
            except Refused:
                continue
        assert drifted() == [], verb


@pytest.mark.django_db
def test_a_copy_that_drifted_is_seen_and_mended() -> None:
    """The check above can fail: who writes past the actions is found out."""
    tag = create_tag("Een", color="#112233", inherit=False, by=SYSTEM, now=MOMENT)
    one, other = a_customer("Kade", tag_ids=(tag.pk,)), a_customer("Zee", tag_ids=(tag.pk,))
    Customer.objects.filter(pk=one.pk).update(name_key="anders")
    row = CustomerTag.objects.get(customer=one)
    assert drifted() == [row.pk]
    keep_sorted([one.pk, other.pk])
    assert drifted() == []
    assert not CustomerTag.objects.exclude(name_key=F("customer__name_key")).exists()


@pytest.mark.django_db
def test_what_hangs_already_stays() -> None:
    tag = create_tag("Een", color="#112233", inherit=False, by=SYSTEM, now=MOMENT)
    one = a_customer("Kade", tag_ids=(tag.pk,))
    hang([(one.pk, tag.pk), (one.pk, tag.pk)])
    hang([])
    assert CustomerTag.objects.count() == 1
