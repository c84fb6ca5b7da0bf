"""Erasing a person: everything that names them goes, but what the books must keep, and that is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.accounts.actions import claim, forget_answers_with
from pakhuis.comments.actions import forget_comments
from pakhuis.comments.models import Comment
from pakhuis.connectors.actions.forget_person import forget_messages
from pakhuis.customers.actions.erase import blank_customer
from pakhuis.customers.actions.merge import names_of
from pakhuis.customers.contacts import ways_to_reach
from pakhuis.customers.events import CustomerMerged, CustomerMergeUndone, CustomerWentUp
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.queries import former_ids, parted_ids
from pakhuis.fulfilment.actions.forget_person import forget_parcels
from pakhuis.fulfilment.models import Picklist
from pakhuis.hooks.actions.forget_person import forget_bodies
from pakhuis.imports.actions.forget_person import forget_rows
from pakhuis.journal.actions import forget_texts
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.orders.actions.erase import blank_orders
from pakhuis.orders.models import Order
from pakhuis.papers.actions.forget_person import forget_mail_problems
from pakhuis.privacy.problems import erased_before, kept_by_law, open_order
from pakhuis.privacy.queries import is_erased, orders_by_age
from pakhuis.returns.actions.forget_person import forget_returns

TELL_OF_BOTH = (CustomerMerged.name, CustomerWentUp.name, CustomerMergeUndone.name)


@transaction.atomic
def erase_person(customer_id: int, *, by: Actor, now: datetime) -> tuple[Problem, ...]:
    """Blank names and contact data; gives a note for each order that must keep them, with the ground.

    Once more it takes the orders whose legal period is over since, and whatever was written since; without
    anything it is refused.
    Refused as a whole while an order is open. Amounts, products and VAT stay everywhere: books are kept.
    Of webshop ids a keyed hash stays, so that a late re-sync of an old order brings nobody back. An order of
    the person that arrives at this moment is waited for, or waits and finds nobody.
    """
    claim(*names_of(customer_id))
    customer = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if customer is None:
        raise Refused([not_found("customer")])
    parts = orders_by_age(customer_id, now=now)
    if not parts.erased and is_erased(customer):
        raise Refused([erased_before()])
    if parts.open:
        raise Refused([open_order(one.number) for one in parts.open])
    ids = [customer_id, *former_ids(customer_id)]
    orders = list(Order.objects.filter(customer=customer).order_by("pk").values_list("pk", flat=True))
    forget_messages(order_ids=orders, texts=ways_to_reach(ids))
    returns = forget_returns(customer_ids=ids, order_ids=orders)
    forget_bodies({"return": returns})
    forget_what_was_said(ids, orders)
    forget_rows(customer_ids=ids)
    forget_texts("customer", ids)
    forget_texts("customer", parted_ids(ids), names=TELL_OF_BOTH)
    again = Order.objects.filter(customer=customer).exclude(erased_at=None).values_list("pk", flat=True)
    forget_orders([*again, *(one.id for one in parts.erased)], now=now)
    blank_customer(customer, by=by, now=now)
    return tuple(kept_by_law(one.number, until=end.isoformat()) for one, end in parts.kept)


def forget_what_was_said(customers: list[int], orders: list[int]) -> None:
    """Comments, messages to other programs and kept answers are no books: they go for every order."""
    picklists = list(Picklist.objects.filter(order_id__in=orders).values_list("pk", flat=True))
    subjects = {"customer": customers, "order": orders, "picklist": picklists}
    comments = {
        kind: list(Comment.objects.filter(subject_kind=kind, subject_id__in=ids).values_list("pk", flat=True))
        for kind, ids in subjects.items()
    }
    forget_bodies({**subjects, "comment": [pk for found in comments.values() for pk in found]})
    forget_answers_with(_marks(customers, [pk for found in comments.values() for pk in found]))
    for kind, ids in subjects.items():
        forget_comments(kind, ids)


def _marks(customers: list[int], comments: list[int]) -> list[str]:
    """What stands in an answer of the API about one of these, as it is written there."""
    addresses = Address.objects.filter(customer_id__in=customers).values_list("pk", flat=True)
    told = {"idcustomer": customers, "idcustomer_address": addresses, "idcomment": comments}
    return [f'"{name}":{pk}{end}' for name, ids in told.items() for pk in ids for end in ",}"]


def forget_orders(ids: list[int], *, now: datetime) -> None:
    """Orders whose legal period is over: who they were for, where it went, what is told of it."""
    picklists = list(Picklist.objects.filter(order_id__in=ids).values_list("pk", flat=True))
    blank_orders(ids, now=now)
    forget_parcels(order_ids=ids)
    forget_mail_problems(order_ids=ids)
    forget_texts("order", ids)
    forget_texts("picklist", picklists)
