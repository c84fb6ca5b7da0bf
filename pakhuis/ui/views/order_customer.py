"""Giving an order to another customer, after showing what changes; making a customer of a guest order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.customers.search import best_of
from pakhuis.fulfilment.actions import make_customer_of_order
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean
from pakhuis.orders.actions import change_customer, preview_customer
from pakhuis.orders.models import Order
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import sentence, whole

FOUND = 20


@page(Right.ORDERS_CHANGE, also=Right.CUSTOMERS_SEE)
def change(request: HttpRequest, order_id: int) -> HttpResponse:
    """Find a customer, see what would be different, then decide."""
    order = get_object_or_404(Order.objects.select_related("customer"), pk=order_id)
    if request.method == "POST":
        return do(
            request,
            lambda: change_customer(
                order_id,
                customer_id=whole(request.POST, "to"),
                version=whole(request.POST, "version"),
                by=actor_of(request),
                now=now(),
            ),
            done=_("The order has another customer now."),
            then=reverse("order", args=(order_id,)),
        )
    words = clean(request.GET.get("q", ""))[:100]
    chosen = whole(request.GET, "to")
    customer = Customer.objects.filter(pk=chosen).first() if chosen is not None else None
    context = {
        "order": order,
        "q": words,
        "found": best_of(words, Customer.objects.filter(archived_at=None), limit=FOUND),
        "to": customer,
    }
    if customer is not None:
        try:
            context["changes"] = preview_customer(order_id, customer_id=customer.pk, now=now()).changes
        except Refused as refused:
            for one in refused.problems:
                messages.error(request, sentence(one))
            return redirect("order", order_id)
    return render(request, "ui/order_customer.html", context)


@require_POST
@page(Right.CUSTOMERS_CHANGE)
def make(request: HttpRequest, order_id: int) -> HttpResponse:
    """A customer with the name, addresses and contact of a guest order."""
    return do(
        request,
        lambda: make_customer_of_order(order_id, by=actor_of(request), now=now()),
        done=_("A customer was made from this order."),
        then=reverse("order", args=(order_id,)),
    )
