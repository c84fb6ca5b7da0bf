"""How fast products with opening stock and prices are imported, and taken back.

`python -m tests.bench.imports_of_goods [ROWS]` measures on the database of `DATABASE_URL`, which must be an
empty one of its own (a SQLite file in a temporary folder without it). Results: docs/how-to/imports.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Statements:
    """Counts what the database is asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def codes(count: int) -> list[str]:
    return [f"P{n:06d}" for n in range(count)]


def new_products(count: int) -> str:
    return "Productcode;Naam;Prijs\n" + "".join(f"{one};Product {one};1,50\n" for one in codes(count))


def opening_stock(count: int) -> str:
    return "Productcode;Prijs;Voorraad\n" + "".join(f"{one};2,50;7\n" for one in codes(count))


def prices(count: int, price: int) -> str:
    return "Prijslijst;Productcode;Prijs\n" + "".join(f"Horeca;{one};{price},25\n" for one in codes(count))


def measured(what: str, count: int, deed: Callable[[], object]) -> None:
    from django.db import connection

    asked = Statements()
    begun = time.perf_counter()
    with connection.execute_wrapper(asked):
        deed()
    took = time.perf_counter() - begun
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    thousand = asked.count * 1000 / count
    print(f"| {engine} | {count:,} | {what} | {count / took:,.0f} | {thousand:,.0f} |", flush=True)


def measure(count: int) -> None:
    """Every kind of file in its turn, then each taken back, the last first."""
    import django

    django.setup()
    from pakhuis.catalogue.actions import create_vat_group
    from pakhuis.imports.actions import begin, upload, work_until
    from pakhuis.imports.states import RunState, Subject
    from pakhuis.kernel.actor import SYSTEM
    from pakhuis.pricing.actions import create_price_list
    from pakhuis.stock.actions import create_warehouse

    create_vat_group("Hoog", percentage=21, is_standard=True, by=SYSTEM, now=NOW)
    for name in ("Hal", "Loods"):
        create_warehouse(name, priority=1, accepts_orders=True, by=SYSTEM, now=NOW)
    create_price_list("Horeca", by=SYSTEM, now=NOW)

    def taken(content: str, subject: Subject) -> int:
        run_id: int = upload([content.encode()], name="goods.csv", subject=subject, by=SYSTEM, now=NOW).pk
        begin(run_id, to=RunState.RUNNING, now=NOW)
        assert work_until(run_id) == RunState.DONE
        return run_id

    def back(run_id: int) -> None:
        begin(run_id, to=RunState.UNDOING, now=NOW)
        assert work_until(run_id) == RunState.UNDONE

    done: list[tuple[str, int]] = []
    for what, content, subject in (
        ("new products", new_products(count), Subject.PRODUCTS),
        ("price and opening stock of known products", opening_stock(count), Subject.PRODUCTS),
        ("new prices", prices(count, 2), Subject.PRICES),
        ("changed prices", prices(count, 3), Subject.PRICES),
    ):
        run_ids: list[int] = []
        measured(what, count, partial(_noted, run_ids, partial(taken, content, subject)))
        done.append((what, run_ids[0]))
    for what, run_id in reversed(done):
        measured(f"undo: {what}", count, partial(back, run_id))


def _noted(into: list[int], deed: Callable[[], int]) -> None:
    into.append(deed())


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        measure(int(arguments[1]))
        return 0
    count = arguments[0] if arguments else "10000"
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "PAKHUIS_DATA": folder, "PAKHUIS_LOG_LEVEL": "WARNING"}
        env["DJANGO_SETTINGS_MODULE"] = "pakhuis.config.settings"
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], env=env, check=True)
        print(
            "| engine | rows | file | rows/s | statements per 1,000 rows |\n|---|---|---|---|---|", flush=True
        )
        command = [sys.executable, "-m", "tests.bench.imports_of_goods", "--one", count]
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
