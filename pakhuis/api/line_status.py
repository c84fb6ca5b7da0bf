"""Where the pieces of each line of an order are; of a composition, where whole ones are, not pieces of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pakhuis.catalogue.queries import parts_of
from pakhuis.orders.models import Allocation, AllocationState, Backorder, BackorderState, OrderLine

Status = Mapping[str, int]
READY = ("allocated", "picking")


def line_status(order_id: int) -> Mapping[int, Status]:
    """Per line `allocated` (lies ready for it, set aside or tied), `picking`, `backorder` and `shipped`.

    Of a composition so many are ready as all its parts make up, and so many wait as any of them asks for.
    """
    lines = OrderLine.objects.filter(order_id=order_id).in_bulk()
    counts = {
        pk: {"allocated": 0, "picking": 0, "backorder": 0, "shipped": line.amount_delivered}
        for pk, line in lines.items()
    }
    for pk, pieces in _set_aside(order_id, lines).items():
        counts[pk]["allocated"] = pieces
    for tied in Allocation.objects.filter(order_id=order_id, state=AllocationState.PICKING):
        counts[tied.line_id]["allocated"] += tied.amount
        counts[tied.line_id]["picking"] += tied.amount
    for waits in Backorder.objects.filter(order_id=order_id, state=BackorderState.OPEN):
        counts[waits.line_id]["allocated"] += waits.available
        counts[waits.line_id]["backorder"] += waits.amount
    parts: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines.values():
        if line.part_of_id is not None:
            parts[line.part_of_id].append(line)
    for main, its in parts.items():
        counts[main].update(_of_whole_ones([(counts[one.pk], one.part_amount) for one in its]))
    return counts


def _set_aside(order_id: int, lines: Mapping[int, OrderLine]) -> Mapping[int, int]:
    """By line. Of a composition that is not divided yet, its parts are set aside on its own line."""
    pieces: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in Allocation.objects.filter(order_id=order_id, state=AllocationState.SET_ASIDE):
        pieces[one.line_id][one.product_id] += one.amount
    own = {line: lines[line].product_id or 0 for line in pieces}
    of_parts = parts_of({own[line] for line, products in pieces.items() if set(products) != {own[line]}})
    found = {}
    for line, products in pieces.items():
        each = of_parts.get(own[line])
        found[line] = (
            min(products[part] // amount for part, amount in each.items()) if each else sum(products.values())
        )
    return found


def _of_whole_ones(parts: Sequence[tuple[Status, int]]) -> Status:
    """What the parts' pieces come to, each with how many of it go into one composition."""
    ready = {name: min(status[name] // each for status, each in parts) for name in READY}
    return {**ready, "backorder": max(-(-status["backorder"] // each) for status, each in parts)}
