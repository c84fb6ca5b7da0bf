"""The customer overview."""

from __future__ import annotations

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.search import found_by
from pakhuis.kernel.text import clean
from pakhuis.ui.access import page
from pakhuis.ui.keyset import Sort, page_of

SORTS = {
    "name": Sort("name_key"),
    "number": Sort("number_key", nullable=True),
    "newest": Sort(is_descending=True),
}


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
