"""Picklists over the API: which there are, and picking them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer, file_answer
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, flag, identifier, moment, number, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, between_ids, by_ids, given, page_of
from pakhuis.api.picklist_shape import picklist_shapes
from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import (
    assign_picklist,
    cancel_picklist,
    change_picklist,
    close_picklist,
    pause_picklist,
    pick_all,
    pick_line,
    resume_picklist,
    snooze_picklist,
    unassign_picklist,
    wake_picklist,
)
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import missing, not_a_date
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Problem, Refused, gettext_noop
from pakhuis.kernel.text import clean
from pakhuis.papers.sheets import packing_slip_pdf, picklist_pdf

router = Router(tags=["picklists"])
TIMES = {
    "sincedate": "created_at__gte",
    "untildate": "created_at__lte",
    "closed_after": "closed_at__gte",
    "closed_before": "closed_at__lte",
}
IDS = {
    "idwarehouse": "warehouse_id",
    "assigned_to_iduser": "assigned_to_id",
    "idpicklist_batch": "batch_id",
    "idorder": "order_id",
    "idcustomer": "customer_id",
}
Verb = Callable[[int, Actor, datetime], object]


@router.get("/picklists")
def list_picklists(request: HttpRequest) -> HttpResponse:
    """Filters: status, picklistid, tag, urgent, idwarehouse, assigned_to_iduser, idpicklist_batch, idorder,
    idcustomer, sinceid, beforeid, sincedate, untildate, closed_after, closed_before."""
    rows = between_dates(by_ids(Picklist.objects.all(), request, IDS), request, TIMES)
    rows = between_ids(rows, request)
    if given(request, "picklistid"):
        rows = rows.filter(number=given(request, "picklistid"))
    if given(request, "status"):
        status = given(request, "status")
        rows = rows.filter(status=status) if status in tuple(PicklistStatus) else rows.none()
    if given(request, "tag"):
        rows = rows.filter(order__order_tags__tag__title=given(request, "tag"))
    is_urgent = flag(given(request, "urgent"))
    if is_urgent is not None:
        rows = rows.filter(urgent=is_urgent)
    return answer(picklist_shapes(page_of(rows, request)))


@router.get("/picklists/{int:picklist_id}")
def get_picklist(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return answer(_one(picklist_id))


@router.put("/picklists/{int:picklist_id}")
def put_picklist(request: HttpRequest, picklist_id: int, body: Body = EMPTY) -> HttpResponse:
    """Change `urgent`, `invoiced` and `idshippingprovider_profile`; what is not sent stays as it is."""
    fields = fields_of(body)
    profile = first(fields, "idshippingprovider_profile")
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: change_picklist(
            pk,
            urgent=_flag_or_not(first(fields, "urgent")),
            invoiced=_flag_or_not(first(fields, "invoiced")),
            shipping_profile_id=NOT_GIVEN if profile is NOT_GIVEN else identifier(profile),
            by=by,
            now=at,
        ),
    )


@router.post("/picklists/{int:picklist_id}/pick")
def post_pick(request: HttpRequest, picklist_id: int, body: Body = EMPTY) -> HttpResponse:
    """Count pieces as picked, by line or by product (codes 15 to 18)."""
    exists(picklist_id)
    fields = fields_of(body)
    line = _line(picklist_id, fields)
    pick_line(line.pk, amount=number(first(fields, "amount")), by=actor_of(request), now=now())
    return answer(_one(picklist_id))


@router.post("/picklists/{int:picklist_id}/pickall")
def post_pick_all(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(request, picklist_id, lambda pk, by, at: pick_all(pk, by=by, now=at))


@router.post("/picklists/{int:picklist_id}/close")
def post_close(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Stock goes down; the order is completed when nothing of it is left."""
    return _done(request, picklist_id, lambda pk, by, at: close_picklist(pk, by=by, now=at))


@router.post("/picklists/{int:picklist_id}/assign")
def post_assign(request: HttpRequest, picklist_id: int, body: Body = EMPTY) -> HttpResponse:
    user = identifier(first(fields_of(body), "iduser"))
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: assign_picklist(pk, user_id=NO_ID if user is None else user, by=by, now=at),
    )


