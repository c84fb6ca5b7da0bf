"""The customer overview, and the page of one customer with everything about it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Max, Min, Prefetch, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.own_queries import own_field_specs, own_values_of
from pakhuis.customers.search import found_by
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.kernel.text import clean
from pakhuis.orders.models import Backorder, BackorderState, Order, OrderLine
from pakhuis.orders.states import OrderStatus
from pakhuis.pricing.models import PriceList
from pakhuis.ui.access import page
from pakhuis.ui.keyset import Sort, page_of

SORTS = {
    "name": Sort("name_key"),
    "number": Sort("number_key", nullable=True),
    "newest": Sort(is_descending=True),
}
TABS = ("orders", "backorders", "picklists", "addresses", "details", "logbook")
YEAR = timedelta(days=365)


@page(Right.CUSTOMERS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Search, filter by tag, sort; every choice stands in the address."""
    words = clean(request.GET.get("q", ""))[:100]
    sort = request.GET.get("sort", "name")
    tag = request.GET.get("tag", "")
    rows = found_by(words, Customer.objects.filter(archived_at=None))
    if tag.isascii() and tag.isdigit() and len(tag) < 19:
        rows = rows.filter(customer_tags__tag_id=int(tag))
    books = Prefetch(
        "addresses", Address.objects.filter(Q(is_default_invoice=True) | Q(is_default_delivery=True))
    )
    found = page_of(rows.prefetch_related("tags", books), request, sort=SORTS.get(sort, SORTS["name"]))
    context = {
        "page": found,
        "q": words,
        "sort": sort,
        "tag": tag,
        "all_tags": Tag.objects.filter(active=True),
    }
    return render(request, "ui/customers.html", context)


@page(Right.CUSTOMERS_SEE)
def one(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What matters at a glance, and a tab for each kind of thing."""
    customer = get_object_or_404(Customer.objects.select_related("template"), pk=customer_id)
    tab = request.GET.get("tab", "orders")
    tab = tab if tab in TABS else "orders"
    context = {
        "customer": customer,
        "tab": tab,
        "tags": customer.tags.all(),
        "price_lists": PriceList.objects.filter(customer_price_lists__customer=customer),
        "glance": _glance(customer),
        "counts": _counts(customer),
        **_of_tab(tab, customer, request),
    }
    return render(request, "ui/customer.html", context)


def _of_tab(tab: str, customer: Customer, request: HttpRequest) -> dict[str, Any]:
    if tab == "orders":
        orders = Order.objects.filter(customer=customer).annotate(pieces=Sum("lines__amount"))
        return {"page": page_of(orders.select_related("webshop"), request, sort=Sort(is_descending=True))}
    if tab == "backorders":
        return {"backorders": open_backorders().filter(customer=customer)[:200]}
    if tab == "picklists":
        return {"picklists": open_picklists().filter(customer=customer)[:200]}
    if tab == "logbook":
        return {"facts": logbook("customer", customer.pk)}
    if tab == "details":
        values = own_values_of([customer.pk])[customer.pk]
        return {
            "identities": customer.identities.select_related("webshop").order_by("webshop__name", "kind"),
            "own": [
                (spec, values.get(spec.id, ()))
                for spec in own_field_specs()
                if values.get(spec.id) or not spec.is_retired
            ],
        }
    return {"addresses": customer.addresses.all()}


def open_backorders() -> Any:
    """What waits, the first in line first."""
    rows = Backorder.objects.filter(state=BackorderState.OPEN)
    related = rows.select_related("order", "line", "product", "warehouse", "customer")
    return related.order_by("priority", "ordered_at", "pk")


def open_picklists() -> Any:
    """Picklists that are still to be worked on, urgent ones first, with their progress."""
    rows = Picklist.objects.filter(status__in=OPEN_STATUSES)
    related = rows.select_related("order", "customer", "warehouse", "assigned_to")
    counted = related.annotate(pieces=Sum("lines__amount"), picked=Sum("lines__picked"))
    return counted.order_by("-urgent", "pk")


def _counts(customer: Customer) -> dict[str, int]:
    return {
        "orders": Order.objects.filter(customer=customer).count(),
        "backorders": Backorder.objects.filter(customer=customer, state=BackorderState.OPEN).count(),
        "picklists": Picklist.objects.filter(customer=customer, status__in=OPEN_STATUSES).count(),
        "addresses": customer.addresses.count(),
    }


def _glance(customer: Customer) -> dict[str, Any]:
    """Orders of the last twelve months: how many, for how much (excluding VAT), how often."""
    orders = Order.objects.filter(customer=customer).exclude(status=OrderStatus.CANCELLED)
    recent = orders.filter(created_at__gte=now() - YEAR)
    told = recent.aggregate(count=Count("pk"), first=Min("created_at"), last=Max("created_at"))
    amount = F("amount") - F("amount_cancelled")
    price = F("price") * (Decimal(100) - F("order__discount")) / Decimal(100)
    lines = OrderLine.objects.filter(order__in=recent.values("pk"))
    worth = lines.aggregate(
        sum=Sum(amount * price, output_field=DecimalField(max_digits=20, decimal_places=4))
    )["sum"]
    count = told["count"]
    every = (told["last"] - told["first"]).days // (count - 1) if count > 1 else None
    last = orders.order_by("-created_at").values_list("created_at", flat=True).first()
    return {"count": count, "sum": worth or Decimal(0), "every": every, "last": last}
