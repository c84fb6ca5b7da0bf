"""Picking by scanner, on a phone: one field, one answer, the next place large. The same for a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import ensure_csrf_cookie

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.field_queries import pickers_product_fields
from pakhuis.fulfilment.actions import scan_batch, scan_picklist, undo_batch_pick, undo_pick
from pakhuis.fulfilment.actions.scan import Scanned
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.fulfilment.states import ALLOWED, BatchStatus, PicklistMove
from pakhuis.fulfilment.walk import Stop, walk_of
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.orders.field_queries import pickers_fields
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.crates import container_of
from pakhuis.ui.entered import sentence
from pakhuis.ui.htmx import is_htmx
from pakhuis.ui.shipping_input import ways_to_ship

GOOD, BAD, DONE = "good", "bad", "done"
"""What is to be heard; also how the answer is marked among the messages of a page without JavaScript."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a scan: a tone and a sentence."""

    sound: str
    text: str


@page(Right.PICKLISTS_WORK)
@ensure_csrf_cookie
def of_picklist(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Scan for one picklist."""
    picklist = get_object_or_404(Picklist.objects.select_related("order"), pk=picklist_id)
    own = pickers_fields([picklist.order_id])
    answer = _asked(
        request,
        lambda code: scan_picklist(picklist_id, code, by=actor_of(request), now=now()),
        lambda: undo_pick(picklist_id, by=actor_of(request), now=now()),
    )
    here = reverse("picklist-scan", args=(picklist_id,))
    stops = walk_of([picklist_id], warehouse_id=picklist.warehouse_id)
    context = {
        "picklist": picklist,
        "title": picklist.number,
        "remarks": picklist.order.remarks,
        "container": container_of(picklist),
        "own_values": own.of(picklist.order_id),
        "missing_back": "scan",
        **ways_to_ship(preferred=picklist.shipping_profile_id),
        "can_pick": picklist.can(PicklistMove.PICK),
        "back": reverse("picklist", args=(picklist_id,)),
    }
    return _shown(request, answer, here, stops, context)


@page(Right.PICKLISTS_WORK)
@ensure_csrf_cookie
def of_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Scan for all picklists of a batch in one walk; the answer says into which box."""
    batch = get_object_or_404(Batch, pk=batch_id)
    answer = _asked(
        request,
        lambda code: scan_batch(batch_id, code, by=actor_of(request), now=now()),
        lambda: undo_batch_pick(batch_id, by=actor_of(request), now=now()),
    )
    here = reverse("batch-scan", args=(batch_id,))
    pickable = batch.picklists.filter(status__in=list(ALLOWED[PicklistMove.PICK]))
    stops = walk_of(list(pickable.values_list("pk", flat=True)), warehouse_id=batch.warehouse_id)
    context = {
        "batch": batch,
        "title": batch.number,
        "missing_back": "batch",
        "can_pick": batch.status == BatchStatus.OPEN,
        "back": reverse("batch", args=(batch_id,)),
    }
    return _shown(request, answer, here, stops, context)


def _asked(request: HttpRequest, scan: Callable[[str], Scanned], undo: Callable[[], int]) -> Answer | None:
    """Do what the form asks, if anything: count a scan, or undo the last one."""
    if request.method != "POST":
        return None
    try:
        if request.POST.get("undo"):
            pieces = undo()
            told = ngettext("Undone: %(pieces)s piece.", "Undone: %(pieces)s pieces.", pieces)
            return Answer(GOOD, told % {"pieces": pieces})
        return _told(scan(request.POST.get("code", "")))
    except Refused as refused:
        return Answer(BAD, " ".join(sentence(one) for one in refused.problems))


def _told(scanned: Scanned) -> Answer:
    text = _("%(pieces)s × %(code)s %(name)s") % {
        "pieces": scanned.pieces,
        "code": scanned.code,
        "name": scanned.name,
    }
    boxes = [
        _("%(pieces)s in box %(box)s (%(number)s)") % {"pieces": pieces, "box": box, "number": number}
        for box, number, pieces in scanned.boxes
        if box is not None
    ]
    return Answer(
        DONE if not scanned.left else GOOD, " → ".join([text, ", ".join(boxes)] if boxes else [text])
    )


def _shown(
    request: HttpRequest, answer: Answer | None, here: str, stops: Sequence[Stop], context: dict[str, Any]
) -> HttpResponse:
    """The walk alone for htmx; without JavaScript back to the page, so that a reload scans nothing twice."""
    is_quick = is_htmx(request)
    if answer is not None and not is_quick:
        level = messages.ERROR if answer.sound == BAD else messages.SUCCESS
        messages.add_message(request, level, answer.text, extra_tags=f"sound-{answer.sound}")
        return redirect(here)
    waiting = [one for one in stops if one.left]
    pieces = sum(one.line.amount for one in stops)
    context = {
        **context,
        "here": here,
        "answer": answer,
        "next": waiting[0] if waiting else None,
        "told": pickers_product_fields({one.line.product_id for one in waiting[:1]}),
        "coming": waiting[1:],
        "finished": [one for one in stops if not one.left],
        "pieces": pieces,
        "picked": sum(one.line.picked for one in stops),
        "is_all_picked": bool(stops) and not waiting,
    }
    return render(request, "ui/parts/walk.html" if is_quick else "ui/scanner.html", context)
