"""Goods come in: stock goes up, and who waits longest gets them first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from pakhuis.accounts.actions import account_settings
from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.fulfilment.actions.process import process_backorders
from pakhuis.fulfilment.problems import nothing_received
from pakhuis.journal.actions import together
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import fill_backorders
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.stock.actions import LevelChange, hold_warehouses, lock_levels, move_stock
from pakhuis.stock.actions.corrections import MOST_PIECES
from pakhuis.stock.models import Location, MoveKind
from pakhuis.stock.problems import has_parts, retired_warehouse, unknown_location, unknown_warehouse

RECEIVED = "Goods received"
Goods = TypeVar("Goods")


def receive_goods(
    warehouse_id: int,
    *,
    goods: Quantities[int],
    by: Actor,
    now: datetime,
    reason: str = "",
    at: Mapping[int, int] | None = None,
) -> int:
    """Put goods (pieces per product id) on the shelf and reserve them for backorders by priority.

    `at`: the location of each product that is put on one (product id to location id).
    Gives the number of pieces reserved. Picklists are not made, unless the account's setting says so: then
    after the goods are safely in.
    """
    filled = put_on_shelf(warehouse_id, goods=goods, at=at, by=by, now=now, reason=reason)
    process_what_was_filled(list(goods), filled=filled, by=by, now=now)
    return filled


def process_what_was_filled(product_ids: Sequence[int], *, filled: int, by: Actor, now: datetime) -> None:
    """Make picklists of what was reserved for backorders, where the account's setting says so.

    Outside the transaction in which the goods came in: orders are locked before stock, never after it.
    """
    if filled and account_settings().processes_backorders_itself:
        waiting = Backorder.objects.filter(
            product_id__in=product_ids, state=BackorderState.OPEN, available__gte=1
        )
        process_backorders(order_ids=sorted(set(waiting.values_list("order_id", flat=True))), by=by, now=now)


def in_rounds(goods: Iterable[Goods], *, product: Callable[[Goods], int]) -> list[list[Goods]]:
    """All of `goods`, divided so that none of the lists has a product twice: each can be put away at once."""
    rounds: list[list[Goods]] = []
    seen: Counter[int] = Counter()
    for one in goods:
        place = seen[product(one)]
        seen[product(one)] += 1
        if place == len(rounds):
            rounds.append([])
        rounds[place].append(one)
    return rounds


@transaction.atomic
def put_on_shelf(
    warehouse_id: int,
    *,
    goods: Quantities[int],
    by: Actor,
    now: datetime,
    reason: str = "",
    at: Mapping[int, int] | None = None,
    kind: MoveKind = MoveKind.RECEIPT,
) -> int:
    """Receiving without what follows it, for whoever has more to write in the same transaction."""
    at = at or {}
    checks = Checks()
    warehouses = {one.pk: one for one in hold_warehouses()}
    if warehouse_id not in warehouses:
        checks.add(unknown_warehouse())
    elif not warehouses[warehouse_id].active:
        checks.add(retired_warehouse())
    _check_goods(goods, at, warehouse_id=warehouse_id, checks=checks)
    reason = checks.text(("reason",), reason, limit=200)
    checks.refuse_if_any()
    products: Sequence[int] = sorted(goods)
    levels = lock_levels(products, warehouse_ids=warehouses)
    changes = [
        LevelChange(
            product_id=product, warehouse_id=warehouse_id, location_id=at.get(product), on_hand=goods[product]
        )
        for product in products
    ]
    with together():
        move_stock(levels, changes, kind=kind, reason=reason or RECEIVED, by=by, now=now)
        house = warehouses[warehouse_id]
        return fill_backorders(levels, warehouse=house, product_ids=products, by=by, now=now)


def _check_goods(goods: Quantities[int], at: Mapping[int, int], *, warehouse_id: int, checks: Checks) -> None:
    known = set(Product.objects.filter(pk__in=list(goods)).values_list("pk", flat=True))
    composed = set(ProductPart.objects.filter(main__in=list(goods)).values_list("main_id", flat=True))
    places = set(
        Location.objects.filter(pk__in=set(at.values()), warehouse=warehouse_id).values_list("pk", flat=True)
    )
    for product_id, pieces in goods.items():
        if product_id not in known:
            checks.add(not_found("product", ("goods", product_id)))
        elif product_id in composed:
            checks.add(has_parts(("goods", product_id)))
        if product_id in at and at[product_id] not in places:
            checks.add(unknown_location(("goods", product_id, "location")))
        checks.whole(("goods", product_id), pieces, low=1, high=MOST_PIECES // 2)
    if not goods:
        checks.add(nothing_received())
