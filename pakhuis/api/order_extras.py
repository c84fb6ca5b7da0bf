"""What hangs on an order over the API: tags, notes, backorders."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer, nothing
from pakhuis.api.backorder_shape import backorder_shapes, waiting_page
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, identifier, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed, page_of
from pakhuis.api.order_shape import one_order, order_exists
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import ActorKind
from pakhuis.kernel.clock import now
from pakhuis.orders.actions import note_on_order, tag_order, untag_order
from pakhuis.orders.events import OrderNoted
from pakhuis.orders.models import Backorder, BackorderState

router = Router(tags=["orders"])


@router.get("/orders/{int:order_id}/tags")
def get_tags(request: HttpRequest, order_id: int) -> HttpResponse:
    return listed(list(dict(one_order(order_id)["tags"]).values()), request)


@router.post("/orders/{int:order_id}/tags")
def post_tag(request: HttpRequest, order_id: int, body: Body = EMPTY) -> HttpResponse:
    """Puts the tag `idtag` on the order, in whatever state it is; twice is once."""
    order_exists(order_id)
    tag_id = identifier(first(fields_of(body), "idtag"))
    tag_order(order_id, tag_id=NO_ID if tag_id is None else tag_id, by=actor_of(request), now=now())
    return answer(list(dict(one_order(order_id)["tags"]).values()), status=201)


@router.delete("/orders/{int:order_id}/tags/{int:tag_id}")
def delete_tag(request: HttpRequest, order_id: int, tag_id: int) -> HttpResponse:
    order_exists(order_id)
    untag_order(order_id, tag_id=tag_id, by=actor_of(request), now=now())
    return nothing()


@router.post("/orders/{int:order_id}/tags/{int:tag_id}")
def post_delete_tag(request: HttpRequest, order_id: int, tag_id: int) -> HttpResponse:
    """The Python client takes a tag off with POST."""
    return delete_tag(request, order_id, tag_id)


@router.get("/orders/{int:order_id}/notes")
def get_notes(request: HttpRequest, order_id: int) -> HttpResponse:
    """What was noted on the order, oldest first."""
    order_exists(order_id)
    notes = Fact.objects.filter(subject_kind="order", subject_id=order_id, name=OrderNoted.name)
    ids = page_of(notes, request)
    local = LocalTime(account_settings().time_zone)
    return answer([note_shape(one, local) for one in Fact.objects.filter(pk__in=ids).order_by("pk")])


@router.post("/orders/{int:order_id}/notes")
def post_note(request: HttpRequest, order_id: int, body: Body = EMPTY) -> HttpResponse:
    """Writes a `note` into the order's logbook."""
    order_exists(order_id)
    note = text(fields_of(body).get("note"))
    fact = note_on_order(order_id, note=note, by=actor_of(request), now=now())
    return answer(note_shape(fact, LocalTime(account_settings().time_zone)), status=201)


def note_shape(fact: Fact, local: LocalTime) -> dict[str, Any]:
    """A note as a line of the order's log."""
    return {
        "idorder_log": fact.pk,
        "iduser": fact.actor_id if fact.actor_kind == ActorKind.PERSON else None,
        "idorder": fact.subject_id,
        "idpicklist": None,
        "type": "note",
        "action": "note",
        "description": fact.data["note"],
        "details": fact.actor_label,
        "created_at": local(fact.at),
    }


@router.get("/orders/{int:order_id}/backorders")
def get_backorders(request: HttpRequest, order_id: int) -> HttpResponse:
    order_exists(order_id)
    waiting = Backorder.objects.filter(order_id=order_id, state=BackorderState.OPEN)
    return answer(backorder_shapes(waiting_page(waiting, request)))
