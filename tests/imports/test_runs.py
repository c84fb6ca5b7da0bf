"""The life of a run: which move is allowed when, stopping, going on, being killed, being forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from pakhuis.customers.models import Customer
from pakhuis.imports.actions import (
    begin,
    choose_columns,
    choose_duplicates,
    claim_left_behind,
    forget_old,
    read_otherwise,
    stop,
    work_a_while,
    work_until,
)
from pakhuis.imports.actions.batches import _count
from pakhuis.imports.actions.files import keep
from pakhuis.imports.mapping import ColumnChoice
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers import ReadOptions
from pakhuis.imports.schedule import LEFT_AFTER, tick
from pakhuis.imports.states import MOVES, WORKING, Duplicates, RunState, can_move
from pakhuis.imports.tasks import work
from pakhuis.kernel.problem import Refused
from tests.conftest import MOMENT
from tests.imports.running import carried_out, counts, imported, outcomes, tried, uploaded

pytestmark = pytest.mark.django_db
TABLE = "Klantnummer;Naam\n" + "".join(f"{n};A{n}\n" for n in range(1, 8))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return tmp_path / "imports"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of two rows, so that a few rows are many batches."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 2)
    monkeypatch.setattr("pakhuis.imports.actions.working.STORED_AT_ONCE", 3)


def code_of(refused: Any) -> list[str]:
    return [one.code for one in refused.value.problems]


@pytest.mark.parametrize("state", list(RunState))
@pytest.mark.parametrize("to", list(WORKING))
def test_every_move_is_in_the_table(state: RunState, to: RunState) -> None:
    run = uploaded(TABLE)
    ImportRun.objects.filter(pk=run.pk).update(state=state, is_stored=True)
    if can_move(state, to):
        assert begin(run.pk, to=to, now=MOMENT).state == to
    else:
        with pytest.raises(Refused) as refused:
            begin(run.pk, to=to, now=MOMENT)
        assert code_of(refused) in (["not_allowed_now"], ["already_undone"])
        assert ImportRun.objects.get().state == state


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(RunState)


@pytest.mark.parametrize("state", [one for one in RunState if one not in (RunState.UPLOADED, RunState.TRIED)])
def test_nothing_is_chosen_once_it_has_begun(state: RunState) -> None:
    run = uploaded(TABLE)
    ImportRun.objects.filter(pk=run.pk).update(state=state, is_stored=True)
    actions: list[Any] = [
        lambda: choose_columns(run.pk, ColumnChoice(("number", "name")), now=MOMENT),
        lambda: choose_duplicates(run.pk, Duplicates.IGNORE, now=MOMENT),
        lambda: read_otherwise(run.pk, ReadOptions(delimiter=","), now=MOMENT),
    ]
    for action in actions:
        with pytest.raises(Refused) as refused:
            action()
        assert code_of(refused) == ["not_allowed_now"]


def test_stopping_and_going_on(small: None) -> None:
    run = uploaded(TABLE)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    seen = []

    def after_two(it: ImportRun) -> None:
        seen.append(it.read)
        if it.read == 4:
            stop(run.pk, now=MOMENT)

    assert work_until(run.pk, told=after_two) == RunState.STOPPED
    run.refresh_from_db()
    assert counts(run) == (4, 4, 0, 0, 0, 0)
    assert Customer.objects.count() == 4
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk) == RunState.DONE
    run.refresh_from_db()
    assert counts(run) == (7, 7, 0, 0, 0, 0)
    assert Customer.objects.count() == 7


def test_a_task_lets_others_go_first_and_queues_itself_again(small: None) -> None:
    run = uploaded(TABLE)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    _taken_by_a_worker()
    assert work_a_while(run.pk, seconds=-1) == RunState.RUNNING
    assert _queued() == [[run.pk]]
    _taken_by_a_worker()
    assert work_a_while(run.pk) == RunState.DONE
    assert work_a_while(run.pk) == RunState.DONE
    assert _queued() == []
    assert Customer.objects.count() == 7


def test_an_import_is_waited_for_by_one_task_however_often_it_is_looked_at(small: None) -> None:
    """It may wait for a minute where others have their turns first; nobody has left it behind."""
    run = uploaded(TABLE)
    other = uploaded(TABLE)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    begin(other.pk, to=RunState.RUNNING, now=MOMENT)
    for minutes in range(2, 10, 2):
        tick(MOMENT + timedelta(minutes=minutes))
        work_a_while(run.pk, seconds=-1)
    assert _queued() == [[run.pk], [other.pk]]


def _queued() -> list[list[int]]:
    ready = DBTaskResult.objects.filter(status="READY", task_path=work.module_path).order_by("enqueued_at")
    return [one["args"] for one in ready.values_list("args_kwargs", flat=True)]


def _taken_by_a_worker() -> None:
    DBTaskResult.objects.filter(status="READY").update(status="RUNNING")


def test_a_batch_that_breaks_off_leaves_nothing(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed worker leaves: the batches before, whole, and nothing of this one."""
    run = uploaded(TABLE)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    begun = []

    def dies(*_: Any, **__: Any) -> None:
        begun.append(1)
        if len(begun) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("pakhuis.imports.actions.batches._count", dies_after(dies))
    with pytest.raises(KeyboardInterrupt):
        work_until(run.pk)
    run.refresh_from_db()
    assert (run.read, Customer.objects.count()) == (4, 4)
    monkeypatch.undo()
    assert work_until(run.pk) == RunState.DONE
    run.refresh_from_db()
    assert counts(run) == (7, 7, 0, 0, 0, 0)


