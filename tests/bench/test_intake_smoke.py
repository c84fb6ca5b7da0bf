"""The benchmark of the intake runs in small: real web process, real workers, nothing lost, nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from pakhuis.connectors.models import Delivery
from pakhuis.connectors.tasks import take_in
from tests.bench.intake import _Run, as_text
from tests.factories import MOMENT, a_webshop
from tools.postgres import server_binaries

ROOT = Path(__file__).resolve().parents[2]
HISTORY, RATE, SECONDS, COMPARED = 20, 8, 4, 10


@pytest.mark.long
@pytest.mark.once
@pytest.mark.skipif(server_binaries() is None, reason="the PostgreSQL server is not installed")
def test_webhooks_at_a_steady_pace_become_orders(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    sizes = {"history": HISTORY, "rate": RATE, "seconds": SECONDS, "compared": COMPARED}
    given = [text for name, value in sizes.items() for text in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "tests.bench.intake", *given, "--stretches", "calm", "--json", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(out.read_text())
    assert figures["history"]["orders"] == HISTORY
    (calm,) = figures["stretches"]
    assert (calm["posted"], calm["lost"], calm["twice"], calm["unprocessed"]) == (RATE * SECONDS, 0, 0, 0)
    assert 0 < calm["answer_ms"]["p50"] <= calm["answer_ms"]["p95"]
    assert 0 < calm["end_to_end_ms"]["p50"] <= calm["end_to_end_ms"]["most"]
    for half, most in (("receive", 5), ("take_in", 60)):
        assert 0 < figures[half]["per_second"] < figures[half]["bare_writes"]
        assert figures[half]["queries"] <= most
    assert done.stdout.strip() == as_text(figures)


@pytest.mark.django_db(transaction=True)
@pytest.mark.compares
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the benchmark is one of PostgreSQL")
def test_what_never_came_in_is_told_with_its_message_and_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def cursor(_run: _Run) -> Iterator[Any]:
        known = connection.get_connection_params()
        told = {
            name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)
        }
        with psycopg.connect(**told, autocommit=True) as one:
            yield one.cursor()

    monkeypatch.setattr(_Run, "_cursor", cursor)
    message = Delivery.objects.create(
        webshop=a_webshop(), route="webhook", external_id="7", received_at=MOMENT, tries=3, next_try_at=MOMENT
    )
    take_in.enqueue(message.pk)
    head, of_seven, of_eight = object.__new__(_Run)._left(range(7, 9)).splitlines()
    assert head.startswith("order, message, state, tries")
    assert of_seven.startswith(f"7 | {message.pk} | received | 3 | ")
    assert " | READY | " in of_seven
    assert of_eight.startswith("8 | None | None")
