"""Moves of an order over the API: one route per verb, the answer is the order as it is then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import EMPTY, Body, fields_of, text
from pakhuis.api.keys import actor_of
from pakhuis.api.order_shape import one_order, order_exists
from pakhuis.fulfilment.actions import (
    pause_order,
    process_backorders,
    process_order,
    reopen_order,
    resume_order,
)
from pakhuis.kernel.clock import now
from pakhuis.orders.actions import (
    allocate_order,
    deallocate_order,
    make_concept,
    prioritise_order,
    undo_cancellation,
)
from pakhuis.privacy.actions import anonymize_order

router = Router(tags=["orders"])


def _done(request: HttpRequest, order_id: int, verb: Callable[..., Any], **given: Any) -> HttpResponse:
    order_exists(order_id)
    verb(order_id, by=actor_of(request), now=now(), **given)
    return answer(one_order(order_id))


@router.post("/orders/{int:order_id}/process")
def post_process(request: HttpRequest, order_id: int) -> HttpResponse:
    """Picklists and backorders; refused (code 32) when it was done before."""
    return _done(request, order_id, process_order)


@router.post("/orders/{int:order_id}/process-backorders")
def post_process_backorders(request: HttpRequest, order_id: int) -> HttpResponse:
    """Picklists for what is available now: those that were made."""
    order_exists(order_id)
    made = {one.pk for one in process_backorders(order_ids=[order_id], by=actor_of(request), now=now())}
    return answer([one for one in one_order(order_id)["picklists"] if one["idpicklist"] in made])


@router.post("/orders/{int:order_id}/anonymize")
def post_anonymize(request: HttpRequest, order_id: int) -> HttpResponse:
    """Takes off who it was for, for good; refused (code 21) while it is open or younger than a week."""
    return _done(request, order_id, anonymize_order)


@router.post("/orders/{int:order_id}/pause")
def post_pause(request: HttpRequest, order_id: int, body: Body = EMPTY) -> HttpResponse:
    """Puts a processed order aside, with its picklists; needs a `reason`."""
    return _done(request, order_id, pause_order, reason=text(fields_of(body).get("reason")))


@router.post("/orders/{int:order_id}/resume")
def post_resume(request: HttpRequest, order_id: int) -> HttpResponse:
    return _done(request, order_id, resume_order)


@router.post("/orders/{int:order_id}/reopen")
def post_reopen(request: HttpRequest, order_id: int) -> HttpResponse:
    """A processed or completed order is a concept again."""
    return _done(request, order_id, reopen_order)


@router.post("/orders/{int:order_id}/change-to-concept")
def post_change_to_concept(request: HttpRequest, order_id: int) -> HttpResponse:
    return _done(request, order_id, make_concept)


@router.post("/orders/{int:order_id}/undo-cancellation")
def post_undo_cancellation(request: HttpRequest, order_id: int) -> HttpResponse:
    return _done(request, order_id, undo_cancellation)


@router.post("/orders/{int:order_id}/undo_cancellation")
def post_undo_cancellation_too(request: HttpRequest, order_id: int) -> HttpResponse:
    """As the Python client spells it."""
    return _done(request, order_id, undo_cancellation)


@router.post("/orders/{int:order_id}/allocate")
def post_allocate(request: HttpRequest, order_id: int) -> HttpResponse:
    """Sets stock aside for a concept or expected order, not tied."""
    return _done(request, order_id, allocate_order)


@router.post("/orders/{int:order_id}/deallocate")
def post_deallocate(request: HttpRequest, order_id: int) -> HttpResponse:
    return _done(request, order_id, deallocate_order)


@router.post("/orders/{int:order_id}/prioritise")
def post_prioritise(request: HttpRequest, order_id: int) -> HttpResponse:
    """Its backorders go before all others."""
    return _done(request, order_id, prioritise_order)
