"""The look for due work: each part on its own, whatever goes wrong in another; what is slow stands apart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import InterfaceError, connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import end_turn, take_turn
from pakhuis.accounts.models import Turn
from pakhuis.config import looking
from pakhuis.config.looking import SLOW, SWIFT, Part, alone, keep_looking, look
from pakhuis.config.task_table import KEEP_DONE, KEEP_FAILED, LONGEST_TASK, revive, tidy
from pakhuis.connectors.tasks import poll
from tests.factories import MOMENT, a_connected_webshop


def breaking(error: Exception) -> Callable[[datetime], None]:
    def part(_at: datetime) -> None:
        raise error

    return part


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [KeyError("x"), PermissionError("a file"), InterfaceError("closed"), ValueError("too long")]
)
def test_what_goes_wrong_in_one_part_stops_no_other(
    error: Exception, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_has_database", lambda: True)
    done: list[datetime] = []
    with caplog.at_level(logging.ERROR):
        look(MOMENT, (breaking(error), done.append))
    assert done == [MOMENT]
    assert "part" in caplog.text, "it says which"


@pytest.mark.django_db
def test_while_the_database_is_away_the_rest_of_a_look_waits_for_the_next(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(looking, "_has_database", lambda: False)
    done: list[datetime] = []
    look(MOMENT, (breaking(InterfaceError("away")), done.append))
    assert done == []


def test_a_looker_lives_on_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(looking, "_has_database", lambda: False)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    looks, enough, stop = list[datetime](), threading.Event(), threading.Event()

    def part(at: datetime) -> None:
        looks.append(at)
        if len(looks) > 3:
            enough.set()
        raise InterfaceError("connection already closed")

    looker = threading.Thread(target=keep_looking, args=(stop, (part,)), daemon=True)
    looker.start()
    assert enough.wait(10)
    assert looker.is_alive()
    stop.set()
    looker.join(10)
    assert not looker.is_alive()


@pytest.mark.django_db
def test_what_is_slow_is_looked_for_apart_and_by_one_at_a_time() -> None:
    swift, slow = by_name(SWIFT), by_name(SLOW)
    assert {"queue_messages", "start_polls", "queue_tellings"} <= set(swift)
    assert {"nightly", "doubles"} <= set(slow)
    begun = list[datetime]()
    once = alone("nightly", begun.append)
    until = MOMENT + timedelta(minutes=5)
    assert take_turn("nightly", now=MOMENT, until=until)
    once(MOMENT)
    assert begun == [], "it is the other's turn"
    once(until)
    assert begun == [until]


@pytest.fixture
def always_more(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Customers without end to look at for doubles; how many at a time."""
    asked = list[int]()

    def some(*, now: datetime, most: int) -> int:
        assert now == MOMENT
        asked.append(most)
        return 0 if len(asked) == 5 else most

    monkeypatch.setattr(looking, "look_for_doubles", some)
    return asked


@pytest.mark.django_db
def test_looking_for_doubles_of_many_lets_the_other_parts_have_their_turn(
    always_more: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "SPELL", -1.0)
    looking.pair(MOMENT)
    assert len(always_more) == 1


@pytest.mark.django_db
def test_looking_for_doubles_gives_way_to_tasks_that_wait(always_more: list[int]) -> None:
    poll.enqueue(1)
    looking.pair(MOMENT)
    assert len(always_more) == 1, "some are looked at all the same"
    DBTaskResult.objects.all().delete()
    looking.pair(MOMENT)
    assert len(always_more) == 5


def by_name(parts: Iterable[Part]) -> dict[str, Part]:
    return {str(getattr(part, "__name__", "")): part for part in parts}


@pytest.mark.django_db
def test_a_turn_is_one_process_s_until_it_ends_or_is_over() -> None:
    later = MOMENT + timedelta(minutes=5)
    assert take_turn("x", now=MOMENT, until=later)
    assert not take_turn("x", now=MOMENT, until=later)
    assert take_turn("y", now=MOMENT, until=later)
    end_turn("x", until=MOMENT, now=MOMENT)
    assert not take_turn("x", now=MOMENT, until=later), "somebody else's turn is not ended"
    end_turn("x", until=later, now=MOMENT)
    assert take_turn("x", now=MOMENT, until=later)
    assert take_turn("x", now=later, until=later + timedelta(minutes=5)), "who was killed gave it up"


@pytest.mark.django_db
def test_what_is_done_alone_gives_up_its_turn_also_when_it_breaks_off() -> None:
    with pytest.raises(KeyError):
        alone("x", breaking(KeyError("x")))(MOMENT)
    assert Turn.objects.get().until == MOMENT


@pytest.mark.django_db
def test_a_look_starts_what_is_due() -> None:
    a_connected_webshop("https://shop.example")
    moment = timezone.now()
    look(moment)
    assert [one.task_path for one in DBTaskResult.objects.all()] == [poll.module_path]
    look(moment + timedelta(seconds=15))
    assert DBTaskResult.objects.count() == 1, "one poll at a time"


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "keep"), [("SUCCESSFUL", KEEP_DONE), ("FAILED", KEEP_FAILED)])
def test_tasks_that_ended_go_after_a_while(
    status: str, keep: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.config.task_table.AT_ONCE", 2)
    moment = timezone.now()
    for number in range(5):
        poll.enqueue(number)
    DBTaskResult.objects.update(status=status, finished_at=moment)
    poll.enqueue(5)
    assert tidy(moment + keep) == 0
    assert tidy(moment + keep + timedelta(seconds=1)) == 5
    assert DBTaskResult.objects.get().status == "READY"


@pytest.mark.django_db
def test_tasks_that_hang_run_again() -> None:
    moment = timezone.now()
    for number in (1, 2):
        poll.enqueue(number)
    first, second = DBTaskResult.objects.order_by("enqueued_at")
    since = {first: moment - LONGEST_TASK - timedelta(seconds=1), second: moment - LONGEST_TASK}
    for one, started_at in since.items():
        DBTaskResult.objects.filter(pk=one.pk).update(status="RUNNING", started_at=started_at)
    assert revive(moment) == 1
    statuses: dict[Any, str] = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert (statuses[first.pk], statuses[second.pk]) == ("READY", "RUNNING")


@pytest.mark.django_db
def test_what_hangs_and_what_ended_is_found_by_indexes() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, DBTaskResult._meta.db_table)
    columns = [one["columns"] for one in found.values() if one["index"]]
    assert ["status", "started_at"] in columns
    assert ["status", "finished_at"] in columns
