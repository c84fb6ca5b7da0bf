"""The first question of a new order: for whom it is."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.customers.search import best_of
from pakhuis.kernel.text import clean
from pakhuis.ui.access import page, rights_of

SHOWN = 12


@page(Right.ORDERS_CHANGE)
def choose(request: HttpRequest) -> HttpResponse:
    """Customers that fit what is typed, or those of the latest orders; or a guest, or a new customer."""
    words = clean(request.GET.get("q", ""))[:100]
    found: list[Customer] = []
    if Right.CUSTOMERS_SEE in rights_of(request):
        customers = Customer.objects.filter(archived_at=None)
        if words:
            found = best_of(words, customers.prefetch_related("addresses"), limit=SHOWN)
        else:
            ordered = customers.filter(last_order_at__isnull=False).order_by(F("last_order_at").desc())
            found = list(ordered.prefetch_related("addresses")[:SHOWN])
    return render(request, "ui/order_for.html", {"q": words, "found": found})
