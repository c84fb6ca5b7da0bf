"""The walk past the shelves: the lines of picklists in the order of their places, and where each lies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pakhuis.fulfilment.models import PicklistLine
from pakhuis.stock.actions.places import places_of
from pakhuis.stock.rules import Place, take_from

UNPLACED = (10**9, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One line of the walk. `places`: where its pieces are to be taken, as `stock.rules` would take them."""

    line: PicklistLine
    places: tuple[tuple[str, int], ...]
    along: tuple[int, str]

    @property
    def left(self) -> int:
        return self.line.amount - self.line.picked

    @property
    def where(self) -> str:
        """The places in words, with amounts where there are several."""
        if len(self.places) == 1:
            return self.places[0][0]
        return ", ".join(f"{name} ({pieces})" for name, pieces in self.places)


def walk_of(picklist_ids: Collection[int], *, warehouse_id: int) -> list[Stop]:
    """All lines of these picklists of one warehouse, along the round, without a place last.

    Four queries, whatever their number. The order rests on the whole line, not on what is left of it, so
    that nothing jumps about while picking.
    """
    lines = list(
        PicklistLine.objects.filter(picklist__in=picklist_ids).select_related(
            "product", "order_line", "picklist__order"
        )
    )
    places = places_of({one.product_id for one in lines}, warehouse_ids=[warehouse_id])
    stops = [_stop(one, places[one.product_id, warehouse_id]) for one in lines]
    return sorted(
        stops, key=lambda one: (one.along, one.line.product.code, one.line.picklist.box or 0, one.line.pk)
    )


def _stop(line: PicklistLine, places: Sequence[Place]) -> Stop:
    named = [one for one in places if one.location is not None]
    there = sum(one.pieces for one in named)
    taken = take_from(named, min(line.amount, there))
    first = min(((one.place.pick_order, one.place.name) for one in taken), default=UNPLACED)
    return Stop(line=line, places=tuple((one.place.name, one.pieces) for one in taken), along=first)
