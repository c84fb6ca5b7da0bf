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
class Part:
    """What is taken from the shelf for each piece of a line; `line` is the name under which it is taken."""

    line: int
    product: int
    each: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Pieces of a product that an order line asks for; `line` is any name for the line.

    A composition has `parts`, and each piece of it comes whole from one warehouse, never in part.
    """

    line: int
    product: int
    amount: int
    parts: tuple[Part, ...] = ()

    @property
    def pieces(self) -> tuple[Part, ...]:
        """What lies on the shelf: its parts, or the product itself."""
        return self.parts or (Part(line=self.line, product=self.product),)

    def needs(self, amount: int) -> Quantities[int]:
        """Pieces by product that `amount` of it ask for."""
        return Quantities({one.product: one.each * amount for one in self.pieces})

    def possible(self, available: Quantities[int]) -> int:
        """How many of it can be made up from what is there."""
        return min(self.amount, *(available[one.product] // one.each for one in self.pieces))


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
            return Division(picks=_take(wanted, [shelf]).picks)
    return _spread(wanted, ranked, desired) if autosplit else _hold(wanted, ranked, desired)


def _desired(wanted: Iterable[Wanted]) -> Quantities[int]:
    return reduce(lambda sum_, one: sum_ + one.needs(one.amount), wanted, Quantities[int]())


def _hold(wanted: Sequence[Wanted], ranked: Sequence[Shelf], desired: Quantities[int]) -> Division:
    """Everything waits at the warehouse that has most of it; what lies there stays reserved."""
    home = max(ranked, key=lambda shelf: (shelf.available & desired).total)
    left = home.available
    waits: list[Wait] = []
    for one in wanted:
        waits += _waiting(one, one.amount, warehouse=home.warehouse, there=left)
        left -= left & one.needs(one.amount)
    return Division(waits=tuple(waits))


def _waiting(one: Wanted, amount: int, *, warehouse: int, there: Quantities[int]) -> list[Wait]:
    return [
        Wait(
            line=part.line,
            product=part.product,
            warehouse=warehouse,
            amount=part.each * amount,
            available=min(part.each * amount, there[part.product]),
        )
        for part in one.pieces
    ]


def _spread(wanted: Sequence[Wanted], ranked: Sequence[Shelf], desired: Quantities[int]) -> Division:
    """Pick all there is from as few warehouses as possible; left-overs wait where the order is picked.

    Of a composition that cannot be made up, the parts that lie where it waits stay reserved for it.
    """
    taken = _take(wanted, _fewest(wanted, ranked, desired))
    left = {shelf.warehouse: taken.left.get(shelf.warehouse, shelf.available) for shelf in ranked}
    waits: list[Wait] = []
    for one in wanted:
        if taken.missing[one.line]:
            home = _home(one, taken.picks, ranked)
            waits += _waiting(one, taken.missing[one.line], warehouse=home, there=left[home])
            left[home] -= left[home] & one.needs(taken.missing[one.line])
    return Division(picks=taken.picks, waits=tuple(waits))


def _home(one: Wanted, picks: Sequence[Pick], ranked: Sequence[Shelf]) -> int:
    """Where a left-over waits: where its product is picked, else where anything is, else first in rank."""
    rank = {shelf.warehouse: place for place, shelf in enumerate(ranked)}
    products = {part.product for part in one.pieces}
    of_product = [pick.warehouse for pick in picks if pick.product in products]
    candidates = of_product or [pick.warehouse for pick in picks] or list(rank)
    return min(candidates, key=rank.__getitem__)


def _together(shelves: Iterable[Shelf]) -> Quantities[int]:
    return reduce(lambda sum_, shelf: sum_ + shelf.available, shelves, Quantities[int]())


def _fewest(wanted: Sequence[Wanted], ranked: Sequence[Shelf], desired: Quantities[int]) -> Sequence[Shelf]:
    """The smallest set of shelves that gives all that can be given; of equals the first by rank."""
    useful = [shelf for shelf in ranked if shelf.available & desired]
    if len(useful) > EXHAUSTIVE_UP_TO:
        return _greedy(useful, _together(useful) & desired)
    most = _gives(wanted, useful, desired)
    for size in range(len(useful) + 1):
        for some in combinations(useful, size):
            if _gives(wanted, some, desired) >= most:
                return some
    return useful


def _gives(wanted: Sequence[Wanted], shelves: Sequence[Shelf], desired: Quantities[int]) -> int:
    """How much of what is wanted these shelves give; a composition counts only where it is whole."""
    if any(one.parts for one in wanted):
        return sum(one.amount for one in wanted) - sum(_take(wanted, shelves).missing.values())
    return (_together(shelves) & desired).total


def _greedy(useful: Sequence[Shelf], possible: Quantities[int]) -> Sequence[Shelf]:
    """The shelf that gives most of what is still missing, and again from the others; in order of rank."""
    others, missing = list(useful), possible
    while missing:
        best = max(others, key=lambda shelf: (shelf.available & missing).total)
        others.remove(best)
        missing = missing - (best.available & missing)
    return [shelf for shelf in useful if shelf not in others]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken, what each line still misses, and what is left on each shelf."""

    picks: tuple[Pick, ...]
    missing: dict[int, int]
    left: dict[int, Quantities[int]]


def _take(wanted: Sequence[Wanted], shelves: Sequence[Shelf]) -> _Taken:
    """Take what the shelves have, a line whole from one shelf where possible."""
    left = {shelf.warehouse: shelf.available for shelf in shelves}
    picks: list[Pick] = []
    missing: dict[int, int] = {}
    for one in wanted:
        whole = [shelf for shelf in shelves if one.possible(left[shelf.warehouse]) >= one.amount]
        still = one.amount
        for shelf in whole[:1] or shelves:
            amount = min(still, one.possible(left[shelf.warehouse]))
            if amount:
                left[shelf.warehouse] -= one.needs(amount)
                picks += _picked(one, amount, shelf.warehouse)
                still -= amount
        missing[one.line] = still
    return _Taken(tuple(picks), missing, left)


def _picked(one: Wanted, amount: int, warehouse: int) -> list[Pick]:
    return [
        Pick(line=part.line, product=part.product, warehouse=warehouse, amount=part.each * amount)
        for part in one.pieces
    ]


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
        if free <= 0:
            break
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
