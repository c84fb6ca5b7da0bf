"""Purchase orders: the overview, and the page of one with the buttons for what can become of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.kernel.money import Money
from pakhuis.kernel.text import clean
from pakhuis.purchasing.actions import cancel_purchase, close_purchase, mark_purchased
from pakhuis.purchasing.models import PurchaseOrder, Receipt, Supplier
from pakhuis.purchasing.states import PurchaseMove, PurchaseStatus
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.logbook import logbook_of
from pakhuis.ui.purchasing_words import PURCHASE_STATUS

RECEIVING = (Right.PURCHASING_WORK, Right.STOCK_CHANGE, Right.PICKLISTS_WORK)
"""Who sees what is to come in: buyers, and everybody who puts goods on the shelf."""
SORTS = {"": Sort(is_descending=True), "expected": Sort("expected_on", nullable=True)}
MOVES: dict[str, tuple[PurchaseMove, Callable[..., object], Any]] = {
    "purchase": (PurchaseMove.PURCHASE, mark_purchased, gettext_lazy("Ordered: its pieces are announced.")),
    "close": (PurchaseMove.CLOSE, close_purchase, gettext_lazy("Closed: nothing more of it is expected.")),
    "cancel": (PurchaseMove.CANCEL, cancel_purchase, gettext_lazy("Called off.")),
}


def counted(rows: QuerySet[PurchaseOrder]) -> QuerySet[PurchaseOrder]:
    """With the pieces that are ordered and those that are in."""
    return rows.annotate(pieces=Sum("lines__amount"), came=Sum("lines__received"))


@page(*RECEIVING)
def overview(request: HttpRequest) -> HttpResponse:
    """Newest first, or what is expected soonest; by status, supplier, what is late, number and name."""
    words, status = clean(request.GET.get("q", ""))[:100], request.GET.get("status", "")
    order_by, supplier = request.GET.get("sort", ""), whole(request.GET, "supplier")
    rows = PurchaseOrder.objects.select_related("warehouse")
    if supplier is not None:
        rows = rows.filter(supplier=supplier)
    if words:
        rows = rows.filter(
            Q(number__istartswith=words)
            | Q(supplier_name__icontains=words)
            | Q(supplier_order_number__icontains=words)
        )
    context = {
        "page": page_of(counted(_standing(rows, status)), request, sort=SORTS.get(order_by, SORTS[""])),
        "q": words,
        "status": status,
        "statuses": [(one, PURCHASE_STATUS[one]) for one in PurchaseStatus],
        "sort": order_by,
        "supplier": str(supplier or ""),
        "suppliers": Supplier.objects.filter(active=True).order_by("name", "pk").values_list("pk", "name"),
        "today": today(),
    }
    return render(request, "ui/purchases.html", context)


def today() -> date:
    return timezone.localdate()


def _standing(rows: QuerySet[PurchaseOrder], status: str) -> QuerySet[PurchaseOrder]:
    if status == "late":
        return rows.filter(status=PurchaseStatus.PURCHASED, expected_on__lt=today())
    return rows.filter(status=status) if status in tuple(PurchaseStatus) else rows


@page(*RECEIVING)
def one(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """What was ordered, what of it is in, and what can become of it."""
    related = PurchaseOrder.objects.select_related(
        "supplier", "warehouse", "created_by", "purchased_by", "completed_by"
    )
    order = get_object_or_404(related, pk=purchase_id)
    lines = list(order.lines.select_related("product").order_by("pk"))
    sums = [(Money(line.price) * line.amount).rounded() for line in lines]
    came = sum(line.received for line in lines)
    context = {
        "purchase": order,
        "standing": "partly" if came and order.status == PurchaseStatus.PURCHASED else order.status,
        "lines": list(zip(lines, sums, strict=True)),
        "total": sum(sums, Money()),
        "came": came,
        "pieces": sum(line.amount for line in lines),
        "receipts": Receipt.objects.filter(order=order)
        .select_related("order", "warehouse", "completed_by")
        .order_by("-pk"),
        "can_do": {str(move): order.can(move) for move in PurchaseMove},
        "is_late": order.can(PurchaseMove.RECEIVE) and order.expected_on and order.expected_on < today(),
        **logbook_of(request, "purchase", purchase_id),
    }
    return render(request, "ui/purchase.html", context)


@require_POST
@page(Right.PURCHASING_WORK)
def move(request: HttpRequest, purchase_id: int, move: str) -> HttpResponse:
    """Order it, close it, or call it off."""
    if move not in MOVES:
        raise Http404
    _move, action, done = MOVES[move]
    return do(
        request,
        lambda: action(purchase_id, by=actor_of(request), now=now()),
        done=_(str(done)),
        then=reverse("purchase", args=(purchase_id,)),
    )
