"""Which backorder gets which announced goods, and so when it can be expected to go. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pakhuis.orders.allocation import Queued, hand_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Pieces of one product that are announced for a warehouse on a day."""

    warehouse: int
    pieces: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A backorder of that product: `missing` pieces are not there yet; `warehouses` may serve it."""

    backorder: int
    missing: int
    warehouses: frozenset[int]


def days_expected(coming: Iterable[Coming], queue: Sequence[Waits]) -> dict[int, date]:
    """The day on which each backorder of `queue` (in the order it is served) has its last missing piece.

    Goods are handed out as they will be when they come: day after day, to the first of the queue whom that
    warehouse may serve. A backorder that is not covered whole has no day: a part of it promises nothing.
    """
    missing = {one.backorder: one.missing for one in queue}
    found: dict[int, date] = {}
    for one in sorted(coming, key=lambda goods: goods.on):
        able = (
            Queued(backorder=wait.backorder, missing=missing[wait.backorder])
            for wait in queue
            if one.warehouse in wait.warehouses
        )
        for handed in hand_out(one.pieces, able):
            missing[handed.backorder] -= handed.amount
            if not missing[handed.backorder]:
                found[handed.backorder] = one.on
        queue = [wait for wait in queue if missing[wait.backorder]]
    return found
