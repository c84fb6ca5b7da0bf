"""How an order is to be sent, said on its page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import wish_profile
from pakhuis.kernel.clock import now
from pakhuis.orders.models import Order
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import whole


@require_POST
@page(Right.ORDERS_CHANGE)
def wish(request: HttpRequest, order_id: int) -> HttpResponse:
    """Picklists that are made from now on begin with this profile."""
    get_object_or_404(Order, pk=order_id)
    wanted = whole(request.POST, "profile")
    return do(
        request,
        lambda: wish_profile(order_id, profile_id=wanted, by=actor_of(request), now=now()),
        done=_("Saved."),
        then=reverse("order", args=(order_id,)),
    )
