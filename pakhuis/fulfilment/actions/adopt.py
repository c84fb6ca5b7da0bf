"""Making a customer from a guest order: the order, its backorders and picklists are theirs then."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.customers.actions import create_customer
from pakhuis.customers.intake import BookAddress, CustomerFields
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import any_order, give_to_new_customer
from pakhuis.orders.models import Order
from pakhuis.orders.problems import has_customer
from pakhuis.orders.standing import order_address


@transaction.atomic
def make_customer_of_order(order_id: int, *, by: Actor, now: datetime) -> Customer:
    """A new customer with the order's addresses and contact; the order itself stays as it is.

    Of two who do it at once one makes the customer; the other is refused.
    """
    order = any_order(order_id)
    if order.customer_id is not None:
        raise Refused([has_customer()])
    customer = create_customer(_fields(order), by=by, now=now, known_email=order.email)
    give_to_new_customer(order, customer, by=by, now=now)
    Picklist.objects.filter(order=order).update(customer=customer)
    return customer


def _fields(order: Order) -> CustomerFields:
    delivery, invoice = order_address(order, "delivery"), order_address(order, "invoice")
    is_one = delivery == invoice
    book = [BookAddress(address=invoice, is_default_invoice=True, is_default_delivery=is_one)]
    if not is_one:
        book.append(BookAddress(address=delivery, is_default_delivery=True))
    return CustomerFields(
        name=invoice.name,
        contact_name=invoice.contact_name,
        email=order.email,
        phone=order.phone,
        language=order.language,
        addresses=tuple(book),
    )
