"""Today at a glance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pakhuis.accounts.models import Webshop
from pakhuis.accounts.rights import Right
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import NEEDS_A_PERSON
from pakhuis.kernel.clock import now
from pakhuis.orders.going import can_go
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.states import OrderStatus
from pakhuis.stock.queries import last_check
from pakhuis.ui.access import page, rights_of, user_of
from pakhuis.ui.warehouse_today import warehouse_today


@page()
def dashboard(request: HttpRequest) -> HttpResponse:
    """What came in today, what is to be picked, what waits, and whether the webshops are well."""
    rights = rights_of(request)
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    context: dict[str, Any] = {}
    if Right.STOCK_CHANGE in rights:
        context = {"check": last_check()}
    if Right.ORDERS_SEE in rights:
        waiting = Backorder.objects.filter(state=BackorderState.OPEN)
        context |= {
            "today": Order.objects.filter(created_at__gte=midnight).count(),
            "to_process": Order.objects.filter(status=OrderStatus.CONCEPT).count(),
            "backorders": waiting.count(),
            "can_go": can_go(waiting).count(),
            "recent": Order.objects.select_related("customer", "webshop")
            .annotate(pieces=Sum("lines__amount", filter=Q(lines__part_of=None)))
            .order_by("-pk")[:10],
        }
    if Right.PICKLISTS_WORK in rights:
        context["warehouse"] = warehouse_today(user_of(request).pk, at=now(), midnight=midnight)
    if Right.WEBSHOPS_CHANGE in rights:
        context["webshops"] = _webshops()
    return render(request, "ui/dashboard.html", context)


def _webshops() -> list[Webshop]:
    """Linked shops with how many of their messages of the last thirty days need a person."""
    recent = Delivery.objects.filter(
        webshop=OuterRef("pk"), state__in=NEEDS_A_PERSON, received_at__gte=now() - timedelta(days=30)
    )
    stuck = Subquery(recent.order_by().values("webshop").annotate(Count("pk")).values("pk__count"))
    # Not by a join, which would go through every message that is done.
    rows = Webshop.objects.filter(active=True).annotate(stuck=Coalesce(stuck, 0))
    return list(rows.order_by("name"))
