"""The first pieces of many products, counted before Pakhuis came: on their shelves by a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pakhuis.catalogue.models import ProductPart
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.stock.actions.levels import LevelChange, hold_warehouses, lock_levels, move_stock
from pakhuis.stock.models import MoveKind
from pakhuis.stock.problems import has_parts, unknown_warehouse


@transaction.atomic
def open_stock(pieces: Mapping[tuple[int, int], int], *, reason: str, by: Actor, now: datetime) -> None:
    """Put pieces, by product and warehouse, on top of what is there; all of them or, refused, none.

    The amounts have been checked. This is for products that are new here, for which nobody waits: whoever
    waits for others is served by `fulfilment`.
    """
    checks = Checks()
    by_house: dict[int, list[int]] = defaultdict(list)
    for product_id, warehouse_id in pieces:
        by_house[warehouse_id].append(product_id)
    if not by_house.keys() <= {one.pk for one in hold_warehouses()}:
        checks.add(unknown_warehouse())
    if ProductPart.objects.filter(main__in={product_id for product_id, _ in pieces}).exists():
        checks.add(has_parts())
    checks.refuse_if_any()
    for warehouse_id in sorted(by_house):
        levels = lock_levels(by_house[warehouse_id], warehouse_ids=[warehouse_id])
        changes = [
            LevelChange(product_id=one, warehouse_id=warehouse_id, on_hand=pieces[one, warehouse_id])
            for one in by_house[warehouse_id]
        ]
        move_stock(levels, changes, kind=MoveKind.CORRECTION, reason=reason, by=by, now=now)
