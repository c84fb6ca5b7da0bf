"""What was picked there is counted as picked here, by the usual door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pakhuis.fulfilment.actions import pick_line
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.kernel.problem import Problem
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.problems import fewer_picked


def count_picked(order_id: int, picked: Mapping[tuple[int, int], int], work: Work) -> list[Problem]:
    """Count what was picked there as picked here; a note for pieces that have no place on a picklist here."""
    left: dict[tuple[int, int], int] = defaultdict(int, picked)
    lines = PicklistLine.objects.filter(picklist__order_id=order_id).select_related("picklist", "product")
    codes = {}
    for line in lines.order_by("pk") if picked else ():
        place = line.product_id, line.picklist.warehouse_id
        codes[line.product_id] = line.product.code
        pieces = min(left[place], line.amount - line.picked)
        if pieces > 0:
            pick_line(line.pk, amount=pieces, by=work.by, now=work.now)
            left[place] -= pieces
    return [
        fewer_picked(pieces, codes.get(product, str(product)))
        for (product, _), pieces in left.items()
        if pieces
    ]
