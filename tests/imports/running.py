"""Running an import from a file to its end, as wizard and worker do together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pakhuis.imports.actions import begin, choose_columns, choose_duplicates, stop, upload, work_until
from pakhuis.imports.mapping import ColumnChoice
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.states import Duplicates, RunState, Subject
from pakhuis.kernel.actor import SYSTEM, Actor
from tests.conftest import MOMENT

COUNTS = ("read", "created", "changed", "unchanged", "ignored", "refused")


def uploaded(
    content: str | bytes | Path,
    *,
    name: str = "klanten.csv",
    subject: Subject = Subject.CUSTOMERS,
    by: Actor = SYSTEM,
    now: datetime = MOMENT,
) -> ImportRun:
    """A file that was chosen; text is written as UTF-8."""
    if isinstance(content, Path):
        content = content.read_bytes()
    raw = content.encode() if isinstance(content, str) else content
    return upload([raw], name=name, subject=subject, by=by, now=now)


def chosen(run: ImportRun, columns: str, fixed: Mapping[str, str] | None = None) -> None:
    """Say what the columns are: targets with bars between them."""
    choose_columns(run.pk, ColumnChoice(tuple(columns.split("|")), fixed or {}), now=MOMENT)


def carried_out(run: ImportRun, *, tries: bool = False, now: datetime = MOMENT) -> ImportRun:
    """Work on a run until it is done, with a dry run before it if wanted."""
    if tries:
        tried(run)
    begin(run.pk, to=RunState.RUNNING, now=now)
    assert work_until(run.pk) == RunState.DONE
    run.refresh_from_db()
    return run


def tried(run: ImportRun) -> ImportRun:
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    assert work_until(run.pk) == RunState.TRIED
    run.refresh_from_db()
    return run


def imported(
    content: str | bytes | Path,
    *,
    duplicates: Duplicates = Duplicates.SUPPLEMENT,
    tries: bool = False,
    subject: Subject = Subject.CUSTOMERS,
    by: Actor = SYSTEM,
) -> ImportRun:
    """A file taken in with the columns that were guessed."""
    run = uploaded(content, subject=subject, by=by)
    choose_duplicates(run.pk, duplicates, now=MOMENT)
    return carried_out(run, tries=tries)


def stopped_after(run: ImportRun, rows: int) -> None:
    """An import that was begun and stopped when so many rows were in."""

    def stops(it: ImportRun) -> None:
        if it.read == rows:
            stop(it.pk, now=MOMENT)

    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk, told=stops) == RunState.STOPPED


def undone(run: ImportRun) -> ImportRun:
    begin(run.pk, to=RunState.UNDOING, now=MOMENT)
    assert work_until(run.pk) == RunState.UNDONE
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, ...]:
    """Read, created, changed, unchanged, ignored, refused."""
    return tuple(getattr(run, name) for name in COUNTS)


def outcomes(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


def codes(run: ImportRun) -> list[list[str]]:
    """The codes of what is said about each row."""
    return [[one["code"] for one in row.problems] for row in run.rows.order_by("number")]


def rows(run: ImportRun) -> list[ImportRow]:
    return list(run.rows.order_by("number"))
