"""Picklists: the queue, and the page on which one is picked and closed."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import close_picklist, pick_all, pick_line
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistMove, PicklistStatus
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.stock.models import Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import number
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import PICKLIST_STATUS


@page(Right.PICKLISTS_WORK)
def overview(request: HttpRequest) -> HttpResponse:
    """What is open, oldest first; closed ones newest first."""
    status = request.GET.get("status", "")
    warehouse = request.GET.get("warehouse", "")
    rows = Picklist.objects.select_related("order", "customer", "warehouse", "assigned_to")
    rows = rows.annotate(pieces=Sum("lines__amount"), picked=Sum("lines__picked"))
    is_done = status in (PicklistStatus.CLOSED, PicklistStatus.CANCELLED)
    rows = (
        rows.filter(status=status)
        if status in tuple(PicklistStatus)
        else rows.filter(status__in=OPEN_STATUSES)
    )
    if warehouse.isascii() and warehouse.isdigit() and len(warehouse) < 10:
        rows = rows.filter(warehouse_id=int(warehouse))
    context = {
        "page": page_of(rows, request, sort=Sort(is_descending=is_done)),
        "status": status,
        "warehouse": warehouse,
        "statuses": PICKLIST_STATUS.items(),
        "warehouses": Warehouse.objects.filter(active=True),
    }
    return render(request, "ui/picklists.html", context)


@page(Right.PICKLISTS_WORK, Right.ORDERS_SEE)
def one(request: HttpRequest, picklist_id: int) -> HttpResponse:
    related = Picklist.objects.select_related("order", "customer", "warehouse", "closed_by")
    picklist = get_object_or_404(related, pk=picklist_id)
    lines = list(picklist.lines.select_related("product", "order_line"))
    context: dict[str, Any] = {
        "picklist": picklist,
        "lines": [(line, line.amount - line.picked) for line in lines],
        "pieces": sum(line.amount for line in lines),
        "picked": sum(line.picked for line in lines),
        "can_pick": picklist.can(PicklistMove.PICK),
        "can_close": picklist.can(PicklistMove.CLOSE) and all(line.amount == line.picked for line in lines),
        "facts": logbook("picklist", picklist.pk),
    }
    return render(request, "ui/picklist.html", context)


def _page_of(picklist_id: int) -> str:
    return reverse("picklist", args=(picklist_id,))


@require_POST
@page(Right.PICKLISTS_WORK)
def pick(request: HttpRequest, picklist_id: int, line_id: int) -> HttpResponse:
    """Count pieces of a line as picked; a negative number puts them back."""
    get_object_or_404(PicklistLine, pk=line_id, picklist_id=picklist_id)
    return do(
        request,
        lambda: pick_line(line_id, amount=number(request.POST, "amount"), by=actor_of(request), now=now()),
        done=_("Noted."),
        then=_page_of(picklist_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def everything(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return do(
        request,
        lambda: pick_all(picklist_id, by=actor_of(request), now=now()),
        done=_("Everything is picked."),
        then=_page_of(picklist_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def close(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return do(
        request,
        lambda: close_picklist(picklist_id, by=actor_of(request), now=now()),
        done=_("The picklist is closed."),
        then=_page_of(picklist_id),
    )
