"""What a killed worker of this host left running begins anew at once, and nothing that is still at work."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pakhuis.config.left_running import LONGEST_NAME, take_over, worker_name
from pakhuis.config.task_table import LONGEST_TASK, MOST_AT_ONCE, MOST_BEGUN, revive
from pakhuis.connectors.actions import retry_delivery
from pakhuis.connectors.actions.history_parts import PATIENCE
from pakhuis.connectors.actions.take_in import LEASE
from pakhuis.connectors.models import Delivery, HistoryPart
from pakhuis.connectors.tasks import import_part, take_in
from pakhuis.kernel.actor import SYSTEM
from tests.factories import MOMENT, a_webshop

HOST = os.uname().nodename


def dead() -> int:
    """The number of a process that has been."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return gone.pid


def running(worker: str) -> DBTaskResult[..., object]:
    """The task of a message, begun by this worker."""
    message = Delivery.objects.create(
        webshop=a_webshop(), route="webhook", received_at=MOMENT, leased_until=MOMENT + LEASE
    )
    take_in.enqueue(message.pk)
    one = DBTaskResult.objects.latest("enqueued_at")
    one.claim(worker)
    return one


def status_of(one: DBTaskResult[..., object]) -> str:
    one.refresh_from_db()
    return str(one.status)


@pytest.mark.django_db
def test_a_task_of_a_dead_worker_is_ready_with_its_message() -> None:
    left = running(f"{HOST}-{dead()}")
    assert take_over() == 1
    assert status_of(left) == "READY"
    assert Delivery.objects.get().leased_until is None
    assert take_over() == 0


@pytest.mark.django_db
def test_the_lane_of_old_orders_that_a_dead_worker_had_is_gone_on_with_at_once() -> None:
    """Its task alone does nothing while its part counts as worked on."""
    held = {"orders": "[]", "fetched_at": MOMENT, "taken_until": MOMENT + PATIENCE}
    part = HistoryPart.objects.create(webshop=a_webshop(), lane=3, **held)
    other = HistoryPart.objects.create(webshop=part.webshop, lane=4, **held)
    import_part.enqueue(part.webshop_id, 3)
    one = DBTaskResult.objects.get()
    one.claim(f"{HOST}-{dead()}")
    assert (take_over(), status_of(one)) == (1, "READY")
    part.refresh_from_db()
    other.refresh_from_db()
    assert (part.taken_until, other.taken_until) == (None, MOMENT + PATIENCE)


@pytest.mark.django_db
def test_what_kills_worker_after_worker_lets_others_go_first_and_ends() -> None:
    one = running(f"{HOST}-{dead()}")
    for begun in range(2, MOST_BEGUN + 1):
        assert take_over() == 1
        assert status_of(one) == "READY"
        is_set_aside = one not in DBTaskResult.objects.ready()
        assert is_set_aside is (begun > MOST_AT_ONCE)
        assert Delivery.objects.get().state == "received"
        one.claim(one.worker_ids[-1])
    assert take_over() == 1
    assert (status_of(one), take_over()) == ("FAILED", 0)
    message = Delivery.objects.get()
    assert (message.state, message.problems[0]["code"]) == ("failed", "never_ended")
    assert retry_delivery(message.pk, by=SYSTEM).state == "received", "a person may try it again"


@pytest.mark.django_db
def test_it_ends_too_where_its_workers_are_not_seen() -> None:
    one = running("elsewhere-1")
    later = timezone.now() + LONGEST_TASK + timedelta(seconds=1)
    for _ in range(MOST_BEGUN - 1):
        assert revive(later) == 1
        assert status_of(one) == "READY"
        one.claim("elsewhere-1")
    assert (revive(later), status_of(one), Delivery.objects.get().state) == (1, "FAILED", "failed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "worker", [f"{HOST}-{os.getppid()}", "elsewhere-999999999", "nonsense", f"{HOST}-x", ""]
)
def test_what_may_be_alive_is_left_alone(worker: str) -> None:
    one = running(worker)
    assert take_over(is_idle=True) == 0
    assert status_of(one) == "RUNNING"
    assert Delivery.objects.get().leased_until is not None


@pytest.mark.django_db
def test_one_that_is_idle_takes_what_stands_under_its_own_name() -> None:
    """It broke off, or another worker had that number: in a container the numbers are always the same."""
    mine = running(worker_name())
    assert take_over() == 0, "the looker beside a worker that is at work"
    assert take_over(is_idle=True) == 1
    assert status_of(mine) == "READY"


@pytest.mark.django_db
def test_what_another_has_begun_anew_stays_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one = running(f"{HOST}-{dead()}")
    begun = timezone.now() + timedelta(seconds=1)
    real = os.kill

    def meanwhile(number: int, signal: int) -> None:
        DBTaskResult.objects.filter(pk=one.pk).update(started_at=begun)
        real(number, signal)

    monkeypatch.setattr(os, "kill", meanwhile)
    assert take_over() == 0
    assert status_of(one) == "RUNNING"


def test_a_long_host_keeps_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    class Long:
        nodename = "h" * 80

    monkeypatch.setattr(os, "uname", lambda: Long)
    assert worker_name().endswith(f"h-{os.getpid()}")
    assert len(worker_name()) == LONGEST_NAME
