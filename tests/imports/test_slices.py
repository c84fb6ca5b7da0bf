"""What one task does for an import does not grow with what was done before it; what goes wrong, ends."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from pakhuis.customers.actions import create_own_field, retire_own_field
from pakhuis.customers.intake import OwnFieldFields
from pakhuis.customers.models import OwnValue
from pakhuis.imports.actions import begin, forget_old, stop, work_until
from pakhuis.imports.actions.working import _kept
from pakhuis.imports.assembling import assembled
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers import SourceRow, read_rows
from pakhuis.imports.states import RunState
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.conftest import MOMENT
from tests.imports.running import counts, stopped_after, uploaded

pytestmark = pytest.mark.django_db
HEADS = ("Klantnummer", "Naam", "Plaats")


def table(rows: int) -> str:
    return "Klantnummer;Naam\n" + "".join(f"{rows}-{n};A{n}\n" for n in range(rows))


def book(rows: int) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for place in range(1, rows + 1):
            sheet.write_row(place, 0, (f"{rows}-{place}", f"Naam {place}", "Epe"))
    return file.getvalue()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    """One of their own: long after, files of other runs that are under way would be forgotten as well."""
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the rows that were read from files; pieces and batches are small."""
    numbers: list[int] = []

    def counted(*given: Any) -> Iterator[SourceRow]:
        for row in read_rows(*given):
            numbers.append(row.number)
            yield row

    monkeypatch.setattr("pakhuis.imports.actions.working.read_rows", counted)
    monkeypatch.setattr("pakhuis.imports.actions.working.STORED_AT_ONCE", 5)
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 5)
    return numbers


def after(steps: int) -> Callable[[], bool]:
    """A task whose time is over when it has looked at the clock so often."""
    looks = count()
    return lambda: next(looks) >= steps


def slices(run: ImportRun, drawn: list[int]) -> list[tuple[int, int]]:
    """What each task of an import costs: rows read from the file, queries asked."""
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    found = []
    state = RunState.RUNNING
    while state == RunState.RUNNING:
        had = len(drawn)
        with CaptureQueriesContext(connection) as asked:
            state = work_until(run.pk, is_over=after(1))
        found.append((len(drawn) - had, len(asked)))
    return found