@pytest.fixture
def no_boem(db: None) -> None:
    """A database that takes no customer called Boem, for a reason that no rule of ours knows."""
    statements = {
        "postgresql": ["ALTER TABLE customers_customer ADD CONSTRAINT no_boem CHECK (name <> 'Boem')"],
        "sqlite": [
            f"CREATE TRIGGER no_boem_{verb} BEFORE {verb} ON customers_customer WHEN NEW.name = 'Boem'"
            " BEGIN SELECT RAISE(ABORT, 'no boem'); END"
            for verb in ("INSERT", "UPDATE")
        ],
    }
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


@pytest.mark.usefixtures("no_boem")
def test_a_row_that_the_database_refuses_stops_the_import_before_it_and_is_named() -> None:
    run = uploaded("Klantnummer;Naam\n1;A\n2;B\n3;C\n4;D\n5;E\n6;Boem\n7;F\n")
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk) == RunState.STOPPED
    run.refresh_from_db()
    assert [(one["code"], one["params"]) for one in run.problems] == [("not_storable", {"row": "7"})]
    assert counts(run) == (5, 5, 0, 0, 0, 0)
    assert sorted(Customer.objects.values_list("number", flat=True)) == list("12345")
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk) == RunState.STOPPED, "going on meets the same row, and says so again"
    begin(run.pk, to=RunState.UNDOING, now=MOMENT)
    assert work_until(run.pk) == RunState.UNDONE
    assert not Customer.objects.exists()


def dies_after(check: Any) -> Any:
    def counted(*given: Any) -> None:
        check()
        _count(*given)

    return counted


def test_what_was_left_behind_is_queued_once() -> None:
    run = uploaded(TABLE)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    later = MOMENT + LEFT_AFTER + timedelta(seconds=1)
    assert claim_left_behind(now=MOMENT, before=MOMENT - LEFT_AFTER) == []
    assert claim_left_behind(now=later, before=later - LEFT_AFTER) == [run.pk]
    assert claim_left_behind(now=later, before=later - LEFT_AFTER) == []
    _taken_by_a_worker()
    tick(later + LEFT_AFTER + timedelta(seconds=1))
    assert _queued() == [[run.pk]]


def test_old_files_and_rows_are_forgotten_and_the_counts_stay(folder: Path) -> None:
    run = imported(TABLE)
    assert len(list(folder.iterdir())) == 1
    old = MOMENT + timedelta(days=settings.IMPORT_KEEP_DAYS * 500)
    forget_old(now=MOMENT)
    assert run.rows.count() == 7
    forget_old(now=old)
    run.refresh_from_db()
    assert (run.file, run.rows.count(), run.created) == ("", 0, 7)
    assert list(folder.iterdir()) == []