@router.post("/picklists/{int:picklist_id}/unassign")
def post_unassign(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(request, picklist_id, lambda pk, by, at: unassign_picklist(pk, by=by, now=at))


@router.post("/picklists/{int:picklist_id}/snooze")
def post_snooze(request: HttpRequest, picklist_id: int, body: Body = EMPTY) -> HttpResponse:
    """Out of the queue until `snooze_until`; null brings it back now."""
    wanted = first(fields_of(body), "snooze_until")
    if wanted is None:
        return _done(request, picklist_id, lambda pk, by, at: wake_picklist(pk, by=by, now=at))
    exists(picklist_id)
    said = text(wanted)
    until = moment(said)
    if said and until is None:
        raise Refused([not_a_date(said, ("snooze_until",))])
    local = LocalTime(account_settings().time_zone)
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: snooze_picklist(pk, until=local.read(until) if until else None, by=by, now=at),
    )


@router.post("/picklists/{int:picklist_id}/unsnooze")
def post_unsnooze(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(request, picklist_id, lambda pk, by, at: wake_picklist(pk, by=by, now=at))


@router.post("/picklists/{int:picklist_id}/pause")
def post_pause(request: HttpRequest, picklist_id: int, body: Body = EMPTY) -> HttpResponse:
    reason = text(first(fields_of(body), "reason"))
    return _done(request, picklist_id, lambda pk, by, at: pause_picklist(pk, reason=reason, by=by, now=at))


@router.post("/picklists/{int:picklist_id}/resume")
def post_resume(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(request, picklist_id, lambda pk, by, at: resume_picklist(pk, by=by, now=at))


@router.post("/picklists/{int:picklist_id}/cancel")
def post_cancel(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """What is on it waits as backorders again."""
    return _done(request, picklist_id, lambda pk, by, at: cancel_picklist(pk, by=by, now=at))


@router.get("/picklists/{int:picklist_id}/picklistpdf")
def get_picklist_pdf(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """The paper, in base64; as it is for who accepts `application/pdf` alone."""
    exists(picklist_id)
    return paper(request, picklist_pdf(picklist_id), f"picklist-{picklist_id}.pdf")


@router.get("/picklists/{int:picklist_id}/packinglistpdf")
def get_packing_list_pdf(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """The packing slip, in the same two ways."""
    exists(picklist_id)
    return paper(request, packing_slip_pdf(picklist_id), f"packinglist-{picklist_id}.pdf")


def paper(request: HttpRequest, pdf: bytes, name: str) -> HttpResponse:
    """A PDF in base64; as it is for who accepts nothing but that."""
    return file_answer(request, pdf, name=name, kind="application/pdf")


def _done(request: HttpRequest, picklist_id: int, verb: Verb) -> HttpResponse:
    exists(picklist_id)
    verb(picklist_id, actor_of(request), now())
    return answer(_one(picklist_id))


def _flag_or_not(value: Any) -> bool | NotGiven:
    """What is no yes and no no is left aside."""
    told = None if value is NOT_GIVEN else flag(value)
    return NOT_GIVEN if told is None else told


def _line(picklist_id: int, fields: Any) -> PicklistLine:
    """The line that is meant: by its own id, else the first of the product that is not picked whole."""
    line_id = identifier(first(fields, "idpicklist_product"))
    product_id = _product(first(fields, "idproduct", "product"))
    if line_id is None and product_id is None:
        raise Refused([missing(("product",))])
    lines = list(PicklistLine.objects.filter(picklist_id=picklist_id).order_by("pk"))
    meant = [one for one in lines if line_id == one.pk or (line_id is None and one.product_id == product_id)]
    if not meant:
        text = gettext_noop("This product is not on the picklist.")
        raise Refused([Problem("not_on_picklist", ("product",), text)])
    return next((one for one in meant if one.picked < one.amount), meant[0])


def _product(value: Any) -> int | None:
    """A product by its id, or by its code as older clients send it."""
    found = identifier(value)
    if found == NO_ID and isinstance(value, str):
        by_code = Product.objects.filter(code=clean(value)[:100]).values_list("pk", flat=True)
        return by_code.first() or NO_ID
    return found


def exists(picklist_id: int) -> None:
    """404 unless there is such a picklist."""
    if picklist_id > HIGHEST_ID or not Picklist.objects.filter(pk=picklist_id).exists():
        raise Http404


def _one(picklist_id: int) -> dict[str, Any]:
    found = picklist_shapes([picklist_id] if picklist_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
