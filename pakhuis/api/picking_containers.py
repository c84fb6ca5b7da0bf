"""Picking containers over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer, nothing
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, identifier, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import by_ids
from pakhuis.fulfilment.actions import remove_container, save_container, use_container
from pakhuis.fulfilment.models import PickingContainer
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID

router = Router(tags=["picking containers"])
_ALL, _ONE = "/picking-containers", "/picking-containers/{int:container_id}"
MOST = 1000


@router.get(_ALL)
def list_containers(request: HttpRequest) -> HttpResponse:
    """All of them on one page. Filter: `idpicklist`, of an open picklist."""
    rows = PickingContainer.objects.select_related("picklist")
    if request.GET.get("idpicklist"):
        rows = by_ids(rows, request, {"idpicklist": "picklist_id"})
        rows = rows.filter(picklist__status__in=OPEN_STATUSES)
    offset = request.GET.get("offset", "0")
    found = rows.order_by("pk")[:MOST] if offset.strip() in ("", "0") else []
    return answer([_shape(one) for one in found])


@router.get(_ONE)
def get_container(request: HttpRequest, container_id: int) -> HttpResponse:
    return answer(_shape(_found(container_id)))


@router.post(_ALL)
def post_container(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Needs a `name`."""
    made = save_container(None, name=text(fields_of(body).get("name")), by=actor_of(request), now=now())
    return answer(_shape(made), status=201)


@router.put(_ONE)
def put_container(request: HttpRequest, container_id: int, body: Body = EMPTY) -> HttpResponse:
    """Another `name`."""
    one, fields = _found(container_id), fields_of(body)
    name = text(fields["name"]) if "name" in fields else one.name
    save_container(container_id, name=name, by=actor_of(request), now=now())
    return answer(_shape(_found(container_id)))


@router.delete(_ONE)
def delete_container(request: HttpRequest, container_id: int) -> HttpResponse:
    """Refused (code 21) while something is gathered in it."""
    _found(container_id)
    remove_container(container_id, by=actor_of(request), now=now())
    return nothing()


@router.post(f"{_ONE}/link")
def post_link(request: HttpRequest, container_id: int, body: Body = EMPTY) -> HttpResponse:
    """Gathers `idpicklist` in it, which must be open; null lets go of what is in it."""
    one = _found(container_id)
    wanted = identifier(fields_of(body).get("idpicklist"))
    holds = one.holds
    if wanted is not None:
        use_container(wanted if wanted != NO_ID else 0, container_id, by=actor_of(request), now=now())
    elif holds is not None:
        use_container(holds.pk, None, by=actor_of(request), now=now())
    return answer(_shape(_found(container_id)))


def _found(container_id: int) -> PickingContainer:
    rows = PickingContainer.objects.select_related("picklist")
    found = rows.filter(pk=min(container_id, HIGHEST_ID)).first()
    if found is None:
        raise Http404
    return found


def _shape(one: PickingContainer) -> dict[str, Any]:
    local = LocalTime(account_settings().time_zone)
    return {
        "idpicking_container": one.pk,
        "idpicklist": one.holds.pk if one.holds is not None else None,
        "name": one.name,
        "created_at": local(one.created_at),
        "updated_at": local(one.updated_at),
    }