def test_rows_that_a_killed_worker_had_not_forgotten_yet_go_the_next_time() -> None:
    run = imported(TABLE)
    ImportRun.objects.filter(pk=run.pk).update(file="", is_stored=False)
    forget_old(now=MOMENT)
    assert run.rows.count() == 0


def test_a_file_of_an_upload_that_broke_off_is_forgotten_after_a_day(folder: Path) -> None:
    """The file is there before its import: whoever is killed between the two leaves a file of nobody."""
    run = uploaded(TABLE)
    left, _ = keep([b"Naam\nJan\n"], limit=100)
    (folder / "README").write_text("Of somebody else")
    today = datetime.fromtimestamp((folder / left).stat().st_mtime, UTC)
    ImportRun.objects.update(touched_at=today)
    forget_old(now=today + timedelta(hours=23))
    assert {one.name for one in folder.iterdir()} == {run.file, left, "README"}
    forget_old(now=today + timedelta(hours=25))
    assert {one.name for one in folder.iterdir()} == {run.file, "README"}


def test_files_have_random_names_and_a_refused_one_is_not_kept(folder: Path) -> None:
    run = uploaded(TABLE, name="../../etc/passwd")
    assert run.name == "../../etc/passwd"
    assert [one.name for one in folder.iterdir()] == [run.file]
    assert "passwd" not in run.file
    with pytest.raises(Refused):
        uploaded(b"\x89PNG\r\n\x1a\n")
    assert len(list(folder.iterdir())) == 1
    assert ImportRun.objects.count() == 1


def test_too_big_a_file_is_given_up(folder: Path, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 20
    with pytest.raises(Refused) as refused:
        uploaded(TABLE)
    assert code_of(refused) == ["too_big"]
    assert list(folder.iterdir()) == []


def test_a_file_that_breaks_half_way_fails_in_words_and_nothing_goes_in(small: None) -> None:
    run = uploaded(TABLE + "8;A8\n" * 300 + '9;"never closed\n' + "1;x\n" * 400)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk) == RunState.FAILED
    run.refresh_from_db()
    assert [one["code"] for one in run.problems] == ["quote_not_closed"]
    assert Customer.objects.count() == 0


def test_reading_otherwise_begins_anew() -> None:
    run = tried(uploaded("Klantnummer;Naam,x;Naam\n1;A,b;C\n"))
    assert run.total == 1
    again = read_otherwise(run.pk, ReadOptions(delimiter=","), now=MOMENT)
    assert (again.state, again.total, again.read, again.is_stored) == (RunState.UPLOADED, 0, 0, False)
    assert again.understood["headers"] == ["Klantnummer;Naam", "x;Naam"]
    with pytest.raises(Refused) as refused:
        read_otherwise(run.pk, ReadOptions(encoding="klingon"), now=MOMENT)
    assert code_of(refused) == ["unknown_encoding"]


def test_columns_are_checked_all_at_once() -> None:
    run = uploaded("a;b;c\n1;2;3\n")
    with pytest.raises(Refused) as refused:
        choose_columns(run.pk, ColumnChoice(("email", "email", "nonsense")), now=MOMENT)
    assert sorted(code_of(refused)) == ["target_missing", "target_twice", "unknown_target"]
    with pytest.raises(Refused):
        begin(run.pk, to=RunState.TRYING, now=MOMENT)


def test_the_counts_are_a_promise_of_the_database() -> None:
    run = imported(TABLE)
    for wrong in ({"created": 6}, {"read": 8}, {"total": 6}, {"ignored": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ImportRun.objects.filter(pk=run.pk).update(**wrong)


def test_going_after_a_dry_run_takes_the_database_as_it_is_now() -> None:
    run = tried(uploaded(TABLE))
    imported("Klantnummer;Naam\n3;Anders\n")
    assert outcomes(carried_out(run)) == ["created"] * 2 + ["changed"] + ["created"] * 4


def test_a_file_that_is_gone_is_said_in_words(folder: Path) -> None:
    run = uploaded(TABLE)
    (folder / run.file).unlink()
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    assert work_until(run.pk) == RunState.FAILED
    run.refresh_from_db()
    assert [one["code"] for one in run.problems] == ["file_gone"]
