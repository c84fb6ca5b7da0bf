"""The two kinds of locations, as types over the API: where is picked, and a store to fill others from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import identifier
from pakhuis.api.left_out import not_here
from pakhuis.api.lists import listed
from pakhuis.stock.models import LocationKind

router = Router(tags=["locations"])
TYPES = {
    1: (LocationKind.PICK, gettext_lazy("Pick location"), "#2f7d4f"),
    2: (LocationKind.BULK, gettext_lazy("Bulk location"), "#7a5ea8"),
}
"""By their ids, which never change: kind, name and colour."""
_IDS = {kind: number for number, (kind, _, _) in TYPES.items()}


def type_of(kind: str) -> dict[str, Any]:
    """The type of locations of this kind."""
    number = _IDS[LocationKind(kind)]
    _, name, color = TYPES[number]
    return {"idlocation_type": number, "name": str(name), "default": number == 1, "color": color}


def kind_of(number: object) -> LocationKind | None:
    """The kind that a client means with the id of a type; None for an id that is of none."""
    found = TYPES.get(identifier(number) or 0)
    return found[0] if found else None


@router.get("/locationtypes")
def list_types(request: HttpRequest) -> HttpResponse:
    """There are two, and no others can be made."""
    return listed([type_of(kind) for kind, _, _ in TYPES.values()], request)


@router.get("/locationtypes/{int:type_id}")
def get_type(request: HttpRequest, type_id: int) -> HttpResponse:
    if type_id not in TYPES:
        raise Http404
    return answer(type_of(TYPES[type_id][0]))


def no_others(request: HttpRequest, type_id: int) -> HttpResponse:
    """Neither changed nor taken away."""
    return not_here(request)


router.add_api_operation("/locationtypes", ["POST"], not_here, include_in_schema=False)
router.add_api_operation(
    "/locationtypes/{int:type_id}", ["PUT", "DELETE"], no_others, include_in_schema=False
)
