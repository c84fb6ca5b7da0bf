"""The search box that finds customers, orders and products from anywhere: as a page, or as one types."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.search import best_of as best_products
from pakhuis.customers.models import Customer
from pakhuis.customers.search import LETTERS, best_of
from pakhuis.fragments.asking import begins
from pakhuis.kernel.text import clean
from pakhuis.orders.models import Order
from pakhuis.purchasing.models import PurchaseOrder
from pakhuis.purchasing.queries import suppliers_by
from pakhuis.returns.models import Return
from pakhuis.ui.access import page, rights_of

ON_PAGE, WHILE_TYPING = 30, 6
"""How many of each kind are shown."""


@page()
def search(request: HttpRequest) -> HttpResponse:
    """A few of each kind that one may see; on the page an exact order number goes straight to the order."""
    words = clean(request.GET.get("q", ""))[:100]
    rights = rights_of(request)
    is_typing = request.headers.get("HX-Request") == "true"
    limit = WHILE_TYPING if is_typing else ON_PAGE
    found: dict[str, Any] = {"q": words}
    if words and Right.ORDERS_SEE in rights:
        found["returns"] = _returns(words, limit)
        exact = None if is_typing else Order.objects.filter(number=words.upper()).first()
        if exact is not None:
            return redirect("order", exact.pk)
        found["orders"] = _orders(words, limit)
    if words and Right.CUSTOMERS_SEE in rights:
        found["customers"] = best_of(words, Customer.objects.filter(archived_at=None), limit=limit)
    if words and Right.PRODUCTS_SEE in rights:
        found["products"] = best_products(words, limit=limit)
    if words and Right.PURCHASING_WORK in rights:
        found["suppliers"] = suppliers_by(words).filter(active=True).order_by("name", "pk")[:limit]
        found["purchases"] = _purchases(words, limit)
    return render(request, "ui/parts/found.html" if is_typing else "ui/search.html", found)


def _orders(words: str, limit: int) -> list[Order]:
    """By the beginning of the number or the exact reference; one or two letters say too little."""
    if len(words) < LETTERS:
        return []
    named = Q(reference=words) | begins("number", words.upper())
    return list(Order.objects.filter(named).select_related("customer").order_by(F("pk").desc())[:limit])


def _returns(words: str, limit: int) -> list[Return]:
    """By the beginning of the number, or an exact tracking code."""
    if len(words) < LETTERS:
        return []
    named = Q(tracking_code=words) | begins("number", words.upper())
    return list(Return.objects.filter(named).order_by("-pk")[:limit])


def _purchases(words: str, limit: int) -> list[PurchaseOrder]:
    """By the beginning of the number, or the exact number at the supplier."""
    if len(words) < LETTERS:
        return []
    named = Q(supplier_order_number=words) | begins("number", words.upper())
    return list(PurchaseOrder.objects.filter(named).order_by("-pk")[:limit])
