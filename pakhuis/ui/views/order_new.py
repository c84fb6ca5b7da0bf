"""A new order: from the customer's page with everything agreed filled in already, or a guest's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import AccountSettings, Template
from pakhuis.accounts.rights import Right
from pakhuis.customers.intake import NewAddress
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.queries import as_intake
from pakhuis.customers.rules import ADDRESS_LIMITS
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.orders.actions import place_order
from pakhuis.orders.field_queries import order_fields
from pakhuis.orders.intake import NewLine, NewOrder
from pakhuis.ownfields.reading import to_fill_in
from pakhuis.ownfields.values import OwnFieldSpec
from pakhuis.pricing.queries import price_list_ids_of
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import (
    country_choices,
    language_choices,
    price_list_choices,
    template_choices,
)
from pakhuis.ui.entered import Entered, amount_text, flag, number, row_count, text, whole, wholes
from pakhuis.ui.own_inputs import own_entered, own_inputs
from pakhuis.ui.views.finder import found_products, meant_code

FIRST_ROWS = 4
MORE_ROWS = 5
MOST_ROWS = 500
ADDRESS_FIELDS = (*ADDRESS_LIMITS, "country")


@page(Right.ORDERS_CHANGE, also=Right.CUSTOMERS_SEE)
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """An order of a customer, whose e-mail, telephone and addresses the form shows."""
    return _new(request, get_object_or_404(Customer, pk=customer_id, erased_at=None))


@page(Right.ORDERS_CHANGE)
def guest(request: HttpRequest) -> HttpResponse:
    """An order of somebody without a record."""
    return _new(request, None)


def _new(request: HttpRequest, customer: Customer | None) -> HttpResponse:
    """What is left as it was filled in counts as agreed; what is changed counts for this order only."""
    agreed = _agreed(customer)
    if request.method == "POST" and "more" not in request.POST:
        order, places = _order(request.POST, customer, agreed)
        try:
            placed = place_order(order, by=actor_of(request), now=now()).order
        except Refused as refused:
            problems = tuple(_at_its_row(one, places) for one in refused.problems)
            return _form(request, customer, Entered(request.POST, problems))
        messages.success(request, _("Order %(number)s placed.") % {"number": placed.number})
        return redirect("order", placed.pk)
    return _form(request, customer, Entered(request.POST or agreed))


def _agreed(customer: Customer | None) -> dict[str, Any]:
    """The form as the customer's terms fill it, or those of the account for a guest."""
    account = account_settings()
    if customer is None:
        return _of_account(account)
    autosplit = account.autosplit if customer.autosplit is None else customer.autosplit
    default = Template.objects.filter(is_default=True).values_list("pk", flat=True).first()
    book = list(customer.addresses.all())
    return {
        "delivery": str(next((one.pk for one in book if one.is_default_delivery), "")),
        "invoice": str(next((one.pk for one in book if one.is_default_invoice), "")),
        "email": customer.email,
        "phone": customer.phone,
        "discount": amount_text(customer.discount),
        "template": str(customer.template_id or default or ""),
        "autosplit": "on" if autosplit else "",
        "calculate_vat": "on" if customer.calculate_vat else "",
        "language": customer.language,
        "price_lists": list(price_list_ids_of(customer.pk)),
    }


def _of_account(account: AccountSettings) -> dict[str, Any]:
    default = Template.objects.filter(is_default=True).values_list("pk", flat=True).first()
    return {
        "delivery": "other",
        "invoice": "",
        "delivery.country": account.country,
        "email": "",
        "phone": "",
        "discount": "0",
        "template": str(default or ""),
        "autosplit": "on" if account.autosplit else "",
        "calculate_vat": "on",
        "language": account.language,
        "price_lists": [],
    }


