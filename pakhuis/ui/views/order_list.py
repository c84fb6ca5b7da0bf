"""The overview of orders: searched, filtered, sorted, page after page."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pakhuis.accounts.models import Tag, Webshop
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.kernel.text import clean
from pakhuis.orders.models import Order
from pakhuis.orders.search import found_by
from pakhuis.orders.states import OrderStatus
from pakhuis.ui.access import page
from pakhuis.ui.entered import day, whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import ORDER_STATUS

SORTS: dict[str, tuple[Any, Sort]] = {
    "": (_("Newest first"), Sort(is_descending=True)),
    "oldest": (_("Oldest first"), Sort()),
    "updated": (_("Changed last"), Sort("updated_at", is_descending=True)),
    "wished": (_("Preferred delivery date"), Sort("preferred_delivery_date", nullable=True)),
    "number": (_("Order number"), Sort("number")),
}


@page(Right.ORDERS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Newest first, or as chosen; what is no filter is left aside."""
    words = clean(request.GET.get("q", ""))[:100]
    status = request.GET.get("status", "")
    order_by = request.GET.get("sort", "")
    own = Sum("lines__amount", filter=Q(lines__part_of=None))
    rows = Order.objects.select_related("customer", "webshop").annotate(pieces=own)
    customer_id = whole(request.GET, "customer")
    context = {
        "page": page_of(
            found_by(words, _filtered(rows, request)),
            request,
            sort=SORTS.get(order_by, SORTS[""])[1],
        ),
        "q": words,
        "status": status,
        "statuses": ORDER_STATUS.items(),
        "sort": order_by,
        "sorts": [(code, label) for code, (label, _sort) in SORTS.items()],
        "webshops": Webshop.objects.order_by("name").values_list("pk", "name"),
        "tags": Tag.objects.order_by("title").values_list("pk", "title"),
        "chosen": {name: whole(request.GET, name) for name in ("webshop", "tag", "customer")},
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
        "customer": Customer.objects.filter(pk=customer_id).first() if customer_id else None,
    }
    return render(request, "ui/orders.html", context)


def _filtered(rows: QuerySet[Order], request: HttpRequest) -> QuerySet[Order]:
    status = request.GET.get("status", "")
    if status in tuple(OrderStatus):
        rows = rows.filter(status=status)
    for name, field in (("webshop", "webshop_id"), ("customer", "customer_id")):
        chosen = whole(request.GET, name)
        if chosen is not None:
            rows = rows.filter(**{field: chosen})
    tag = whole(request.GET, "tag")
    if tag is not None:
        rows = rows.filter(pk__in=Order.objects.filter(order_tags__tag_id=tag).values("pk"))
    since, until = day(request.GET, "since"), day(request.GET, "until")
    if since is not None:
        rows = rows.filter(created_at__gte=timezone.make_aware(datetime.combine(since, time.min)))
    if until is not None and until.year < 9999:
        end = datetime.combine(until + timedelta(days=1), time.min)
        rows = rows.filter(created_at__lt=timezone.make_aware(end))
    return rows
