"""A batch of rows: read, settled by the engine of its kind, and marked, all in the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pakhuis.bulk.writing import new_row, update_each
from pakhuis.imports.actions.customers import CustomerEngine
from pakhuis.imports.actions.engine import Engine, Parsed, Settled
from pakhuis.imports.actions.prices import PriceEngine
from pakhuis.imports.actions.products import ProductEngine
from pakhuis.imports.actions.runs import columns_for
from pakhuis.imports.mapping import ColumnChoice, RowReader
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.problems import cells_joined, repeated_header, row_too_wide, totals_line
from pakhuis.imports.states import COUNTED, Outcome, RunState, Subject
from pakhuis.kernel.problem import Problem, as_stored

BATCH = 2000
"""Rows of one transaction: enough that what a batch costs by itself is little, and half a second at most."""
READ = ("id", "number", "cells", "mark")
ENGINES: Mapping[str, type[Engine]] = {
    Subject.CUSTOMERS: CustomerEngine,
    Subject.PRODUCTS: ProductEngine,
    Subject.PRICES: PriceEngine,
}
LEFT_OUT = {"totals": totals_line, "header": repeated_header}
MARKED = ("key", "outcome", "problems", "changes", "subject_id", "subject_label")


def take_batch(run: ImportRun, *, now: datetime, at_most: int | None = None) -> bool:
    """Take the next rows of a locked run; whether there may be more. Its counts are changed, not saved."""
    kind = ENGINES[run.subject]
    found = run.rows.filter(number__gt=run.position).order_by("number").values_list(*READ)
    rows = [
        new_row(ImportRow, {"run_id": run.pk, **dict(zip(READ, one, strict=True))})
        for one in found[: min(BATCH, kind.at_once, at_most or BATCH)]
    ]
    if not rows:
        return False
    engine = kind(run, now=now)
    columns = columns_for(run.subject)
    reader = RowReader(ColumnChoice.from_json(run.mapping), columns, engine.known)
    settled = _left_out(rows, width=len(run.understood["headers"]))
    done = {one.row.pk for one in settled}
    parsed = [_parsed(row, reader, engine) for row in rows if row.pk not in done]
    writes = run.state == RunState.RUNNING
    before = [] if writes else _rows_before(run, parsed, rows[0].number, reader, engine)
    settled += engine.settle(parsed, before=before, writes=writes)
    _mark(settled)
    _count(run, settled)
    run.position = rows[-1].number
    return True


def _parsed(row: ImportRow, reader: RowReader, engine: Engine) -> Parsed:
    return engine.parse(row, reader.draft(row.cells))


def _left_out(rows: Iterable[ImportRow], *, width: int) -> list[Settled]:
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
    run: ImportRun, parsed: Sequence[Parsed], first: int, reader: RowReader, engine: Engine
) -> list[Parsed]:
    """Rows of earlier batches about the same subjects: in a dry run they are not in the database yet."""
    keys = {one.key for one in parsed if one.key}
    if not keys:
        return []
    went_in = (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED)
    rows = run.rows.filter(key__in=keys, number__lt=first, outcome__in=went_in).order_by("number")
    return [_parsed(row, reader, engine) for row in rows]


def _mark(settled: Iterable[Settled]) -> None:
    rows = []
    for one in settled:
        row = one.row
        row.key, row.outcome = one.key[:250], one.outcome
        problems = [*one.problems, cells_joined()] if row.mark == "joined" else one.problems
        row.problems = as_stored(problems) if problems else []
        row.changes = one.changes
        row.subject_id, row.subject_label = one.subject_id, one.label[:150]
        rows.append(row)
    update_each(rows, MARKED)


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
