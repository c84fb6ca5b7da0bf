"""The search box that finds what there is from anywhere, by name or number: as a page, or as one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.search import best_of as best_products
from pakhuis.customers.models import Customer
from pakhuis.customers.search import LETTERS, best_of
from pakhuis.fragments.asking import begins, is_exactly
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.kernel.text import clean
from pakhuis.orders.models import Order
from pakhuis.purchasing.models import PurchaseOrder
from pakhuis.purchasing.queries import suppliers_by
from pakhuis.returns.models import Return
from pakhuis.ui.access import page, rights_of
from pakhuis.ui.htmx import is_htmx

ON_PAGE, WHILE_TYPING = 30, 6
"""How many of each kind are shown."""
CUSTOMER = ("number", "name", "contact_name", "email")
ORDER = ("number", "status", "delivery_name", "reference")
PICKLIST = ("number", "status", "order__number", "order__delivery_name")
"""What is read of each: what is shown."""


@page()
def search(request: HttpRequest) -> HttpResponse:
    """A few of each kind that one may see; on the page an exact order number goes straight to the order."""
    words = clean(request.GET.get("q", ""))[:100]
    rights = rights_of(request)
    is_typing = is_htmx(request)
    limit = WHILE_TYPING if is_typing else ON_PAGE
    found: dict[str, Any] = {"q": words}
    if words and Right.ORDERS_SEE in rights:
        found["returns"] = _returns(words, limit)
        exact = None if is_typing else Order.objects.filter(number=words.upper()).first()
        if exact is not None:
            return redirect("order", exact.pk)
        found["orders"] = _orders(words, limit)
    if words and Right.PICKLISTS_WORK in rights:
        found["picklists"] = _picklists(words, limit)
        found["batches"] = _batches(words, limit)
    if words and Right.CUSTOMERS_SEE in rights:
        customers = Customer.objects.filter(archived_at=None).only(*CUSTOMER)
        found["customers"] = best_of(words, customers, limit=limit)
    if words and Right.PRODUCTS_SEE in rights:
        found["products"] = best_products(words, limit=limit)
    if words and Right.PURCHASING_WORK in rights:
        found["suppliers"] = suppliers_by(words).filter(active=True).order_by("name", "pk")[:limit]
        found["purchases"] = _purchases(words, limit)
    if is_typing:
        # A part of a page: what stands around it (menu, rights, notices) is not read for each key.
        return HttpResponse(render_to_string("ui/parts/found.html", found))
    return render(request, "ui/search.html", found)


def _orders(words: str, limit: int) -> list[Order]:
    """By the beginning of the number or the exact reference; one or two letters say too little."""
    if len(words) < LETTERS:
        return []
    named = is_exactly("reference", words) | begins("number", words.upper())
    return list(Order.objects.filter(named).only(*ORDER).order_by("-pk")[:limit])


def _picklists(words: str, limit: int) -> list[Picklist]:
    """By the beginning of the number, as it stands on what lies in the parcel."""
    if len(words) < LETTERS:
        return []
    numbered = Picklist.objects.filter(begins("number", words.upper()))
    return list(numbered.select_related("order").only(*PICKLIST).order_by("-pk")[:limit])


def _batches(words: str, limit: int) -> list[Batch]:
    """By the beginning of the number."""
    if len(words) < LETTERS:
        return []
    numbered = Batch.objects.filter(begins("number", words.upper()))
    return list(numbered.select_related("warehouse").order_by("-pk")[:limit])


def _returns(words: str, limit: int) -> list[Return]:
    """By the beginning of the number, or an exact tracking code."""
    if len(words) < LETTERS:
        return []
    named = is_exactly("tracking_code", words) | begins("number", words.upper())
    return list(Return.objects.filter(named).order_by("-pk")[:limit])


def _purchases(words: str, limit: int) -> list[PurchaseOrder]:
    """By the beginning of the number, or the exact number at the supplier."""
    if len(words) < LETTERS:
        return []
    named = is_exactly("supplier_order_number", words) | begins("number", words.upper())
    return list(PurchaseOrder.objects.filter(named).order_by("-pk")[:limit])
