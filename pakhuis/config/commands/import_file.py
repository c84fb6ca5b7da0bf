"""`pakhuis import customers FILE`: try or carry out an import from the command line, with the same report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pakhuis.imports.actions import begin, choose_duplicates, upload, work_until
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import COUNTED, Outcome, RunState, Subject
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused, from_stored

PIECE = 1_000_000
SHOWN = 20
ALL_WENT_IN, SOME_REFUSED = 0, 2


def run(given: Namespace) -> int:
    """Exit status: 0 everything went in (or would), 2 some rows are refused, 1 it did not come to its end."""
    console = Console()
    path = Path(given.file)
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    try:
        made = upload(_pieces(path), name=path.name, subject=Subject(given.subject), by=SYSTEM, now=now())
        choose_duplicates(made.pk, given.duplicates, now=now())
        begin(made.pk, to=RunState.TRYING if given.dry_run else RunState.RUNNING, now=now())
    except Refused as refused:
        raise CommandError("\n".join(one.message for one in refused.problems)) from None
    _say_columns(made, console)
    _work(made, console)
    made.refresh_from_db()
    if made.state not in (RunState.DONE, RunState.TRIED):
        told = [one.message for one in from_stored(made.problems)] or ["Somebody stopped it meanwhile."]
        raise CommandError("\n".join([*told, f"{made.read} of {made.total} rows were looked at."]))
    _report(made, console, is_dry=given.dry_run)
    return SOME_REFUSED if made.refused else ALL_WENT_IN


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _say_columns(made: ImportRun, console: Console) -> None:
    """What each column of the file was taken for; those that are skipped, too."""
    table = Table("column", "is", title=made.name)
    for header, target in zip(made.understood["headers"], made.mapping["columns"], strict=False):
        table.add_row(header, target or "[dim]skipped[/dim]")
    console.print(table)


def _work(made: ImportRun, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("reading", total=None)

        def told(run: ImportRun) -> None:
            if run.is_stored:
                progress.update(bar, description="rows", total=run.total, completed=run.read)
            else:
                progress.update(bar, completed=run.total)

        work_until(made.pk, told=told)
        made.refresh_from_db()
        progress.update(bar, description="rows", total=made.total, completed=made.read)


def _report(made: ImportRun, console: Console, *, is_dry: bool) -> None:
    counts = ", ".join(f"{getattr(made, one)} {one}" for one in COUNTED)
    console.print(f"{'Would be' if is_dry else 'Import'} {made.pk}: {made.read} read = {counts}")
    refused = made.rows.filter(outcome=Outcome.REFUSED).order_by("number")
    for row in refused[:SHOWN]:
        reasons = " ".join(str(one) for one in from_stored(row.problems))
        console.print(f"  row {row.number}: {reasons}", markup=False, highlight=False)
    if made.refused > SHOWN:
        console.print(f"  … and {made.refused - SHOWN} more; all of them stand on the page of the import.")
