"""The customer overview: search, filter, sort."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import own_field_specs
from pakhuis.customers.search import former_owners
from pakhuis.customers.search_page import Hits, page_hits
from pakhuis.pricing.models import PriceList
from pakhuis.ui.access import page, rights_of
from pakhuis.ui.customer_filter import filter_of
from pakhuis.ui.customer_rows import COLUMNS, shown
from pakhuis.ui.htmx import is_for
from pakhuis.ui.keyset import page_of


@page(Right.CUSTOMERS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every choice stands in the address; no page counts or walks through all customers."""
    wanted = filter_of(request.GET)
    among, hits = wanted.among(), Hits(())

    def searched(stretches: Sequence[QuerySet[Customer]], need: int) -> Sequence[int]:
        nonlocal hits
        hits = page_hits(wanted.q, among, stretches, order=wanted.order.column, need=need)
        return [*hits.ids, *former_owners(wanted.q)]

    page = page_of(among.only(*COLUMNS), request, sort=wanted.order, chosen=searched if wanted.q else None)
    context = {
        "page": page,
        "rows": shown(page.rows),
        "can_tick": bool(rights_of(request) & {Right.CUSTOMERS_CHANGE, Right.CUSTOMERS_EXPORT}),
        "is_cut": hits.is_cut,
        "filter": wanted,
        "query": request.GET.urlencode(),
        "all_tags": Tag.objects.filter(active=True),
        "all_lists": PriceList.objects.filter(active=True),
        "own_fields": own_field_specs(with_retired=False),
    }
    # Whoever types or chooses gets the list alone: what stands around it is there already.
    is_part = is_for(request, "list")
    answer = render(request, "ui/parts/customer_list.html" if is_part else "ui/customers.html", context)
    patch_vary_headers(answer, ["HX-Target"])
    return answer
