"""The page of one customer, with everything about it: at a glance, and in tabs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rights import Right
from pakhuis.comments.queries import comment_counts
from pakhuis.customers.actions import ask_again
from pakhuis.customers.models import Customer, Merge
from pakhuis.customers.queries import current_id
from pakhuis.customers.vat import can_be_asked
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.kernel.clock import now
from pakhuis.orders.models import Backorder, BackorderState, Order, OrderLine
from pakhuis.orders.queries import glance_at
from pakhuis.pricing.models import PriceList
from pakhuis.privacy.queries import is_erased, orders_by_age
from pakhuis.returns.models import Return
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.commenting import comments_of
from pakhuis.ui.customer_details import details_of
from pakhuis.ui.doing import do
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.logbook import logbook_of
from pakhuis.ui.templatetags.returning import counted

VAT_CHECKS = 10
"""Questions to the register of VAT numbers that are shown, the newest first."""


@page(Right.CUSTOMERS_SEE)
def one(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What matters at a glance, and a tab for each kind of thing."""
    standing = current_id(customer_id)
    if standing != customer_id:
        return redirect("customer", standing)
    customer = get_object_or_404(Customer.objects.select_related("template"), pk=customer_id)
    tabs = _tabs(rights_of(request))
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else tabs[0]
    settings = account_settings()
    moment, zone = now(), ZoneInfo(settings.time_zone)
    context = {
        "customer": customer,
        "tab": tab,
        "tabs": tabs,
        "tags": list(customer.tags.all()),
        "price_lists": list(PriceList.objects.filter(customer_price_lists__customer=customer)),
        "counts": _counts(customer, tabs),
        "asks_register": settings.asks_vat_register,
        "kept": orders_by_age(customer_id, now=moment) if customer.erased_at else None,
        "is_written_again": bool(customer.erased_at) and not is_erased(customer),
        "merge_count": Merge.objects.filter(winner_id=customer_id, undone_at=None).count(),
    }
    if "orders" in tabs:
        glance = glance_at(customer.pk, now=moment, zone=zone)
        late = glance.rhythm.days_late(moment.astimezone(zone).date()) if glance.rhythm else 0
        context |= {"glance": glance, "days_late": late}
    return render(request, "ui/customer.html", {**context, **TABS[tab](request, customer, context)})


def _tabs(rights: frozenset[Right]) -> list[str]:
    """The tabs that somebody with these rights may see, in their order."""
    return [tab for tab in TABS if tab not in SEEN_WITH or rights & SEEN_WITH[tab]]


@require_POST
@page(Right.CUSTOMERS_CHANGE)
def ask_register(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Have the register of VAT numbers asked again; the answer comes in a moment."""
    get_object_or_404(Customer, pk=customer_id)
    return do(
        request,
        lambda: ask_again(customer_id, by=actor_of(request), now=now()),
        done=_("The register will be asked in a moment."),
        then=reverse("customer", args=(customer_id,)) + "?tab=details",
    )


def _orders(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    sold = OrderLine.objects.filter(part_of=None)
    orders = Order.objects.filter(customer=customer).annotate(pieces=_pieces(sold, "order", "amount"))
    return {"page": page_of(orders.select_related("webshop"), request, sort=Sort(is_descending=True))}


def _backorders(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    """What waits, the longest first."""
    rows = Backorder.objects.filter(state=BackorderState.OPEN, customer=customer)
    related = rows.select_related("order", "line", "product", "warehouse", "customer")
    return {"page": page_of(related, request, sort=Sort())}


def _picklists(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    """Open picklists with their progress, in the order of the queue: urgent first."""
    rows = Picklist.objects.filter(status__in=OPEN_STATUSES, customer=customer)
    related = rows.select_related("order", "customer", "warehouse", "assigned_to")
    counted = related.annotate(
        pieces=_pieces(PicklistLine.objects.all(), "picklist", "amount"),
        picked=_pieces(PicklistLine.objects.all(), "picklist", "picked"),
    )
    return {"page": page_of(counted, request, sort=Sort("rank"))}


def _pieces(lines: QuerySet[Any], of: str, column: str) -> Subquery:
    """A sum over the lines of each row that is shown: a join would add up those of every row there is."""
    rows = lines.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Subquery(rows.annotate(sum=Sum(column)).values("sum"))


def _returns(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    rows = counted(Return.objects.filter(customer=customer)).select_related("status", "order")
    return {"page": page_of(rows, request, sort=Sort(is_descending=True))}


def _addresses(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    return {"addresses": customer.addresses.all()}


def _details(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    details = details_of(customer, tags=context["tags"], price_lists=context["price_lists"])
    identities = customer.identities.select_related("webshop").order_by("webshop__name", "kind")
    return {
        "details": details,
        "has_orders": Order.objects.filter(customer=customer).exists(),
        "identities": identities,
        "vat_checks": customer.vat_checks.all()[:VAT_CHECKS],
        "can_ask": context["asks_register"] and can_be_asked(customer.vat_number, customer.vat_state),
    }


def _comments(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    shown = comments_of(request, "customer", customer.pk)
    return shown | {"may_comment": shown["may_comment"] and customer.erased_at is None}


def _logbook(request: HttpRequest, customer: Customer, context: Mapping[str, Any]) -> dict[str, Any]:
    return logbook_of(request, "customer", customer.pk)


TABS: dict[str, Callable[[HttpRequest, Customer, Mapping[str, Any]], dict[str, Any]]] = {
    "orders": _orders,
    "backorders": _backorders,
    "picklists": _picklists,
    "returns": _returns,
    "addresses": _addresses,
    "details": _details,
    "comments": _comments,
    "logbook": _logbook,
}


SEEN_WITH: dict[str, frozenset[Right]] = {
    "orders": frozenset({Right.ORDERS_SEE}),
    "backorders": frozenset({Right.ORDERS_SEE}),
    "picklists": frozenset({Right.ORDERS_SEE, Right.PICKLISTS_WORK}),
    "returns": frozenset({Right.ORDERS_SEE}),
}
"""What is not of the customer itself is shown to those who may see it elsewhere; one of these is enough."""


def _counts(customer: Customer, tabs: Collection[str]) -> dict[str, int]:
    """How much is behind each tab that has a number."""
    counts: dict[str, Callable[[], int]] = {
        "orders": Order.objects.filter(customer=customer).count,
        "backorders": Backorder.objects.filter(customer=customer, state=BackorderState.OPEN).count,
        "picklists": Picklist.objects.filter(customer=customer, status__in=OPEN_STATUSES).count,
        "returns": Return.objects.filter(customer=customer).count,
        "addresses": customer.addresses.count,
        "comments": lambda: comment_counts("customer", [customer.pk]).get(customer.pk, 0),
    }
    return {tab: count() for tab, count in counts.items() if tab in tabs}
