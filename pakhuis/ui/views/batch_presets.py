"""Presets of batches: made, changed and deleted, and used with one press of a button."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import (
    change_batch_preset,
    create_batch_of_preset,
    create_batch_preset,
    delete_batch_preset,
)
from pakhuis.fulfilment.models import BatchPreset
from pakhuis.fulfilment.preset_intake import BatchPresetFields
from pakhuis.fulfilment.states import BatchKind
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.orders.conditions import OF_BATCH
from pakhuis.orders.rule_queries import asked_of
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import warehouse_choices
from pakhuis.ui.doing import Initial, do, edited, told
from pakhuis.ui.entered import Entered, flag, number, text, whole
from pakhuis.ui.rule_input import askable, conditions_of, shown
from pakhuis.ui.rule_sentences import sentences_of


def presets_with_sentences() -> list[dict[str, Any]]:
    """Every preset and what it asks, for the page of batches."""
    presets = list(BatchPreset.objects.select_related("warehouse").prefetch_related("conditions"))
    asked = sentences_of(asked_of(one.conditions.all()) for one in presets)
    return [{"preset": one, "asked": said} for one, said in zip(presets, asked, strict=True)]


@page(Right.PICKLISTS_WORK)
def new(request: HttpRequest) -> HttpResponse:
    return _form(request, None, initial={"count": "20"})


@page(Right.PICKLISTS_WORK)
def edit(request: HttpRequest, preset_id: int) -> HttpResponse:
    preset = get_object_or_404(BatchPreset, pk=preset_id)
    return _form(request, preset, initial=lambda: _standing(preset_id))


def _standing(preset_id: int) -> dict[str, Any]:
    preset = get_object_or_404(BatchPreset, pk=preset_id)
    return {
        "title": preset.title,
        "count": preset.count,
        "warehouse": str(preset.warehouse_id),
        "singles": "on" if preset.kind == BatchKind.SINGLES else "",
        **shown(asked_of(preset.conditions.all())),
    }


def _form(
    request: HttpRequest,
    preset: BatchPreset | None,
    *,
    initial: Initial,
) -> HttpResponse:
    def save(values: QueryDict) -> BatchPreset:
        given = BatchPresetFields(
            title=text(values, "title"),
            warehouse_id=whole(values, "warehouse"),
            count=number(values, "count"),
            is_singles=flag(values, "singles"),
            conditions=conditions_of(values, OF_BATCH),
        )
        if preset is None:
            return create_batch_preset(given, by=actor_of(request), now=now())
        return change_batch_preset(preset.pk, given, by=actor_of(request), now=now())

    def context(entered: Entered) -> dict[str, Any]:
        return {
            "preset": preset,
            "warehouses": warehouse_choices([entered.value("warehouse")]),
            "asked": askable(OF_BATCH),
            "facts": logbook("batch_preset", preset.pk) if preset else [],
        }

    page_name = "ui/batch_preset.html"
    return edited(request, page_name, initial=initial, save=save, then=reverse("batches"), context=context)


@require_POST
@page(Right.PICKLISTS_WORK)
def use(request: HttpRequest, preset_id: int) -> HttpResponse:
    """A batch of what is in the queue for it now."""
    try:
        batch = create_batch_of_preset(preset_id, by=actor_of(request), now=now())
    except Refused as refused:
        told(request, refused)
        return redirect("batches")
    return redirect("batch", batch.pk)


@require_POST
@page(Right.PICKLISTS_WORK)
def delete(request: HttpRequest, preset_id: int) -> HttpResponse:
    return do(
        request,
        lambda: delete_batch_preset(preset_id, by=actor_of(request), now=now()),
        done=_("Preset deleted."),
        then="batches",
    )
