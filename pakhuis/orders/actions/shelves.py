"""What an order's lines ask for and what the warehouses can give, in the words of the allocation rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pakhuis.accounts.rows import rows
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.allocation import Shelf, Wanted
from pakhuis.orders.models import Order, OrderLine, OrderWarehouse
from pakhuis.stock.actions import Levels
from pakhuis.stock.models import StockLevel, Warehouse


def deliverers(order: Order) -> list[Warehouse]:
    """The warehouses that may deliver this order, best first: its own choice, else all that take orders."""
    usable = rows(Warehouse, order="priority, id", active=True)
    chosen = {one.warehouse_id for one in rows(OrderWarehouse, order_id=order.pk)}
    if chosen:
        return [one for one in usable if one.pk in chosen]
    return [one for one in usable if one.accepts_orders]


def wanted_of(lines: Iterable[OrderLine]) -> tuple[Wanted, ...]:
    """What is still to be delivered of each line with a product."""
    return tuple(
        Wanted(line=line.pk, product=line.product_id, amount=line.outstanding)
        for line in lines
        if line.product_id is not None and line.outstanding
    )


def shelves(levels: Levels, warehouses: Collection[Warehouse]) -> list[Shelf]:
    """What a processed order can take: everything on the shelf, also what is set aside for concepts."""
    return _shelves(levels, warehouses, {pk: level.on_shelf for pk, level in levels.items()})


def free_shelves(levels: Levels, warehouses: Collection[Warehouse]) -> list[Shelf]:
    """What can be set aside for a concept: only what nobody else asks for."""
    return _shelves(levels, warehouses, {pk: _free(level) for pk, level in levels.items()})


def _free(level: StockLevel) -> int:
    return max(0, level.free)


def _shelves(
    levels: Levels, warehouses: Collection[Warehouse], pieces: dict[tuple[int, int], int]
) -> list[Shelf]:
    products: Sequence[int] = list(dict.fromkeys(product for product, _ in levels))
    return [
        Shelf(
            warehouse=one.pk,
            priority=one.priority,
            available=Quantities({product: pieces[product, one.pk] for product in products}),
        )
        for one in warehouses
    ]
