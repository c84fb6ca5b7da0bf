"""Shipments by hand: carrier and tracking codes of a picklist, and calling one off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import cancel_shipment, create_shipment
from pakhuis.fulfilment.models import Shipment
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.shipping_input import shipment_of
from pakhuis.ui.views.picklists import page_of_picklist


@require_POST
@page(Right.PICKLISTS_WORK)
def new(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """A parcel for each tracking code; one without a code where none is given."""
    shipment = shipment_of(request.POST)
    return do(
        request,
        lambda: create_shipment(picklist_id, shipment, by=actor_of(request), now=now()),
        done=_("The shipment is noted."),
        then=page_of_picklist(picklist_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def cancel(request: HttpRequest, picklist_id: int, shipment_id: int) -> HttpResponse:
    get_object_or_404(Shipment, pk=shipment_id, picklist_id=picklist_id)
    return do(
        request,
        lambda: cancel_shipment(shipment_id, by=actor_of(request), now=now()),
        done=_("The shipment is cancelled. Tell the carrier yourself."),
        then=page_of_picklist(picklist_id),
    )
