"""Settings of tags: made, changed, retired, brought back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import change_tag, create_tag
from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import Right
from pakhuis.accounts.uses import uses_of
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, edited
from pakhuis.ui.entered import flag, text

FRESH = "#0e7490"
"""The colour a new tag begins with."""


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    tags = list(Tag.objects.all())
    context = {
        "tags": [one for one in tags if one.active],
        "retired": [one for one in tags if not one.active],
    }
    return render(request, "ui/tags.html", context)


@page(Right.SETTINGS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    return edited(
        request,
        "ui/tag_form.html",
        initial={"color": FRESH},
        save=lambda values: create_tag(
            text(values, "title"),
            color=text(values, "color"),
            inherit=flag(values, "inherit"),
            by=actor_of(request),
            now=now(),
        ),
        then=reverse("tags"),
        context={},
    )


@page(Right.SETTINGS_CHANGE)
def edit(request: HttpRequest, tag_id: int) -> HttpResponse:
    tag = get_object_or_404(Tag, pk=tag_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(Tag, pk=tag_id)
        return {"title": one.title, "color": one.color, "inherit": one.inherit}

    return edited(
        request,
        "ui/tag_form.html",
        initial=standing,
        save=lambda values: change_tag(
            tag_id,
            title=text(values, "title"),
            color=text(values, "color"),
            inherit=flag(values, "inherit"),
            by=actor_of(request),
            now=now(),
        ),
        then=reverse("tags"),
        context={"tag": tag, "uses": uses_of(tag), "facts": logbook("tag", tag_id)},
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def active(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Retire a tag, or bring it back."""
    brings_back = flag(request.POST, "active")
    return do(
        request,
        lambda: change_tag(tag_id, active=brings_back, by=actor_of(request), now=now()),
        done=_("In use again.")
        if brings_back
        else _("Retired: it stays where it is, and is chosen no more."),
        then=reverse("tags"),
    )
