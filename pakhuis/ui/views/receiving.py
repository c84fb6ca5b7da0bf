"""Receiving what was ordered: by scanner on a phone, by line, or all of it at once; and receipts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean
from pakhuis.purchasing.actions import (
    change_receipt,
    complete_receipt,
    receive_on_purchase,
    remove_receipt,
    revert_goods,
    scan_goods,
)
from pakhuis.purchasing.intake import Arrived
from pakhuis.purchasing.models import PurchaseOrder, Receipt, ReceivedGoods
from pakhuis.purchasing.states import PurchaseMove, ReceiptMove, ReceiptStatus
from pakhuis.stock.models import Location
from pakhuis.stock.problems import unknown_location
from pakhuis.stock.queries import location_named
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, edited
from pakhuis.ui.entered import number, sentence, text, whole
from pakhuis.ui.htmx import is_htmx
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.logbook import logbook_of
from pakhuis.ui.views.purchases import RECEIVING
from pakhuis.ui.views.scanner import BAD, DONE, GOOD, Answer

LAST = 12
"""So many of the last pieces put away are shown, each with a button to take it back."""


@page(*RECEIVING)
def overview(request: HttpRequest) -> HttpResponse:
    """Receipts, the newest first."""
    words = clean(request.GET.get("q", ""))[:60]
    status = request.GET.get("status", "")
    rows = Receipt.objects.select_related("order", "warehouse", "completed_by")
    if status in tuple(ReceiptStatus):
        rows = rows.filter(status=status)
    if words:
        rows = rows.filter(number__istartswith=words) | rows.filter(order__number__istartswith=words)
    context = {"page": page_of(rows, request, sort=Sort(is_descending=True)), "q": words, "status": status}
    return render(request, "ui/receipts.html", context)


@page(*RECEIVING)
def one(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """What went on the shelf, piece of work by piece of work; and its remarks, to be written down."""
    receipt = get_object_or_404(Receipt.objects.select_related("order", "warehouse"), pk=receipt_id)
    goods = receipt.goods.select_related("line", "line__product", "location").order_by("pk")
    return edited(
        request,
        "ui/receipt.html",
        initial=lambda: {"remarks": get_object_or_404(Receipt, pk=receipt_id).remarks},
        save=lambda values: change_receipt(
            receipt_id, remarks=text(values, "remarks"), by=actor_of(request), now=now()
        ),
        then=reverse("receipt", args=(receipt_id,)),
        context=lambda entered: {
            "receipt": receipt,
            "goods": goods,
            "can_complete": receipt.can(ReceiptMove.COMPLETE),
            "is_empty": not any(row.kept for row in goods),
            "others": entered.others(["remarks"]),
            **logbook_of(request, "receipt", receipt_id),
        },
    )


@require_POST
@page(*RECEIVING)
def move(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Complete it, throw it away, or take pieces back."""
    values = request.POST
    by, moment = actor_of(request), now()
    here = reverse("receipt", args=(receipt_id,))
    goods = whole(values, "revert")
    if goods is not None:
        then = text(values, "then") if text(values, "then").startswith("/purchases/") else here
        get_object_or_404(ReceivedGoods, pk=goods, receipt=min(receipt_id, HIGHEST_ID))
        return do(request, lambda: revert_goods(goods, by=by, now=moment), done=_("Taken back."), then=then)
    if "remove" in values:
        purchase = get_object_or_404(Receipt, pk=receipt_id).order_id
        gone = reverse("purchase", args=(purchase,))
        done = _("The receipt is removed.")
        return do(request, lambda: remove_receipt(receipt_id, by=by, now=moment), done=done, then=gone)
    return do(
        request,
        lambda: complete_receipt(receipt_id, by=by, now=moment),
        done=_("The receipt is completed."),
        then=here,
    )


