"""Which backorders go when somebody lets them: the rule of orders that go in one go, and the question which
ones would, in the same words as the deed (`actions.release`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.allocation import Shelf, Wanted, whole_from
from pakhuis.orders.models import Backorder, BackorderState, OrderWarehouse
from pakhuis.orders.states import OrderStatus
from pakhuis.stock.models import StockLevel, Warehouse

OnShelf = Mapping[tuple[int, int], int]
"""By (product, warehouse) the pieces that a processed order can still take."""


def can_go(rows: QuerySet[Backorder]) -> QuerySet[Backorder]:
    """Those of which pieces would go to picklists now, were everything that waits let go.

    With autosplit whatever is reserved, of compositions only where no part is lacking; without it all of an
    order together or nothing. What lies free and was handed to nobody yet is not reckoned with autosplit.
    """
    # Of what is no part this finds none: nothing equals a line that is not there.
    lacking = Backorder.objects.filter(
        line__part_of=OuterRef("line__part_of"),
        warehouse=OuterRef("warehouse"),
        state=BackorderState.OPEN,
        available__lt=F("line__part_amount"),
    )
    in_parts = Q(~Exists(lacking), order__autosplit=True, available__gte=1)
    return rows.filter(
        in_parts | Q(order__in=_orders_that_go_whole(among=rows)),
        state=BackorderState.OPEN,
        order__status=OrderStatus.PROCESSING,
    )


def may_deliver(
    usable: Iterable[Warehouse], *, chosen: Collection[int], waits_in: Collection[int]
) -> list[Warehouse]:
    """Those of `usable` that an order chose, else all that take orders; and those in which it waits."""
    return [
        one for one in usable if one.pk in waits_in or (one.pk in chosen if chosen else one.accepts_orders)
    ]


def home_of_all(
    waiting: Sequence[Backorder], warehouses: Iterable[Warehouse], on_shelf: OnShelf
) -> int | None:
    """The one warehouse from which all of an order can go, what lies there reserved for it counted in."""
    products = {one.product_id for one in waiting}
    held = Counter[tuple[int, int]]()
    for one in waiting:
        held[one.product_id, one.warehouse_id] += one.available
    shelves = [
        Shelf(
            warehouse=house.pk,
            priority=house.priority,
            available=Quantities(
                {one: on_shelf.get((one, house.pk), 0) + held[one, house.pk] for one in products}
            ),
        )
        for house in warehouses
    ]
    wanted = [Wanted(line=one.pk, product=one.product_id, amount=one.amount) for one in waiting]
    return whole_from(wanted, shelves)


def _orders_that_go_whole(*, among: QuerySet[Backorder]) -> list[int]:
    """The orders of these, without autosplit, of which everything that waits can go from one warehouse.

    Four queries; other orders are not read, as the page of one order asks this too.
    """
    waiting: dict[int, list[Backorder]] = defaultdict(list)
    rows = _nothing_lacks().filter(order__in=among.order_by().values("order"))
    for one in rows.only("order_id", "product_id", "warehouse_id", "amount", "available"):
        waiting[one.order_id].append(one)
    if not waiting:
        return []
    usable = list(Warehouse.objects.filter(active=True))
    chosen: dict[int, set[int]] = defaultdict(set)
    # By the question, not by a list of ids: there is no end to how many may wait.
    for order, house in OrderWarehouse.objects.filter(order__in=rows.values("order")).values_list(
        "order_id", "warehouse_id"
    ):
        chosen[order].add(house)
    levels = StockLevel.objects.filter(product__in=rows.values("product"))
    on_shelf = {(one.product_id, one.warehouse_id): one.on_shelf for one in levels}
    found = []
    for order, its in waiting.items():
        houses = may_deliver(usable, chosen=chosen[order], waits_in={one.warehouse_id for one in its})
        if home_of_all(its, houses, on_shelf) is not None:
            found.append(order)
    return found


def _nothing_lacks() -> QuerySet[Backorder]:
    """What waits of orders without autosplit, but for those of which something lies nowhere in full."""
    enough = StockLevel.objects.filter(
        product=OuterRef("product"),
        on_hand__gte=F("picking") + F("held") + OuterRef("amount") - OuterRef("available"),
    )
    lacking = Backorder.objects.filter(~Exists(enough), order=OuterRef("order"), state=BackorderState.OPEN)
    return Backorder.objects.filter(
        ~Exists(lacking),
        order__autosplit=False,
        order__status=OrderStatus.PROCESSING,
        state=BackorderState.OPEN,
    )
