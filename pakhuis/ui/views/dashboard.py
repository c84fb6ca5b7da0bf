"""Today at a glance, and the search box that finds anything."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pakhuis.accounts.models import Webshop
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import Product
from pakhuis.connectors.states import DeliveryState
from pakhuis.customers.models import Customer
from pakhuis.customers.search import best_of
from pakhuis.kernel.clock import now
from pakhuis.kernel.text import clean, fold
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.states import OrderStatus
from pakhuis.ui.access import page, rights_of, user_of
from pakhuis.ui.warehouse_today import warehouse_today

AT_MOST = 8
NEEDS_A_PERSON = (
    DeliveryState.WAITING,
    DeliveryState.REFUSED,
    DeliveryState.MALFORMED,
    DeliveryState.FAILED,
)


@page()
def dashboard(request: HttpRequest) -> HttpResponse:
    """What came in today, what is to be picked, what waits, and whether the webshops are well."""
    rights = rights_of(request)
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    context = {}
    if Right.ORDERS_SEE in rights:
        waiting = Backorder.objects.filter(state=BackorderState.OPEN)
        context = {
            "today": Order.objects.filter(created_at__gte=midnight).count(),
            "to_process": Order.objects.filter(status=OrderStatus.CONCEPT).count(),
            "backorders": waiting.count(),
            "can_go": waiting.filter(available__gte=1).count(),
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
    recent = Q(deliveries__state__in=NEEDS_A_PERSON, deliveries__received_at__gte=now() - timedelta(days=30))
    rows = Webshop.objects.filter(active=True).annotate(stuck=Count("deliveries", filter=recent))
    return list(rows.order_by("name"))


@page()
def search(request: HttpRequest) -> HttpResponse:
    """Customers, orders and products by a few letters; an exact number goes straight to its page."""
    words = clean(request.GET.get("q", ""))[:100]
    rights = rights_of(request)
    found: dict[str, object] = {"q": words}
    if words and Right.ORDERS_SEE in rights:
        exact = Order.objects.filter(number__iexact=words).first()
        if exact is not None:
            return redirect("order", exact.pk)
        found["orders"] = _orders(words)
    if words and Right.CUSTOMERS_SEE in rights:
        found["customers"] = best_of(words, Customer.objects.filter(archived_at=None), limit=AT_MOST)
    if words and Right.PRODUCTS_SEE in rights:
        products = Product.objects.filter(active=True)
        for word in fold(words).split():
            products = products.filter(search_text__contains=word)
        found["products"] = products.order_by("code")[:AT_MOST]
    return render(request, "ui/search.html", found)


def _orders(words: str) -> list[Order]:
    named = Q(reference__iexact=words) | Q(number__istartswith=words)
    return list(Order.objects.filter(named).select_related("customer").order_by(F("pk").desc())[:AT_MOST])
