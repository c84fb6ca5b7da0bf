"""The customer overview: search, filter, sort, and deeds on many customers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import archive_customers, unarchive_customers
from pakhuis.customers.actions.bulk import tag_customers, untag_customers
from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import own_field_specs
from pakhuis.customers.search_page import Hits, page_hits
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import add_price_list, remove_price_list
from pakhuis.pricing.models import PriceList
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.customer_file import as_csv, as_xlsx
from pakhuis.ui.customer_filter import CustomerFilter, filter_of
from pakhuis.ui.customer_rows import COLUMNS, shown
from pakhuis.ui.entered import sentence, whole, wholes
from pakhuis.ui.keyset import page_of

AT_A_TIME = 500
"""Customers a bulk deed changes in one transaction: a short lock each."""
MOST = 10_000
"""More customers than this are not changed at once: somebody should look at the filter again."""
Deed = Callable[[list[int], int, Actor, datetime], int]
DEEDS: dict[str, Deed] = {
    "tag": lambda ids, one, by, at: tag_customers(ids, tag_id=one, by=by, now=at),
    "untag": lambda ids, one, by, at: untag_customers(ids, tag_id=one, by=by, now=at),
    "add_list": lambda ids, one, by, at: add_price_list(ids, price_list_id=one, by=by, now=at),
    "remove_list": lambda ids, one, by, at: remove_price_list(ids, price_list_id=one, by=by, now=at),
    "archive": lambda ids, _one, by, at: archive_customers(ids, by=by, now=at),
    "unarchive": lambda ids, _one, by, at: unarchive_customers(ids, by=by, now=at),
}
NEEDED = {"tag": "tag", "untag": "tag", "add_list": "price_list", "remove_list": "price_list"}
"""Which choice a deed needs beside the customers."""


@page(Right.CUSTOMERS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every choice stands in the address; no page counts or walks through all customers."""
    wanted = filter_of(request.GET)
    among, hits = wanted.among(), Hits(())

    def searched(stretches: Sequence[QuerySet[Customer]], need: int) -> Sequence[int]:
        nonlocal hits
        hits = page_hits(wanted.q, among, stretches, order=wanted.order.column, need=need)
        return hits.ids

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
    return render(request, "ui/customers.html", context)


@page(Right.CUSTOMERS_EXPORT)
def export(request: HttpRequest) -> HttpResponseBase:
    """A file of everything the filter shows, written while it is read."""
    return _file(filter_of(request.GET).rows(), request.GET.get("format", ""))


@require_POST
@page(Right.CUSTOMERS_CHANGE, Right.CUSTOMERS_EXPORT)
def bulk(request: HttpRequest) -> HttpResponseBase:
    """One deed on the ticked customers, or on all that the filter in the address shows."""
    deed = request.POST.get("deed", "")
    wanted = filter_of(request.GET)
    rows = _chosen(request, wanted)
    is_file = deed in ("csv", "xlsx")
    if (Right.CUSTOMERS_EXPORT if is_file else Right.CUSTOMERS_CHANGE) not in rights_of(request):
        raise PermissionDenied
    if is_file:
        return _file(rows, deed)
    _do(request, deed, rows)
    return redirect(f"{reverse('customers')}?{request.GET.urlencode()}")


def _chosen(request: HttpRequest, wanted: CustomerFilter) -> QuerySet[Customer]:
    if request.POST.get("all") == "on":
        return wanted.rows()
    return Customer.objects.filter(pk__in=wholes(request.POST, "ids"))


def _do(request: HttpRequest, deed: str, rows: QuerySet[Customer]) -> None:
    one = whole(request.POST, NEEDED[deed]) if deed in NEEDED else 0
    if deed not in DEEDS or one is None:
        messages.error(request, _("Choose what is to be done, and with which tag or price list."))
        return
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not ids:
        messages.error(request, _("No customer was chosen."))
        return
    if len(ids) > MOST:
        told = _("These are more than %(most)s customers: narrow the filter.")
        messages.error(request, told % {"most": MOST})
        return
    try:
        changed = sum(DEEDS[deed](some, one, actor_of(request), now()) for some in _parts(ids))
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, sentence(problem))
        return
    told = ngettext("%(count)s customer changed.", "%(count)s customers changed.", changed)
    messages.success(request, told % {"count": changed})


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_A_TIME):
        yield ids[start : start + AT_A_TIME]


def _file(rows: QuerySet[Customer], kind: str) -> HttpResponseBase:
    return as_xlsx(rows) if kind == "xlsx" else as_csv(rows)
