"""What may be done with an order in whatever state: tags, notes, its public page, and giving a guest order
to its customer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.accounts.models import Tag
from pakhuis.customers.models import Customer
from pakhuis.customers.problems import unknown_tag
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.events import OrderChanged, OrderNoted
from pakhuis.orders.models import Backorder, Order, OrderTag

LONGEST_NOTE = 10_000


@transaction.atomic
def tag_order(order_id: int, *, tag_id: int, by: Actor, now: datetime) -> None:
    """Put a tag on an order; one that is there already stays, and is the order's own from now on.

    A retired one is refused.
    """
    order, tag = any_order(order_id), _tag(tag_id)
    if OrderTag.objects.filter(order=order, tag=tag).update(is_inherited=False):
        return
    if not tag.active:
        raise Refused([unknown_tag(("tag",))])
    OrderTag.objects.create(order=order, tag=tag)
    _record(order, FieldChange(field="tags", old="", new=tag.title), by=by, now=now)


@transaction.atomic
def untag_order(order_id: int, *, tag_id: int, by: Actor, now: datetime) -> None:
    """Take a tag off an order; one that is not there is gone already."""
    order, tag = any_order(order_id), _tag(tag_id)
    gone, _ = OrderTag.objects.filter(order=order, tag=tag).delete()
    if gone:
        _record(order, FieldChange(field="tags", old=tag.title, new=""), by=by, now=now)


@transaction.atomic
def note_on_order(order_id: int, *, note: str, by: Actor, now: datetime) -> Fact:
    """Write a note into the order's logbook."""
    checks = Checks()
    note = checks.text(("note",), note, limit=LONGEST_NOTE, required=True)
    checks.refuse_if_any()
    order = any_order(order_id)
    return record([OrderNoted(id=order.pk, number=order.number, note=note)], by=by, now=now)[0]


@transaction.atomic
def switch_status_page(order_id: int, *, is_open: bool, by: Actor, now: datetime) -> Order:
    """Close the public page of an order, or open it again at the same address."""
    order = any_order(order_id)
    if order.shows_status != is_open:
        order.shows_status = is_open
        order.save(update_fields=["shows_status"])
        change = FieldChange(field="shows_status", old=str(not is_open), new=str(is_open))
        _record(order, change, by=by, now=now)
    return order


@transaction.atomic
def give_to_new_customer(order: Order, customer: Customer, *, by: Actor, now: datetime) -> None:
    """Link a guest order, locked by the caller, to the customer that was made from it; no term changes."""
    order.customer = customer
    order.version += 1
    order.updated_at = now
    order.save(update_fields=["customer", "version", "updated_at"])
    Backorder.objects.filter(order=order).update(customer=customer)
    change = FieldChange(field="customer", old="", new=customer.name)
    record([OrderChanged(id=order.pk, number=order.number, changes=(change,))], by=by, now=now)


def any_order(order_id: int) -> Order:
    """The order, locked, whatever its state, so that two who do the same thing do it once."""
    found = Order.objects.select_for_update(no_key=True).filter(pk__in=possible_ids([order_id])).first()
    if found is None:
        raise Refused([not_found("order")])
    return found


def _tag(tag_id: int) -> Tag:
    found = Tag.objects.filter(pk__in=possible_ids([tag_id])).first()
    if found is None:
        raise Refused([unknown_tag(("tag",))])
    return found


def _record(order: Order, change: FieldChange, *, by: Actor, now: datetime) -> None:
    order.updated_at = now
    order.version += 1
    order.save(update_fields=["updated_at", "version"])
    record([OrderChanged(id=order.pk, number=order.number, changes=(change,))], by=by, now=now)
