"""`pakhuis migrate`: bring the database up to date; `pakhuis migrate picqer`: move an account here."""

from __future__ import annotations

import csv
import os
from argparse import Namespace
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from rich.console import Console
from rich.progress import Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from pakhuis.kernel.problem import Refused
from pakhuis.migrating.actions import begin_run, move_all
from pakhuis.migrating.models import MovingRun
from pakhuis.migrating.report import Note, lines, notes, sums
from pakhuis.migrating.rules import address_of
from pakhuis.migrating.source import Source, SourceError
from pakhuis.migrating.states import Resource

KEY = "PICQER_KEY"
SHOWN = 20
ALL_CAME, SOME_LEFT = 0, 2


def run(given: Namespace) -> int:
    """Exit status of a move: 0 everything came along, 2 something stayed, 1 it could not go on."""
    if given.what is None:
        call_command("migrate", interactive=False)
        return ALL_CAME
    key = given.key or os.environ.get(KEY, "")
    if not given.account or not key:
        raise CommandError(f"Say --account, and --key or the variable {KEY}.")
    try:
        address = address_of(given.account)
    except Refused as refused:
        raise CommandError(str(refused.problems[0])) from None
    call_command("migrate", "--check", verbosity=0)
    return _move(address, key, is_dry=given.dry_run, report=given.report)


def _move(address: str, key: str, *, is_dry: bool, report: Path | None) -> int:
    console = Console()
    try:
        if is_dry:
            with transaction.atomic():
                status = _moved(address, key, console, report)
                transaction.set_rollback(True)
            console.print("Nothing was written: this was a dry run.")
            return status
        return _moved(address, key, console, report)
    except SourceError as error:
        told = "" if is_dry else " Start again to go on from here."
        raise CommandError(f"{error}.{told}".replace("..", ".")) from None


def _moved(address: str, key: str, console: Console, report: Path | None) -> int:
    made = begin_run(address)
    with Progress(
        TextColumn("{task.description}"), TextColumn("{task.completed}"), TimeElapsedColumn(), console=console
    ) as progress:
        bars: dict[Resource, TaskID] = {}

        def told(resource: Resource, count: int) -> None:
            if resource not in bars:
                bars[resource] = progress.add_task(resource.replace("_", " "), total=None)
            progress.update(bars[resource], completed=count)

        source = Source(address, key, said=lambda text: progress.console.print(f"  {text}", markup=False))
        move_all(made, source, told=told)
    return _report(made, console, report)


def _report(made: MovingRun, console: Console, report: Path | None) -> int:
    counted, summed, noted = lines(made), sums(made), list(notes(made))
    table = Table("", "read", "made", "here already", "left", "with a remark")
    for one in counted:
        numbers = (one.read, one.made, one.existing, one.left, one.noted)
        table.add_row(one.resource.replace("_", " "), *(str(number) for number in numbers))
    console.print(table)
    for each in summed:
        sign = "=" if each.agrees else "IS NOT"
        console.print(
            f"{each.resource} ({each.unit}): {each.there:f} there - {each.left:f} left"
            f" - {each.existing:f} here already {sign} {each.here:f} here",
            markup=False,
        )
    for note in noted[:SHOWN]:
        console.print(f"  {_told(note)}", markup=False, highlight=False)
    if len(noted) > SHOWN:
        console.print(f"  … and {len(noted) - SHOWN} more: --report FILE.csv writes all of them.")
    if report is not None:
        _write(report, noted)
    is_right = all(one.adds_up for one in counted) and all(one.agrees for one in summed)
    if not is_right:
        console.print("The figures do not add up: see above, and look before you go on.")
    missing = any(one.left for one in counted if one.resource is not Resource.USERS)
    return ALL_CAME if is_right and not missing else SOME_LEFT


def _told(note: Note) -> str:
    verb = "left" if note.is_left else "with a remark"
    reasons = " ".join(str(one) for one in note.problems)
    return f"{note.resource.replace('_', ' ')} {note.label or note.key} {verb}: {reasons}"


def _write(path: Path, noted: list[Note]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("what", "id there", "name", "came along", "reasons"))
        for one in noted:
            reasons = " ".join(str(problem) for problem in one.problems)
            rows.writerow((one.resource, one.key, one.label, "no" if one.is_left else "yes", reasons))
