"""Picklists: the queue, and the page on which one is picked and closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.field_queries import pickers_product_fields
from pakhuis.fulfilment.actions import close_and_ship, pick_all, pick_line, report_missing, undo_pick
from pakhuis.fulfilment.intake import Rest
from pakhuis.fulfilment.models import Picklist, PicklistLine, PicklistQuerySet
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistMove, PicklistStatus
from pakhuis.fulfilment.walk import walk_of
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.orders.field_queries import pickers_fields
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.papers.sheets import weight_of
from pakhuis.stock.models import Warehouse
from pakhuis.ui.access import actor_of, page, user_of
from pakhuis.ui.choices import open_batches, picker_choices, profile_choices
from pakhuis.ui.crates import container_of, free_containers
from pakhuis.ui.doing import do
from pakhuis.ui.entered import number, text, whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.shipping_input import shipment_if_any, ways_to_ship

TABS: dict[str, Any] = {
    "": gettext_lazy("Queue"),
    "mine": gettext_lazy("Mine"),
    "snoozed": gettext_lazy("Snoozed"),
    "paused": gettext_lazy("Paused"),
    "closed": gettext_lazy("Closed"),
    "cancelled": gettext_lazy("Cancelled"),
}


@page(Right.PICKLISTS_WORK)
def overview(request: HttpRequest) -> HttpResponse:
    """The queue: urgent ones first, then what is due, then the oldest; the others under tabs."""
    tab = request.GET.get("status", "")
    tab = tab if tab in TABS else ""
    warehouse = whole(request.GET, "warehouse")
    all_of_house = Picklist.objects.all() if warehouse is None else _of_house(warehouse)
    rows = _of_tab(all_of_house, tab, user_id=user_of(request).pk, at=now())
    rows = rows.select_related("order", "customer", "warehouse", "assigned_to", "batch")
    rows = rows.annotate(pieces=Sum("lines__amount"), picked=Sum("lines__picked"))
    sort = Sort(is_descending=True) if tab in ("closed", "cancelled") else Sort(field="rank")
    counts = _counts(all_of_house, user_id=user_of(request).pk, at=now())
    context = {
        "page": page_of(rows, request, sort=sort),
        "tab": tab,
        "tabs": [(code, label, counts.get(code or "queue")) for code, label in TABS.items()],
        "warehouse": warehouse,
        "warehouses": Warehouse.objects.filter(active=True),
        "can_batch": tab == "",
        "open_batches": open_batches(warehouse_id=warehouse) if tab == "" else [],
    }
    return render(request, "ui/picklists.html", context)


def _of_house(warehouse_id: int) -> PicklistQuerySet:
    return Picklist.objects.filter(warehouse_id=warehouse_id)


def _of_tab(rows: PicklistQuerySet, tab: str, *, user_id: int, at: datetime) -> QuerySet[Picklist]:
    if tab == "mine":
        return rows.filter(status__in=OPEN_STATUSES, assigned_to=user_id)
    if tab == "snoozed":
        return rows.asleep(now=at)
    if tab in tuple(PicklistStatus):
        return rows.filter(status=tab)
    return rows.in_queue(now=at)


def _counts(rows: PicklistQuerySet, *, user_id: int, at: datetime) -> dict[str, int]:
    """How many are under each of the tabs that somebody has to look at, in one query."""
    asleep = Q(status=PicklistStatus.SNOOZED, snoozed_until__gt=at)
    found: dict[str, int] = rows.filter(status__in=OPEN_STATUSES).aggregate(
        queue=Count("pk", filter=~Q(status=PicklistStatus.PAUSED) & ~asleep),
        mine=Count("pk", filter=Q(assigned_to=user_id)),
        snoozed=Count("pk", filter=asleep),
        paused=Count("pk", filter=Q(status=PicklistStatus.PAUSED)),
    )
    return found


@page(Right.PICKLISTS_WORK, Right.ORDERS_SEE)
def one(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """One picklist along the round, with everything that can be done with it."""
    related = Picklist.objects.select_related(
        "order", "customer", "warehouse", "closed_by", "assigned_to", "batch", "shipping_profile__provider"
    )
    picklist = get_object_or_404(related, pk=picklist_id)
    stops = walk_of([picklist.pk], warehouse_id=picklist.warehouse_id)
    pieces = sum(one.line.amount for one in stops)
    picked = sum(one.line.picked for one in stops)
    context: dict[str, Any] = {
        "picklist": picklist,
        "stops": stops,
        "pieces": pieces,
        "picked": picked,
        "weight": weight_of(stops),
        "moves": {move.value: picklist.can(move) for move in PicklistMove},
        "is_all_picked": picked == pieces,
        "can_split": picklist.can(PicklistMove.SPLIT) and pieces > 1 and picked < pieces,
        "container": container_of(picklist),
        "containers": free_containers(picklist) if picklist.status in OPEN_STATUSES else [],
        "told": pickers_product_fields({one.line.product_id for one in stops}),
        "own_values": pickers_fields([picklist.order_id]).of(picklist.order_id),
        "facts": logbook("picklist", picklist.pk),
        **_choices(picklist, picked=picked),
    }
    return render(request, "ui/picklist.html", context)


def _choices(picklist: Picklist, *, picked: int) -> dict[str, Any]:
    """What can be chosen here: who, which batch, which carrier; only where it may still be said."""
    profile = picklist.shipping_profile_id
    return {
        "users": picker_choices() if picklist.can(PicklistMove.ASSIGN) else [],
        "open_batches": open_batches(warehouse_id=picklist.warehouse_id)
        if _may_join(picklist, picked=picked)
        else [],
        "preferences": profile_choices(profile) if picklist.status in OPEN_STATUSES else [],
        **(ways_to_ship(preferred=profile) if picklist.can(PicklistMove.CLOSE) else {}),
    }


def _may_join(picklist: Picklist, *, picked: int) -> bool:
    """Whether a batch may take it: in the queue, nobody's, untouched, and in no batch."""
    is_free = picklist.batch_id is None and picklist.assigned_to_id is None and not picked
    return is_free and picklist.status_at(now()) == PicklistStatus.NEW


