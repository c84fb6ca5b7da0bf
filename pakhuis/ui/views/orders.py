"""The page of one order, with every term explained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import process_backorders
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.orders.actions import switch_status_page
from pakhuis.orders.field_queries import order_fields, texts_of
from pakhuis.orders.going import can_go
from pakhuis.orders.models import Allocation, AllocationState, Backorder, BackorderState, Order, OrderLine
from pakhuis.orders.states import OrderMove
from pakhuis.orders.status_key import status_key
from pakhuis.orders.totals import totals
from pakhuis.ownfields.reading import in_words
from pakhuis.pricing.models import PriceList
from pakhuis.pricing.rules import line_total
from pakhuis.privacy.queries import FINISHED, is_anonymized
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import flag
from pakhuis.ui.views.order_moves import buttons_of
from pakhuis.ui.words import TERM


@page(Right.ORDERS_SEE)
def one(request: HttpRequest, order_id: int) -> HttpResponse:
    """Addresses, lines, totals, picklists, backorders, and where everything came from."""
    related = Order.objects.select_related("customer", "webshop", "template")
    order = get_object_or_404(related, pk=order_id)
    lines = list(order.lines.select_related("product", "vat_group"))
    with_people = Picklist.objects.select_related("warehouse", "assigned_to", "order")
    picklists = with_people.filter(order=order).order_by("pk")
    backorders = Backorder.objects.filter(order=order, state=BackorderState.OPEN)
    open_ones = list(backorders.select_related("product", "warehouse", "line").order_by("line__position"))
    can_release = can_go(backorders).exists()
    context = {
        "order": order,
        "lines": [
            (one, line_total(one.price, amount=one.counted.amount, discount=order.discount))
            for one in _parts_under_their_line(lines)
        ],
        "totals": totals(
            [one.counted for one in lines], discount=order.discount, calculate_vat=order.calculate_vat
        ),
        "tags": order.tags.all(),
        "price_lists": PriceList.objects.filter(order_price_lists__order=order),
        "picklists": picklists.annotate(pieces=Sum("lines__amount"), picked=Sum("lines__picked")),
        "backorders": open_ones,
        "can_release": can_release,
        "waits_for_rest": not can_release and any(one.available for one in open_ones),
        "without_lists": totals(
            [replace(one.counted, price=one.base_price) for one in lines if one.part_of_id is None],
            discount=order.discount,
            calculate_vat=order.calculate_vat,
        ),
        "has_list_prices": any(one.price_source[:1] == ["price_list"] for one in lines),
        "buttons": buttons_of(order, is_set_aside=_is_set_aside(order), waits=bool(open_ones)),
        "can_edit": order.can(OrderMove.CHANGE),
        "can_switch": order.can(OrderMove.CHANGE),
        "can_anonymize": order.status in FINISHED and not is_anonymized(order),
        "own_values": _own_values(order),
        "terms": TERM.items(),
        "facts": _facts(order),
        "status_page": _status_page(request, order),
    }
    return render(request, "ui/order.html", context)


def _status_page(request: HttpRequest, order: Order) -> str:
    """Where whoever ordered sees how it stands; empty when those pages are closed."""
    if not account_settings().shows_status_pages:
        return ""
    return request.build_absolute_uri(reverse("status-page", args=(status_key(order.pk),)))


def _parts_under_their_line(lines: list[OrderLine]) -> list[OrderLine]:
    """The lines by position, each composition followed at once by its parts (which stand last)."""
    mains = [one for one in lines if one.part_of_id is None]
    return [shown for main in mains for shown in (main, *(one for one in lines if one.part_of_id == main.pk))]


def _own_values(order: Order) -> list[tuple[str, str]]:
    """Title and value of every own field that is filled in, also of those that are asked no more."""
    texts = texts_of([order.pk]).get(order.pk, {})
    return in_words(order_fields(), texts) if texts else []


def _is_set_aside(order: Order) -> bool:
    return Allocation.objects.filter(order=order, state=AllocationState.SET_ASIDE).exists()


def _facts(order: Order) -> list[Fact]:
    """The logbook of the order and its picklists, newest first."""
    of_picklists = Fact.objects.filter(
        subject_kind="picklist", subject_id__in=order.picklists.values("pk")
    ).order_by("-pk")[:100]
    return sorted([*logbook("order", order.pk), *of_picklists], key=lambda fact: -fact.pk)


def _page_of(order_id: int) -> str:
    return reverse("order", args=(order_id,))


@require_POST
@page(Right.ORDERS_CHANGE)
def release(request: HttpRequest, order_id: int) -> HttpResponse:
    """Picklists for what waits and is there now."""
    made = process_backorders(order_ids=[order_id], by=actor_of(request), now=now())
    return picklists_made(request, len(made), then=_page_of(order_id))


@require_POST
@page(Right.ORDERS_CHANGE)
def show_status(request: HttpRequest, order_id: int) -> HttpResponse:
    """Close the page on which whoever ordered sees how it stands, or open it again."""
    is_open = flag(request.POST, "open")
    return do(
        request,
        lambda: switch_status_page(order_id, is_open=is_open, by=actor_of(request), now=now()),
        done=_("The status page is open.") if is_open else _("The status page is closed."),
        then=_page_of(order_id),
    )


def picklists_made(request: HttpRequest, count: int, *, then: str) -> HttpResponse:
    """Say how many picklists came of it, and go on."""
    if count:
        told: Any = ngettext("%(count)s picklist made.", "%(count)s picklists made.", count)
        messages.success(request, str(told % {"count": count}))
    else:
        messages.warning(request, _("Nothing can go yet."))
    return redirect(then)
