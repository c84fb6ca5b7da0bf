"""Batches: the list, making one, and the page on which a walk is handed out and closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import (
    add_to_batch,
    assign_batch,
    close_batch,
    create_batch,
    create_batch_of_first,
    dissolve_batch,
    remove_from_batch,
)
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.fulfilment.states import OPEN_STATUSES, BatchKind, BatchMove, BatchStatus, PicklistMove
from pakhuis.journal.queries import logbook
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.stock.models import Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import picker_choices
from pakhuis.ui.doing import do, told
from pakhuis.ui.entered import number, sentence, text, whole, wholes
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.picking_words import BATCH_STATUS
from pakhuis.ui.views.batch_presets import presets_with_sentences


@page(Right.PICKLISTS_WORK)
def overview(request: HttpRequest) -> HttpResponse:
    """Open ones, or all; newest first."""
    status = request.GET.get("status", BatchStatus.OPEN)
    rows = Batch.objects.select_related("warehouse", "assigned_to").annotate(
        count=Count("picklists", distinct=True),
        open_count=Count("picklists", filter=Q(picklists__status__in=OPEN_STATUSES), distinct=True),
        pieces=Sum("picklists__lines__amount"),
        picked=Sum("picklists__lines__picked"),
    )
    if status in tuple(BatchStatus):
        rows = rows.filter(status=status)
    context = {
        "page": page_of(rows, request, sort=Sort(is_descending=True)),
        "status": status,
        "statuses": BATCH_STATUS.items(),
        "warehouses": Warehouse.objects.filter(active=True),
        "presets": presets_with_sentences(),
    }
    return render(request, "ui/batches.html", context)


@page(Right.PICKLISTS_WORK)
def one(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The boxes of a batch, how far each is, and what can be done."""
    batch = get_object_or_404(
        Batch.objects.select_related("warehouse", "assigned_to", "completed_by"), pk=batch_id
    )
    inside = batch.picklists.select_related("order", "customer").order_by("box")
    picklists = list(inside.annotate(pieces=Sum("lines__amount"), picked=Sum("lines__picked")))
    counted: list[dict[str, Any]] = [vars(one) for one in picklists]
    is_open = batch.status == BatchStatus.OPEN
    context = {
        "batch": batch,
        "picklists": [
            (one, row["pieces"], row["picked"], one.can(PicklistMove.CLOSE))
            for one, row in zip(picklists, counted, strict=True)
        ],
        "pieces": sum(row["pieces"] or 0 for row in counted),
        "picked": sum(row["picked"] or 0 for row in counted),
        "is_open": is_open,
        "can_dissolve": batch.can(BatchMove.DISSOLVE),
        "users": picker_choices() if is_open else [],
        "facts": logbook("batch", batch.pk),
    }
    return render(request, "ui/batch.html", context)


@require_POST
@page(Right.PICKLISTS_WORK)
def new(request: HttpRequest) -> HttpResponse:
    """Of the picklists that are ticked; without any of the first of a warehouse's queue."""
    chosen = wholes(request.POST, "picklists")
    try:
        if chosen or "count" not in request.POST:
            batch = create_batch(chosen, by=actor_of(request), now=now())
        else:
            is_singles = request.POST.get("kind") == BatchKind.SINGLES
            batch = create_batch_of_first(
                warehouse_id=whole(request.POST, "warehouse") or 0,
                count=number(request.POST, "count"),
                kind=BatchKind.SINGLES if is_singles else BatchKind.NORMAL,
                by=actor_of(request),
                now=now(),
            )
    except Refused as refused:
        told(request, refused)
        return redirect("picklists" if "count" not in request.POST else "batches")
    return redirect("batch", batch.pk)


@require_POST
@page(Right.PICKLISTS_WORK)
def add(request: HttpRequest) -> HttpResponse:
    """Put picklists into an open batch: those that are ticked, or that of a typed or scanned number."""
    typed = text(request.POST, "number")
    batch_id = whole(request.POST, "batch") or 0
    try:
        chosen = _numbered(typed) if typed else list(wholes(request.POST, "picklists"))
        add_to_batch(batch_id, chosen, by=actor_of(request), now=now())
    except Refused as refused:
        told(request, refused)
        return redirect(_page_of(batch_id) if typed else "picklists")
    told_count = ngettext(
        "%(count)s picklist is in the batch now.", "%(count)s picklists are in the batch now.", len(chosen)
    )
    messages.success(request, told_count % {"count": len(chosen)})
    return redirect(_page_of(batch_id))


def _numbered(typed: str) -> list[int]:
    found = list(Picklist.objects.filter(number__in={typed, typed.upper()}).values_list("pk", flat=True))
    if not found:
        raise Refused([not_found("picklist", ("number",))])
    return found


def _page_of(batch_id: int) -> str:
    return reverse("batch", args=(batch_id,))


@require_POST
@page(Right.PICKLISTS_WORK)
def assign(request: HttpRequest, batch_id: int) -> HttpResponse:
    user_id = whole(request.POST, "user")
    return do(
        request,
        lambda: assign_batch(batch_id, user_id=user_id, by=actor_of(request), now=now()),
        done=_("Assigned.") if user_id else _("Nobody has this batch any more."),
        then=_page_of(batch_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def close(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Close what is picked whole, and say what is not."""
    try:
        closed = close_batch(batch_id, by=actor_of(request), now=now())
    except Refused as refused:
        told(request, refused)
        return redirect(_page_of(batch_id))
    for picklist_number, problem in closed.refused:
        messages.error(request, f"{picklist_number}: {sentence(problem)}")
    done = len(closed.numbers)
    text = ngettext("%(count)s picklist is closed.", "%(count)s picklists are closed.", done) % {
        "count": done
    }
    if not done:
        text = _("Nothing is closed.")
    if closed.unfinished:
        rest = ngettext(
            "%(count)s is not picked whole yet.", "%(count)s are not picked whole yet.", closed.unfinished
        )
        text = f"{text} {rest % {'count': closed.unfinished}}"
    messages.add_message(request, messages.SUCCESS if done else messages.WARNING, text)
    return redirect(_page_of(batch_id))


@require_POST
@page(Right.PICKLISTS_WORK)
def remove(request: HttpRequest, batch_id: int, picklist_id: int) -> HttpResponse:
    return do(
        request,
        lambda: remove_from_batch(batch_id, [picklist_id], by=actor_of(request), now=now()),
        done=_("Out of the batch, and back in the queue."),
        then=_page_of(batch_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def dissolve(request: HttpRequest, batch_id: int) -> HttpResponse:
    return do(
        request,
        lambda: dissolve_batch(batch_id, by=actor_of(request), now=now()),
        done=_("The batch is given up; its picklists are back in the queue."),
        then=_page_of(batch_id),
    )