@pytest.mark.parametrize("kind", ["text", "workbook"])
def test_the_work_of_a_task_does_not_grow(drawn: list[int], kind: str) -> None:
    """Each row is read once, however many tasks there are, and the last batch costs what the first does."""
    batches: list[int] = []
    for rows in (40, 80):
        drawn.clear()
        run = uploaded(table(rows) if kind == "text" else book(rows), name="klanten")
        stored, *others = slices(run, drawn)
        assert (stored[0], len(drawn)) == (rows, rows), "storing reads every row of the file once"
        assert {read for read, _ in others} == {0}
        assert len(others) >= rows // 5
        batches += [asked for _, asked in others[1 : rows // 5]]
        run.refresh_from_db()
        assert (run.state, run.created) == (RunState.DONE, rows)
    assert max(batches) - min(batches) <= 2, batches


def test_a_killed_worker_costs_one_more_look_through_what_is_here(drawn: list[int]) -> None:
    run = uploaded(table(23))
    begin(run.pk, to=RunState.TRYING, now=MOMENT)

    def dies(it: ImportRun) -> None:
        if it.total == 10:
            raise KeyboardInterrupt

    moments = (MOMENT + timedelta(seconds=30 * n) for n in count())
    with pytest.raises(KeyboardInterrupt):
        work_until(run.pk, told=dies, clock=lambda: next(moments))
    said: list[datetime] = []
    assert work_until(run.pk, told=lambda it: said.append(it.touched_at), clock=lambda: next(moments))
    assert said == sorted(said) and len(set(said)) > 3, "who passes over rows says that it is at work"
    run.refresh_from_db()
    assert (run.total, counts(run)) == (23, (23, 23, 0, 0, 0, 0))
    assert len(drawn) == 10 + 23


def test_a_second_worker_keeps_what_the_first_has_not_yet(drawn: list[int]) -> None:
    run = uploaded(table(12))
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    run.refresh_from_db()
    rows = [SourceRow(number, [str(number), "A"]) for number in range(2, 14)]
    assert _kept(run, rows[:5], 0, now=MOMENT) is not None
    again = _kept(run, rows[:7], 0, now=MOMENT)
    assert again is not None
    assert (again.total, run.rows.count()) == (7, 7)
    ImportRun.objects.filter(pk=run.pk).update(total=0)
    assert _kept(run, rows[5:10], 5, now=MOMENT) is None, "somebody began anew"


def test_storing_stops_when_it_is_told_to(drawn: list[int]) -> None:
    run = uploaded(table(40))
    begin(run.pk, to=RunState.TRYING, now=MOMENT)

    def stops(it: ImportRun) -> None:
        if it.total == 10:
            stop(it.pk, now=MOMENT)

    assert work_until(run.pk, told=stops) == RunState.UPLOADED
    assert len(drawn) == 15


def with_rows_of_one_number() -> bytes:
    """A workbook of a careless program: two rows call themselves the third."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(4))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="4"', b'<row r="3"'))
    return file.getvalue()


def test_rows_that_share_a_number_are_rows_of_their_own() -> None:
    run = uploaded(with_rows_of_one_number())
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk) == RunState.DONE
    run.refresh_from_db()
    assert counts(run) == (4, 4, 0, 0, 0, 0)
    assert list(run.rows.order_by("number").values_list("number", flat=True)) == [2, 3, 4, 5]


def fails(error: Exception) -> Callable[..., Any]:
    def failing(*_: Any, **__: Any) -> Any:
        raise error

    return failing


def test_rows_that_the_database_does_not_keep_end_the_import_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twice = [SourceRow(2, ["1", "A"]), SourceRow(2, ["2", "B"])]
    run = uploaded(table(2))
    monkeypatch.setattr("pakhuis.imports.actions.working.read_rows", lambda *_: iter(twice))
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    assert work_until(run.pk) == RunState.FAILED
    run.refresh_from_db()
    (problem,) = run.problems
    assert (problem["code"], problem["params"]) == ("not_storable", {"first": "2", "last": "2"})
    assert run.rows.count() == 0


def test_what_goes_wrong_in_work_that_was_called_off_is_no_concern_of_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = uploaded(table(2))

    def called_off(*_: Any) -> Any:
        stop(run.pk, now=MOMENT)
        raise ZeroDivisionError

    monkeypatch.setattr("pakhuis.imports.actions.working.read_rows", called_off)
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    assert work_until(run.pk) == RunState.UPLOADED
    run.refresh_from_db()
    assert run.problems == []


def test_an_own_field_that_is_retired_meanwhile_stops_the_import_and_nothing_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 1)
    field = create_own_field(OwnFieldFields(title="Rit", kind="text"), by=SYSTEM, now=MOMENT).pk
    run = uploaded("Klantnummer;Naam;Rit\n1;A;Noord\n2;B;Zuid\n")

    def switched(*, is_retired: bool) -> None:
        retire_own_field(field, is_retired=is_retired, by=SYSTEM, now=MOMENT)

    def retires(it: ImportRun) -> None:
        if it.read == 1:
            switched(is_retired=True)

    for to, then in ((RunState.TRYING, RunState.UPLOADED), (RunState.RUNNING, RunState.STOPPED)):
        begin(run.pk, to=to, now=MOMENT)
        assert work_until(run.pk, told=retires) == then
        run.refresh_from_db()
        assert [one["code"] for one in run.problems] == ["unknown_target"]
        assert counts(run)[:2] == (1, 1)
        switched(is_retired=False)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk) == RunState.DONE
    assert list(OwnValue.objects.order_by("pk").values_list("text", flat=True)) == ["Noord", "Zuid"]


def test_what_nobody_foresaw_ends_the_import_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    run = uploaded(table(2))
    monkeypatch.setattr("pakhuis.imports.actions.working.read_rows", fails(ZeroDivisionError()))
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    assert work_until(run.pk) == RunState.FAILED
    run.refresh_from_db()
    assert [one["code"] for one in run.problems] == ["unforeseen"]


def test_a_row_that_nobody_foresaw_is_named_and_those_before_it_are_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumbles(draft: Any) -> Any:
        if draft.fields["name"] == "A3":
            raise ZeroDivisionError
        return assembled(draft)

    monkeypatch.setattr("pakhuis.imports.actions.customers.assembled", stumbles)
    run = uploaded(table(6))
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk) == RunState.STOPPED
    run.refresh_from_db()
    assert [(one["code"], one["params"]) for one in run.problems] == [("not_storable", {"row": "5"})]
    assert counts(run) == (3, 3, 0, 0, 0, 0)


def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    run = uploaded(table(2))
    monkeypatch.setattr("pakhuis.imports.actions.working.read_rows", fails(OperationalError("away")))
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    with pytest.raises(OperationalError):
        work_until(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.TRYING


def forgotten(run: ImportRun) -> ImportRun:
    forget_old(now=MOMENT + timedelta(days=4000))
    run.refresh_from_db()
    assert run.is_gone
    return run


@pytest.mark.parametrize("to", [RunState.RUNNING, RunState.UNDOING])
def test_an_old_import_that_was_stopped_does_not_go_on(to: RunState, drawn: list[int]) -> None:
    run = uploaded(table(20))
    stopped_after(run, 10)
    forgotten(run)
    with pytest.raises(Refused) as refused:
        begin(run.pk, to=to, now=MOMENT)
    told = {RunState.RUNNING: "file_gone", RunState.UNDOING: "rows_gone"}
    assert [one.code for one in refused.value.problems] == [told[to]]
    assert ImportRun.objects.get().state == RunState.STOPPED


def test_an_import_that_was_stopped_before_its_first_row_has_nothing_to_undo() -> None:
    run = uploaded(table(2))
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    stop(run.pk, now=MOMENT)
    with pytest.raises(Refused) as refused:
        begin(run.pk, to=RunState.UNDOING, now=MOMENT)
    assert [one.code for one in refused.value.problems] == ["nothing_in"]
