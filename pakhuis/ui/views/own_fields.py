"""*Instellingen > Klantvelden*: the account's own fields on customers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import (
    change_own_field,
    create_own_field,
    delete_own_field,
    move_own_field,
    retire_own_field,
)
from pakhuis.customers.intake import GivenChoice, OwnFieldFields
from pakhuis.customers.models import OwnField
from pakhuis.kernel.clock import now
from pakhuis.ownfields.values import CHOICE_KINDS, OwnFieldKind
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, edited
from pakhuis.ui.entered import Entered, flag, row_count, text, whole
from pakhuis.ui.words import OWN_FIELD_KIND

EMPTY_CHOICES = 3
"""Empty rows for new possible values; each save gives as many again."""


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every field in its order, with how many customers have a value in it."""
    fields = OwnField.objects.annotate(used=Count("values__customer", distinct=True))
    return render(request, "ui/own_fields.html", {"fields": fields.prefetch_related("choices")})


@page(Right.SETTINGS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    return edited(
        request,
        "ui/own_field_form.html",
        initial={"kind": OwnFieldKind.TEXT},
        save=lambda values: create_own_field(_fields(values), by=actor_of(request), now=now()),
        then=reverse("own-fields"),
        context=lambda entered: _context(entered, None),
        only_shows=("more",),
    )


@page(Right.SETTINGS_CHANGE)
def edit(request: HttpRequest, field_id: int) -> HttpResponse:
    field = get_object_or_404(OwnField, pk=field_id)
    return edited(
        request,
        "ui/own_field_form.html",
        initial=lambda: _standing(field_id),
        save=lambda values: change_own_field(field_id, _fields(values), by=actor_of(request), now=now()),
        then=reverse("own-fields"),
        context=lambda entered: _context(entered, field),
        only_shows=("more",),
    )


def _standing(field_id: int) -> dict[str, Any]:
    field = get_object_or_404(OwnField, pk=field_id)
    standing: dict[str, Any] = {
        "title": field.title,
        "kind": field.kind,
        "required": "on" if field.required else "",
    }
    for row, choice in enumerate(field.choices.all()):
        standing |= {
            f"choices.{row}.id": str(choice.pk),
            f"choices.{row}.title": choice.title,
            f"choices.{row}.retired": "on" if choice.retired_at else "",
        }
    return standing


def _context(entered: Entered, field: OwnField | None) -> dict[str, Any]:
    used = field.values.values("customer").distinct().count() if field else 0
    rows = range(entered.row_count("choices") + EMPTY_CHOICES)
    return {
        "own_field": field,
        "used": used,
        "kinds": [
            (kind, word)
            for kind, word in OWN_FIELD_KIND.items()
            if not used or field is None or kind == field.kind
        ],
        "rows": [
            {
                "name": f"choices.{row}",
                "title_at": f"choices.{row}.title",
                "retired_at": f"choices.{row}.retired",
                "label": _("Value %(number)s") % {"number": row + 1},
                **{part: entered.value(f"choices.{row}.{part}") for part in ("id", "title", "retired")},
            }
            for row in rows
        ],
        "choice_errors": entered.errors("choices"),
        "others": entered.others(("title", "kind", "choices")),
    }


def _fields(values: QueryDict) -> OwnFieldFields:
    """The field as entered; a row without a title is one less, and kinds without a choice have none."""
    kind = values.get("kind", "")
    rows = range(row_count(values, "choices")) if kind in CHOICE_KINDS else ()
    choices = tuple(
        GivenChoice(
            title=text(values, f"choices.{row}.title"),
            id=whole(values, f"choices.{row}.id"),
            is_retired=flag(values, f"choices.{row}.retired"),
        )
        for row in rows
        if text(values, f"choices.{row}.title")
    )
    return OwnFieldFields(
        title=text(values, "title"), kind=kind, is_required=flag(values, "required"), choices=choices
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def move(request: HttpRequest, field_id: int) -> HttpResponse:
    """One place up or down."""
    get_object_or_404(OwnField, pk=field_id)
    steps = -1 if request.POST.get("to") == "up" else 1
    move_own_field(field_id, steps=steps, by=actor_of(request), now=now())
    return redirect("own-fields")


@require_POST
@page(Right.SETTINGS_CHANGE)
def retire(request: HttpRequest, field_id: int) -> HttpResponse:
    """Ask it no more, or again."""
    field = get_object_or_404(OwnField, pk=field_id)
    is_retired = not field.is_retired
    return do(
        request,
        lambda: retire_own_field(field_id, is_retired=is_retired, by=actor_of(request), now=now()),
        done=_("The field is asked no more; what was filled in is kept.")
        if is_retired
        else _("The field is in use again."),
        then=reverse("own-fields"),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def delete(request: HttpRequest, field_id: int) -> HttpResponse:
    """Only a field that nobody has a value in can go."""
    get_object_or_404(OwnField, pk=field_id)
    return do(
        request,
        lambda: delete_own_field(field_id, by=actor_of(request), now=now()),
        done=_("Field deleted."),
        then=reverse("own-fields"),
    )
