"""Merging two customers: choose the other, see both side by side, merge, and undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.models import Template
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import merge_customers, undo_merge
from pakhuis.customers.merge_rules import CHOSEN, JOINED, Side, usual_side
from pakhuis.customers.models import Customer, Merge
from pakhuis.customers.search import best_of
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean
from pakhuis.orders.models import Order
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import told
from pakhuis.ui.entered import amount_text, sentence
from pakhuis.ui.went_up import leads_on
from pakhuis.ui.words import FIELD, LANGUAGE

AT_MOST = 20


@page(Right.CUSTOMERS_MERGE)
@leads_on
def choose(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Look up the customer to merge with."""
    customer = get_object_or_404(Customer, pk=customer_id)
    words = clean(request.GET.get("q", customer.name))[:100]
    others = Customer.objects.exclude(pk=customer_id).filter(erased_at=None)
    found = best_of(words, others, limit=AT_MOST)
    return render(request, "ui/customer_merge.html", {"customer": customer, "q": words, "found": found})


@page(Right.CUSTOMERS_MERGE)
@leads_on
def compare(request: HttpRequest, winner_id: int, loser_id: int) -> HttpResponse:
    """Both beside each other with the usual choice made; posting merges."""
    winner = get_object_or_404(Customer, pk=winner_id)
    loser = get_object_or_404(Customer, pk=loser_id)
    if request.method == "POST":
        try:
            merge_customers(winner_id, loser_id, sides=_sides(request), by=actor_of(request), now=now())
        except Refused as refused:
            if Customer.objects.filter(pk__in=(winner_id, loser_id)).count() < 2:
                raise Http404 from None
            told(request, refused)
        else:
            messages.success(request, _("Merged. It can be undone under “Merged customers”."))
            return redirect("customer-merges", winner_id)
    context = {
        "winner": winner,
        "loser": loser,
        "rows": _rows(winner, loser),
        "counts": [
            (_("Orders"), *(Order.objects.filter(customer=one).count() for one in (winner, loser))),
            (_("Addresses"), winner.addresses.count(), loser.addresses.count()),
            (_("Tags"), winner.tags.count(), loser.tags.count()),
        ],
    }
    return render(request, "ui/customer_compare.html", context)


@page(Right.CUSTOMERS_SEE)
@leads_on
def merges(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Who went up in this customer, when, by whom; the last of them can be undone."""
    customer = get_object_or_404(Customer, pk=customer_id)
    rows = list(Merge.objects.filter(winner_id=customer_id).order_by("-pk")[:200])
    standing = [one.pk for one in rows if one.undone_at is None and one.erased_at is None]
    context = {"customer": customer, "merges": rows, "last": standing[0] if standing else None}
    return render(request, "ui/customer_merges.html", context)


@require_POST
@page(Right.CUSTOMERS_MERGE)
@leads_on
def undo(request: HttpRequest, customer_id: int, merge_id: int) -> HttpResponse:
    """Take a merge apart, and tell what stayed as somebody changed it since."""
    get_object_or_404(Merge, pk=merge_id, winner_id=customer_id)
    try:
        notes = undo_merge(merge_id, by=actor_of(request), now=now())
    except Refused as refused:
        told(request, refused)
    else:
        messages.success(request, _("The merge is undone."))
        for note in notes:
            messages.warning(request, sentence(note))
    return redirect("customer-merges", customer_id)


def _sides(request: HttpRequest) -> dict[str, Side]:
    return {field: Side(given) for field in CHOSEN if (given := request.POST.get(field)) in tuple(Side)}


def _rows(winner: Customer, loser: Customer) -> list[dict[str, Any]]:
    """A row per field: its word, both values as shown, and which sides can be chosen."""
    templates = {one.pk: one.name for one in Template.objects.all()}
    rows = []
    for field in CHOSEN:
        mine, theirs = getattr(winner, field), getattr(loser, field)
        usual = usual_side(field, winner=mine, loser=theirs)
        rows.append(
            {
                "field": field,
                "label": FIELD.get(field, field),
                "winner": _shown(field, mine, templates),
                "loser": _shown(field, theirs, templates),
                "usual": usual.value,
                "differs": mine != theirs,
                "can_both": field in JOINED and bool(mine and theirs) and mine != theirs,
            }
        )
    return rows


def _shown(field: str, value: Any, templates: dict[int, str]) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("On") if value else _("Off")
    if field == "template_id":
        return templates.get(value, "")
    if field == "discount":
        return f"{amount_text(value)} %"
    return str(LANGUAGE.get(value, value)) if field == "language" else str(value)
