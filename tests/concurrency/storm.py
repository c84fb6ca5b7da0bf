"""`python -m tests.concurrency.storm`: a long storm of mixed moves by real processes, then the proof.

On each engine, in a database of its own. Fails on any crash (a deadlock, a broken promise, a lock that never
came) and on any count that does not agree with its rows afterwards.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import django

from tests.bench.__main__ import database, engines

ROOT = Path(__file__).resolve().parent.parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """A storm on every engine asked for; 1 when one of them left damage."""
    parser = argparse.ArgumentParser(prog="python -m tests.concurrency.storm", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1, help="another storm for another seed")
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=engines())
    parser.add_argument("--here", action="store_true", help="on the database of DATABASE_URL, an empty one")
    given = parser.parse_args(arguments)
    if given.here:
        return _here(given.seconds, processes=given.processes, seed=given.seed)
    failed = [engine for engine in given.engines if not _elsewhere(engine, given)]
    return 1 if failed else 0


def _elsewhere(engine: str, given: argparse.Namespace) -> bool:
    print(f"{engine}: {given.processes} processes, {given.seconds:g} seconds …", flush=True)
    with tempfile.TemporaryDirectory(prefix="pakhuis-storm-") as folder, database(engine, folder) as url:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
            "PAKHUIS_DATA": folder,
            "DATABASE_URL": url,
            "PAKHUIS_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tests.concurrency.storm", "--here"]
        for name in ("seconds", "processes", "seed"):
            command += [f"--{name}", str(getattr(given, name))]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    return done.returncode == 0


def _here(seconds: float, *, processes: int, seed: int) -> int:
    django.setup()
    # Models can be imported only now that Django is awake.
    from django.core.management import call_command

    from pakhuis.fulfilment.proof import deviations
    from tests.concurrency.gale import blow
    from tests.invariants import check

    call_command("migrate", interactive=False, verbosity=0)
    done, refused = blow(seconds, processes=processes, seed=seed)
    _tell(done, refused)
    found = [str(one) for one in deviations()]
    print("\n".join(found) or "  all counts agree with their rows", flush=True)
    check()
    return 1 if found else 0


def _tell(done: Counter[str], refused: Counter[str]) -> None:
    print(f"  {done.total()} moves done, {refused.total()} refused, none crashed")
    for name in sorted(done | refused):
        print(f"    {name}: {done[name]} done, {refused[name]} refused")


if __name__ == "__main__":
    sys.exit(main())
