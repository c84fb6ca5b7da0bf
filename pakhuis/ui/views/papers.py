"""Papers to print: the picklist, the packing slip, and everything of a batch in one go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.papers.sheets import batch_pdf, packing_slip_pdf, picklist_pdf
from pakhuis.ui.access import page


def _shown(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )


@page(Right.PICKLISTS_WORK, Right.ORDERS_SEE)
def picklist(request: HttpRequest, picklist_id: int) -> HttpResponse:
    one = get_object_or_404(Picklist, pk=picklist_id)
    return _shown(picklist_pdf(one.pk), f"picklist-{one.pk}")


@page(Right.PICKLISTS_WORK, Right.ORDERS_SEE)
def packing_slip(request: HttpRequest, picklist_id: int) -> HttpResponse:
    one = get_object_or_404(Picklist, pk=picklist_id)
    return _shown(packing_slip_pdf(one.pk), f"packing-slip-{one.pk}")


@page(Right.PICKLISTS_WORK)
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    one = get_object_or_404(Batch, pk=batch_id)
    return _shown(batch_pdf(one.pk, language=(get_language() or "nl")[:2]), f"batch-{one.pk}")
