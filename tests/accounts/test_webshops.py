"""Webshops: what they may decide, and who may poll."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pakhuis.accounts.actions import (
    change_webshop,
    claim_poll,
    create_template,
    note_poll,
    note_webhook,
)
from pakhuis.accounts.models import Webshop
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Problem, Refused, as_stored
from tests.factories import MOMENT, a_webshop

pytestmark = pytest.mark.django_db


def test_a_webshop_is_unique_by_name_and_says_what_is_wrong() -> None:
    a_webshop("Onze winkel")
    with pytest.raises(Refused) as refused:
        a_webshop("Onze winkel")
    assert refused.value.problems[0].code == "name_taken"
    with pytest.raises(Refused) as refused:
        a_webshop("", template_id=9, nonsense=True)
    assert len(refused.value.problems) >= 2


def test_changes_are_recorded_and_nothing_when_nothing_changed() -> None:
    shop = a_webshop("Winkel")
    template = create_template("Feest", is_default=False, by=SYSTEM, now=MOMENT)
    change_webshop(shop.pk, autosplit=False, template_id=template.pk, by=SYSTEM, now=MOMENT)
    shop.refresh_from_db()
    assert (shop.autosplit, shop.template) == (False, template)
    assert len(logbook("webshop", shop.pk)) == 2
    change_webshop(shop.pk, autosplit=False, by=SYSTEM, now=MOMENT)
    assert len(logbook("webshop", shop.pk)) == 2


def test_an_unknown_webshop_and_a_taken_name_are_refused() -> None:
    shop, other = a_webshop("Een"), a_webshop("Twee")
    with pytest.raises(Refused) as refused:
        change_webshop(999, autosplit=False, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "not_found"
    with pytest.raises(Refused):
        change_webshop(other.pk, name=shop.name, by=SYSTEM, now=MOMENT)
    other.refresh_from_db()
    assert other.name == "Twee"


def test_one_polls_at_a_time_and_a_lost_poll_is_started_again() -> None:
    shop = a_webshop()
    later = MOMENT + timedelta(minutes=30)
    assert claim_poll(shop.pk, now=MOMENT, until=later)
    assert not claim_poll(shop.pk, now=MOMENT, until=later)
    assert claim_poll(shop.pk, now=later, until=later + timedelta(minutes=30))
    change_webshop(shop.pk, active=False, by=SYSTEM, now=MOMENT)
    assert not claim_poll(shop.pk, now=later + timedelta(days=1), until=later + timedelta(days=2))


def test_a_poll_that_went_wrong_leaves_nothing_out() -> None:
    shop = a_webshop()
    note_poll(shop.pk, next_at=MOMENT + timedelta(minutes=10), read_until=MOMENT)
    down, later = Problem("down", (), "down"), MOMENT + timedelta(hours=1)
    note_poll(shop.pk, next_at=later + timedelta(minutes=10), problem=down)
    shop.refresh_from_db()
    assert (shop.last_poll_at, shop.poll_problem) == (MOMENT, as_stored([down])[0])
    note_webhook(shop.pk, now=later)
    assert Webshop.objects.get().last_webhook_at == later
