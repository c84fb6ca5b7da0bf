"""A batch of rows: read, settled by the engine of its kind, and marked, all in the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db.models import QuerySet

from pakhuis.bulk.reading import values_of
from pakhuis.bulk.writing import update_rows
from pakhuis.imports.actions.customers import CustomerEngine
from pakhuis.imports.actions.engine import Engine, FileRow, Parsed, Settled
from pakhuis.imports.actions.following import GoesOn, follow_on_of, with_owners
from pakhuis.imports.actions.prices import PriceEngine
from pakhuis.imports.actions.products import ProductEngine
from pakhuis.imports.actions.runs import columns_for
from pakhuis.imports.actions.signs import note_signs, with_signs
from pakhuis.imports.mapping import ColumnChoice, RowReader, check_mapping
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.problems import below_the_table, cells_joined, repeated_header, row_too_wide, totals_line
from pakhuis.imports.states import COUNTED, WENT_IN, Outcome, RunState, Subject
from pakhuis.kernel.problem import Problem, Refused, as_stored

BATCH = 2500
"""Rows of one transaction: enough that what a batch costs by itself is little, and half a second at most."""
ENGINES: Mapping[str, type[Engine]] = {
    Subject.CUSTOMERS: CustomerEngine,
    Subject.PRODUCTS: ProductEngine,
    Subject.PRICES: PriceEngine,
}
FOLLOWING = 50
"""Rows that are looked at at once for whether they go on with the last row of a batch."""
LEFT_OUT = {"totals": totals_line, "header": repeated_header, "footer": below_the_table}
NO_PROBLEMS: Sequence[dict[str, Any]] = []
"""What most rows are stored with: one and the same, so that it is written out once."""
MARKED = ("key", "outcome", "problems", "changes", "subject_id", "subject_label")


def take_batch(run: ImportRun, *, now: datetime, at_most: int | None = None) -> bool:
    """Take the next rows of a locked run; whether there may be more. Its counts are changed, not saved."""
    kind = ENGINES[run.subject]
    goes_on = follow_on_of(run)
    rows = _next(run, min(BATCH, kind.at_once, at_most or BATCH), goes_on)
    if not rows:
        return False
    engine = kind(run, now=now)
    columns = columns_for(run.subject)
    if not run.position:
        note_signs(run, columns)
    choice = ColumnChoice.from_json(run.mapping)
    gone = check_mapping(choice, run.subject, columns)
    if gone:
        # A field of the account's own was retired meanwhile: its column would be left out in silence.
        raise Refused(gone)
    reader = RowReader(choice, with_signs(run, columns), engine.known)
    settled = _left_out(rows, width=len(run.understood["headers"]))
    done = {one.row.id for one in settled}
    table = [_parsed(row, reader, engine) for row in rows if row.mark not in LEFT_OUT]
    parsed = [one for one in with_owners(table, goes_on) if one.row.id not in done]
    writes = run.state == RunState.RUNNING

    def before(keys: Collection[str]) -> Sequence[Parsed]:
        return with_owners(_rows_before(run, keys, rows[0].number, reader, engine), goes_on)

    settled += engine.settle(parsed, before=before, writes=writes)
    _mark(settled)
    _count(run, settled)
    run.position = rows[-1].number
    return True


def _next(run: ImportRun, count: int, goes_on: GoesOn | None) -> list[FileRow]:
    """The next rows of a run, with all that only go on with the last of them."""
    waiting = run.rows.order_by("number")
    rows = _read(waiting.filter(number__gt=run.position)[:count])
    while goes_on is not None and rows:
        more = _read(waiting.filter(number__gt=rows[-1].number)[:FOLLOWING])
        same = list(takewhile(lambda row: goes_on(row.cells), more))
        rows += same
        if len(same) < FOLLOWING:
            break
    return rows


def _read(found: QuerySet[ImportRow]) -> list[FileRow]:
    return list(map(FileRow._make, values_of(found, FileRow._fields)))


def _parsed(row: FileRow, reader: RowReader, engine: Engine) -> Parsed:
    return engine.parse(row, reader.draft(row.cells))


def _left_out(rows: Iterable[FileRow], *, width: int) -> list[Settled]:
    """Rows that are no rows of the table: totals, a repeated header, and such as have slipped."""
    settled = []
    for row in rows:
        if row.mark in LEFT_OUT:
            problem = LEFT_OUT[row.mark]()
            settled.append(Settled(row=row, outcome=Outcome.IGNORED, problems=(problem,)))
        elif row.mark == "wide":
            problem = row_too_wide(len(row.cells), width)
            settled.append(Settled(row=row, outcome=Outcome.REFUSED, problems=(problem,)))
    return settled


def _rows_before(
    run: ImportRun, keys: Collection[str], first: int, reader: RowReader, engine: Engine
) -> list[Parsed]:
    """Rows of earlier batches about the same subjects."""
    if not keys:
        return []
    found = values_of(run.rows.about(keys), (*FileRow._fields, "outcome"))
    rows = sorted(FileRow(*row) for *row, outcome in found if outcome in WENT_IN)
    return [_parsed(row, reader, engine) for row in rows if row.number < first]


def _mark(settled: Iterable[Settled]) -> None:
    rows = []
    for row, outcome, key, told, changes, subject_id, label in settled:
        problems = [*told, cells_joined()] if row.mark == "joined" else told
        stored = as_stored(problems) if problems else NO_PROBLEMS
        rows.append((key[:250], outcome, stored, changes, subject_id, label[:150], row.id))
    update_rows(ImportRow, MARKED, rows)


def _count(run: ImportRun, settled: Sequence[Settled]) -> None:
    counts = Counter(one.outcome for one in settled)
    for outcome in COUNTED:
        setattr(run, outcome, getattr(run, outcome) + counts[outcome])
    run.read += len(settled)
    by_column = Counter(run.by_column)
    for one in settled:
        if one.outcome is Outcome.REFUSED:
            by_column.update({column_of(problem) for problem in one.problems})
    run.by_column = dict(by_column)


def column_of(problem: Problem) -> str:
    """The column a problem stands at: the first step of its place, empty for the row as a whole."""
    return str(problem.path[0]) if problem.path else ""
