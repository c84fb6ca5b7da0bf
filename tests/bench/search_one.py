"""One engine: fill it, then ask for each page many times, and for the bare query beside it."""

from __future__ import annotations

import base64
import json
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django
from django.core.management import call_command
from django.db import connection

FINDER = {
    "finder, 1 letter": list("jkzbd"),
    "finder, 2 letters": ["ja", "ka", "zw", "be", "de"],
    "finder, 3 letters": ["jan", "kad", "zwa", "bak", "vri"],
    "finder, very common fragment": ["example", "klant", "kade"],
    "finder, rare fragment": ["k10099", "klant12345", "zwaan 996"],
    "finder, several words": ["jansen utrecht", "kade delft 12", "berg anna gent", "molen 99 zwolle"],
    "finder, number": ["K1001234", "k1000777"],
    "finder, e-mail": ["klant1234@example.nl", "klant77@exam"],
    "finder, telephone": ["06 1000 1234", "+31 6 1000 0777"],
    "finder, common but skewed": ["zonnebloem", "nnebloe"],
    "finder, letters that never touch": ["klantjan", "exampletulp"],
    "finder, nothing": ["qzxqzx", "kadeqq"],
}
LONGEST = 12.0
"""Seconds after which a row that is far over the promise is asked for no more."""
BARE = {
    "overview": "SELECT * FROM customers_customer ORDER BY name_key, id LIMIT 51",
    "finder": "SELECT * FROM customers_customer WHERE name_key >= 'jan' ORDER BY name_key, id LIMIT 6",
}


def main(size: int, rounds: int, out: Path) -> None:
    """Fill evenly and note every plan; add the skewed corner, look at the plans again, and measure."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    # Models can be imported only now that Django is awake.
    from tests.bench.people import fill_evenly, fill_skewed, make_tags

    now = datetime.now(UTC)
    start = time.perf_counter()
    tags = make_tags(now)
    fill_evenly(size, tags, now)
    _tell(f"filled in {time.perf_counter() - start:.0f} s")
    client = _client()
    before = {what: _plans(client, paths)[0] for what, paths in _pages(tags).items()}
    fill_skewed(size, tags, now)
    _tell(f"skewed after {time.perf_counter() - start:.0f} s")
    rows = []
    for what, paths in _pages(tags).items():
        nodes, scans, statements = _plans(client, paths)
        row = {"engine": connection.vendor, "customers": size, "what": what, "statements": statements}
        row |= {"scans": scans, "same_plan": _is_same(before[what], nodes), "plans": [before[what], nodes]}
        rows.append({**row, **_measured(client, paths, rounds, bare=BARE[what.split()[0].strip(",")])})
        _tell(f"{what}: {rows[-1]['p95']:.1f} ms, processor {rows[-1]['cpu95']:.1f} ms")
        out.write_text(json.dumps(rows))


def _is_same(before: list[dict[str, list[str]]], after: list[dict[str, list[str]]]) -> bool:
    """Whether every kind of statement that ran both times had the same plan."""
    pairs = zip(before, after, strict=True)
    return all(one[sql] == other[sql] for one, other in pairs for sql in one.keys() & other.keys())


def _tell(line: str) -> None:
    print(f"  {connection.vendor} {line}", file=sys.stderr, flush=True)


def _pages(tags: dict[str, int]) -> dict[str, list[str]]:
    def overview(*queries: dict[str, Any]) -> list[str]:
        return [f"/customers/?{urlencode(one)}" for one in queries]

    common, rare = tags["Common"], tags["Rare"]
    pages = {
        "overview by name": overview({}),
        "overview by number": overview({"sort": "number"}),
        "overview by last order": overview({"sort": "last_order"}),
        **{f"overview, deep by {sort}": overview({"sort": sort, "after": _half(sort)}) for sort in _SORTED},
        "overview, English": overview({"language": "en"}),
        "overview, archived": overview({"state": "archived"}),
        **{f"overview, tag {title.lower()}": overview({"tag": pk}) for title, pk in tags.items()},
        "overview, tag and search": overview({"tag": common, "q": "zwaan"}, {"tag": rare, "q": "kade"}),
        "overview, search": overview({"q": "zwaan 99"}, {"q": "jansen"}, {"q": "delft bakker"}),
    }
    for what, words in FINDER.items():
        pages[what] = [f"/search/?{urlencode({'q': one})}" for one in words]
    return pages


_SORTED = {"name": "name_key", "number": "number_key", "last_order": "last_order_at"}


def _half(sort: str) -> str:
    """The mark of a row about half way, as the link to its next page has it."""
    from pakhuis.customers.models import Customer

    rows = Customer.objects.filter(last_order_at__isnull=False)
    one = rows.order_by("name_key")[rows.count() // 2] if sort == "name" else rows.filter(pk__gte=500).first()
    assert one is not None
    if sort != "name":
        middle = Customer.objects.order_by("-pk")[:1].get().pk // 4 * 2
        one = rows.filter(pk__gte=middle).order_by("pk").first() or one
    value = getattr(one, _SORTED[sort])
    kept = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([kept, one.pk]).encode()).decode().rstrip("=")


def _client() -> Any:
    from django.test import Client

    from pakhuis.accounts.actions import create_user
    from pakhuis.kernel.actor import SYSTEM

    user = create_user("bench", password="hop-en-gist-2026", is_admin=True, by=SYSTEM, now=datetime.now(UTC))
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    return client


def _plans(client: Any, paths: list[str]) -> tuple[list[dict[str, list[str]]], list[str], int]:
    """Plans per path, big tables read as a whole, and the most statements a path sends."""
    from tests.bench.search_plans import explained

    nodes, scans, most = [], set[str](), 0
    for path in paths:
        _asked(client, path)
        with explained() as plans:
            _asked(client, path)
        nodes.append(plans.nodes)
        scans |= plans.scans
        most = max(most, plans.statements)
    return nodes, sorted(scans), most


def _measured(client: Any, paths: list[str], rounds: int, *, bare: str) -> dict[str, Any]:
    """Page and bare query take turns, so that both meet the same weather."""
    from tests.bench.search_plans import Clock

    walls, processor, database, plain = [], [], [], []
    end = time.perf_counter() + LONGEST
    for turn in range(max(rounds, len(paths))):
        if turn >= max(5, len(paths)) and time.perf_counter() > end:
            break
        clock = Clock()
        wall, cpu = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(clock.run):
            _asked(client, paths[turn % len(paths)])
        walls.append(time.perf_counter() - wall)
        processor.append(time.process_time() - cpu)
        database.append(clock.seconds)
        plain.append(_timed(bare))
    told = {"p50": walls, "p95": walls, "cpu95": processor, "db50": database, "db95": database, "bare": plain}
    return {name: _part(values, 0.95 if "95" in name else 0.5) * 1000 for name, values in told.items()}


def _part(values: list[float], part: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[int(part * 100) - 1]


def _asked(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, path


def _timed(sql: str) -> float:
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
