"""What waits for what, and the button that lets go what can go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import process_backorders
from pakhuis.kernel.clock import now
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.views.orders import picklists_made


@page(Right.ORDERS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the oldest first; or only what could go."""
    rows = Backorder.objects.filter(state=BackorderState.OPEN)
    can_go = request.GET.get("can_go") == "on"
    if can_go:
        rows = rows.filter(available__gte=1)
    related = rows.select_related("order", "line", "product", "warehouse", "customer")
    context = {"page": page_of(related, request, sort=Sort()), "can_go": can_go}
    return render(request, "ui/backorders.html", context)


@require_POST
@page(Right.ORDERS_CHANGE)
def process(request: HttpRequest) -> HttpResponse:
    """Picklists for everything that waits and is there now, of all customers or one."""
    customer = whole(request.POST, "customer")
    made = process_backorders(by=actor_of(request), now=now(), customer_id=customer)
    then = f"{reverse('customer', args=(customer,))}?tab=picklists" if customer else reverse("backorders")
    return do(request, lambda: None, done=picklists_made(len(made)), then=then)
