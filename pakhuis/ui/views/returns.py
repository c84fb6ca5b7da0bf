"""Returns: the overview, and the page of one on which it is received and written about."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean
from pakhuis.returns.actions import log_return, receive_return, remove_return
from pakhuis.returns.intake import CameBack
from pakhuis.returns.models import Return, ReturnLine, ReturnStatus
from pakhuis.stock.models import Warehouse
from pakhuis.stock.queries import location_named
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import Entered, number, text, whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.logbook import logbook_of
from pakhuis.ui.templatetags.returning import counted

UNPACKING = (Right.ORDERS_CHANGE, Right.STOCK_CHANGE, Right.PICKLISTS_WORK)
"""Who may say that returned goods are here."""


@page(Right.ORDERS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Newest first; by status, number, name, reference, tracking code."""
    words, status = clean(request.GET.get("q", ""))[:100], whole(request.GET, "status")
    rows = Return.objects.select_related("status", "customer", "order")
    if status is not None:
        rows = rows.filter(status=status)
    if words:
        rows = rows.filter(
            Q(number__istartswith=words)
            | Q(name__icontains=words)
            | Q(reference__iexact=words)
            | Q(tracking_code__iexact=words)
            | Q(order__number__istartswith=words)
        )
    context = {
        "page": page_of(counted(rows), request, sort=Sort(is_descending=True)),
        "q": words,
        "status": str(status or ""),
        "statuses": ReturnStatus.objects.values_list("pk", "name"),
    }
    return render(request, "ui/returns.html", context)


@page(Right.ORDERS_SEE)
def one(request: HttpRequest, return_id: int) -> HttpResponse:
    return _page(request, return_id, Entered())


def _page(request: HttpRequest, return_id: int, entered: Entered) -> HttpResponse:
    """What is expected back, what came of it, and the form to receive more."""
    related = Return.objects.select_related("status", "customer", "order")
    found = get_object_or_404(related, pk=return_id)
    lines = list(found.lines.select_related("reason", "warehouse").order_by("pk"))
    first = Warehouse.objects.filter(active=True).order_by("priority", "pk").first()
    if not entered.values:
        entered = Entered({"warehouse": str(first.pk) if first else "", "message": ""}, entered.problems)
    context = {
        "found": found,
        "lines": lines,
        "entered": entered,
        "others": entered.others(["warehouse", *(f"line.{line.pk}" for line in lines)]),
        "is_empty": not any(line.came for line in lines),
        "warehouses": [(str(house.pk), house.name) for house in Warehouse.objects.filter(active=True)],
        "statuses": ReturnStatus.objects.filter(active=True)
        .exclude(pk=found.status_id)
        .values_list("pk", "name"),
        **logbook_of(request, "return", return_id),
    }
    return render(request, "ui/return.html", context)


@require_POST
@page(*UNPACKING)
def receive(request: HttpRequest, return_id: int) -> HttpResponse:
    """So many of each line are fit and go on the shelf, so many are not."""
    found = get_object_or_404(Return, pk=return_id)
    goods, places = _counted(request, found)
    try:
        receive_return(
            return_id,
            warehouse_id=whole(request.POST, "warehouse") or 0,
            goods=goods,
            by=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        problems = tuple(_at_its_field(one, places) for one in refused.problems)
        return _page(request, return_id, Entered(request.POST, problems))
    messages.success(request, _("The returned goods are in."))
    return redirect("return", return_id)


def _counted(request: HttpRequest, found: Return) -> tuple[list[CameBack], list[tuple[int, str]]]:
    """What is filled in, and the field it stands in."""
    values = request.POST
    goods: list[CameBack] = []
    places: list[tuple[int, str]] = []
    house = whole(values, "warehouse") or 0
    for line in ReturnLine.objects.filter(parent=found).order_by("pk"):
        named = text(values, f"line.{line.pk}.location")
        location = (location_named(house, named) or 0) if named else None
        for field in ("fit", "broken"):
            amount = number(values, f"line.{line.pk}.{field}")
            if amount in ("", "0"):
                continue
            goods.append(
                CameBack(
                    line_id=line.pk,
                    amount=amount,
                    is_fit=field == "fit",
                    location_id=location if field == "fit" else None,
                    seen=whole(values, f"line.{line.pk}.seen"),
                )
            )
            places.append((line.pk, field))
    return goods, places


def _at_its_field(problem: Problem, places: list[tuple[int, str]]) -> Problem:
    if problem.path[:1] != ("goods",) or len(problem.path) < 3:
        return problem
    pk, field = places[int(problem.path[1])]
    name = "location" if problem.path[-1] == "location" else field
    return problem.at(("line", pk, name))


@require_POST
@page(*UNPACKING)
def log(request: HttpRequest, return_id: int) -> HttpResponse:
    """Give it another status, write something down, or both; the status it has by then is no choice."""
    get_object_or_404(Return, pk=return_id)
    return do(
        request,
        lambda: log_return(
            return_id,
            status_id=whole(request.POST, "status"),
            message=text(request.POST, "message"),
            by=actor_of(request),
            now=now(),
        ),
        done=_("Saved."),
        then=reverse("return", args=(return_id,)),
    )


@require_POST
@page(Right.ORDERS_CHANGE)
def remove(request: HttpRequest, return_id: int) -> HttpResponse:
    """Throw away a return of which nothing came."""
    came = ReturnLine.objects.filter(parent=min(return_id, HIGHEST_ID)).filter(
        Q(returned__gte=1) | Q(broken__gte=1)
    )
    back = reverse("return", args=(return_id,)) if came.exists() else reverse("returns")
    return do(
        request,
        lambda: remove_return(return_id, by=actor_of(request), now=now()),
        done=_("The return is removed."),
        then=back,
    )
