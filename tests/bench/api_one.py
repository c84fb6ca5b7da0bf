"""One engine: fill it, serve it, and ask for lists, single things and new ones; one client, then eight."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.bench.load import Deed, Request, get, in_turn, load

NOT_ITS_OWN = ("accounts_apikey", "accounts_accountsettings", "BEGIN", "COMMIT", "SAVEPOINT")
LISTS = ("customers", "orders", "products")
CLIENTS = (1, 8)


def main(customers: int, products: int, seconds: float, out: Path) -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    # Models can be imported only now that Django is awake.
    from tests.bench.api_base import fill_api

    start = time.perf_counter()
    base = fill_api(customers, products, datetime.now(UTC))
    print(f"  filled in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    deep = {name: 50_000 if rows > 50_100 else max(0, rows - 200) for name, rows in base.sizes.items()}
    pages = [f"/api/v1/{name}?offset={offset}" for name in LISTS for offset in (0, deep[name])]
    asked = {page: _asked(base.key, page) for page in pages}
    statements = out.with_suffix(".statements.json")
    statements.write_text(json.dumps(asked, default=str))
    rows = []
    with _served(statements) as port:
        authorization = "Basic " + base64.b64encode(f"{base.key}:".encode()).decode()

        def measured(what: str, deed: Deed, **more: Any) -> dict[str, Any]:
            load(port, authorization, deed, clients=2, seconds=min(1.0, seconds))
            row: dict[str, Any] = {"engine": connection.vendor, "what": what, **more}
            for clients in CLIENTS:
                row[str(clients)] = load(
                    port, authorization, deed, clients=clients, seconds=seconds
                ).as_dict()
            print(
                f"  {connection.vendor} {what}: {row['1']['per_second']:.0f}/s", file=sys.stderr, flush=True
            )
            return row

        for page in pages:
            ours = measured(page.removeprefix("/api/v1/"), get(page), queries=len(asked[page]))
            bare = measured(f"bare {page}", get(f"/bare?of={page}"))
            ours["bare"] = {str(one): bare[str(one)] for one in CLIENTS}
            rows.append(ours)
        for name in LISTS:
            rows.append(measured(f"one of {name}", in_turn(base.singles[name])))
        for name, deed in _writes(base.first_customer, customers, base.codes).items():
            rows.append(measured(name, deed))
    out.write_text(json.dumps(rows))


def _asked(key: str, page: str) -> list[Any]:
    """The statements of one list with their values, without those of the key and the settings."""
    client = Client(headers={"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()})
    found: list[Any] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not any(one in sql for one in NOT_ITS_OWN):
            found.append([sql, list(params or ())])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(page)
    assert answer.status_code == 200, answer.content[:300]
    assert len(answer.json()) == 100, f"{page} has {len(answer.json())} rows"
    return found


@contextmanager
def _served(statements: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {
        **os.environ,
        "BENCH_STATEMENTS": str(statements),
        "PAKHUIS_API_REQUESTS_PER_MINUTE": "100000000",
    }
    command = [sys.executable, "-m", "tests.bench.api_server", str(port)]
    process = subprocess.Popen(command, env=environment)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _writes(first_customer: int, customers: int, codes: list[str]) -> dict[str, Deed]:
    numbers, luck = count(1), Random(5)

    def customer(ask: Callable[[Request], bytes]) -> None:
        number = next(numbers)
        address = {"name": f"New {number}", "address": "Laan 1", "zipcode": "3511 CD", "city": "Utrecht"}
        body = {
            "name": f"New {number}",
            "customerid": f"N{number}",
            "emailaddress": f"new{number}@example.com",
            "addresses": [{**address, "country": "NL", "defaultinvoice": True}],
        }
        ask(("POST", "/api/v1/customers", json.dumps(body).encode()))

    def order(ask: Callable[[Request], bytes]) -> None:
        lines = [{"productcode": one, "amount": luck.randint(1, 9)} for one in luck.sample(codes, k=3)]
        body = {"idcustomer": first_customer + luck.randrange(customers), "products": lines}
        made = json.loads(ask(("POST", "/api/v1/orders", json.dumps(body).encode())))
        ask(("POST", f"/api/v1/orders/{made['idorder']}/process", b""))

    return {"customer create": customer, "order create + process": order}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4]))
