"""One address of a customer at a time; an edit offers to change open orders along, never unasked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import add_address, change_address, remove_address
from pakhuis.customers.intake import AddressChange, BookAddress, NewAddress
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.queries import as_intake
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import replace_address
from pakhuis.orders.models import Order
from pakhuis.orders.queries import holding_address
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.choices import country_choices
from pakhuis.ui.doing import do
from pakhuis.ui.entered import Entered, flag, text, whole, wholes
from pakhuis.ui.went_up import leads_on

PARTS = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")
DEFAULTS = ("is_default_invoice", "is_default_delivery")
MOST_ORDERS = 100
"""Open orders that are listed for one address; more than these nobody ticks one by one."""


@page(Right.CUSTOMERS_CHANGE)
@leads_on
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    entered = Entered({"name": customer.name, "country": account_settings().country})
    if request.method == "POST":
        given = BookAddress(address=_entered(request.POST), **_defaults(request.POST))
        try:
            add_address(customer_id, given, by=actor_of(request), now=now())
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
        else:
            messages.success(request, _("Address added."))
            return redirect(_tab(customer_id))
    return _form(request, customer, None, entered, [])


@page(Right.CUSTOMERS_CHANGE)
@leads_on
def edit(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Change an address, and of the open orders that hold it exactly those that are ticked."""
    address = Address.objects.select_related("customer").filter(pk=address_id, customer=customer_id).first()
    if address is None:
        get_object_or_404(Customer, pk=customer_id)
        messages.warning(request, _("This address is not in the book any more."))
        return redirect(_tab(customer_id))
    initial: dict[str, Any] = {name: getattr(address, name) for name in PARTS}
    initial |= {name: "on" if getattr(address, name) else "" for name in DEFAULTS}
    entered = Entered(initial)
    old = as_intake(address)
    if request.method == "POST":
        try:
            changed = _changed(request, customer_id, address_id, old)
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
            if any(problem.code == "changed_meanwhile" for problem in refused.problems):
                entered.theirs = initial
        else:
            _told(request, changed)
            return redirect(_tab(customer_id))
    may_offer = Right.ORDERS_CHANGE in rights_of(request)
    offered = list(holding_address(customer_id, old).order_by("-pk")[:MOST_ORDERS]) if may_offer else []
    return _form(request, address.customer, address, entered, offered)


def _changed(request: HttpRequest, customer_id: int, address_id: int, old: NewAddress) -> list[Order]:
    """The address and the ticked orders, whole or not at all."""
    values, by, moment = request.POST, actor_of(request), now()
    given = _entered(values)
    change = AddressChange(**{name: getattr(given, name) for name in PARTS}, **_defaults(values))
    with transaction.atomic():
        version = whole(values, "version")
        saved = change_address(customer_id, address_id, change, by=by, now=moment, version=version)
        ticked = wholes(values, "orders") if Right.ORDERS_CHANGE in rights_of(request) else ()
        if not ticked:
            return []
        return replace_address(
            customer_id, order_ids=ticked, old=old, new=as_intake(saved), by=by, now=moment
        )


def _told(request: HttpRequest, changed: list[Order]) -> None:
    messages.success(request, _("Saved."))
    if changed:
        count = len(changed)
        told = ngettext("%(count)s open order was changed.", "%(count)s open orders were changed.", count)
        messages.success(request, told % {"count": count})


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def remove(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponse:
    get_object_or_404(Customer, pk=customer_id)
    return do(
        request,
        lambda: remove_address(customer_id, address_id, by=actor_of(request), now=now()),
        done=_("Address removed. Orders keep their copy."),
        then=_tab(customer_id),
    )


@require_POST
@page(Right.CUSTOMERS_CHANGE)
@leads_on
def make_default(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Make an address the default for invoices or deliveries (`for`)."""
    get_object_or_404(Customer, pk=customer_id)
    wanted = f"is_default_{request.POST.get('for', '')}"
    chosen: dict[str, Any] = {name: True for name in DEFAULTS if name == wanted}
    change = AddressChange(**chosen)
    return do(
        request,
        lambda: change_address(customer_id, address_id, change, by=actor_of(request), now=now()),
        done=_("Saved."),
        then=_tab(customer_id),
    )


def _form(
    request: HttpRequest, customer: Customer, address: Address | None, entered: Entered, offered: list[Order]
) -> HttpResponse:
    is_late = entered.theirs is not None
    context = {
        "entered": entered,
        "customer": customer,
        "address": address,
        "version": customer.version if is_late or request.method != "POST" else entered.value("version"),
        "offered": offered,
        "ticked": entered.chosen("orders"),
        "countries": country_choices(),
        "others": entered.others(PARTS),
    }
    return render(request, "ui/address_form.html", context, status=409 if is_late else 200)


def _entered(values: QueryDict) -> NewAddress:
    return NewAddress(**{name: text(values, name) for name in PARTS})


def _defaults(values: QueryDict) -> dict[str, Any]:
    return {name: flag(values, name) for name in DEFAULTS}


def _tab(customer_id: int) -> str:
    return reverse("customer", args=(customer_id,)) + "?tab=addresses"
