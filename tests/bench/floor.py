"""One engine: fill the warehouse, then work in it through the doors and as bare SQL in turns."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

TURN = 10
"""Orders by the doors before the same ones are made as bare SQL: both meet the same weather."""
LINES = 3
RECEIPTS = 5
AT_ONCE = 4


@dataclass
class Measured:
    """What one kind of work took, in seconds. `units`: how many things one deed does."""

    units: int = 1
    took: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    bare_all: float = 0.0
    bare_writes: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        things = len(self.took) * self.units
        return {
            "deeds": len(self.took),
            "per_second": things / sum(self.took),
            "p50": statistics.median(self.took) * 1000,
            "p95": statistics.quantiles(self.took, n=20, method="inclusive")[-1] * 1000,
            "queries": [min(self.queries), max(self.queries)],
            "bare_all": things / self.bare_all,
            "bare_writes": things / self.bare_writes,
        }


class Work:
    """A filled warehouse, and two copies of it for the bare statements."""

    def __init__(self, *, products: int, backorders: int, freed: int) -> None:
        # Models can be imported only now that Django is awake.
        from tests.bench.base import settle
        from tests.bench.shelves import fill_floor
        from tests.bench.statements import Bare, Recorder

        call_command("migrate", interactive=False, verbosity=0)
        self._now = datetime.now(UTC)
        start = time.perf_counter()
        self._floor = fill_floor(products=products, backorders=backorders, freed=freed, now=self._now)
        settle()
        print(f"  filled in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
        self._freed = freed
        self._all, self._writes, self._recorder = Bare("bare_all"), Bare("bare_writes"), Recorder()
        self._luck = Random(7)
        self._turn: list[tuple[Measured, list[Any]]] = []
        self._last: list[Any] = []
        self.measured: dict[str, Measured] = {}

    def orders(self, count: int) -> None:
        """Process orders and close their picklists, after a turn that only warms up."""
        self._orders(Measured(), Measured())
        process, close = Measured(), Measured()
        for _ in range(0, count, TURN):
            self._orders(process, close)
        self.measured |= {"orders processed": process, "picklists closed": close}

    def _orders(self, process: Measured, close: Measured) -> None:
        from pakhuis.fulfilment.actions import close_picklist, pick_all, process_order
        from pakhuis.fulfilment.models import Picklist
        from pakhuis.kernel.actor import SYSTEM

        at: dict[str, Any] = {"by": SYSTEM, "now": self._now}
        aside = Measured()
        placed = [self._done(aside, self.place) for _ in range(TURN)]
        for order_id in placed:
            self._done(process, partial(process_order, order_id, **at))
        for pk in Picklist.objects.filter(order__in=placed).order_by("pk").values_list("pk", flat=True):
            self._done(aside, partial(pick_all, pk, **at))
            self._done(close, partial(close_picklist, pk, **at))
        self._replay()

    def place(self) -> int:
        """A concept of three lines, whose id is given."""
        from pakhuis.kernel.actor import SYSTEM
        from pakhuis.orders.actions import place_order
        from pakhuis.orders.intake import NewLine, NewOrder

        chosen = self._luck.sample(self._floor.product_ids, k=LINES)
        new = NewOrder(
            customer_id=self._floor.first_customer + self._luck.randrange(self._floor.customers),
            lines=tuple(NewLine(product_id=pk, amount=self._luck.randint(1, 12)) for pk in chosen),
        )
        return place_order(new, by=SYSTEM, now=self._now).order.pk

    def receipts(self) -> None:
        """Each receives what exactly so many backorders wait for, the first only to warm up."""
        from pakhuis.fulfilment.actions import receive_goods
        from pakhuis.kernel.actor import SYSTEM
        from pakhuis.kernel.quantities import Quantities
        from tests.bench.shelves import PIECES

        receive = Measured(units=self._freed)
        pieces = self._freed * PIECES
        for place, product in enumerate(self._floor.scarce[: RECEIPTS + 1]):
            goods = Quantities({product: pieces})
            filled = self._done(
                receive if place else Measured(),
                partial(receive_goods, self._floor.warehouse_id, goods=goods, by=SYSTEM, now=self._now),
            )
            assert filled == pieces
            self._replay()
        self.measured[f"backorders freed, {self._freed:,} by one receipt"] = receive

    def _done(self, measured: Measured, deed: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        with self._recorder:
            gave = deed()
        measured.took.append(time.perf_counter() - start)
        measured.queries.append(len(self._recorder.statements))
        self._turn.append((measured, self._recorder.statements))
        return gave

    def _replay(self) -> None:
        for measured, statements in self._turn:
            measured.bare_all += self._all.replay([statements])
            measured.bare_writes += self._writes.replay([[one for one in statements if one.is_write]])
        self._last += [one for _, statements in self._turn for one in statements]
        self._turn = []

    def scans(self) -> list[str]:
        """Statements that read a whole big table."""
        from tests.bench.plans import full_scans
        from tests.bench.shelves import BIG

        return full_scans(self._last, big=BIG)

    def at_once(self, each: int) -> dict[str, float]:
        """Orders a second, processed by one process and by four at the same time."""
        return {str(count): self._together(count, each) for count in (1, AT_ONCE)}

    def _together(self, count: int, each: int) -> float:
        from tests.concurrency.race import race

        piles = [[self.place() for _ in range(each)] for _ in range(count)]
        times = race([("process_all", {"order_ids": pile}) for pile in piles])
        seconds: float = max(end for _, end in times) - min(begun for begun, _ in times)
        return count * each / seconds


def main(products: int, backorders: int, freed: int, orders: int, out: Path) -> None:
    django.setup()
    from pakhuis.fulfilment.proof import deviations

    work = Work(products=products, backorders=backorders, freed=freed)
    work.receipts()
    work.orders(orders)
    scans = work.scans()
    at_once = work.at_once(orders // AT_ONCE) if connection.vendor == "postgresql" else {}
    found = [str(one) for one in deviations()]
    assert not found, found[:5]
    result = {
        "engine": connection.vendor,
        "products": products,
        "backorders": backorders,
        "steps": {name: one.as_dict() for name, one in work.measured.items()},
        "at_once": at_once,
        "full_scans": scans,
    }
    for scan in scans:
        print(f"  reads a whole table: {scan}", file=sys.stderr)
    out.write_text(json.dumps(result))


if __name__ == "__main__":
    products, backorders, freed, orders = (int(one) for one in sys.argv[1:5])
    main(products, backorders, freed, orders, Path(sys.argv[5]))