def page_of_picklist(picklist_id: int) -> str:
    """The address of a picklist's page."""
    return reverse("picklist", args=(picklist_id,))


@require_POST
@page(Right.PICKLISTS_PICK)
def pick(request: HttpRequest, picklist_id: int, line_id: int) -> HttpResponse:
    """Count pieces of a line as picked; a negative number puts them back."""
    get_object_or_404(PicklistLine, pk=line_id, picklist_id=picklist_id)
    return do(
        request,
        lambda: pick_line(line_id, amount=number(request.POST, "amount"), by=actor_of(request), now=now()),
        done=_("Noted."),
        then=page_of_picklist(picklist_id),
    )


def _where_missing_waits(line: PicklistLine) -> str:
    """What became of the pieces that were not there."""
    waiting = Backorder.objects.filter(line=line.order_line_id, state=BackorderState.OPEN)
    there: int = waiting.aggregate(pieces=Sum("available"))["pieces"] or 0
    if not there:
        return _("Put right: what is missing waits as a backorder.")
    told: Any = ngettext(
        "Put right. %(count)s piece lies elsewhere and is kept for this order: process its backorders.",
        "Put right. %(count)s pieces lie elsewhere and are kept for this order: process its backorders.",
        there,
    )
    return str(told % {"count": there})


@require_POST
@page(Right.PICKLISTS_WORK)
def missing(request: HttpRequest, picklist_id: int, line_id: int) -> HttpResponse:
    """Fewer lie on the shelf than are asked for; back to where the picker was."""
    line = get_object_or_404(
        PicklistLine.objects.select_related("picklist"), pk=line_id, picklist=picklist_id
    )
    batch_id = line.picklist.batch_id
    back = {
        "scan": reverse("picklist-scan", args=(picklist_id,)),
        "batch": reverse("batch-scan", args=(batch_id,)) if batch_id else "",
    }
    return do(
        request,
        lambda: report_missing(
            line_id,
            present=number(request.POST, "present"),
            reason=text(request.POST, "reason"),
            by=actor_of(request),
            now=now(),
        ),
        done=lambda _picklist: _where_missing_waits(line),
        then=back.get(request.POST.get("back", "")) or page_of_picklist(picklist_id),
    )


@require_POST
@page(Right.PICKLISTS_PICK_ALL)
def everything(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return do(
        request,
        lambda: pick_all(picklist_id, by=actor_of(request), now=now()),
        done=_("Everything is picked."),
        then=page_of_picklist(picklist_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def undo(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return do(
        request,
        lambda: undo_pick(picklist_id, by=actor_of(request), now=now()),
        done=_("The last pick is undone."),
        then=page_of_picklist(picklist_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def close(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Close, with how it goes where that is filled in; with less than everything picked the form says what
    becomes of the rest."""
    given = request.POST.get("rest", "")
    rest = Rest(given) if given in tuple(Rest) else None
    return do(
        request,
        lambda: close_and_ship(
            picklist_id, shipment_if_any(request.POST), rest=rest, by=actor_of(request), now=now()
        ),
        done=_("The picklist is closed."),
        then=page_of_picklist(picklist_id),
    )
