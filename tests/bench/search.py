"""`python -m tests.bench.search`: overview and finder among a million customers, on both engines."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.__main__ import ROOT, database, engines


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the figures; 1 when a page takes longer than promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40, help="requests per row of the table (40)")
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=engines())
    parser.add_argument("--most", type=float, default=50.0, help="milliseconds at p95 that are promised (50)")
    parser.add_argument("--json", type=Path, default=None, help="file for the figures, with all plans")
    given = parser.parse_args(arguments)
    rows = [row for one in given.engines for row in _measured(one, given.customers, given.rounds)]
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n")
    print(as_table(rows))
    return int(any(row["p95"] > given.most or row["scans"] for row in rows))


def _measured(engine: str, customers: int, rounds: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="pakhuis-bench-") as folder, database(engine, folder) as url:
        out = Path(folder) / "result.json"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
            "PAKHUIS_DATA": folder,
            "DATABASE_URL": url,
            "PAKHUIS_HOSTS": "testserver",
            "PAKHUIS_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tests.bench.search_one", str(customers), str(rounds), str(out)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        measured: list[dict[str, Any]] = json.loads(out.read_text())
        return measured


def as_table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown: milliseconds in the server, statements, and the ratio to the bare query of the same run."""
    head = "engine|what|p50 ms|p95 ms|processor p95|database p95|bare ms|ratio|database ratio|statements"
    titles = [*head.split("|"), "same plan", "tables read whole"]
    lines = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    for row in rows:
        told = [row["engine"], row["what"], *(f"{row[one]:.1f}" for one in ("p50", "p95", "cpu95", "db95"))]
        told += [f"{row['bare']:.2f}", *(f"{row[one] / row['bare']:.0f}" for one in ("p50", "db50"))]
        told += [str(row["statements"]), "yes" if row["same_plan"] else "no", ", ".join(row["scans"]) or "–"]
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
