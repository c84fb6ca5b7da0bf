"""How fast customers are imported: end to end by the engine, beside a staged raw upsert of the same rows.

`python -m tests.bench.imports [ROWS ...] [--xlsx] [--only new]` measures on the database of `DATABASE_URL`,
which must be an empty one of its own (a SQLite file in a temporary folder without it). Each figure comes from
a process of its own, so that its peak memory is its own. Results: docs/how-to/imports.md.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

HEADER = (
    "Klantnummer;Naam;E-mail;Telefoon;Korting;Factuur adres;Factuur postcode;Factuur plaats;Factuur land"
    ";Aflever adres;Aflever postcode;Aflever plaats;Aflever land"
).split(";")
PHASES = (("new", "038"), ("existing", "010"))
"""What is done in turn, and how the telephones of its file begin."""
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def lines(count: int, *, phone: str) -> Iterator[list[str]]:
    for n in range(count):
        yield [
            *(
                f"K{n:07d}",
                f"Café nummer {n}",
                f"inkoop{n}@example.com",
                f"{phone}{n % 10_000_000:07d}",
                "2,5",
            ),
            *(f"Kade {n % 900}", f"{1000 + n % 9000} AB", "Zwolle", "Nederland"),
            *(f"Achterom {n % 900}", f"{1000 + n % 9000} CD", "Deventer", "Nederland"),
        ]


def write(path: Path, count: int, *, phone: str) -> None:
    """The file to import, as text or as a workbook; row by row, as a child's peak memory counts our own."""
    rows = chain([HEADER], lines(count, phone=phone))
    if path.suffix == ".xlsx":
        import xlsxwriter

        with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for place, line in enumerate(rows):
                sheet.write_row(place, 0, line)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def engine_run(path: Path) -> dict[str, Any]:
    """One import from the upload to the last row: reading, checks, journal and undo data included."""
    # A worker has all this loaded already.
    from django.conf import settings
    from django.utils.module_loading import import_string

    from pakhuis.customers.keys import phone_key
    from pakhuis.imports.actions import begin, upload, work_until
    from pakhuis.imports.models import ImportRun
    from pakhuis.imports.states import RunState, Subject
    from pakhuis.kernel.actor import SYSTEM
    from pakhuis.kernel.country_names import country_names

    country_names()
    phone_key("0381234567", country="NL")
    for follower in settings.JOURNAL_FOLLOWERS:
        import_string(follower)
    begun = time.perf_counter()
    with path.open("rb") as file:
        # Piece by piece, as browsers send it: what is measured keeps nothing of the file.
        pieces = iter(partial(file.read, 1_000_000), b"")
        run = upload(pieces, name=path.name, subject=Subject.CUSTOMERS, by=SYSTEM, now=NOW)
    begin(run.pk, to=RunState.RUNNING, now=NOW)
    assert work_until(run.pk) == RunState.DONE
    took = time.perf_counter() - begun
    done = ImportRun.objects.get(pk=run.pk)
    assert done.read == done.created + done.changed
    return {"rows": done.read, "seconds": took, "created": done.created, "changed": done.changed}


def one(what: str, path: Path) -> None:
    import django

    django.setup()
    from tests.bench.imports_raw import raw_run

    told = raw_run(path) if what == "raw" else engine_run(path)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


def measure(count: int, suffix: str, phases: Sequence[tuple[str, str]]) -> None:
    """New and existing customers by the engine, and both by raw SQL, at one size."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "PAKHUIS_DATA": folder, "PAKHUIS_LOG_LEVEL": "WARNING"}
        env["DJANGO_SETTINGS_MODULE"] = "pakhuis.config.settings"
        env["PAKHUIS_IMPORT_MAX_BYTES"] = str(2_000_000_000)
        for database in ("flush", "migrate") if "DATABASE_URL" in env else ("migrate",):
            flag = ["--no-input"] if database == "flush" else []
            command = [sys.executable, "-m", "django", database, *flag, "-v", "0"]
            subprocess.run(command, env=env, check=database == "migrate", stderr=subprocess.DEVNULL)
        told: dict[str, dict[str, Any]] = {}
        for phase, phone in phases:
            path = Path(folder) / f"{phase}{suffix}"
            write(path, count, phone=phone)
            for what in ("engine", "raw"):
                command = [sys.executable, "-m", "tests.bench.imports", "--one", what, str(path)]
                done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
                told[f"{phase} {what}"] = json.loads(done.stdout.splitlines()[-1])
        engine = "PostgreSQL" if "postgres" in os.environ.get("DATABASE_URL", "") else "SQLite"
        for phase, _ in phases:
            ours, raw = told[f"{phase} engine"], told[f"{phase} raw"]
            speed, bare = (it["rows"] / it["seconds"] for it in (ours, raw))
            print(
                f"| {engine} | {suffix[1:]} | {count:,} | {phase} | {speed:,.0f} | {bare:,.0f}"
                f" | 1 : {bare / speed:.1f} | {ours['peak_mb']:.0f} MB |",
                flush=True,
            )


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        one(arguments[1], Path(arguments[2]))
        return 0
    suffix = ".xlsx" if "--xlsx" in arguments else ".csv"
    phases = PHASES[:1] if "--only" in arguments else PHASES
    sizes = [int(one) for one in arguments if one.isdigit()] or [10_000]
    print("| engine | file | rows | customers | rows/s | raw rows/s | ratio | peak memory |")
    print("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        measure(size, suffix, phases)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
