"""The benchmark of searching runs, on a few customers, and its figures are of a kind that can be true."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.search import as_table
from tests.bench.search_one import FINDER

ROOT = Path(__file__).resolve().parents[2]
CUSTOMERS = 6_000
"""Just more than are walked through without further ado."""


@pytest.mark.long
@pytest.mark.once
def test_overview_and_finder_are_measured_with_and_without_skew(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.bench.search", "--engines", "sqlite", "--rounds", "5"]
    command += ["--customers", str(CUSTOMERS), "--most", "60000", "--json", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    rows = json.loads(out.read_text())
    assert {one["what"] for one in rows} >= {"overview by name", "overview, tag rare", *FINDER}
    for one in rows:
        assert one["customers"] == CUSTOMERS
        assert 0 < one["bare"] < one["p50"] <= one["p95"]
        assert 0 < one["db50"] < one["p95"]
        assert 3 <= one["statements"] <= 25
        assert one["scans"] == []
        assert all(one["plans"][1])
    assert done.stdout.strip() == as_table(rows)
