"""`python -m tests.bench.api`: the REST API on every engine, over HTTP, beside bare views; then one table."""

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

HEAD = ("engine", "what", "queries", "1: /s", "1: p95 ms", "8: /s", "8: p95 ms", "bare 1: /s", "bare 8: /s")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.api", description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000, help="with an order each (100,000)")
    parser.add_argument("--products", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each measurement (3)")
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=engines())
    parser.add_argument("--json", type=Path, default=None, help="file for the figures")
    given = parser.parse_args(arguments)
    rows = [row for engine in given.engines for row in _measured(engine, given)]
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n")
    print(as_markdown(rows))
    return 0


def _measured(engine: str, given: argparse.Namespace) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="pakhuis-bench-") as folder, database(engine, folder) as url:
        out = Path(folder) / "result.json"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
            "PAKHUIS_DATA": folder,
            "DATABASE_URL": url,
            "PAKHUIS_LOG_LEVEL": "WARNING",
            "PAKHUIS_HOSTS": "127.0.0.1,testserver",
        }
        sizes = [str(given.customers), str(given.products), str(given.seconds), str(out)]
        command = [sys.executable, "-m", "tests.bench.api_one", *sizes]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        measured: list[dict[str, Any]] = json.loads(out.read_text())
        return measured


def as_markdown(rows: Iterable[dict[str, Any]]) -> str:
    """One row for each thing that was asked; in brackets which part of the bare view's rate was reached."""
    table = [HEAD, tuple("---" for _ in HEAD)]
    for row in rows:
        cells = [row["engine"], row["what"], str(row.get("queries", ""))]
        for clients in ("1", "8"):
            cells += [f"{row[clients]['per_second']:.0f}", f"{row[clients]['p95']:.1f}"]
        for clients in ("1", "8"):
            bare = row.get("bare", {}).get(clients, {}).get("per_second")
            cells.append(f"{bare:.0f} ({row[clients]['per_second'] / bare:.0%})" if bare else "")
        table.append(tuple(cells))
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


if __name__ == "__main__":
    sys.exit(main())
