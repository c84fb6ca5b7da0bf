"""`python -m tests.bench`: every engine and size in a process of its own, then one table."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.table import as_markdown
from tools.postgres import private_postgres, server_binaries

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the figures; 1 when a promise is broken."""
    given = _parser().parse_args(arguments)
    results: list[dict[str, Any]] = []
    for engine in given.engines:
        for size in given.sizes:
            print(f"{engine}, {size} customers and orders …", file=sys.stderr, flush=True)
            results += _measured(engine, size, orders=given.orders)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n")
    print(as_markdown(results))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--orders", type=int, default=300, help="orders per route that are measured (300)")
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=engines())
    parser.add_argument("--json", type=Path, default=None, help="file for the figures")
    return parser


def engines() -> list[str]:
    """Those that are here."""
    return ["sqlite", "postgresql"] if server_binaries() else ["sqlite"]


def _measured(engine: str, size: int, *, orders: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="pakhuis-bench-") as folder, database(engine, folder) as url:
        out = Path(folder) / "result.json"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
            "PAKHUIS_DATA": folder,
            "DATABASE_URL": url,
            "PAKHUIS_LOG_LEVEL": "WARNING",
        }
        command = [sys.executable, "-m", "tests.bench.one", str(size), str(orders), str(out)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        measured: list[dict[str, Any]] = json.loads(out.read_text())
        return measured


@contextmanager
def database(engine: str, folder: str) -> Iterator[str]:
    """A database that writes as safely as in production."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite3"
    else:
        with private_postgres(keep_safe=True) as url:
            yield url


if __name__ == "__main__":
    sys.exit(main())
