"""One engine at one size: fill, then every route through the doors and as bare SQL in turns."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

TURN = 10
"""Orders by the doors before the same ones are made as bare SQL: both meet the same weather."""


@dataclass
class Measured:
    """What the orders of one route took, in seconds."""

    place: list[float] = field(default_factory=list)
    process: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    bare_all: float = 0.0
    bare_writes: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        both = [a + b for a, b in zip(self.place, self.process, strict=True)]
        cuts = statistics.quantiles(both, n=20, method="inclusive")
        return {
            "orders": len(both),
            "per_second": len(both) / sum(both),
            "p50": statistics.median(both) * 1000,
            "p95": cuts[-1] * 1000,
            "place": statistics.mean(self.place) * 1000,
            "process": statistics.mean(self.process) * 1000,
            "queries": [min(self.queries), max(self.queries)],
            "bare_all": len(both) / self.bare_all,
            "bare_writes": len(both) / self.bare_writes,
        }


def main(size: int, orders: int, out: Path) -> None:
    django.setup()
    measure = _Measure(size)
    results = []
    for route in measure.routes:
        measured = measure.route(route, orders=orders)
        results.append({"engine": connection.vendor, "size": size, "route": route, **measured.as_dict()})
        results[-1]["full_scans"] = measure.scans()
        for scan in results[-1]["full_scans"]:
            print(f"  reads a whole table: {scan}", file=sys.stderr)
    out.write_text(json.dumps(results))


class _Measure:
    """A filled database, and two copies of it for the bare statements."""

    def __init__(self, size: int) -> None:
        # Models can be imported only now that Django is awake.
        from tests.bench.base import fill, settle
        from tests.bench.routes import ROUTES, Draw
        from tests.bench.statements import Bare, Recorder

        call_command("migrate", interactive=False, verbosity=0)
        self._now = datetime.now(UTC)
        start = time.perf_counter()
        self._draw = Draw(fill(size, self._now), size, Random(7))
        settle()
        print(f"  filled in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
        self._all, self._writes = Bare("bare_all"), Bare("bare_writes")
        self._recorder = Recorder()
        self._numbers = count(1)
        self.routes = ROUTES
        self._last: list[list[Any]] = []

    def route(self, name: str, *, orders: int) -> Measured:
        """Measure one route, after a turn that only warms up."""
        make = self.routes[name]
        self._turn(make, Measured())
        measured = Measured()
        for _ in range(0, orders, TURN):
            self._turn(make, measured)
        return measured

    def _turn(self, make: Callable[..., Any], measured: Measured) -> None:
        transactions = [some for _ in range(TURN) for some in self._order(make, measured)]
        measured.bare_all += self._all.replay(transactions)
        writes = [[one for one in some if one.is_write] for some in transactions]
        measured.bare_writes += self._writes.replay(writes)
        self._last = transactions

    def _order(self, make: Callable[..., Any], measured: Measured) -> list[list[Any]]:
        """One order placed and processed; gives the statements of both transactions."""
        from pakhuis.fulfilment.actions import process_order
        from pakhuis.kernel.actor import SYSTEM
        from pakhuis.orders.actions import place_order

        new = make(self._draw, next(self._numbers))
        by = self._draw.shop.webshop.as_actor() if new.webshop else SYSTEM
        start = time.perf_counter()
        with self._recorder:
            order = place_order(new, by=by, now=self._now).order
        placing = self._recorder.statements
        between = time.perf_counter()
        with self._recorder:
            process_order(order.pk, by=by, now=self._now)
        processing = self._recorder.statements
        measured.process.append(time.perf_counter() - between)
        measured.place.append(between - start)
        measured.queries.append(len(placing) + len(processing))
        return [placing, processing]

    def scans(self) -> list[str]:
        """Statements of the last turn that read a whole big table."""
        from tests.bench.plans import full_scans

        return full_scans(one for some in self._last for one in some)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
