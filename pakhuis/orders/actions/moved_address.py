"""A customer's address has changed: open orders that hold exactly the old one may be given the new one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.customers.intake import NewAddress
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.orders.actions.change import change_order
from pakhuis.orders.intake import OrderChange
from pakhuis.orders.models import Order
from pakhuis.orders.queries import holding_address, sides_holding


@transaction.atomic
def replace_address(
    customer_id: int,
    *,
    order_ids: Collection[int],
    old: NewAddress,
    new: NewAddress,
    by: Actor,
    now: datetime,
) -> list[Order]:
    """Put `new` on those of these orders that are open, of this customer, and still hold exactly `old`.

    Every other order is left as it is, whoever asks. Gives those that were changed, by id.
    """
    found = holding_address(customer_id, old).filter(pk__in=order_ids).order_by("pk")
    changed = []
    for order in found:
        sides = sides_holding(order, old)
        change = OrderChange(
            delivery=new if "delivery" in sides else NOT_GIVEN,
            invoice=new if "invoice" in sides else NOT_GIVEN,
        )
        changed.append(change_order(order.pk, change, by=by, now=now))
    return changed
