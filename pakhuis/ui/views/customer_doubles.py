"""The queue of likely doubles, and showing or hiding one customer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import archive_customers, unarchive_customers
from pakhuis.customers.actions.doubles import judge_not_the_same
from pakhuis.customers.models import Customer, LikelyDouble
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.went_up import leads_on

DOUBLE = {
    "email": gettext_lazy("same e-mail"),
    "vat_number": gettext_lazy("same VAT number"),
    "phone": gettext_lazy("same telephone"),
    "postcode": gettext_lazy("same name and postcode"),
    "name": gettext_lazy("nearly the same name in the same city"),
}
"""The words for why two customers look the same."""


@page(Right.CUSTOMERS_MERGE)
def overview(request: HttpRequest) -> HttpResponse:
    """Pairs that nobody has judged yet, the surest first."""
    rows = LikelyDouble.objects.filter(judged_at=None).select_related("first", "second")
    rows = rows.prefetch_related("first__addresses", "second__addresses")
    found = page_of(rows, request, sort=Sort("weight", is_descending=True))
    pairs = [(one, [DOUBLE.get(code, code) for code in one.reasons]) for one in found.rows]
    return render(request, "ui/doubles.html", {"page": found, "pairs": pairs})


@require_POST
@page(Right.CUSTOMERS_MERGE)
def different(request: HttpRequest, pair_id: int) -> HttpResponse:
    return do(
        request,
        lambda: judge_not_the_same(pair_id, by=actor_of(request), now=now()),
        done=_("Remembered: these two are not the same."),
        then=reverse("doubles"),
    )


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def archive(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Hide a customer, or show it again where the form says so."""
    get_object_or_404(Customer, pk=customer_id)
    shows = request.POST.get("show") == "on"
    deed = unarchive_customers if shows else archive_customers
    return do(
        request,
        lambda: deed([customer_id], by=actor_of(request), now=now()),
        done=_("The customer is shown again.") if shows else _("The customer is archived."),
        then=reverse("customer", args=(customer_id,)),
    )
