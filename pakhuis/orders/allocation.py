"""Which warehouse delivers what, and what must wait: the autosplit rules as pure functions.

Source: domain rules, section 4. Off: one warehouse delivers every line or nothing is picked. On: one
warehouse that has everything wins, else as few warehouses as possible, parts of lines, the rest waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

from pakhuis.kernel.quantities import Quantities

EXHAUSTIVE_UP_TO = 12
"""With more warehouses than this the smallest set is approached greedily: 2^12 sets is still quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Pieces of a product that an order line asks for; `line` is any name for the line."""

    line: int
    product: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What one warehouse can still give, by product. A lower `priority` goes first."""

    warehouse: int
    priority: int
    available: Quantities[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Pieces of a line to be taken from a warehouse."""

    line: int
    product: int
    warehouse: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Pieces of a line that wait at a warehouse; `available` of them lie there and stay reserved."""

    line: int
    product: int
    warehouse: int
    amount: int
    available: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """How an order is divided: every wanted piece is in exactly one pick or wait."""

    picks: tuple[Pick, ...] = ()
    waits: tuple[Wait, ...] = ()


def divide(wanted: Sequence[Wanted], shelves: Iterable[Shelf], *, autosplit: bool) -> Division:
    """Divide an order over the shelves; `ValueError` when there is no shelf at all."""
    ranked = sorted(shelves, key=lambda shelf: (shelf.priority, shelf.warehouse))
    if not ranked:
        raise ValueError("an order is divided over at least one warehouse")
    desired = _desired(wanted)
    for shelf in ranked:
        if desired <= shelf.available:
            return Division(picks=_take(wanted, [shelf])[0])
    return _spread(wanted, ranked, desired) if autosplit else _hold(wanted, ranked, desired)


def _desired(wanted: Iterable[Wanted]) -> Quantities[int]:
    return reduce(lambda sum_, one: sum_ + Quantities({one.product: one.amount}), wanted, Quantities[int]())


def _hold(wanted: Sequence[Wanted], ranked: Sequence[Shelf], desired: Quantities[int]) -> Division:
    """Everything waits at the warehouse that has most of it; what lies there stays reserved."""
    home = max(ranked, key=lambda shelf: (shelf.available & desired).total)
    picks, _ = _take(wanted, [home])
    there = {pick.line: pick.amount for pick in picks}
    return Division(
        waits=tuple(
            Wait(
                line=one.line,
                product=one.product,
                warehouse=home.warehouse,
                amount=one.amount,
                available=there.get(one.line, 0),
            )
            for one in wanted
        )
    )


def _spread(wanted: Sequence[Wanted], ranked: Sequence[Shelf], desired: Quantities[int]) -> Division:
    """Pick all there is from as few warehouses as possible; left-overs wait where the order is picked."""
    chosen = _fewest(ranked, desired)
    picks, missing = _take(wanted, chosen)
    waits = tuple(
        Wait(
            line=one.line, product=one.product, warehouse=_home(one, picks, ranked), amount=missing[one.line]
        )
        for one in wanted
        if missing[one.line]
    )
    return Division(picks=picks, waits=waits)


def _home(one: Wanted, picks: Sequence[Pick], ranked: Sequence[Shelf]) -> int:
    """Where a left-over waits: where its product is picked, else where anything is, else first in rank."""
    rank = {shelf.warehouse: place for place, shelf in enumerate(ranked)}
    of_product = [pick.warehouse for pick in picks if pick.product == one.product]
    candidates = of_product or [pick.warehouse for pick in picks] or list(rank)
    return min(candidates, key=rank.__getitem__)


def _together(shelves: Iterable[Shelf]) -> Quantities[int]:
    return reduce(lambda sum_, shelf: sum_ + shelf.available, shelves, Quantities[int]())


def _fewest(ranked: Sequence[Shelf], desired: Quantities[int]) -> Sequence[Shelf]:
    """The smallest set of shelves that gives all that can be given; of equals the first by rank."""
    useful = [shelf for shelf in ranked if shelf.available & desired]
    possible = _together(useful) & desired
    if len(useful) > EXHAUSTIVE_UP_TO:
        return _greedy(useful, possible)
    for size in range(len(useful) + 1):
        for some in combinations(useful, size):
            if possible <= _together(some):
                return some
    return useful


def _greedy(useful: Sequence[Shelf], possible: Quantities[int]) -> Sequence[Shelf]:
    """The shelf that gives most of what is still missing, and again from the others; in order of rank."""
    others, missing = list(useful), possible
    while missing:
        best = max(others, key=lambda shelf: (shelf.available & missing).total)
        others.remove(best)
        missing = missing - (best.available & missing)
    return [shelf for shelf in useful if shelf not in others]


def _take(wanted: Sequence[Wanted], shelves: Sequence[Shelf]) -> tuple[tuple[Pick, ...], dict[int, int]]:
    """Take what the shelves have, a line whole from one shelf where possible; and what each line misses."""
    left = {shelf.warehouse: shelf.available for shelf in shelves}
    picks: list[Pick] = []
    missing: dict[int, int] = {}
    for one in wanted:
        whole = [shelf for shelf in shelves if left[shelf.warehouse][one.product] >= one.amount]
        still = one.amount
        for shelf in whole[:1] or shelves:
            amount = min(still, left[shelf.warehouse][one.product])
            if amount:
                left[shelf.warehouse] -= Quantities({one.product: amount})
                picks.append(
                    Pick(line=one.line, product=one.product, warehouse=shelf.warehouse, amount=amount)
                )
                still -= amount
        missing[one.line] = still
    return tuple(picks), missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A backorder in the queue for new stock: `missing` pieces are not there yet."""

    backorder: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Pieces that a backorder now gets."""

    backorder: int
    amount: int


def hand_out(free: int, queue: Iterable[Queued]) -> tuple[Handed, ...]:
    """Give `free` pieces to the queue in its order, each as many as it misses, until nothing is left."""
    handed: list[Handed] = []
    for one in queue:
        amount = min(free, one.missing)
        if amount > 0:
            handed.append(Handed(backorder=one.backorder, amount=amount))
            free -= amount
    return tuple(handed)


def whole_from(wanted: Sequence[Wanted], shelves: Iterable[Shelf]) -> int | None:
    """The best warehouse that has everything together, or None: all that counts without autosplit."""
    desired = _desired(wanted)
    able = [shelf for shelf in shelves if desired <= shelf.available]
    return min(able, key=lambda shelf: (shelf.priority, shelf.warehouse)).warehouse if able else None
