"""Who has a price list, from the side of the list: given to a customer, and taken away again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.kernel.clock import now
from pakhuis.pricing.actions import add_price_list, remove_price_list
from pakhuis.pricing.models import PriceList
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.customer_choice import one_customer
from pakhuis.ui.doing import do
from pakhuis.ui.entered import text, whole


@require_POST
@page(Right.CUSTOMERS_CHANGE)
def give(request: HttpRequest, list_id: int) -> HttpResponse:
    """To the one customer that is found by the words that were entered."""
    _may_see_lists(request)
    found = get_object_or_404(PriceList, pk=list_id, active=True)

    def given() -> None:
        among = Customer.objects.filter(archived_at=None)
        customer_id = one_customer(text(request.POST, "customer"), among=among)
        add_price_list([customer_id], price_list_id=list_id, by=actor_of(request), now=now())

    done = _("%(list)s is valid for this customer from now on.") % {"list": found.name}
    return do(request, given, done=done, then=_customers_of(list_id))


@require_POST
@page(Right.CUSTOMERS_CHANGE)
def take(request: HttpRequest, list_id: int) -> HttpResponse:
    """From one customer; orders keep the prices they have."""
    _may_see_lists(request)
    found = get_object_or_404(PriceList, pk=list_id)
    ids = [whole(request.POST, "customer") or 0]
    return do(
        request,
        lambda: remove_price_list(ids, price_list_id=list_id, by=actor_of(request), now=now()),
        done=_("%(list)s is valid for this customer no more.") % {"list": found.name},
        then=_customers_of(list_id),
    )


def _may_see_lists(request: HttpRequest) -> None:
    """The page this leads back to is for who may change prices."""
    if Right.PRICES_CHANGE not in rights_of(request):
        raise PermissionDenied


def _customers_of(list_id: int) -> str:
    return reverse("price-list", args=(list_id,)) + "#customers"
