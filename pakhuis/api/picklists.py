"""Picklists over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import EMPTY, Body, fields_of, first, identifier, number
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, between_ids, by_ids, given, page_of
from pakhuis.api.picklist_shape import picklist_shapes
from pakhuis.fulfilment.actions import close_picklist, pick_all, pick_line
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.kernel.checking import missing
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Problem, Refused, gettext_noop

router = Router(tags=["picklists"])
TIMES = {
    "sincedate": "created_at__gte",
    "untildate": "created_at__lte",
    "closed_after": "closed_at__gte",
    "closed_before": "closed_at__lte",
}


@router.get("/picklists")
def list_picklists(request: HttpRequest) -> HttpResponse:
    """Filters: sinceid, beforeid, sincedate, untildate, closed_after, closed_before, picklistid,
    assigned_to_iduser, idwarehouse, status, tag."""
    ids = {"idwarehouse": "warehouse_id", "assigned_to_iduser": "assigned_to_id"}
    rows = between_dates(by_ids(Picklist.objects.all(), request, ids), request, TIMES)
    rows = between_ids(rows, request)
    if given(request, "picklistid"):
        rows = rows.filter(number=given(request, "picklistid"))
    if given(request, "status"):
        status = given(request, "status")
        rows = rows.filter(status=status) if status in tuple(PicklistStatus) else rows.none()
    if given(request, "tag"):
        rows = rows.filter(order__order_tags__tag__title=given(request, "tag"))
    return answer(picklist_shapes(page_of(rows, request)))


@router.get("/picklists/{int:picklist_id}")
def get_picklist(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return answer(_one(picklist_id))


@router.post("/picklists/{int:picklist_id}/pick")
def post_pick(request: HttpRequest, picklist_id: int, body: Body = EMPTY) -> HttpResponse:
    """Count pieces as picked, by line or by product (codes 15 to 18)."""
    _exists(picklist_id)
    fields = fields_of(body)
    line = _line(picklist_id, fields)
    pick_line(line.pk, amount=number(first(fields, "amount")), by=actor_of(request), now=now())
    return answer(_one(picklist_id))


@router.post("/picklists/{int:picklist_id}/pickall")
def post_pick_all(request: HttpRequest, picklist_id: int) -> HttpResponse:
    _exists(picklist_id)
    pick_all(picklist_id, by=actor_of(request), now=now())
    return answer(_one(picklist_id))


@router.post("/picklists/{int:picklist_id}/close")
def post_close(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Stock goes down; the order is completed when nothing of it is left."""
    _exists(picklist_id)
    close_picklist(picklist_id, by=actor_of(request), now=now())
    return answer(_one(picklist_id))


def _line(picklist_id: int, fields: Any) -> PicklistLine:
    """The line that is meant: by its own id, else the first of the product that is not picked whole."""
    line_id = identifier(first(fields, "idpicklist_product"))
    product_id = identifier(first(fields, "idproduct", "product"))
    if line_id is None and product_id is None:
        raise Refused([missing(("product",))])
    lines = list(PicklistLine.objects.filter(picklist_id=picklist_id).order_by("pk"))
    meant = [one for one in lines if line_id == one.pk or (line_id is None and one.product_id == product_id)]
    if not meant:
        text = gettext_noop("This product is not on the picklist.")
        raise Refused([Problem("not_on_picklist", ("product",), text)])
    return next((one for one in meant if one.picked < one.amount), meant[0])


def _exists(picklist_id: int) -> None:
    if picklist_id > HIGHEST_ID or not Picklist.objects.filter(pk=picklist_id).exists():
        raise Http404


def _one(picklist_id: int) -> dict[str, Any]:
    found = picklist_shapes([picklist_id] if picklist_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
