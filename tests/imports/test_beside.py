"""A big file is kept beside the other tasks of a worker: none waits for it, and nothing of it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from pakhuis.imports.actions import begin, beside, stop, work_a_while, working
from pakhuis.imports.actions.beside import Keeper
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers import SourceRow, read_rows
from pakhuis.imports.states import RunState
from pakhuis.kernel.clock import now
from tests.conftest import MOMENT
from tests.imports.running import counts, uploaded

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "Klantnummer;Naam\n" + "".join(f"{n};Zaak {n}\n" for n in range(12))
PATIENCE = 30.0


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    """A worker that may keep files beside; every file is a big one."""
    one = Keeper()
    one.may = True
    monkeypatch.setattr(working, "keeper", one)
    monkeypatch.setattr(working, "BIG", 1)
    monkeypatch.setattr(working, "STORED_AT_ONCE", 4)
    yield one
    one.end(within=PATIENCE)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A file whose fifth row comes only when the gate is opened."""
    opened = threading.Event()

    def slow(*given: Any) -> Iterator[SourceRow]:
        for place, row in enumerate(read_rows(*given)):
            if place == 4:
                assert opened.wait(PATIENCE)
            yield row

    monkeypatch.setattr(working, "read_rows", slow)
    return opened


def begun(content: str = TABLE) -> ImportRun:
    """An import whose first task a worker has just taken."""
    run = begin(uploaded(content).pk, to=RunState.RUNNING, now=MOMENT)
    DBTaskResult.objects.ready().update(status="RUNNING")
    return run


def waiting() -> int:
    return DBTaskResult.objects.ready().count()


def worked_off(run: ImportRun) -> tuple[int, ...]:
    assert work_a_while(run.pk) == RunState.DONE
    run.refresh_from_db()
    return counts(run)


def test_the_task_ends_while_the_file_is_kept_and_goes_on_behind_it(
    keeper: Keeper, gate: threading.Event
) -> None:
    run = begun()
    queued = waiting()
    assert work_a_while(run.pk) == RunState.RUNNING
    run.refresh_from_db()
    assert not run.is_stored
    assert waiting() == queued
    gate.set()
    keeper.wait(within=PATIENCE)
    run.refresh_from_db()
    assert (run.is_stored, run.total, run.read) == (True, 12, 0)
    assert waiting() == queued + 1
    assert worked_off(run) == (12, 12, 0, 0, 0, 0)


def test_a_second_file_waits_for_the_first_and_comes_then(keeper: Keeper, gate: threading.Event) -> None:
    first, second = begun(), begun(TABLE.replace("Zaak", "Huis"))
    work_a_while(first.pk)
    before = waiting()
    assert work_a_while(second.pk) == RunState.RUNNING
    assert waiting() == before
    later = DBTaskResult.objects.filter(run_after__range=(now(), now() + 2 * working.TURN))
    assert [one.args_kwargs["args"] for one in later] == [[second.pk]]
    gate.set()
    keeper.wait(within=PATIENCE)
    work_a_while(second.pk)
    keeper.wait(within=PATIENCE)
    second.refresh_from_db()
    assert (second.is_stored, second.total) == (True, 12)


def test_a_small_file_and_a_worker_that_may_not_do_all_in_the_task(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BIG", 1_000_000)
    assert worked_off(begun())[0] == 12
    monkeypatch.setattr(working, "BIG", 1)
    keeper.may = False
    assert worked_off(begun())[0] == 12


def test_a_worker_that_ends_leaves_off_and_another_goes_on(keeper: Keeper, gate: threading.Event) -> None:
    run = begun()
    work_a_while(run.pk)
    ends = threading.Thread(target=keeper.end, kwargs={"within": PATIENCE})
    ends.start()
    gate.set()
    ends.join(PATIENCE)
    run.refresh_from_db()
    assert not run.is_stored
    assert waiting() > 0
    keeper.may = False
    assert worked_off(run) == (12, 12, 0, 0, 0, 0)


def test_who_stops_the_import_ends_the_keeping(keeper: Keeper, gate: threading.Event) -> None:
    run = begun()
    work_a_while(run.pk)
    stop(run.pk, now=MOMENT)
    before = waiting()
    gate.set()
    keeper.wait(within=PATIENCE)
    run.refresh_from_db()
    assert (run.state, run.is_stored) == (RunState.STOPPED, False)
    assert waiting() == before


def test_what_goes_wrong_ends_the_run_or_is_left_to_the_sweep(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(error: Exception) -> Callable[..., Any]:
        def raises(*_: Any) -> Any:
            raise error

        return raises

    run = begun()
    monkeypatch.setattr(working, "read_rows", broken(RuntimeError("odd")))
    work_a_while(run.pk)
    keeper.wait(within=PATIENCE)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    other = begun()
    before = waiting()
    monkeypatch.setattr(working, "read_rows", broken(OperationalError("away")))
    work_a_while(other.pk)
    keeper.wait(within=PATIENCE)
    other.refresh_from_db()
    assert other.state == RunState.RUNNING
    assert waiting() == before
    assert "Keeping a file broke off" in caplog.text


def test_only_a_worker_keeps_beside() -> None:
    assert beside.keeper.may is False
