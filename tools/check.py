"""The whole check: lint, types, import contract, the tests on SQLite and PostgreSQL, and in the browser.

What needs PostgreSQL's server or Chromium is left out with a clear word where they are missing; with CI=true
in the environment that is a failure instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.chromium import chromium
from tools.postgres import private_postgres, server_binaries

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
BIN = Path(sys.executable).parent


def main(arguments: Sequence[str]) -> int:
    """Run everything, go on after a failure, and say at the end what failed and what was left out."""
    failed: list[str] = []
    left_out: list[str] = []
    for name, command in LINTERS:
        _step(name, [str(BIN / command[0]), *command[1:]], failed)
    # It takes one processor for most of a minute: while the tests run, not before.
    types = subprocess.Popen(TYPES, cwd=ROOT, env=SURROUNDINGS, stdout=subprocess.PIPE, text=True)
    if chromium() is None:
        left_out.append("browser tests: Chromium is not installed (Debian: apt install chromium)")
    # Long tests with processes of their own stand together: whoever is done first takes them over.
    workers = ["-n", str(WORKERS), "--dist", "worksteal"] if not arguments else []
    here = ["-m", "not compares"] if not arguments else []
    _step("tests on SQLite", [*PYTEST, *workers, *here, *arguments], failed)
    print(f"== mypy\n{types.communicate()[0]}", end="", flush=True)
    if types.returncode:
        failed.append("mypy")
    if server_binaries() is None:
        left_out.append("tests on PostgreSQL: its server is not installed (Debian: apt install postgresql)")
    else:
        with private_postgres() as url:
            once = ["-m", "not browser and not once"] if not arguments else []
            _step("tests on PostgreSQL", [*PYTEST, *workers, *once, *arguments], failed, DATABASE_URL=url)
    for text in left_out:
        print(f"LEFT OUT  {text}")
    if left_out and IN_CI:
        failed.append("nothing may be left out in CI")
    for text in failed:
        print(f"FAILED    {text}")
    if not failed:
        print("All checks passed.")
    return 1 if failed else 0


WORKERS = max(2, os.cpu_count() or 1) + 1
"""One more than there are processors, as tests with processes of their own wait for those."""
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rs", "--strict-markers", "--durations=15"]
SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Compiled code is kept whatever is usual on the machine: the tests start hundreds of processes."""
LINTERS: tuple[tuple[str, list[str]], ...] = (
    ("ruff", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("import contract", ["lint-imports"]),
)
TYPES = [str(BIN / "mypy"), "pakhuis", "tools", "tests"]


def _step(name: str, command: Sequence[str], failed: list[str], **environment: str) -> None:
    print(f"== {name}", flush=True)
    start = time.monotonic()
    if subprocess.call(command, cwd=ROOT, env={**SURROUNDINGS, **environment}):
        failed.append(name)
    print(f"== {name}: {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
