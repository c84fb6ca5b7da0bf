"""A person's rights: a file of all that is kept, and erasing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.privacy.actions import erase_person
from pakhuis.privacy.export import person_file
from pakhuis.privacy.queries import orders_by_age
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.entered import sentence
from pakhuis.ui.went_up import leads_on


@page(Right.CUSTOMERS_EXPORT)
@leads_on
def person(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Everything that is kept of one person, as a ZIP."""
    if not Customer.objects.filter(pk=customer_id).exists():
        raise Http404
    answer = HttpResponse(person_file(customer_id), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="customer-{customer_id}.zip"'
    return answer


@page(Right.CUSTOMERS_ERASE)
@leads_on
def erase(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Says what goes and what stays, asks for the word, erases, and tells what had to stay."""
    customer = get_object_or_404(Customer, pk=customer_id)
    if request.method == "POST":
        if request.POST.get("sure") != "on":
            messages.error(request, _("Tick that you are sure: this cannot be undone."))
            return redirect("customer-erase", customer_id)
        try:
            notes = erase_person(customer_id, by=actor_of(request), now=now())
        except Refused as refused:
            for problem in refused.problems:
                messages.error(request, sentence(problem))
            return redirect("customer-erase", customer_id)
        messages.success(request, _("The personal data are erased."))
        for note in notes:
            messages.warning(request, sentence(note))
        return redirect("customer", customer_id)
    context = {
        "customer": customer,
        "years": account_settings().legal_period_years,
        "kept": orders_by_age(customer_id, now=now()),
    }
    return render(request, "ui/customer_erase.html", context)
