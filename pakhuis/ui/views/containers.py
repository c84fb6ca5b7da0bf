"""Picking containers: made and named under *Instellingen > Verzending*, taken on the page of a picklist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import remove_container, save_container, use_container
from pakhuis.fulfilment.models import PickingContainer, Picklist
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import text, whole
from pakhuis.ui.views.picklists import page_of_picklist


@require_POST
@page(Right.SETTINGS_CHANGE)
def save(request: HttpRequest) -> HttpResponse:
    """Make a container, or name one anew (`container`)."""
    container_id = whole(request.POST, "container")
    name = text(request.POST, "name")
    return do(
        request,
        lambda: save_container(container_id, name=name, by=actor_of(request), now=now()),
        done=_("Saved."),
        then=reverse("shipping"),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def remove(request: HttpRequest, container_id: int) -> HttpResponse:
    """Only one in which nothing is gathered can go."""
    get_object_or_404(PickingContainer, pk=container_id)
    return do(
        request,
        lambda: remove_container(container_id, by=actor_of(request), now=now()),
        done=_("Container removed."),
        then=reverse("shipping"),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def use(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Gather this picklist in a container, or in none."""
    get_object_or_404(Picklist, pk=picklist_id)
    container_id = whole(request.POST, "container")
    return do(
        request,
        lambda: use_container(picklist_id, container_id, by=actor_of(request), now=now()),
        done=_("Saved."),
        then=page_of_picklist(picklist_id),
    )
