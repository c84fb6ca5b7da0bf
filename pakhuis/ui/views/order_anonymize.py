"""Taking off one finished order who it was for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.orders.models import Order
from pakhuis.privacy.actions import anonymize_order
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do


@require_POST
@page(Right.CUSTOMERS_ERASE)
def anonymize(request: HttpRequest, order_id: int) -> HttpResponse:
    get_object_or_404(Order, pk=order_id)
    return do(
        request,
        lambda: anonymize_order(order_id, by=actor_of(request), now=now()),
        done=_("The personal data are off this order."),
        then=reverse("order", args=(order_id,)),
    )
