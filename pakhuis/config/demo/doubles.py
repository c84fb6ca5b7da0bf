"""Customers somebody wrote down twice: two pairs wait for a person, one is merged, and one is archived."""

from __future__ import annotations

from datetime import datetime, timedelta

from pakhuis.config.demo.world import World
from pakhuis.customers.actions import archive_customers, create_customer, merge_customers
from pakhuis.customers.actions.doubles import look_at
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus

OVER = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


def write_down_twice(world: World, now: datetime) -> None:
    """The office had no time to search: three cafés are there again under nearly the same name."""
    office, then = world.account.clerk.as_actor(), now - timedelta(days=2)
    cafes = [one for one in world.customers if one.kind == "café" and one.email][:3]
    twins = [
        create_customer(
            CustomerFields(name=f"{one.name} B.V.", email=one.email, remarks="Belde voor een proefpakket."),
            by=office,
            now=then,
        )
        for one in cafes
    ]
    merge_customers(cafes[0].id, twins[0].pk, by=office, now=now - timedelta(days=1))
    for twin in twins[1:]:
        look_at(twin.pk, now=now)
    archive_customers([_long_gone()], by=office, now=then)


def _long_gone() -> int:
    """Who ordered longest ago and waits for nothing."""
    waiting = Order.objects.exclude(status__in=OVER).exclude(customer=None).values("customer_id")
    customers = Customer.objects.exclude(last_order_at=None).exclude(pk__in=waiting)
    return customers.order_by("last_order_at").values_list("pk", flat=True)[0]
