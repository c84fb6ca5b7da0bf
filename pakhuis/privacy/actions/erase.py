"""Erasing a person: everything that names them goes, but what the books must keep, and that is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.accounts.actions import account_settings
from pakhuis.connectors.actions.forget_person import forget_messages
from pakhuis.customers.actions.erase import blank_customer
from pakhuis.customers.models import Customer, Merge
from pakhuis.hooks.actions.forget_person import forget_bodies
from pakhuis.imports.actions.forget_person import forget_rows
from pakhuis.journal.actions import forget_texts
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.orders.actions.erase import blank_orders
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus
from pakhuis.privacy.problems import erased_before, kept_by_law, open_order
from pakhuis.privacy.rules import OrderAge, Split, split

FINISHED = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


@transaction.atomic
def erase_person(customer_id: int, *, by: Actor, now: datetime) -> tuple[Problem, ...]:
    """Blank names and contact data; gives a note for each order that must keep them, with the ground.

    Refused as a whole while an order is open. Amounts, products and VAT stay everywhere: books are kept.
    Of webshop ids a keyed hash stays, so that a late re-sync of an old order brings nobody back.
    """
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None:
        raise Refused([not_found("customer")])
    if customer.erased_at is not None:
        raise Refused([erased_before()])
    parts = _split(customer_id, now=now)
    if parts.open:
        raise Refused([open_order(one.number) for one in parts.open])
    names = [text for text in (customer.email, customer.phone) if text]
    formers = list(Merge.objects.filter(winner_id=customer_id).values_list("loser_id", flat=True))
    orders = [one.id for one in (*parts.erased, *(one for one, _ in parts.kept))]
    blank_orders([one.id for one in parts.erased], now=now)
    forget_messages(order_ids=orders, texts=names)
    forget_bodies(customer_ids=[customer_id, *formers], order_ids=orders)
    forget_rows(customer_ids=[customer_id, *formers])
    forget_texts("customer", [customer_id, *formers])
    forget_texts("order", [one.id for one in parts.erased])
    blank_customer(customer, by=by, now=now)
    return tuple(kept_by_law(one.number, until=end.isoformat()) for one, end in parts.kept)


def _split(customer_id: int, *, now: datetime) -> Split:
    rows = Order.objects.filter(customer_id=customer_id, erased_at=None).order_by("pk")
    ages = [
        OrderAge(id=pk, number=number, counts_from=completed or created, is_open=status not in FINISHED)
        for pk, number, status, completed, created in rows.values_list(
            "pk", "number", "status", "completed_at", "created_at"
        )
    ]
    return split(ages, years=account_settings().legal_period_years, now=now)
