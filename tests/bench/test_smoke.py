"""The benchmark runs, on a few orders, and its figures are of a kind that can be true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.routes import ROUTES
from tests.bench.table import as_markdown
from tests.bench.warehouse import as_markdown as as_floor

ROOT = Path(__file__).resolve().parents[2]
ORDERS = 10


@pytest.mark.long
@pytest.mark.once
def test_the_benchmark_measures_every_route_on_every_engine(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    command = [
        sys.executable,
        "-m",
        "tests.bench",
        "--sizes",
        "20",
        "--orders",
        str(ORDERS),
        "--json",
        str(out),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(out.read_text())
    engines = {one["engine"] for one in figures}
    assert "sqlite" in engines
    assert {(one["engine"], one["route"]) for one in figures} == {(e, r) for e in engines for r in ROUTES}
    for one in figures:
        assert one["orders"] == ORDERS
        assert 0 < one["p50"] <= one["p95"]
        assert 0 < one["per_second"] < one["bare_writes"]
        assert 15 <= one["queries"][0] <= one["queries"][1] <= 40
    assert done.stdout.strip() == as_markdown(figures)


@pytest.mark.long
@pytest.mark.once
def test_the_benchmark_of_the_warehouse_measures_all_work_and_leaves_true_counts(tmp_path: Path) -> None:
    """The proof of all counts is part of the run: with a wrong one it fails."""
    out = tmp_path / "figures.json"
    sizes = {"products": 150, "backorders": 30, "freed": 10, "orders": ORDERS}
    given = [text for name, value in sizes.items() for text in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "tests.bench.warehouse", *given, "--json", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(out.read_text())
    assert "sqlite" in {one["engine"] for one in figures}
    for one in figures:
        freed, processed, closed = one["steps"].values()
        assert (freed["deeds"], processed["deeds"]) == (2, ORDERS)
        assert closed["deeds"] >= 1
        for step in one["steps"].values():
            assert 0 < step["p50"] <= step["p95"]
            assert min(step["per_second"], step["bare_all"], step["bare_writes"]) > 0
        assert freed["queries"][1] < sizes["freed"] * 2, "a query for each backorder"
        assert set(one["at_once"]) == ({"1", "4"} if one["engine"] == "postgresql" else set())
    assert done.stdout.strip() == as_floor(figures)


@pytest.mark.long
@pytest.mark.once
def test_the_benchmark_of_goods_measures_every_file_and_its_undo() -> None:
    command = [sys.executable, "-m", "tests.bench.imports_of_goods", "20"]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    told = [line.split("|")[3].strip() for line in done.stdout.splitlines()[2:]]
    assert len(told) == 8
    assert {one.removeprefix("undo: ") for one in told[4:]} == set(told[:4])
