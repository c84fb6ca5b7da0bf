"""Tags over the API: listed, made, changed, retired."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import change_tag, create_tag
from pakhuis.accounts.models import Tag
from pakhuis.api import tags
from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, first, flag, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import given, page_of
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID

router = Router(tags=["reference lists"])


@router.get("/tags")
def list_tags(request: HttpRequest) -> HttpResponse:
    """Filter: `search`, any fragment of the title. Retired ones are left out."""
    rows = Tag.objects.filter(active=True, title__icontains=given(request, "search"))
    ids = page_of(rows, request)
    return answer([tags.shape(one) for one in Tag.objects.filter(pk__in=ids).order_by("pk")])


@router.get("/tags/{int:pk}")
def get_tag(request: HttpRequest, pk: int) -> HttpResponse:
    return answer(tags.shape(_in_use(pk)))


@router.post("/tags")
def post_tag(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Needs `title` and `color`."""
    fields = fields_of(body)
    tag = create_tag(
        text(first(fields, "title", "name")),
        color=text(first(fields, "color")),
        inherit=bool(flag(first(fields, "inherit"))),
        by=actor_of(request),
        now=now(),
    )
    return answer(tags.shape(tag), status=201)


@router.put("/tags/{int:pk}")
def put_tag(request: HttpRequest, pk: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given; the title is taken as `name` too."""
    _in_use(pk)
    fields = fields_of(body)
    given: dict[str, Any] = {
        "title": first(fields, "title", "name"),
        "color": first(fields, "color"),
        "inherit": first(fields, "inherit"),
    }
    changes = {
        name: bool(flag(value)) if name == "inherit" else text(value)
        for name, value in given.items()
        if value is not NOT_GIVEN
    }
    return answer(tags.shape(change_tag(pk, by=actor_of(request), now=now(), **changes)))


@router.delete("/tags/{int:pk}")
def delete_tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Retires a tag: it stays on what has it, and nothing new gets it."""
    _in_use(pk)
    change_tag(pk, active=False, by=actor_of(request), now=now())
    return nothing()


def _in_use(pk: int) -> Tag:
    found = Tag.objects.filter(pk=min(pk, HIGHEST_ID), active=True).first()
    if found is None:
        raise Http404
    return found
