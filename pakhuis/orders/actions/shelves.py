"""What an order's lines ask for and what the warehouses can give, in the words of the allocation rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pakhuis.accounts.rows import rows
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.allocation import Part, Shelf, Wanted
from pakhuis.orders.going import may_deliver
from pakhuis.orders.models import Order, OrderLine, OrderWarehouse
from pakhuis.stock.actions import LevelChange, Levels, hold_warehouses
from pakhuis.stock.models import Warehouse


def deliverers(order: Order, *, waits_in: Collection[int] = ()) -> list[Warehouse]:
    """The warehouses that may deliver this order, best first: its own choice, else all that take orders.

    Also those of `waits_in` (ids): where it waits since before they stopped taking orders. None of all these
    is retired before the commit.
    """
    usable = [one for one in hold_warehouses() if one.active]
    chosen = {one.warehouse_id for one in rows(OrderWarehouse, order_id=order.pk)}
    return may_deliver(usable, chosen=chosen, waits_in=waits_in)


def wanted_of(
    lines: Iterable[OrderLine], compositions: Mapping[int, Quantities[int]] | None = None
) -> tuple[Wanted, ...]:
    """What is still to be delivered of each line; own lines lie on no shelf.

    A composition asks for its parts: under their own lines once the order is processed, before that under
    its own, by `compositions` as they are now.
    """
    kept = list(lines)
    parts: dict[int, list[Part]] = defaultdict(list)
    for line in kept:
        if line.part_of_id is not None and line.product_id is not None:
            part = Part(line=line.pk, product=line.product_id, each=line.part_amount)
            parts[line.part_of_id].append(part)
    wanted = []
    for line in kept:
        if line.part_of_id is not None or line.product_id is None or not line.outstanding:
            continue
        now = (compositions or {}).get(line.product_id, Quantities[int]())
        of_line = parts[line.pk] or [
            Part(line=line.pk, product=product, each=each) for product, each in sorted(now.items())
        ]
        wanted.append(
            Wanted(line=line.pk, product=line.product_id, amount=line.outstanding, parts=tuple(of_line))
        )
    return tuple(wanted)


def products_of(wanted: Iterable[Wanted]) -> set[int]:
    """The products whose levels these wishes touch."""
    return {part.product for one in wanted for part in one.pieces}


def shelves(levels: Levels, warehouses: Collection[Warehouse]) -> list[Shelf]:
    """What a processed order can take: everything on the shelf, also what is set aside for concepts."""
    return _shelves(levels, warehouses, {pk: level.on_shelf for pk, level in levels.items()})


def free_shelves(
    levels: Levels, warehouses: Collection[Warehouse], *, freed: Iterable[LevelChange] = ()
) -> list[Shelf]:
    """What can be set aside for a concept: only what nobody else asks for, and what is let go of for it."""
    back = Counter[tuple[int, int]]()
    for one in freed:
        back[one.product_id, one.warehouse_id] -= one.allocated
    return _shelves(levels, warehouses, {pk: max(0, level.free + back[pk]) for pk, level in levels.items()})


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
