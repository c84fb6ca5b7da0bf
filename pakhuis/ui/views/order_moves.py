"""The moves of an order as buttons: which may be pressed now, what each asks first, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import (
    force_cancel_order,
    pause_order,
    process_order,
    reopen_order,
    resume_order,
    withdraw_order,
)
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import (
    allocate_order,
    cancel_order,
    deallocate_order,
    make_concept,
    prioritise_order,
    undo_cancellation,
)
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderMove, OrderStatus
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import Entered, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A move as people see it. With `asks` a page comes first that says what will happen."""

    move: OrderMove
    verb: Callable[..., Any]
    label: Any
    done: Any
    asks: Any = ""
    style: str = ""
    needs_reason: bool = False

    @property
    def code(self) -> str:
        return self.move.value


BUTTONS: tuple[Button, ...] = (
    Button(
        move=OrderMove.PROCESS,
        verb=process_order,
        label=_("Process"),
        done=_("The order is being processed."),
        style="primary",
    ),
    Button(
        move=OrderMove.RESUME,
        verb=resume_order,
        label=_("Resume"),
        done=_("The order goes on."),
        style="primary",
    ),
    Button(
        move=OrderMove.TO_CONCEPT,
        verb=make_concept,
        label=_("Make it a concept"),
        done=_("The order is a concept now."),
    ),
    Button(
        move=OrderMove.ALLOCATE,
        verb=allocate_order,
        label=_("Set stock aside"),
        done=_("What is free of it is set aside."),
    ),
    Button(
        move=OrderMove.DEALLOCATE,
        verb=deallocate_order,
        label=_("Let set-aside stock go"),
        done=_("Nothing is set aside any more."),
    ),
    Button(
        move=OrderMove.PRIORITISE,
        verb=prioritise_order,
        label=_("Put in front"),
        done=_("The backorders of this order go first."),
    ),
    Button(
        move=OrderMove.PAUSE,
        verb=pause_order,
        label=_("Pause"),
        done=_("The order is paused."),
        asks=_("Its open picklists are paused too, and nobody's any more, until the order is resumed."),
        needs_reason=True,
    ),
    Button(
        move=OrderMove.REOPEN,
        verb=reopen_order,
        label=_("Reopen"),
        done=_("The order is a concept again."),
        asks=_(
            "Open picklists are cancelled, backorders end and their stock is free again. What was delivered "
            "stays delivered. The order becomes a concept that can be changed and processed anew."
        ),
    ),
    Button(
        move=OrderMove.UNDO_CANCELLATION,
        verb=undo_cancellation,
        label=_("Undo cancellation"),
        done=_("The order is a concept again."),
        style="primary",
    ),
    Button(
        move=OrderMove.CANCEL,
        verb=cancel_order,
        label=_("Cancel order"),
        done=_("The order is cancelled."),
        asks=_("What is set aside for it is free again. A cancelled order can be brought back as a concept."),
        style="danger",
    ),
    Button(
        move=OrderMove.WITHDRAW,
        verb=withdraw_order,
        label=_("Cancel order"),
        done=_("The order is cancelled."),
        asks=_(
            "Its picklists are cancelled, its backorders end and the stock goes to who waits for it. Only "
            "possible while nothing is picked."
        ),
        style="danger",
    ),
    Button(
        move=OrderMove.FORCE_CANCEL,
        verb=force_cancel_order,
        label=_("Force cancel"),
        done=_("The order is cancelled."),
        asks=_(
            "Also what is picked already is cancelled and must be put back by hand. What has left the "
            "warehouse stays delivered."
        ),
        style="danger",
    ),
)
BY_CODE = {one.code: one for one in BUTTONS}


def buttons_of(order: Order, *, is_set_aside: bool, waits: bool) -> list[Button]:
    """The moves that are allowed now and do something; forcing only where it is more than cancelling."""
    pointless = set()
    if not is_set_aside:
        pointless.add(OrderMove.DEALLOCATE)
    if not waits:
        pointless.add(OrderMove.PRIORITISE)
    if order.can(OrderMove.CANCEL):
        pointless.add(OrderMove.FORCE_CANCEL)
    return [one for one in BUTTONS if order.can(one.move) and one.move not in pointless]


@page(Right.ORDERS_CHANGE)
def move(request: HttpRequest, order_id: int, code: str) -> HttpResponse:
    """Ask on GET, where there is something to ask; do it on POST."""
    button = BY_CODE.get(code)
    if button is None:
        raise Http404
    order = get_object_or_404(Order, pk=order_id)
    if request.method == "POST":
        return _done(request, order, button)
    if not order.can(button.move):
        return redirect("order", order_id)
    return _asked(request, order, button, Entered())


def _done(request: HttpRequest, order: Order, button: Button) -> HttpResponse:
    given: dict[str, Any] = {"reason": text(request.POST, "reason")} if button.needs_reason else {}

    def deed() -> Order:
        moved: Order = button.verb(order.pk, by=actor_of(request), now=now(), **given)
        return moved

    def done(moved: Order) -> str:
        if button.move is OrderMove.PROCESS and moved.status == OrderStatus.PAUSED:
            return str(_("The order is processed, and paused: %(reason)s") % {"reason": moved.pause_reason})
        return str(button.done)

    if not button.needs_reason:
        return do(request, deed, done=done, then=reverse("order", args=(order.pk,)))
    try:
        deed()
    except Refused as refused:
        if any(one.path for one in refused.problems):
            return _asked(request, order, button, Entered(request.POST, refused.problems))
        problems = refused

        def again() -> object:
            raise problems

        return do(request, again, done="", then=reverse("order", args=(order.pk,)))
    return do(request, lambda: None, done=str(button.done), then=reverse("order", args=(order.pk,)))


def _asked(request: HttpRequest, order: Order, button: Button, entered: Entered) -> HttpResponse:
    context = {"order": order, "button": button, "entered": entered}
    return render(request, "ui/order_move.html", context)
