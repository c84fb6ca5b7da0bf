"""Reading orders: what matters of one customer at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import DecimalField, F, Q, QuerySet, Sum

from pakhuis.customers.intake import NewAddress
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.rhythm import Rhythm, rhythm
from pakhuis.orders.states import ALLOWED, OrderMove, OrderStatus

YEAR = timedelta(days=365)
RECENT = 60
"""Orders that the rhythm is taken from: how somebody orders now, not years ago."""
WORTH = DecimalField(max_digits=20, decimal_places=4)


@dataclass(frozen=True, slots=True)
class Glance:
    """Orders of a customer that were not cancelled: those of twelve months, and their worth excluding VAT."""

    last: datetime | None
    count: int
    sum: Decimal
    rhythm: Rhythm | None


def glance_at(customer_id: int, *, now: datetime, zone: ZoneInfo) -> Glance:
    """Three queries, whatever there is of orders; days are those of `zone`."""
    orders = Order.objects.filter(customer_id=customer_id).exclude(status=OrderStatus.CANCELLED)
    recent = orders.filter(created_at__gte=now - YEAR)
    moments = list(orders.order_by("-id").values_list("created_at", flat=True)[:RECENT])
    amount = F("amount") - F("amount_cancelled")
    price = F("price") * (Decimal(100) - F("order__discount")) / Decimal(100)
    # A join walks the customer's part of one index; a subquery would be a list of ids that is made first.
    theirs = {"order__customer_id": customer_id, "order__created_at__gte": now - YEAR, "part_of": None}
    lines = OrderLine.objects.filter(**theirs).exclude(order__status=OrderStatus.CANCELLED).order_by()
    worth = lines.aggregate(sum=Sum(amount * price, output_field=WORTH))["sum"]
    return Glance(
        last=max(moments, default=None),
        count=recent.count(),
        sum=worth or Decimal(0),
        rhythm=rhythm(moment.astimezone(zone).date() for moment in moments),
    )


SIDES = ("delivery", "invoice")
PARTS = NewAddress._fields


def holding_address(customer_id: int, address: NewAddress) -> QuerySet[Order]:
    """The customer's orders that may still change and hold exactly this address, on either side."""
    holding = Q(pk__in=())
    for side in SIDES:
        holding |= Q(**{f"{side}_{part}": getattr(address, part) for part in PARTS})
    return Order.objects.filter(holding, customer_id=customer_id, status__in=ALLOWED[OrderMove.CHANGE])


def sides_holding(order: Order, address: NewAddress) -> list[str]:
    """On which sides (`delivery`, `invoice`) an order holds exactly this address."""
    return [
        side
        for side in SIDES
        if all(getattr(order, f"{side}_{part}") == getattr(address, part) for part in PARTS)
    ]
