"""The benchmark of the intake runs in small: real web process, real workers, nothing lost, nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.intake import as_text
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
