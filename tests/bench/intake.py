"""`python -m tests.bench.intake`: webhooks at a steady pace, from the post to the processed order."""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import psycopg
from django.core.management import call_command

from tests.bench.intake_shop import SECRET, Hook, LightShop, Orders, Posted
from tests.bench.intake_system import System, wait_until
from tools.postgres import SAFE, private_server

KEEPS_TIMES = {**SAFE, "track_commit_timestamp": "on"}
"""With the moment of every commit, so that nothing has to be asked while it runs."""
HISTORY_DAYS = 400
LEFT_BEHIND = 240.0
"""Seconds after which even a message whose worker was killed must have been worked off."""
COMPARED = 100
"""Deliveries whose statements are made again as bare SQL."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a calm and a rough stretch, print the figures; 1 when something was lost or done twice."""
    given = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    with (
        tempfile.TemporaryDirectory(prefix="pakhuis-bench-") as folder,
        private_server(KEEPS_TIMES) as server,
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
            "PAKHUIS_DATA": folder,
            "DATABASE_URL": server.url,
            "PAKHUIS_ALLOW_PRIVATE_ADDRESSES": "1",
            "PAKHUIS_LOG_LEVEL": "ERROR",
        }
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        _say("tables are there")
        result = _Run(given, server).result()
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n")
    print(as_text(result))
    return int(any(one["lost"] or one["twice"] for one in result["stretches"]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.intake", description=__doc__)
    parser.add_argument("--history", type=int, default=10_000, help="old orders taken in first (10000)")
    parser.add_argument("--rate", type=float, default=50, help="webhooks a second (50)")
    parser.add_argument("--seconds", type=int, default=60, help="of each stretch (60)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (2)")
    parser.add_argument("--stretches", nargs="+", choices=("calm", "killed"), default=["calm", "killed"])
    parser.add_argument(
        "--compared", type=int, default=COMPARED, help="deliveries made as bare SQL too (100)"
    )
    parser.add_argument("--json", type=Path, default=None, help="file for the figures")
    return parser


class _Run:
    """A shop linked to a whole Pakhuis, its history taken in, then stretch after stretch of new orders."""

    def __init__(self, given: argparse.Namespace, server: Any) -> None:
        # Models can be imported only now that Django is awake.
        from tests.bench.base import open_shop

        self._given = given
        self._server = server
        self._shop = open_shop(datetime.now(UTC))
        codes = tuple(f"P{one}" for one in range(1, len(self._shop.product_ids) + 1))
        self._orders = Orders(codes, history=given.history)
        self._next = given.history + 1

    def result(self) -> dict[str, Any]:
        with LightShop(self._orders) as shop:
            self._link(shop.address)
            system = System.opened(self._server, workers=self._given.workers, environment=os.environ)
            try:
                _say("web process and workers are up")
                history = self._take_history()
                self._settle()
                stretches = [self._stretch(name, shop, system) for name in self._given.stretches]
            finally:
                system.close()
            compared = self._compared()
        return {"history": history, "stretches": stretches, **compared}

    def _link(self, address: str) -> None:
        from pakhuis.connectors.actions import save_connection
        from pakhuis.connectors.intake import ConnectionFields
        from pakhuis.kernel.actor import SYSTEM

        values = {"address": address, "key": "ck", "key_secret": "cs", "webhook_secret": SECRET}
        fields = ConnectionFields(name="bench", values=values, poll_minutes=1440)
        at = datetime.now(UTC)
        save_connection(self._shop.webshop.pk, fields, kind="woocommerce", by=SYSTEM, now=at)
        self._shop.webshop.__class__.objects.update(last_poll_at=at, next_poll_at=at.replace(year=2100))

    def _take_history(self) -> dict[str, float]:
        from pakhuis.connectors.actions import start_history
        from pakhuis.connectors.models import Connection

        begin = time.monotonic()
        start_history(self._shop.webshop.pk, days=HISTORY_DAYS, now=datetime.now(UTC))
        done = Connection.objects.filter(history_done_at__isnull=False)
        wait_until(done.exists, "the history is in", patience=900)
        seconds = time.monotonic() - begin
        taken = Connection.objects.values_list("history_count", flat=True).get()
        _say(f"history: {taken} orders in {seconds:.0f} s")
        return {"orders": taken, "seconds": seconds, "per_second": taken / seconds}

    def _settle(self) -> None:
        from tests.bench.base import settle

        settle()

    def _stretch(self, name: str, shop: LightShop, system: System) -> dict[str, Any]:
        count = int(self._given.rate * self._given.seconds)
        numbers = range(self._next, self._next + count)
        self._next += count
        hook = Hook(system.port, f"/hooks/woocommerce/{self._shop.webshop.pk}/")
        before, began = system.processor(), time.monotonic()
        with _killing(system, over=self._given.seconds if name == "killed" else 0):
            posted = shop.post(hook, numbers, a_second=self._given.rate)
        self._drained(numbers)
        used = {part: seconds - before[part] for part, seconds in system.processor().items()}
        found = {
            "stretch": name,
            "posted": count,
            "seconds": time.monotonic() - began,
            "again": sum(one.tries > 1 for one in posted),
            "processor": used if name == "calm" else {},
            "answer_ms": _spread([one.accepted_after * 1000 for one in posted]),
            "end_to_end_ms": self._spans(posted),
            **self._checked(numbers),
        }
        _say(json.dumps(found))
        return found

    def _drained(self, numbers: range) -> None:
        wanted = len(numbers)
        asked = "SELECT count(*) FROM orders_order WHERE external_id ~ '^[0-9]+$' AND external_id::int >= %s"
        with self._cursor() as cursor:
            try:
                wait_until(
                    lambda: cursor.execute(asked, [numbers[0]]).fetchone()[0] >= wanted,
                    "all orders are there",
                    patience=LEFT_BEHIND,
                )
            except TimeoutError:
                _say(self._left(numbers))
                raise

    def _left(self, numbers: range) -> str:
        """What became of the orders that never came: their messages, and the tasks of those, line by line."""
        asked = (
            "SELECT n.id, d.id, d.state, d.tries, d.received_at, d.next_try_at, d.leased_until, d.problems,"
            " t.status, t.enqueued_at, t.started_at, t.finished_at, t.worker_ids, t.exception_class_path"
            " FROM unnest(%s::text[]) AS n(id)"
            " LEFT JOIN connectors_delivery d ON d.external_id = n.id"
            " LEFT JOIN django_tasks_database_dbtaskresult t"
            " ON t.task_path = %s AND t.args_kwargs -> 'args' -> 0 = to_jsonb(d.id)"
            " WHERE NOT EXISTS (SELECT 1 FROM orders_order o WHERE o.external_id = n.id)"
            " ORDER BY d.id, t.enqueued_at"
        )
        from pakhuis.connectors.tasks import take_in

        head = (
            "order, message, state, tries, received, next try, leased, problems; task, queued, began, ended"
        )
        with self._cursor() as cursor:
            rows = cursor.execute(asked, [[str(one) for one in numbers], take_in.module_path]).fetchall()
        return "\n".join([head, *(" | ".join(map(str, row)) for row in rows)])

    def _spans(self, posted: Sequence[Posted]) -> dict[str, float]:
        """From the first post of a webhook until the commit with its processed order."""
        asked = (
            "SELECT external_id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float"
            " FROM connectors_shoporder"
        )
        with self._cursor() as cursor:
            ends = dict(cursor.execute(asked).fetchall())
        return _spread([(ends[str(one.order_id)] - one.first_at) * 1000 for one in posted])

    def _checked(self, numbers: range) -> dict[str, int]:
        """Each order there once and processed, each buyer once, every count of stock true."""
        from django.db import connection

        from pakhuis.customers.models import CustomerIdentity
        from pakhuis.fulfilment.proof import deviations
        from pakhuis.orders.models import Order

        connection.close()
        # The database may have been killed meanwhile, and with it what the pool still holds.
        connection.close_pool()  # type: ignore[attr-defined]
        wanted = {str(one) for one in numbers}
        found = [
            one
            for one in Order.objects.filter(webshop=self._shop.webshop).values_list("external_id", "status")
            if one[0] in wanted
        ]
        wrong = [str(one) for one in deviations()]
        if wrong:
            raise AssertionError(wrong[:5])
        ids = {code for code, _ in found}
        buyers = CustomerIdentity.objects.filter(kind="external_id").values_list("value", "customer_id")
        by_customer = len({customer for _, customer in buyers})
        return {
            "lost": len(wanted - ids),
            "twice": len(found) - len(ids) + len(buyers) - by_customer,
            "unprocessed": sum(status not in ("processing", "completed") for _, status in found),
        }

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        with psycopg.connect(self._server.url, autocommit=True) as one:
            yield one.cursor()

    def _compared(self) -> dict[str, Any]:
        from tests.bench.intake_bare import compared

        return compared(self._shop.webshop.pk, self._orders, first=self._next, count=self._given.compared)


@contextmanager
def _killing(system: System, *, over: float) -> Iterator[None]:
    """Kill each part once while the block runs, spread over so many seconds; none when that is 0."""
    if not over:
        yield
        return
    kills = system.kills()
    stop = threading.Event()
    deed = threading.Thread(target=_kill_each, args=(kills, over / (len(kills) + 1), stop))
    deed.start()
    try:
        yield
    finally:
        stop.set()
        deed.join()


def _kill_each(kills: Sequence[Callable[[], None]], pause: float, stop: threading.Event) -> None:
    for kill in kills:
        stop.wait(pause)
        kill()


def _spread(values: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(values)}


def _say(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def as_text(result: dict[str, Any]) -> str:
    """A table for people, and below it what it cost."""
    head = "stretch|webhooks|a second|answer p50 ms|answer p95|order p50 ms|order p95|order p99|slowest"
    titles = [*head.split("|"), "posted again", "lost", "twice"]
    lines = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    for one in result["stretches"]:
        answer, order = one["answer_ms"], one["end_to_end_ms"]
        cells = [one["stretch"], f"{one['posted']:,}", f"{one['posted'] / one['seconds']:.1f}"]
        cells += [f"{answer[name]:.1f}" for name in ("p50", "p95")]
        cells += [f"{order[name]:.0f}" for name in ("p50", "p95", "p99", "most")]
        lines.append(f"| {' | '.join([*cells, *(str(one[name]) for name in ('again', 'lost', 'twice'))])} |")
    history = result["history"]
    lines += ["", f"History: {history['orders']:,} old orders at {history['per_second']:.0f} a second."]
    for one in result["stretches"]:
        if one["processor"]:
            parts = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in one["processor"].items())
            lines.append(f"Processor in the {one['stretch']} stretch of {one['seconds']:.0f} s: {parts}.")
    for part in ("receive", "take_in"):
        one = result[part]
        lines.append(
            f"{part}: {one['per_second']:.0f} a second in one process, {one['queries']:.0f} statements;"
            f" bare SQL {one['bare_all']:.0f} (ratio {one['bare_all'] / one['per_second']:.1f}),"
            f" its writes {one['bare_writes']:.0f} (ratio {one['bare_writes'] / one['per_second']:.1f})."
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
