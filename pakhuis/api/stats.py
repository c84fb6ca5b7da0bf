"""Figures of the moment; also what clients ask to see whether they are connected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import answer
from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistStatus
from pakhuis.kernel.clock import now
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.states import OrderStatus

router = Router(tags=["stats"])
OPEN_ORDERS = (OrderStatus.EXPECTED, OrderStatus.CONCEPT, OrderStatus.PROCESSING, OrderStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class Since:
    """Where today and this week (from Monday) began, in the account's time zone."""

    today: datetime
    week: datetime


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure: what it says, and how it is counted."""

    about: str
    count: Callable[[Since], int]


def _closed(since: datetime) -> int:
    return Picklist.objects.filter(status=PicklistStatus.CLOSED, closed_at__gte=since).count()


STATS: dict[str, Stat] = {
    "open-picklists": Stat(
        "Picklists that are not closed or cancelled",
        lambda _: Picklist.objects.filter(status__in=OPEN_STATUSES).count(),
    ),
    "open-orders": Stat(
        "Orders that are not completed or cancelled",
        lambda _: Order.objects.filter(status__in=OPEN_ORDERS).count(),
    ),
    "backorders": Stat(
        "Backorders that wait", lambda _: Backorder.objects.filter(state=BackorderState.OPEN).count()
    ),
    "new-orders-today": Stat(
        "Orders made today", lambda since: Order.objects.filter(created_at__gte=since.today).count()
    ),
    "new-orders-this-week": Stat(
        "Orders made since Monday", lambda since: Order.objects.filter(created_at__gte=since.week).count()
    ),
    "closed-picklists-today": Stat("Picklists closed today", lambda since: _closed(since.today)),
    "closed-picklists-this-week": Stat("Picklists closed since Monday", lambda since: _closed(since.week)),
    "new-customers-this-week": Stat(
        "Customers made since Monday",
        lambda since: Customer.objects.filter(created_at__gte=since.week).count(),
    ),
    "total-orders": Stat("All orders", lambda _: Order.objects.count()),
    "total-products": Stat("All products", lambda _: Product.objects.count()),
    "active-products": Stat("Products in use", lambda _: Product.objects.filter(active=True).count()),
    "inactive-products": Stat("Products not in use", lambda _: Product.objects.filter(active=False).count()),
}


@router.get("/stats")
def list_stats(request: HttpRequest) -> HttpResponse:
    """Which figures there are, each with what it says; counts nothing."""
    return answer({key: stat.about for key, stat in STATS.items()})


@router.get("/stats/{key}")
def get_stat(request: HttpRequest, key: str) -> HttpResponse:
    """One figure, counted now."""
    if key not in STATS:
        raise Http404
    return answer({"value": STATS[key].count(_since(now()))})


def _since(at: datetime) -> Since:
    zone = ZoneInfo(account_settings().time_zone)
    local = at.astimezone(zone).date()
    monday = local - timedelta(days=local.weekday())
    return Since(
        today=datetime.combine(local, time(), tzinfo=zone),
        week=datetime.combine(monday, time(), tzinfo=zone),
    )