@page(*RECEIVING)
@ensure_csrf_cookie
def receive(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """One field for the scanner, one answer, and under it every line with what is still to come."""
    order = get_object_or_404(PurchaseOrder.objects.select_related("warehouse"), pk=purchase_id)
    if not order.can(PurchaseMove.RECEIVE):
        messages.error(request, _("Nothing of this purchase order is still to come."))
        return redirect("purchase", purchase_id)
    answer = _asked(request, order) if request.method == "POST" else None
    is_quick = is_htmx(request)
    if answer is not None and not is_quick:
        level = messages.ERROR if answer.sound == BAD else messages.SUCCESS
        messages.add_message(request, level, answer.text, extra_tags=f"sound-{answer.sound}")
        return redirect("purchase-receive", purchase_id)
    return render(
        request,
        "ui/parts/receiving.html" if is_quick else "ui/receiving.html",
        _context(request, order, answer),
    )


def _context(request: HttpRequest, order: PurchaseOrder, answer: Answer | None) -> dict[str, Any]:
    lines = list(order.lines.select_related("product").order_by("pk"))
    receipt = Receipt.objects.filter(order=order, status=ReceiptStatus.PROCESSING).order_by("pk").first()
    goods = receipt.goods.select_related("line", "location").order_by("-pk")[:LAST] if receipt else []
    return {
        "purchase": order,
        "receipt": receipt,
        "goods": [row for row in goods if row.kept],
        "coming": [line for line in lines if line.outstanding],
        "finished": [line for line in lines if not line.outstanding],
        "pieces": sum(line.amount for line in lines),
        "came": sum(min(line.received, line.amount) for line in lines),
        "location": _kept_location(request, order),
        "answer": answer,
    }


def _asked(request: HttpRequest, order: PurchaseOrder) -> Answer:
    """Do what the form asks: a scan, a line, everything, or another place to put it."""
    values = request.POST
    deeds: dict[str, Callable[[HttpRequest, PurchaseOrder], Answer]] = {
        "line": _line,
        "all": _everything,
        "place": _place,
        "code": _scan,
    }
    for name, deed in deeds.items():
        if name in values:
            try:
                return deed(request, order)
            except Refused as refused:
                return Answer(BAD, " ".join(sentence(one) for one in refused.problems))
    return Answer(BAD, _("Scan a barcode or type a product code."))


def _scan(request: HttpRequest, order: PurchaseOrder) -> Answer:
    """A place that is scanned is where everything goes from now on; all else is goods."""
    code = text(request.POST, "code")[:120]
    location = location_named(order.warehouse_id, code) if code else None
    if location is not None:
        return _put(request, order, location)
    kept = _kept_location(request, order)
    got = scan_goods(order.pk, code, location_id=kept.pk if kept else None, by=actor_of(request), now=now())
    told = _("%(pieces)s × %(code)s %(name)s") % {"pieces": got.pieces, "code": got.code, "name": got.name}
    if got.left:
        return Answer(GOOD, f"{told}: {_('%(count)s still to come') % {'count': got.left}}")
    if got.surplus:
        return Answer(DONE, f"{told}: {_('%(count)s more than ordered') % {'count': got.surplus}}")
    return Answer(DONE, f"{told}: {_('complete')}")


def _line(request: HttpRequest, order: PurchaseOrder) -> Answer:
    values = request.POST
    named = text(values, "location")
    location = location_named(order.warehouse_id, named) if named else None
    if named and location is None:
        raise Refused([unknown_location()])
    one = Arrived(
        line_id=whole(values, "line") or 0,
        amount=number(values, "amount"),
        location_id=location,
        seen=whole(values, "seen"),
    )
    by, moment = actor_of(request), now()
    (goods,) = receive_on_purchase(order.pk, [one], by=by, now=moment)
    told = {"pieces": goods.amount, "code": goods.line.code, "name": goods.line.name}
    return Answer(GOOD, _("%(pieces)s × %(code)s %(name)s") % told)


def _everything(request: HttpRequest, order: PurchaseOrder) -> Answer:
    by, moment = actor_of(request), now()
    goods = receive_on_purchase(order.pk, None, by=by, now=moment)
    pieces = sum(one.amount for one in goods)
    told = ngettext("Everything is in: %(pieces)s piece.", "Everything is in: %(pieces)s pieces.", pieces)
    return Answer(DONE, told % {"pieces": pieces})


def _place(request: HttpRequest, order: PurchaseOrder) -> Answer:
    """Goods go on this location from now on; empty: on none."""
    named = text(request.POST, "place")
    location = location_named(order.warehouse_id, named) if named else None
    if named and location is None:
        raise Refused([unknown_location()])
    return _put(request, order, location)


def _put(request: HttpRequest, order: PurchaseOrder, location: int | None) -> Answer:
    request.session[_key(order)] = location
    name = Location.objects.filter(pk=location or 0).values_list("name", flat=True).first()
    if name is None:
        return Answer(GOOD, _("Goods go on no location now."))
    return Answer(GOOD, _("Goods go on %(place)s now.") % {"place": name})


def _kept_location(request: HttpRequest, order: PurchaseOrder) -> Location | None:
    return Location.objects.filter(
        pk=request.session.get(_key(order)) or 0, warehouse=order.warehouse_id
    ).first()


def _key(order: PurchaseOrder) -> str:
    return f"receive-on-{order.warehouse_id}"
