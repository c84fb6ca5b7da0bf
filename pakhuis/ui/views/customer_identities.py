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
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.customer_choice import one_customer
from pakhuis.ui.doing import do
from pakhuis.ui.entered import text
from pakhuis.ui.went_up import leads_on
from pakhuis.ui.words import IDENTITY

MOST = 200


@page(Right.CUSTOMERS_SEE)
@leads_on
def overview(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    identities = customer.identities.select_related("webshop").order_by("webshop__name", "kind", "value")
    rows = [(one, IDENTITY.get(one.kind, one.kind)) for one in identities[:MOST]]
    return render(request, "ui/customer_identities.html", {"customer": customer, "rows": rows})


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def move(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    """To the one customer that is found by the words that were entered."""
    get_object_or_404(CustomerIdentity, pk=identity_id, customer_id=customer_id)
    return do(
        request,
        lambda: move_identity(
            identity_id,
            to=one_customer(text(request.POST, "to"), among=Customer.objects.exclude(pk=customer_id)),
            by=actor_of(request),
            now=now(),
        ),
        done=_("Moved: the next order of this shop finds the other customer."),
        then=reverse("customer-identities", args=(customer_id,)),
    )


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def cut(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    get_object_or_404(CustomerIdentity, pk=identity_id, customer_id=customer_id)
    return do(
        request,
        lambda: cut_identity(identity_id, by=actor_of(request), now=now()),
        done=_("Cut: the next order of this shop is recognised anew."),
        then=reverse("customer-identities", args=(customer_id,)),
    )
