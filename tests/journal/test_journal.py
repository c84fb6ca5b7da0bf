"""Facts: only inside a transaction, in one insert, and heard of after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from pakhuis.journal import delivery
from pakhuis.journal.actions import NotInTransaction, record, together
from pakhuis.journal.events import Event
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import Actor, ActorKind
from tests.factories import MOMENT

KEES = Actor(ActorKind.PERSON, 4, "Kees")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brewed(Event):
    name: ClassVar[str] = "beer.brewed"
    kind: ClassVar[str] = "beer"
    litres: int = 0


@task()
def listener(fact_id: int) -> None:
    """Hears of beer."""


@pytest.fixture
def listening() -> Iterator[None]:
    delivery.listen(listener, to=["beer.brewed"])
    delivery.listen(listener, to=["beer.brewed"])
    yield
    delivery._listeners.pop("beer.brewed")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(NotInTransaction):
        record([Brewed(id=1)], by=KEES, now=MOMENT)
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_a_fact_says_what_when_who_and_of_what() -> None:
    with transaction.atomic():
        record([Brewed(id=5, litres=40)], by=KEES, now=MOMENT)
    fact = Fact.objects.get()
    assert (fact.name, fact.subject_kind, fact.subject_id) == ("beer.brewed", "beer", 5)
    assert fact.data == {"litres": 40}
    assert (fact.actor_kind, fact.actor_id, fact.actor_label, fact.at) == ("person", 4, "Kees", MOMENT)


@pytest.mark.django_db
def test_many_facts_are_one_statement() -> None:
    """At most one is seen: PostgreSQL's COPY does not pass through the list of statements."""
    with CaptureQueriesContext(connection) as captured:
        record([Brewed(id=number) for number in range(50)], by=KEES, now=MOMENT)
    assert len([one for one in captured if 'INTO "journal_fact"' in one["sql"]]) <= 1
    assert Fact.objects.count() == 50


@pytest.mark.django_db
def test_a_long_name_of_an_actor_is_cut_not_refused() -> None:
    record([Brewed(id=1)], by=Actor(ActorKind.PERSON, 4, "x" * 500), now=MOMENT)
    assert len(Fact.objects.get().actor_label) == 200


@pytest.mark.django_db
def test_the_logbook_is_newest_first_and_of_one_subject() -> None:
    for litres in (1, 2, 3):
        record([Brewed(id=5, litres=litres), Brewed(id=6, litres=99)], by=KEES, now=MOMENT)
    assert [fact.data["litres"] for fact in logbook("beer", 5)] == [3, 2, 1]
    assert [fact.data["litres"] for fact in logbook("beer", 5, limit=1)] == [3]


@pytest.mark.django_db(transaction=True)
def test_who_listens_hears_once_and_only_after_the_commit(listening: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record([Brewed(id=1)], by=KEES, now=MOMENT)
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()
    with transaction.atomic():
        fact = record([Brewed(id=1)], by=KEES, now=MOMENT)[0]
    queued = DBTaskResult.objects.get()
    assert queued.args_kwargs["args"] == [fact.pk]


@pytest.mark.django_db
def test_facts_that_are_recorded_together_are_one_insert_in_their_order(listening: None) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        with together():
            for litres in (1, 2):
                record([Brewed(id=7, litres=litres)], by=KEES, now=MOMENT)
            with together():
                record([Brewed(id=7, litres=3)], by=KEES, now=MOMENT)
            assert not Fact.objects.exists()
        record([Brewed(id=7, litres=4)], by=KEES, now=MOMENT)
    inserts = [one["sql"] for one in queries if one["sql"].startswith('INSERT INTO "journal_fact"')]
    assert len(inserts) == 2
    assert [fact.data["litres"] for fact in Fact.objects.order_by("pk")] == [1, 2, 3, 4]
    assert DBTaskResult.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_what_fails_together_leaves_nothing_behind(listening: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together():
        record([Brewed(id=7, litres=1)], by=KEES, now=MOMENT)
        raise ZeroDivisionError
    with pytest.raises(NotInTransaction), together():
        record([Brewed(id=7)], by=KEES, now=MOMENT)
    with transaction.atomic():
        record([Brewed(id=7, litres=2)], by=KEES, now=MOMENT)
    assert [fact.data["litres"] for fact in Fact.objects.all()] == [2]
