"""`python -m tests.bench.warehouse`: processing, receiving and closing where much lies and waits."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.__main__ import ROOT, database, engines
from tests.bench.table import span

HEAD = (
    "engine",
    "what",
    "a second",
    "p50 ms",
    "p95 ms",
    "queries",
    "bare SQL, all: a second",
    "ratio",
    "bare SQL, writes: a second",
    "ratio",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on each engine, print the table, write the figures."""
    given = _parser().parse_args(arguments)
    results = [_measured(engine, given) for engine in given.engines]
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n")
    print(as_markdown(results))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.warehouse", description=__doc__)
    parser.add_argument("--products", type=int, default=5_000, help="in three warehouses (5000)")
    parser.add_argument("--backorders", type=int, default=10_000, help="open ones (10000)")
    parser.add_argument("--freed", type=int, default=1_000, help="backorders that one receipt frees (1000)")
    parser.add_argument("--orders", type=int, default=200, help="orders that are processed (200)")
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=engines())
    parser.add_argument("--json", type=Path, default=None, help="file for the figures")
    return parser


def _measured(engine: str, given: argparse.Namespace) -> dict[str, Any]:
    print(
        f"{engine}, {given.products} products, {given.backorders} backorders …", file=sys.stderr, flush=True
    )
    with tempfile.TemporaryDirectory(prefix="pakhuis-bench-") as folder, database(engine, folder) as url:
        out = Path(folder) / "result.json"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
            "PAKHUIS_DATA": folder,
            "DATABASE_URL": url,
            "PAKHUIS_LOG_LEVEL": "WARNING",
        }
        sizes = [str(getattr(given, name)) for name in ("products", "backorders", "freed", "orders")]
        command = [sys.executable, "-m", "tests.bench.floor", *sizes, str(out)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        measured: dict[str, Any] = json.loads(out.read_text())
        return measured


def as_markdown(results: Iterable[dict[str, Any]]) -> str:
    """A row for each engine and kind of work; a ratio is the time of the doors over that of bare SQL."""
    rows = [HEAD, tuple("---" for _ in HEAD)]
    more = []
    for one in results:
        rows += [_row(one["engine"], what, step) for what, step in one["steps"].items()]
        if one["at_once"]:
            alone, together = one["at_once"]["1"], one["at_once"]["4"]
            more.append(
                f"{one['engine']}: one process handles {alone:.0f} orders a second,"
                f" four at once {together:.0f}: {together / alone:.1f} times as many."
            )
    return "\n".join(["| " + " | ".join(row) + " |" for row in rows] + [f"\n{line}" for line in more])


def _row(engine: str, what: str, step: dict[str, Any]) -> tuple[str, ...]:
    speed = step["per_second"]
    bare = [cell for name in ("bare_all", "bare_writes") for cell in (step[name], step[name] / speed)]
    return (
        engine,
        what,
        f"**{speed:,.0f}**",
        f"{step['p50']:.1f}",
        f"{step['p95']:.1f}",
        span(step["queries"]),
        f"{bare[0]:,.0f}",
        f"{bare[1]:.1f}",
        f"{bare[2]:,.0f}",
        f"{bare[3]:.1f}",
    )


if __name__ == "__main__":
    sys.exit(main())
