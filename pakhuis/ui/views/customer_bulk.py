"""Deeds on many customers from the overview, and the page that tells how far a long one is."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions.bulk_deeds import begin_bulk_deed, stop_bulk_deed
from pakhuis.customers.models import BulkDeed, Customer
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused, from_stored
from pakhuis.pricing.models import PriceList
from pakhuis.ui.access import actor_of, page, rights_of, user_of
from pakhuis.ui.bulk_deeds import DEEDS, NEEDED, do_at_once
from pakhuis.ui.bulk_words import BULK_DEED, DEED_STATE
from pakhuis.ui.customer_file import as_csv, as_xlsx
from pakhuis.ui.customer_filter import CustomerFilter, filter_of
from pakhuis.ui.doing import told
from pakhuis.ui.entered import sentence, whole, wholes
from pakhuis.ui.htmx import is_asked_for
from pakhuis.ui.tasks import carry_out

AT_ONCE = 2_000
"""More customers than this are changed in the background."""


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
    long_one = _do(request, deed, rows)
    if long_one is not None:
        return redirect("bulk-deed", long_one.pk)
    return redirect(f"{reverse('customers')}?{request.GET.urlencode()}")


@page(Right.CUSTOMERS_CHANGE)
def one(request: HttpRequest, deed_id: int) -> HttpResponse:
    """How far a long deed is; asked by htmx, only that part."""
    deed = get_object_or_404(BulkDeed.objects.select_related("user"), pk=deed_id)
    context = {
        "deed": deed,
        "what": BULK_DEED[deed.deed],
        "which": _choice(deed),
        "state": DEED_STATE[deed.state],
        "problems": [sentence(problem) for problem in from_stored(deed.problems)],
    }
    is_part = is_asked_for(request, "progress")
    return render(request, "ui/parts/bulk_progress.html" if is_part else "ui/bulk_deed.html", context)


@require_POST
@page(Right.CUSTOMERS_CHANGE)
def stop(request: HttpRequest, deed_id: int) -> HttpResponse:
    get_object_or_404(BulkDeed, pk=deed_id)
    stop_bulk_deed(deed_id, now=now())
    return redirect("bulk-deed", deed_id)


def _chosen(request: HttpRequest, wanted: CustomerFilter) -> QuerySet[Customer]:
    if request.POST.get("all") == "on":
        return wanted.rows()
    return Customer.objects.filter(pk__in=wholes(request.POST, "ids"))


def _do(request: HttpRequest, deed: str, rows: QuerySet[Customer]) -> BulkDeed | None:
    """Do it and say what became of it; gives a deed that was begun in the background."""
    choice = whole(request.POST, NEEDED[deed]) if deed in NEEDED else 0
    if deed not in DEEDS or choice is None:
        messages.error(request, _("Choose what is to be done, and with which tag or price list."))
        return None
    is_all = request.POST.get("all") == "on"
    chosen = rows.order_by("pk").values_list("pk", flat=True)
    ids = list(chosen[: AT_ONCE + 1] if is_all else chosen)
    if not ids:
        messages.error(request, _("No customer was chosen."))
        return None
    if is_all and len(ids) > AT_ONCE:
        return _begun(request, deed, choice)
    try:
        changed = do_at_once(deed, ids, choice, by=actor_of(request))
    except Refused as refused:
        told(request, refused)
        return None
    said = ngettext("%(count)s customer changed.", "%(count)s customers changed.", changed)
    messages.success(request, said % {"count": changed})
    return None


def _begun(request: HttpRequest, deed: str, choice: int) -> BulkDeed:
    with transaction.atomic():
        begun = begin_bulk_deed(
            deed,
            choice_id=choice or None,
            query=request.GET.urlencode(),
            user_id=user_of(request).pk,
            now=now(),
        )
        carry_out.enqueue(begun.pk)
    return begun


def _choice(deed: BulkDeed) -> str:
    """The name of the tag or price list."""
    model: type[Tag | PriceList] = Tag if NEEDED.get(deed.deed) == "tag" else PriceList
    found = model._default_manager.filter(pk__in=possible_ids([deed.choice_id])).first()
    return str(found) if found and deed.deed in NEEDED else ""


def _file(rows: QuerySet[Customer], kind: str) -> HttpResponseBase:
    return as_xlsx(rows) if kind == "xlsx" else as_csv(rows)
