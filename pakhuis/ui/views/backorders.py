"""What waits for what, and the buttons that let it go, stand in front, or be forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.queries import scanned
from pakhuis.catalogue.search import found_by as products_by
from pakhuis.customers.search import found_by as customers_by
from pakhuis.fulfilment.actions import cancel_and_hand_on, process_backorders
from pakhuis.kernel.clock import now
from pakhuis.kernel.text import clean
from pakhuis.orders.actions import (
    expect_backorders,
    prioritise_order,
    run_autosplit_again,
    run_autosplit_for_all,
    switch_autosplit,
)
from pakhuis.orders.going import can_go
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.stock.models import Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import day, flag, text, whole, wholes
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.views.orders import picklists_made
from pakhuis.ui.workbook import workbook

SORTS = {
    "since": Sort("ordered_at"),
    "newest": Sort(is_descending=True),
    "expected": Sort("expected_on", nullable=True),
}
FILTERS = ("product", "customer", "sort", "state")


@page(Right.ORDERS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the oldest first; by product, customer, warehouse, and whether it can go."""
    asked = {
        name: clean(request.GET.get(name, ""))[:100] for name in ("product", "customer", "sort", "state")
    }
    warehouse = whole(request.GET, "warehouse")
    rows = _found(asked, warehouse)
    context = {
        "page": page_of(
            rows.select_related("order", "line", "product", "warehouse", "customer"),
            request,
            sort=SORTS.get(asked["sort"], SORTS["since"]),
        ),
        **asked,
        "warehouse": str(warehouse or ""),
        "warehouses": Warehouse.objects.all(),
    }
    return render(request, "ui/backorders.html", context)


@page(Right.ORDERS_SEE)
def export(request: HttpRequest) -> FileResponse:
    """Everything the filter shows as a spreadsheet, the oldest first."""
    asked = {name: clean(request.GET.get(name, ""))[:100] for name in FILTERS}
    rows = _found(asked, whole(request.GET, "warehouse")).order_by("ordered_at", "pk")
    return workbook(_table(rows), name="backorders.xlsx")


def _table(rows: QuerySet[Backorder]) -> Iterator[Sequence[str | int]]:
    """Headings, then a row for each; one query."""
    yield [
        *(_("Order"), _("Customer number"), _("Customer"), _("Product"), _("Description"), _("Warehouse")),
        *(_("Waits"), _("Is there"), _("Since"), _("Expected")),
    ]
    named = rows.values_list(
        *("order__number", "customer__number", "customer__name", "order__delivery_name", "line__code"),
        *("line__name", "warehouse__name", "amount", "available", "ordered_at", "expected_on"),
    )
    for number, own, customer, guest, code, name, house, amount, there, since, expected in named.iterator():
        day = timezone.localtime(since).date().isoformat()
        later = expected.isoformat() if expected else ""
        yield number, own or "", customer or guest, code, name, house, amount, there, day, later


def _found(asked: dict[str, str], warehouse: int | None) -> QuerySet[Backorder]:
    rows = Backorder.objects.filter(state=BackorderState.OPEN)
    if asked["state"] == "can_go":
        rows = can_go(rows)
    elif asked["state"] == "missing":
        rows = rows.filter(available__lt=F("amount"))
    if warehouse:
        rows = rows.filter(warehouse=warehouse)
    if asked["product"]:
        exact = scanned(asked["product"])
        rows = (
            rows.filter(product=exact)
            if exact
            else rows.filter(product__in=products_by(asked["product"]).values("pk"))
        )
    if asked["customer"]:
        rows = rows.filter(customer__in=customers_by(asked["customer"]).values("pk"))
    return rows


@require_POST
@page(Right.ORDERS_CHANGE)
def process(request: HttpRequest) -> HttpResponse:
    """Picklists for everything that waits and is there now, of all customers or one."""
    customer = whole(request.POST, "customer")
    made = process_backorders(by=actor_of(request), now=now(), customer_id=customer)
    then = f"{reverse('customer', args=(customer,))}?tab=picklists" if customer else reverse("backorders")
    return picklists_made(request, len(made), then=then)


@require_POST
@page(Right.ORDERS_CHANGE)
def again(request: HttpRequest) -> HttpResponse:
    """Run autosplit again: of one order, or of everything that waits and is not there."""
    order_id = whole(request.POST, "order")
    by, moment = actor_of(request), now()
    if order_id is not None:
        return do(
            request,
            lambda: run_autosplit_again(order_id, by=by, now=moment),
            done=_("What waits is divided anew."),
            then=reverse("order", args=(order_id,)),
        )
    count = run_autosplit_for_all(by=by, now=moment)
    told = ngettext("%(count)s order is divided anew.", "%(count)s orders are divided anew.", count)
    messages.success(request, str(told) % {"count": count})
    return redirect("backorders")


@require_POST
@page(Right.ORDERS_CHANGE)
def autosplit(request: HttpRequest, order_id: int) -> HttpResponse:
    """Let an order be delivered in parts, or not."""
    is_on = flag(request.POST, "autosplit")
    return do(
        request,
        lambda: switch_autosplit(order_id, autosplit=is_on, by=actor_of(request), now=now()),
        done=_("Autosplit is on.") if is_on else _("Autosplit is off."),
        then=reverse("order", args=(order_id,)),
    )


@page(Right.ORDERS_CHANGE)
def cancel(request: HttpRequest, backorder_id: int) -> HttpResponse:
    """What waits here will not be delivered; a page comes first that says what will happen."""
    if request.method != "POST":
        named = Backorder.objects.select_related("order", "line", "product", "customer")
        waiting = get_object_or_404(named, pk=backorder_id, state=BackorderState.OPEN)
        return render(request, "ui/backorder_cancel.html", {"one": waiting, "then": _back(request)})
    return do(
        request,
        lambda: cancel_and_hand_on(backorder_id, by=actor_of(request), now=now()),
        done=_("The backorder is cancelled."),
        then=_back(request),
    )


@require_POST
@page(Right.ORDERS_CHANGE)
def prioritise(request: HttpRequest, order_id: int) -> HttpResponse:
    """Put the order in front of all who wait for the same."""
    return do(
        request,
        lambda: prioritise_order(order_id, by=actor_of(request), now=now()),
        done=_("The order stands in front."),
        then=_back(request),
    )


@require_POST
@page(Right.ORDERS_CHANGE, Right.PURCHASING_WORK)
def expect(request: HttpRequest) -> HttpResponse:
    """Say of the ticked backorders, or of all that wait for a product, when the goods are thought to come."""
    values = request.POST
    ids = list(wholes(values, "backorder"))
    product = whole(values, "product")
    if product is not None:
        waiting = Backorder.objects.filter(product=product, state=BackorderState.OPEN)
        ids += waiting.values_list("pk", flat=True)
    if not ids:
        messages.error(request, _("Tick the backorders first."))
        return redirect(_back(request))
    on = day(values, "expected_on")
    if on is None and text(values, "expected_on"):
        messages.error(request, _("This is not a date."))
        return redirect(_back(request))
    return do(
        request,
        lambda: expect_backorders(ids, on=on, by=actor_of(request), now=now()),
        done=_("Saved."),
        then=_back(request),
    )


def _back(request: HttpRequest) -> str:
    """Where the button was pressed, when that is one of our own pages."""
    then = request.POST.get("then") or request.GET.get("then", "")
    is_ours = url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    return then if then.startswith("/") and is_ours else reverse("backorders")
