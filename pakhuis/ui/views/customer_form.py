"""Making and changing a customer: all fields on one page, all errors at once, nobody overwritten unseen.

The addresses of one that is there are changed one by one (`addresses`): open orders are offered there, and a
book may be longer than a form.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import create_customer, delete_customer, update_customer
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import own_field_specs, own_values_of
from pakhuis.customers.queries import current_id
from pakhuis.customers.rules import ADDRESS_LIMITS
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import attach_price_lists
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import (
    country_choices,
    language_choices,
    price_list_choices,
    tag_choices,
    template_choices,
    three_way_choices,
)
from pakhuis.ui.doing import do
from pakhuis.ui.entered import Entered, amount_text, flag, number, row_count, text, three_way, whole, wholes
from pakhuis.ui.own_inputs import own_entered, own_initial, own_inputs
from pakhuis.ui.went_up import leads_on

ADDRESS_FIELDS = (*ADDRESS_LIMITS, "country")
EMPTY_ROWS = 1
TEXTS = ("number", "name", "contact_name", "email", "phone", "vat_number", "remarks", "default_order_remarks")


@page(Right.CUSTOMERS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "more" not in request.POST:
        try:
            with transaction.atomic():
                fields = replace(_fields(request.POST), addresses=_book(request.POST))
                customer = create_customer(fields, by=actor_of(request), now=now())
                _attach(customer.pk, request)
        except Refused as refused:
            return _form(request, Entered(request.POST, refused.problems))
        messages.success(request, _("Customer created."))
        return redirect("customer", customer.pk)
    return _form(request, Entered(request.POST or _initial()))


@page(Right.CUSTOMERS_CHANGE)
@leads_on
def edit(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The second of two who save at once is told, and sees what the other saved beside the own entries."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        return _without(request, customer_id)
    if request.method == "POST":
        try:
            with transaction.atomic():
                update_customer(
                    customer_id,
                    _fields(request.POST),
                    by=actor_of(request),
                    now=now(),
                    version=whole(request.POST, "version"),
                )
                _attach(customer_id, request)
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
            if any(problem.code == "changed_meanwhile" for problem in refused.problems):
                customer.refresh_from_db()
                entered.theirs = initial_of(customer)
            return _form(request, entered, customer=customer)
        messages.success(request, _("Saved."))
        return redirect("customer", customer_id)
    return _form(request, Entered(initial_of(customer)), customer=customer)


def _without(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What somebody typed for a customer that was deleted meanwhile is kept: it may become a new one.

    Raises Http404 when nothing was typed, or the customer went up in another.
    """
    if request.method != "POST" or current_id(customer_id) != customer_id:
        raise Http404
    messages.warning(
        request, _("This customer was deleted meanwhile. Save to make a new one of what you typed.")
    )
    return _form(request, Entered(request.POST), status=409)


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def delete(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Only a customer without orders can go."""
    get_object_or_404(Customer, pk=customer_id)
    has_orders = Customer.objects.filter(pk=customer_id, orders__isnull=False).exists()
    then = f"/customers/{customer_id}/" if has_orders else "/customers/"
    return do(
        request,
        lambda: delete_customer(customer_id, by=actor_of(request), now=now()),
        done=_("Customer deleted."),
        then=then,
    )


def _form(
    request: HttpRequest,
    entered: Entered,
    *,
    customer: Customer | None = None,
    status: int = 200,
) -> HttpResponse:
    is_late = entered.theirs is not None
    rows = row_count(entered.values, "addresses") + (EMPTY_ROWS if "more" in request.POST else 0)
    own = own_inputs(own_field_specs(), own_values_of([customer.pk])[customer.pk] if customer else {})
    version = customer.version if customer else ""
    places = ("name", "number", "email", "contact_name", "phone", "language", "discount", "template", "tags")
    context = {
        "entered": entered,
        "customer": customer,
        "version": version if is_late or request.method != "POST" else entered.value("version"),
        "rows": range(max(1, rows)),
        "own": own,
        "others": entered.others(
            (
                *places,
                *("vat_number", "remarks", "default_order_remarks", "addresses", "price_lists"),
                *(one.place for one in own),
            )
        ),
        "countries": country_choices(),
        "languages": language_choices(),
        "three_way": three_way_choices(_("As set for the account")),
        "templates": template_choices([entered.value("template")]),
        "tags": tag_choices(entered.chosen("tags")),
        "price_lists": price_list_choices(entered.chosen("price_lists")),
    }
    return render(request, "ui/customer_form.html", context, status=409 if is_late else status)


def _fields(values: QueryDict) -> CustomerFields:
    texts: dict[str, Any] = {name: text(values, name) for name in TEXTS}
    return CustomerFields(
        **texts,
        language=values.get("language", ""),
        discount=number(values, "discount") or 0,
        template_id=whole(values, "template"),
        autosplit=three_way(values, "autosplit"),
        calculate_vat=flag(values, "calculate_vat"),
        tag_ids=wholes(values, "tags"),
        own_fields=own_entered(own_field_specs(with_retired=False), values),
    )


def _book(values: QueryDict) -> tuple[BookAddress, ...]:
    """The rows in which something stands; one without a name has the customer's."""
    book = []
    for row in range(row_count(values, "addresses")):
        address = NewAddress(**{name: text(values, f"addresses.{row}.{name}") for name in ADDRESS_FIELDS})
        has_more = any(getattr(address, name) for name in ADDRESS_LIMITS)
        if has_more and not flag(values, f"addresses.{row}.remove"):
            book.append(
                BookAddress(
                    address=address._replace(name=address.name or text(values, "name")),
                    is_default_invoice=values.get("default_invoice") == str(row),
                    is_default_delivery=values.get("default_delivery") == str(row),
                )
            )
    return tuple(book)


def _initial() -> dict[str, str]:
    """An empty form: what the account uses is chosen already."""
    settings = account_settings()
    return {
        "calculate_vat": "on",
        "discount": "0",
        "language": settings.language,
        "addresses.0.country": settings.country,
        "default_invoice": "0",
        "default_delivery": "0",
    }


def initial_of(customer: Customer) -> dict[str, Any]:
    """The form as a customer fills it."""
    values: dict[str, Any] = {name: getattr(customer, name) for name in TEXTS}
    split = {True: "yes", False: "no", None: ""}
    values |= {
        "language": customer.language,
        "discount": amount_text(customer.discount),
        "template": str(customer.template_id or ""),
        "autosplit": split[customer.autosplit],
        "calculate_vat": "on" if customer.calculate_vat else "",
        "tags": [one.pk for one in customer.tags.all()],
        "price_lists": list(customer.customer_price_lists.values_list("price_list_id", flat=True)),
    }
    values |= own_initial(own_field_specs(with_retired=False), own_values_of([customer.pk])[customer.pk])
    return values


def _attach(customer_id: int, request: HttpRequest) -> None:
    ids = wholes(request.POST, "price_lists")
    attach_price_lists(customer_id, price_list_ids=ids, by=actor_of(request), now=now())
