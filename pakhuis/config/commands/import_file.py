"""`pakhuis import customers FILE`: try or carry out an import from the command line, with the same report."""

from __future__ import annotations

import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from pakhuis.imports.actions import begin, choose_duplicates, stop, upload, work_until
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import COUNTED, Outcome, RunState, Subject
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused, from_stored

PIECE = 1_000_000
SHOWN = 20
ALL_WENT_IN, SOME_REFUSED = 0, 2


def run(given: Namespace) -> int:
    """Exit status: 0 everything went in (or would), 2 some rows are refused, 1 it did not come to its end.

    Who breaks it off (Ctrl-C, or a reader of its output that has gone) stops the import, as the button does.
    """
    # What stands in a file is no markup, and lines of a log are not broken off.
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    try:
        made = _uploaded(Path(given.file), given)
        _say_columns(made, console)
        begin(made.pk, to=RunState.TRYING if given.dry_run else RunState.RUNNING, now=now())
    except Refused as refused:
        raise CommandError("\n".join(one.message for one in refused.problems)) from None
    try:
        _work(made, console)
    except (KeyboardInterrupt, SystemExit):
        if _has_stopped(made):
            raise
    made.refresh_from_db()
    if made.state not in (RunState.DONE, RunState.TRIED):
        told = [one.message for one in from_stored(made.problems)] or ["Somebody stopped it meanwhile."]
        raise CommandError("\n".join([*told, f"{made.read} of {made.total} rows were looked at."]))
    with suppress(SystemExit):
        _report(made, console, is_dry=given.dry_run)
    return SOME_REFUSED if made.refused else ALL_WENT_IN


def _uploaded(path: Path, given: Namespace) -> ImportRun:
    try:
        with path.open("rb") as file:
            pieces = iter(partial(file.read, PIECE), b"")
            made = upload(pieces, name=path.name, subject=Subject(given.subject), by=SYSTEM, now=now())
    except FileNotFoundError:
        raise CommandError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise CommandError(f"{path} is a folder, not a file.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    return choose_duplicates(made.pk, given.duplicates, now=now())


def _has_stopped(made: ImportRun) -> bool:
    """Have the worker stop as well, and say what is in; false where it had come to its end."""
    try:
        made = stop(made.pk, now=now())
    except Refused:
        return False
    told = f"Stopped at row {made.read} of {made.total}."
    if made.state == RunState.STOPPED:
        told += f" What is in stays; import {made.pk} can go on, or be undone, on its page."
    with suppress(BrokenPipeError):
        print(told, file=sys.stderr)
    return True


def _say_columns(made: ImportRun, console: Console) -> None:
    """What each column of the file was taken for; those that are skipped, too."""
    table = Table("column", "is", title=made.name)
    for header, target in zip(made.understood["headers"], made.mapping["columns"], strict=False):
        table.add_row(header, target or Text("skipped", style="dim"))
    console.print(table)
    for warning in from_stored(made.understood["warnings"]):
        console.print(warning.message)


@contextmanager
def _between_batches() -> Iterator[list[int]]:
    """Ctrl-C waits for the end of the batch: within it a connection would be left in a transaction."""
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _work(made: ImportRun, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("reading", total=None)

        def told(run: ImportRun) -> None:
            if breaks:
                raise KeyboardInterrupt
            if run.is_stored:
                progress.update(bar, description="rows", total=run.total, completed=run.read)
            else:
                progress.update(bar, completed=run.total)

        with _between_batches() as breaks:
            work_until(made.pk, told=told)
        made.refresh_from_db()
        progress.update(bar, description="rows", total=made.total, completed=made.read)


def _report(made: ImportRun, console: Console, *, is_dry: bool) -> None:
    counts = ", ".join(f"{getattr(made, one)} {one}" for one in COUNTED)
    told = "Trial, nothing was changed" if is_dry else f"Import {made.pk}"
    console.print(f"{told}: {made.read} read = {counts}")
    for problem in from_stored(made.problems):
        console.print(str(problem))
    if made.by_column:
        where = sorted(made.by_column.items(), key=lambda it: (-it[1], it[0]))
        told = ", ".join(f"{name or 'the row as a whole'} {count}" for name, count in where)
        console.print(f"Refused for: {told}")
    refused = made.rows.filter(outcome=Outcome.REFUSED).order_by("number")
    for row in refused[:SHOWN]:
        reasons = " ".join(str(one) for one in from_stored(row.problems))
        console.print(f"  row {row.number}: {reasons}")
    if made.refused > SHOWN:
        console.print(f"  … and {made.refused - SHOWN} more; all of them stand on the page of the import.")