def _order(
    values: QueryDict, customer: Customer | None, agreed: dict[str, Any]
) -> tuple[NewOrder, list[int]]:
    """The order as entered, and for each of its lines the row it stands in."""
    lines, places = _lines(values)
    lists = wholes(values, "price_lists")
    is_same = {name: text(values, name) == str(agreed[name]) for name in ("discount", "template", "language")}
    split, vat = flag(values, "autosplit"), flag(values, "calculate_vat")
    return NewOrder(
        customer_id=customer.pk if customer else None,
        lines=lines,
        delivery=_address(values, "delivery", customer, agreed),
        invoice=_address(values, "invoice", customer, agreed),
        email="" if text(values, "email") == agreed["email"] else text(values, "email"),
        phone="" if text(values, "phone") == agreed["phone"] else text(values, "phone"),
        reference=text(values, "reference"),
        remarks=text(values, "remarks"),
        discount=None if is_same["discount"] else number(values, "discount") or 0,
        template_id=None if is_same["template"] else whole(values, "template"),
        autosplit=None if split == bool(agreed["autosplit"]) else split,
        calculate_vat=None if vat == bool(agreed["calculate_vat"]) else vat,
        language="" if is_same["language"] else text(values, "language"),
        price_list_ids=None if set(lists) == set(agreed["price_lists"]) else lists,
        preferred_delivery_date=text(values, "preferred_delivery_date"),
        own_values=own_entered(_own_specs(), values),
    ), places


def _lines(values: QueryDict) -> tuple[tuple[NewLine, ...], list[int]]:
    """The rows in which something stands: with a product, or with a description alone an own line.

    Of an own line (a delivery, a discount) one is meant where nobody says how many.
    """
    lines = []
    places = []
    for row in range(row_count(values, "lines", most=MOST_ROWS)):
        code, price, name = (text(values, f"lines.{row}.{one}") for one in ("product", "price", "name"))
        if code or price or name:
            is_own = bool(name and not code)
            lines.append(
                NewLine(
                    is_own=is_own,
                    name=name,
                    product_code=meant_code(code) if code else "",
                    amount=number(values, f"lines.{row}.amount") or ("1" if is_own else None),
                    price=number(values, f"lines.{row}.price") if price else None,
                    remarks=text(values, f"lines.{row}.remarks"),
                )
            )
            places.append(row)
    return tuple(lines), places


def _address(
    values: QueryDict, kind: str, customer: Customer | None, agreed: dict[str, Any]
) -> NewAddress | None:
    """None for the agreed one, one of the book, or another that was typed in; a guest types."""
    chosen = text(values, kind)
    if chosen == "other" or customer is None:
        return NewAddress(**{name: text(values, f"{kind}.{name}") for name in ADDRESS_FIELDS})
    if chosen == str(agreed[kind]) or not (chosen.isascii() and chosen.isdigit()):
        return None
    address = Address.objects.filter(customer=customer, pk=whole(values, kind) or 0).first()
    return as_intake(address) if address else None


def _at_its_row(problem: Problem, places: list[int]) -> Problem:
    """A problem of the n-th line at the row in which that line stands."""
    path = problem.path
    if len(path) == 3 and path[0] == "lines" and isinstance(path[1], int):
        return problem.at(("lines", places[path[1]], path[2]))
    return problem


def _own_specs() -> list[OwnFieldSpec]:
    return to_fill_in(order_fields(), {})[0]


def _form(request: HttpRequest, customer: Customer | None, entered: Entered) -> HttpResponse:
    rows = row_count(entered.values, "lines", most=MOST_ROWS) or FIRST_ROWS
    book = [(str(one.pk), _line_of(one)) for one in customer.addresses.all()] if customer else []
    places = (
        "delivery",
        "invoice",
        "email",
        "phone",
        "reference",
        "remarks",
        "discount",
        "template",
        "language",
    )
    own = own_inputs(_own_specs(), {})
    own_places = [one.place for one in own]
    context = {
        "own": own,
        "customer": customer,
        "entered": entered,
        "rows": range(rows + (MORE_ROWS if "more" in request.POST else 0)),
        "book": [*book, ("other", _("Another address …"))],
        "countries": country_choices(),
        "languages": language_choices(),
        "templates": template_choices([entered.value("template")]),
        "price_lists": price_list_choices(entered.chosen("price_lists")),
        "products": found_products(""),
        "inherited": customer.tags.filter(inherit=True, active=True) if customer else (),
        "others": entered.others(
            (
                *places,
                *own_places,
                "lines.0",
                *(f"lines.{row}" for row in range(rows)),
                "price_lists",
            )
        ),
    }
    return render(request, "ui/order_new.html", context)


def _line_of(address: Address) -> str:
    parts = (address.name, address.line1, f"{address.zipcode} {address.city}".strip(), address.country)
    return ", ".join(filter(None, parts))
