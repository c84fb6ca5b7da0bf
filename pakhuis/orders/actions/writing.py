"""Writing a decided order down: rows for the order, its lines, tags, lists, and what is set aside for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pakhuis.bulk.inserting import insert
from pakhuis.catalogue.queries import parts_of
from pakhuis.customers.intake import NewAddress
from pakhuis.customers.models import Customer
from pakhuis.customers.rules import ADDRESS_LIMITS
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions.shelves import deliverers, free_shelves, products_of, wanted_of
from pakhuis.orders.allocation import divide
from pakhuis.orders.intake import NewOrder
from pakhuis.orders.models import (
    Allocation,
    AllocationState,
    Order,
    OrderLine,
    OrderPriceList,
    OrderTag,
    OrderWarehouse,
)
from pakhuis.orders.plan import OrderPlan, PlannedLine
from pakhuis.orders.states import OrderStatus
from pakhuis.stock.actions import LevelChange, change_levels, lock_levels


def written(
    new: NewOrder, plan: OrderPlan, *, number: str, customer: Customer | None, by: Actor, now: datetime
) -> tuple[Order, list[OrderLine]]:
    """Write the order as planned: concept, expected, or history; addresses are copied and stay so."""
    order = Order(
        number=number,
        status=_status(new),
        customer=customer,
        webshop_id=new.webshop.webshop_id if new.webshop else None,
        external_id=new.webshop.external_id if new.webshop else "",
        reference=plan.reference,
        template_id=plan.template_id,
        **copied("delivery", plan.delivery),
        **copied("invoice", plan.invoice),
        email=plan.email,
        phone=plan.phone,
        discount=plan.discount,
        autosplit=plan.autosplit,
        calculate_vat=plan.calculate_vat,
        language=plan.language,
        remarks=plan.remarks,
        preferred_delivery_date=plan.preferred_delivery_date,
        invoiced=new.invoiced,
        pickup_point=plan.pickup_point,
        sources={term: list(source) for term, source in plan.sources.items()},
        made_by=by.label[:200],
        created_at=new.completed_at or (new.moved.created_at if new.moved else now),
        updated_at=now,
        processed_at=new.completed_at,
        completed_at=new.completed_at,
    )
    insert([order])
    drafts = line_rows(order, plan.lines, start=1)
    for draft in drafts if new.completed_at else ():
        draft.amount_delivered = draft.amount - draft.amount_cancelled
    lines = insert(drafts)
    insert(OrderTag(order=order, tag_id=pk, is_inherited=pk in plan.inherited_tag_ids) for pk in plan.tag_ids)
    insert(OrderPriceList(order=order, price_list_id=pk) for pk in plan.price_list_ids)
    insert(OrderWarehouse(order=order, warehouse_id=pk) for pk in plan.warehouse_ids)
    return order, lines


def _status(new: NewOrder) -> OrderStatus:
    if new.completed_at is not None:
        return OrderStatus.COMPLETED
    return OrderStatus.EXPECTED if new.expected else OrderStatus.CONCEPT


def copied(prefix: str, address: NewAddress) -> dict[str, str]:
    """An address as the columns that begin with `prefix`."""
    return {f"{prefix}_{name}": getattr(address, name) for name in (*ADDRESS_LIMITS, "country")}


def line_rows(order: Order, lines: Sequence[PlannedLine], *, start: int) -> list[OrderLine]:
    """Rows for planned lines, numbered from `start`; not saved."""
    return [
        OrderLine(
            order=order,
            position=position,
            product_id=line.product.id or None,
            vat_group_id=line.vat_group_id,
            code=line.product.code,
            name=line.name,
            remarks=line.remarks,
            amount=line.amount,
            amount_delivered=line.delivered,
            amount_cancelled=line.cancelled,
            price=line.price,
            base_price=line.product.price,
            price_source=list(line.price_source),
            weight=line.product.weight,
        )
        for position, line in enumerate(lines, start=start)
    ]


def set_aside(
    order: Order, lines: Sequence[OrderLine], *, freed: Sequence[LevelChange] = (), by: Actor, now: datetime
) -> int:
    """Lower what is free by what this order can have, and tell how many pieces; others may still take it.

    `freed`: what was set aside for it until now and is let go of, so that all levels are locked at once
    and only what is other in the end is told.
    """
    warehouses = deliverers(order)
    wanted = wanted_of(lines, parts_of([line.product_id for line in lines if line.product_id]))
    levels = lock_levels(
        products_of(wanted) | {one.product_id for one in freed},
        warehouse_ids={one.pk for one in warehouses} | {one.warehouse_id for one in freed},
    )
    if not warehouses or not wanted:
        change_levels(levels, freed, by=by, now=now)
        return 0
    free = free_shelves(levels, warehouses, freed=freed)
    division = divide(wanted, free, autosplit=order.autosplit)
    insert(
        Allocation(
            order=order,
            line_id=pick.line,
            product_id=pick.product,
            warehouse_id=pick.warehouse,
            amount=pick.amount,
            state=AllocationState.SET_ASIDE,
        )
        for pick in division.picks
    )
    taken = [
        LevelChange(product_id=pick.product, warehouse_id=pick.warehouse, allocated=pick.amount)
        for pick in division.picks
    ]
    change_levels(levels, [*freed, *taken], by=by, now=now)
    return sum(pick.amount for pick in division.picks)
