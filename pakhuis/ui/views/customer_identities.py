"""By what webshops know a customer: shop, id, e-mail, since when; moved to another customer, or cut."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import cut_identity, move_identity
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.customers.problems import identity_elsewhere
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import as_whole
from pakhuis.kernel.problem import Refused
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
    typed = {"identity": as_whole(request.GET.get("identity")), "to": request.GET.get("to", "")}
    context = {"customer": customer, "rows": rows, "typed": typed}
    return render(request, "ui/customer_identities.html", context)


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def move(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    """To the one customer that is found by the words that were entered."""
    typed = {"identity": identity_id, "to": text(request.POST, "to")}
    others = Customer.objects.exclude(pk=customer_id)
    return do(
        request,
        lambda: move_identity(
            _still_here(customer_id, identity_id),
            to=one_customer(text(request.POST, "to"), among=others),
            by=actor_of(request),
            now=now(),
        ),
        done=_("Moved: the next order of this shop finds the other customer."),
        then=f"{reverse('customer-identities', args=(customer_id,))}?{urlencode(typed)}",
    )


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def cut(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    return do(
        request,
        lambda: cut_identity(_still_here(customer_id, identity_id), by=actor_of(request), now=now()),
        done=_("Cut: the next order of this shop is recognised anew."),
        then=reverse("customer-identities", args=(customer_id,)),
    )


def _still_here(customer_id: int, identity_id: int) -> int:
    """Refused when a colleague was quicker: what is another customer's now is none of this page's."""
    if not CustomerIdentity.objects.filter(pk=identity_id, customer_id=customer_id).exists():
        raise Refused([identity_elsewhere()])
    return identity_id
