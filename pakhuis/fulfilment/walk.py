"""The walk past the shelves: the lines of picklists in the order of their places, and where each lies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pakhuis.fulfilment.models import PicklistLine
from pakhuis.stock.actions.places import places_of
from pakhuis.stock.rules import Place, Taken, take_from

UNPLACED = (10**9, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One line of the walk. `taken`: where its pieces are to be taken, as `stock.rules` would take them."""

    line: PicklistLine
    taken: tuple[Taken, ...]
    along: tuple[int, str]

    @property
    def left(self) -> int:
        return self.line.amount - self.line.picked

    @property
    def where(self) -> str:
        """The places in words, with amounts where there are several."""
        return in_words(self.taken)


def walk_of(picklist_ids: Collection[int], *, warehouse_id: int) -> list[Stop]:
    """All lines of these picklists of one warehouse, along the round, without a place last.

    Four queries, whatever their number. The order rests on the whole line, not on what is left of it, so
    that nothing jumps about while picking.
    """
    lines = list(
        PicklistLine.objects.filter(picklist__in=picklist_ids).select_related(
            "product", "order_line__part_of", "picklist__order"
        )
    )
    places = places_of({one.product_id for one in lines}, warehouse_ids=[warehouse_id])
    stops = [_stop(one, places[one.product_id, warehouse_id]) for one in lines]
    return sorted(
        stops, key=lambda one: (one.along, one.line.product.code, one.line.picklist.box or 0, one.line.pk)
    )


def taken_for(places: Sequence[Place], amount: int) -> tuple[Taken, ...]:
    """Where so many pieces are to be taken, as far as anybody has said where they lie."""
    named = [one for one in places if one.location is not None]
    return take_from(named, min(amount, sum(one.pieces for one in named)))


def in_words(taken: Sequence[Taken]) -> str:
    """Places by name, with amounts where there are several."""
    if len(taken) == 1:
        return taken[0].place.name
    return ", ".join(f"{one.place.name} ({one.pieces})" for one in taken)


def _stop(line: PicklistLine, places: Sequence[Place]) -> Stop:
    taken = taken_for(places, line.amount)
    first = min(((one.place.pick_order, one.place.name) for one in taken), default=UNPLACED)
    return Stop(line=line, taken=taken, along=first)
