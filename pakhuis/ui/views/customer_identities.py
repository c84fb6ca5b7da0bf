"""By what webshops know a customer: shop, id, e-mail, since when; moved to another customer, or cut."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import cut_identity, move_identity
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.customers.problems import not_one_customer
from pakhuis.customers.search import found_by
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import key
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import text
from pakhuis.ui.words import IDENTITY

MOST = 200


@page(Right.CUSTOMERS_SEE)
def overview(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    identities = customer.identities.select_related("webshop").order_by("webshop__name", "kind", "value")
    rows = [(one, IDENTITY.get(one.kind, one.kind)) for one in identities[:MOST]]
    return render(request, "ui/customer_identities.html", {"customer": customer, "rows": rows})


@require_POST
@page(Right.CUSTOMERS_CHANGE)
def move(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    """To the one customer that is found by the words that were entered."""
    get_object_or_404(CustomerIdentity, pk=identity_id, customer_id=customer_id)
    return do(
        request,
        lambda: move_identity(
            identity_id,
            to=_one_customer(text(request.POST, "to"), besides=customer_id),
            by=actor_of(request),
            now=now(),
        ),
        done=_("Moved: the next order of this shop finds the other customer."),
        then=reverse("customer-identities", args=(customer_id,)),
    )


@require_POST
@page(Right.CUSTOMERS_CHANGE)
def cut(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    get_object_or_404(CustomerIdentity, pk=identity_id, customer_id=customer_id)
    return do(
        request,
        lambda: cut_identity(identity_id, by=actor_of(request), now=now()),
        done=_("Cut: the next order of this shop is recognised anew."),
        then=reverse("customer-identities", args=(customer_id,)),
    )


def _one_customer(words: str, *, besides: int) -> int:
    """The customer with this number, else the only one found by these words."""
    others = Customer.objects.exclude(pk=besides)
    by_number = list(others.filter(number_key=key(words)).values_list("pk", flat=True)) if words else []
    found = by_number or (
        list(found_by(words).exclude(pk=besides).values_list("pk", flat=True)[:20]) if words else []
    )
    if len(found) != 1:
        raise Refused([not_one_customer(len(found))])
    return int(found[0])
