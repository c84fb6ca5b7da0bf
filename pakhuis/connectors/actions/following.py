"""What a shop changed after its order was taken in: followed while nobody works on it, else a notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.notices import raise_notice
from pakhuis.connectors.contract import ShopOrderData
from pakhuis.connectors.models import Connection, ShopOrder
from pakhuis.connectors.prints import chosen_of, chosen_print, goods_of, goods_print, is_rounding, terms_of
from pakhuis.connectors.problems import (
    cancelled_too_late,
    chosen_edited,
    goods_edited,
    removed_there,
    sent_there,
    terms_edited,
)
from pakhuis.connectors.states import Stage
from pakhuis.fulfilment.actions import process_order, withdraw_order
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.orders.actions import cancel_order, change_order, make_concept
from pakhuis.orders.intake import LineChange, OrderChange
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.states import OrderMove, OrderStatus

Line = TypeVar("Line")
OVER = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


def follow(
    webshop: Webshop, known: ShopOrder, order: Order, data: ShopOrderData, *, by: Actor, now: datetime
) -> tuple[Order, Problem | None]:
    """Bring our order in step with a newer version of the shop's; what cannot be is a notice and problem."""
    if data.stage is Stage.CANCELLED:
        return _cancelled(webshop, order, by=by, now=now)
    problem = None
    if known.terms_print and known.terms_print != terms_of(data.new):
        problem = _terms(webshop, order, data, by=by, now=now)
    if known.goods_print and known.goods_print != goods_of(data.new):
        problem = _goods(webshop, known, order, data, by=by, now=now) or problem
    elif known.chosen_print and known.chosen_print != chosen_of(data.new):
        problem = _chosen(webshop, known, order, data, by=by, now=now) or problem
    order.refresh_from_db()
    if data.stage is Stage.SENT and order.status not in OVER:
        problem = raise_notice(webshop, sent_there(), order=order, now=now)
    if data.stage is Stage.READY and order.status == OrderStatus.EXPECTED:
        order = _paid(webshop, order, by=by, now=now)
    return order, problem


def _paid(webshop: Webshop, order: Order, *, by: Actor, now: datetime) -> Order:
    """Paid makes expected into processing, or a concept where the shop's orders are looked at first."""
    if not Connection.objects.filter(webshop=webshop, follows_paid=True).exists():
        return order
    if webshop.processes_orders:
        return process_order(order.pk, by=by, now=now)
    return make_concept(order.pk, by=by, now=now)


def _cancelled(webshop: Webshop, order: Order, *, by: Actor, now: datetime) -> tuple[Order, Problem | None]:
    """Cancelled as long as nothing is picked; afterwards a person decides."""
    if order.status in OVER and order.status != OrderStatus.COMPLETED:
        return order, None
    try:
        if order.can(OrderMove.CANCEL):
            return cancel_order(order.pk, by=by, now=now), None
        return withdraw_order(order.pk, by=by, now=now), None
    except Refused:
        problem = cancelled_too_late()
    raise_notice(webshop, problem, order=order, now=now)
    return order, problem


def note_removed(webshop: Webshop, external_id: str, *, now: datetime) -> None:
    """A person decides about an order that is open here and that the shop does not know any more."""
    known = ShopOrder.objects.filter(webshop=webshop, external_id=external_id).exclude(order=None)
    for one in known.exclude(order__status__in=OVER).select_related("order"):
        raise_notice(webshop, removed_there(), order=one.order, now=now)


def _terms(
    webshop: Webshop, order: Order, data: ShopOrderData, *, by: Actor, now: datetime
) -> Problem | None:
    """Address and remarks follow on a concept or expected order, but for what a person changed here.

    What the shop says nothing of stays, but for the pick-up point: without it the parcel is brought.
    """
    if order.status in OVER:
        return None
    if not order.can(OrderMove.CHANGE_LINES):
        return raise_notice(webshop, terms_edited(), order=order, now=now)
    person = data.new.webshop.person if data.new.webshop else None
    wanted: dict[str, Any] = {
        "delivery": person.delivery if person else None,
        "invoice": person.invoice if person else None,
        "own_remarks": data.new.remarks,
        "email": data.new.email,
        "phone": data.new.phone,
        "pickup_point": data.new.pickup_point,
    }
    followed = {
        name: value
        for name, value in wanted.items()
        if (value or name == "pickup_point") and not _is_changed_here(order, name.removeprefix("own_"), by=by)
    }
    change_order(order.pk, OrderChange(**followed), by=by, now=now)
    return None


def _is_changed_here(order: Order, name: str, *, by: Actor) -> bool:
    """Whether somebody but this shop said this after the order came in."""
    who, *detail = order.sources.get(name, ["default"])
    return bool(who == "changed" and detail[:1] != [by.label[:100]])


def _goods(
    webshop: Webshop, known: ShopOrder, order: Order, data: ShopOrderData, *, by: Actor, now: datetime
) -> Problem | None:
    """Lines follow as long as they are here as the shop said before; else, and when processed, a notice."""
    if order.status in OVER:
        return None
    lines = _goods_lines(order)
    goods = [(line.code, line.amount - line.amount_cancelled) for line in lines]
    is_untouched = (
        goods_print(goods) == known.goods_print
        and _is_chosen_as_told(known, lines)
        and not any(_is_priced_here(line, by=by) for line in lines)
    )
    if not order.can(OrderMove.CHANGE_LINES) or not is_untouched:
        return raise_notice(webshop, goods_edited(), order=order, now=now)
    gone = tuple(order.lines.values_list("pk", flat=True))
    change_order(order.pk, OrderChange(add_lines=data.new.lines, remove_line_ids=gone), by=by, now=now)
    return None


def _chosen(
    webshop: Webshop, known: ShopOrder, order: Order, data: ShopOrderData, *, by: Actor, now: datetime
) -> Problem | None:
    """What was chosen with the goods follows by itself: lines, prices and what is set aside stay."""
    if order.status in OVER:
        return None
    lines = _goods_lines(order)
    told = [line for line in data.new.lines if not is_rounding(line.product_code, line.name)]
    pairs = list(zip(_by_code(lines, "code"), _by_code(told, "product_code"), strict=False))
    is_same = len(lines) == len(told) and all(one.code == new.product_code for one, new in pairs)
    if not (order.can(OrderMove.CHANGE_LINES) and is_same and _is_chosen_as_told(known, lines)):
        return raise_notice(webshop, chosen_edited(), order=order, now=now)
    changes = tuple(LineChange(line_id=one.pk, remarks=new.remarks) for one, new in pairs)
    change_order(order.pk, OrderChange(change_lines=changes), by=by, now=now)
    return None


def _goods_lines(order: Order) -> list[OrderLine]:
    return [line for line in order.lines.order_by("position") if not is_rounding(line.code, line.name)]


def _by_code(lines: Iterable[Line], name: str) -> list[Line]:
    """Lines of one product beside each other, else in their order."""
    return sorted(lines, key=attrgetter(name))


def _is_chosen_as_told(known: ShopOrder, lines: Iterable[OrderLine]) -> bool:
    """Whether nobody here wrote anything below a line, as far as it is known what the shop had said."""
    said = ((line.code, line.remarks) for line in lines)
    return not known.chosen_print or chosen_print(said) == known.chosen_print


def _is_priced_here(line: OrderLine, *, by: Actor) -> bool:
    """Whether somebody but this shop said its price."""
    who, *detail = line.price_source or [""]
    return bool(who == "changed" and detail[:1] != [by.label[:100]])
