"""The walk past the shelves: the lines of picklists in the order of their places, and where each lies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pakhuis.fulfilment.models import PicklistLine
from pakhuis.fulfilment.shares import Asked, shared_out
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.fulfilment.taken_from import was_taken
from pakhuis.stock.actions.places import places_of
from pakhuis.stock.rules import Taken

UNPLACED = (10**9, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One line of the walk. `taken`: where its pieces are to be taken, as `shares` divides them; once its
    picklist is closed, where they were."""

    line: PicklistLine
    taken: tuple[Taken, ...]

    @property
    def left(self) -> int:
        return self.line.amount - self.line.picked

    @property
    def where(self) -> str:
        """The places in words, with amounts where there are several."""
        return in_words(self.taken)

    @property
    def along(self) -> tuple[int, str]:
        """Its first place on the round."""
        return min(((one.place.pick_order, one.place.name) for one in self.taken), default=UNPLACED)


def walk_of(picklist_ids: Collection[int], *, warehouse_id: int) -> list[Stop]:
    """All lines of these picklists of one warehouse, along the round, without a place last.

    Six queries at most, whatever their number. The order rests on the whole line, not on what is left of
    it, so that nothing jumps about while picking.
    """
    lines = list(
        PicklistLine.objects.filter(picklist__in=picklist_ids).select_related(
            "product", "order_line__part_of", "picklist__order"
        )
    )
    taken = taken_by_line(asked_by(lines, warehouse_id=warehouse_id))
    stops = [Stop(line=one, taken=taken[one.pk]) for one in lines]
    return sorted(
        stops, key=lambda one: (one.along, one.line.product.code, one.line.picklist.box or 0, one.line.pk)
    )


def asked_by(lines: Iterable[PicklistLine], *, warehouse_id: int) -> list[Asked]:
    """What these lines ask for; their picklists are read."""
    return [
        Asked(
            line=one.pk,
            picklist=one.picklist_id,
            product=one.product_id,
            warehouse=warehouse_id,
            pieces=one.amount,
            batch=one.picklist.batch_id,
            box=one.picklist.box,
            is_open=one.picklist.status in OPEN_STATUSES,
        )
        for one in lines
    ]


def taken_by_line(asked: Collection[Asked]) -> dict[int, tuple[Taken, ...]]:
    """By line where its pieces are to be taken, beside the other picklists of its batch, asked or not.

    Of a picklist that is done it is where they were taken. Five queries at most.
    """
    to_take = [one for one in asked if one.is_open]
    to_take += _beside(to_take)
    places = places_of({one.product for one in to_take}, warehouse_ids={one.warehouse for one in to_take})
    return shared_out(to_take, places) | was_taken([one for one in asked if not one.is_open])


def _beside(asked: Collection[Asked]) -> list[Asked]:
    """The open lines of the same products in the same batches that are not among these; often no query."""
    batches = {one.batch for one in asked if one.batch is not None}
    if not batches:
        return []
    beside = PicklistLine.objects.filter(
        picklist__batch__in=batches,
        picklist__status__in=OPEN_STATUSES,
        product__in={one.product for one in asked if one.batch is not None},
    ).exclude(picklist__in={one.picklist for one in asked})
    of_picklist = [f"picklist__{name}" for name in ("warehouse_id", "batch_id", "box")]
    rows = beside.values_list("pk", "picklist_id", "product_id", "amount", *of_picklist)
    return [
        Asked(line=pk, picklist=of, product=product, warehouse=house, pieces=amount, batch=batch, box=box)
        for pk, of, product, amount, house, batch, box in rows
    ]


def in_words(taken: Sequence[Taken]) -> str:
    """Places by name, with amounts where there are several."""
    if len(taken) == 1:
        return taken[0].place.name
    return ", ".join(f"{one.place.name} ({one.pieces})" for one in taken)
