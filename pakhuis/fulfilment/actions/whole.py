"""Compositions stay whole on their way: no door of a picklist takes half of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pakhuis.fulfilment.models import PicklistLine
from pakhuis.fulfilment.problems import half_composition
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import OrderLine


def refuse_halves(taken: Iterable[tuple[PicklistLine, int]]) -> None:
    """Refuse pieces of lines of which some part of a composition would go without the others."""
    pieces = Counter[int]()
    for line, amount in taken:
        pieces[line.order_line_id] += amount
    mains = OrderLine.objects.filter(pk__in=pieces, part_of__isnull=False).values("part_of")
    units: dict[int | None, set[tuple[int, int]]] = defaultdict(set)
    for pk, main, each in OrderLine.objects.filter(part_of__in=mains).values_list(
        "pk", "part_of", "part_amount"
    ):
        units[main].add(divmod(pieces[pk], each))
    if any(len(found) > 1 or any(rest for _, rest in found) for found in units.values()):
        raise Refused([half_composition()])
