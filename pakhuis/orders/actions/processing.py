"""Processing an order decides once: which warehouses, what is picked, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pakhuis.accounts.rows import columns, rows
from pakhuis.bulk.inserting import insert
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.parts import with_parts
from pakhuis.orders.actions.ruling import Ruled, let_rules_decide
from pakhuis.orders.actions.shelves import deliverers, products_of, shelves, wanted_of
from pakhuis.orders.allocation import Division, divide
from pakhuis.orders.events import OrderEvent, OrderProcessed
from pakhuis.orders.models import Allocation, AllocationState, Backorder, Order, OrderLine
from pakhuis.orders.problems import no_lines, no_warehouse
from pakhuis.orders.states import ALLOWED, OrderMove, OrderStatus
from pakhuis.stock.actions import LevelChange, change_levels, lock_levels

_TABLE = Order._meta.db_table
_CLAIM = (
    f"UPDATE {_TABLE} SET status = %s, processed_at = %s, updated_at = %s"  # noqa: S608 - our own names
    ", version = version + 1"
    f" WHERE id = %s AND status IN ({', '.join(['%s'] * len(ALLOWED[OrderMove.PROCESS]))})"
    f" RETURNING {columns(Order)}"
)
_LET_GO = (
    f"DELETE FROM {Allocation._meta.db_table}"  # noqa: S608 - our own names
    " WHERE order_id = %s AND state = %s RETURNING product_id, warehouse_id, amount"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """An order that is divided. The pieces go to picklists, and the fact is recorded, by who asked."""

    order: Order
    allocations: list[Allocation]
    fact: OrderProcessed
    ruled: Ruled

    @property
    def facts(self) -> list[OrderEvent]:
        """What happened, in its order."""
        return [*self.ruled.facts, self.fact]


def start_processing(order_id: int, *, by: Actor, now: datetime) -> Started:
    """Divide an order over the warehouses.

    Belongs in the caller's transaction. Locks the order, then the stock levels by id. The account's own
    rules have their say first. What was set aside for this order is let go, as a processed order takes what
    lies there. Refused when its status does not allow it, when it has no lines, or when no warehouse takes
    orders.
    """
    order = _claimed(order_id, now=now)
    all_lines = rows(OrderLine, order="position", order_id=order.pk)
    if not all_lines:
        raise Refused([no_lines()])
    ruled = let_rules_decide(order, all_lines, now=now)
    if ruled.facts:
        all_lines = rows(OrderLine, order="position", order_id=order.pk)
    lines = [line for line in all_lines if line.product_id]
    warehouses = deliverers(order)
    if not warehouses:
        raise Refused([no_warehouse()])
    freed = let_go(order)
    lines = with_parts(order, lines)
    wanted = wanted_of(lines)
    levels = lock_levels(
        products_of(wanted) | {one.product_id for one in freed},
        warehouse_ids={one.pk for one in warehouses} | {one.warehouse_id for one in freed},
    )
    division = divide(wanted, shelves(levels, warehouses), autosplit=order.autosplit)
    allocations = _written(order, division, lines=lines, now=now)
    change_levels(levels, [*freed, *_changes(division)], by=by, now=now)
    fact = OrderProcessed(
        id=order.pk,
        number=order.number,
        to_pick=sum(pick.amount for pick in division.picks),
        waiting=sum(wait.amount for wait in division.waits),
    )
    return Started(order=order, allocations=allocations, fact=fact, ruled=ruled)


def _claimed(order_id: int, *, now: datetime) -> Order:
    """The order in its new status: one of two who process it at once gets it, the other is refused."""
    moment = connection.ops.adapt_datetimefield_value(now)
    allowed = [str(status) for status in ALLOWED[OrderMove.PROCESS]]
    if not possible_ids([order_id]):
        raise Refused([not_found("order")])
    claimed = list(
        Order.objects.raw(_CLAIM, [str(OrderStatus.PROCESSING), moment, moment, order_id, *allowed])
    )
    if claimed:
        return claimed[0]
    status = Order.objects.filter(pk=order_id).values_list("status", flat=True).first()
    raise Refused([not_found("order") if status is None else not_allowed_now(status)])


def give_back(order: Order, *, by: Actor, now: datetime) -> int:
    """Let go of what was set aside for this order, and tell how many pieces; safe to do twice."""
    freed = let_go(order)
    if freed:
        levels = lock_levels(
            [one.product_id for one in freed], warehouse_ids=[one.warehouse_id for one in freed]
        )
        change_levels(levels, freed, by=by, now=now)
    return -sum(one.allocated for one in freed)


def let_go(order: Order) -> list[LevelChange]:
    """Delete what was set aside; gives what that changes of the levels, which is still to be written."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, [order.pk, str(AllocationState.SET_ASIDE)])
        freed = cursor.fetchall()
    return [
        LevelChange(product_id=product, warehouse_id=warehouse, allocated=-amount)
        for product, warehouse, amount in freed
    ]


def _written(
    order: Order, division: Division, *, lines: Iterable[OrderLine], now: datetime
) -> list[Allocation]:
    by_id = {line.pk: line for line in lines}
    allocations = insert(
        Allocation(
            order=order,
            line=by_id[pick.line],
            product_id=pick.product,
            warehouse_id=pick.warehouse,
            amount=pick.amount,
            state=AllocationState.PICKING,
        )
        for pick in division.picks
    )
    insert(
        Backorder(
            order=order,
            line_id=wait.line,
            product_id=wait.product,
            warehouse_id=wait.warehouse,
            customer_id=order.customer_id,
            amount=wait.amount,
            available=wait.available,
            ordered_at=order.created_at,
            created_at=now,
        )
        for wait in division.waits
    )
    return allocations


def _changes(division: Division) -> list[LevelChange]:
    picks = [
        LevelChange(product_id=pick.product, warehouse_id=pick.warehouse, picking=pick.amount)
        for pick in division.picks
    ]
    waits = [
        LevelChange(
            product_id=wait.product,
            warehouse_id=wait.warehouse,
            held=wait.available,
            waiting=wait.amount - wait.available,
        )
        for wait in division.waits
    ]
    return picks + waits
