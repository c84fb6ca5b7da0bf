"""What was counted of a delivery, checked and divided over the lines of its purchase order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions.lines import MOST_PIECES
from pakhuis.purchasing.arrival_rules import spread
from pakhuis.purchasing.intake import Arrived
from pakhuis.purchasing.models import PurchaseLine
from pakhuis.purchasing.problems import (
    not_on_this_purchase,
    nothing_arrived,
    nothing_to_come,
    received_meanwhile,
)
from pakhuis.stock.models import Location
from pakhuis.stock.problems import unknown_location


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many pieces of a line, checked."""

    line: PurchaseLine
    amount: int
    location_id: int | None


def everything(lines: Sequence[PurchaseLine]) -> list[Counted]:
    """All that is still to come, on no location; refused where that is nothing."""
    counted = [
        Counted(line=one, amount=one.outstanding, location_id=None) for one in lines if one.outstanding
    ]
    if not counted:
        raise Refused([nothing_to_come()])
    return counted


def counted_of(
    arrived: Sequence[Arrived], lines: Sequence[PurchaseLine], *, warehouse_id: int
) -> list[Counted]:
    """`arrived` line by line: what names only a product is spread over that product's lines.

    Each lowers what is still expected for those after it. All problems at once, at ``("goods", i)``.
    """
    checks = Checks()
    wanted = possible_ids(one.location_id for one in arrived)
    here = Location.objects.filter(pk__in=wanted, warehouse=warehouse_id)
    places = set(here.values_list("pk", flat=True))
    by_id = {one.pk: one for one in lines}
    expected = {one.pk: one.outstanding for one in lines}
    counted: list[Counted] = []
    for index, one in enumerate(arrived):
        at = ("goods", index)
        pieces = checks.whole((*at, "amount"), one.amount, low=1, high=MOST_PIECES)
        if one.location_id is not None and one.location_id not in places:
            checks.add(unknown_location((*at, "location")))
        meant = _meant(one, lines)
        if not meant:
            checks.add(not_on_this_purchase((*at, "product")))
            continue
        came = sum(line.received for line in meant)
        if one.seen is not None and one.seen != came:
            checks.add(received_meanwhile(came, (*at, "amount")))
        for line_id, share in spread(pieces, {line.pk: expected[line.pk] for line in meant}).items():
            expected[line_id] = max(0, expected[line_id] - share)
            counted.append(Counted(line=by_id[line_id], amount=share, location_id=one.location_id))
    if not arrived:
        checks.add(nothing_arrived())
    checks.refuse_if_any()
    return counted


def _meant(one: Arrived, lines: Sequence[PurchaseLine]) -> list[PurchaseLine]:
    """The line that is named, else all of the product; none where it is not on this order."""
    if one.line_id is not None:
        return [line for line in lines if line.pk == one.line_id]
    return [line for line in lines if line.product_id == one.product_id]
