"""What shops said about people does not stay: emptied after a settable time, and with the person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.forget_person import forget_messages
from pakhuis.connectors.actions.sweep import forget_old
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import DeliveryState
from tests.factories import MOMENT, a_webshop

pytestmark = pytest.mark.django_db
BODY = '{"billing": {"email": "ina@vlug.example", "last_name": "Vlug"}}'


@pytest.fixture
def webshop() -> Webshop:
    return a_webshop()


def a_message(webshop: Webshop, state: DeliveryState, **more: Any) -> Delivery:
    given = {"route": "webhook", "received_at": MOMENT, "body": BODY, **more}
    return Delivery.objects.create(webshop=webshop, state=state, **given)


@pytest.mark.parametrize("state", DeliveryState)
def test_after_the_settable_time_nothing_personal_is_left(
    webshop: Webshop, state: DeliveryState, settings: Any
) -> None:
    """But what is still to be worked off: a shop of one's own posts its orders whole."""
    settings.WEBSHOP_KEEP_DAYS = 30
    one = a_message(webshop, state)
    forget_old(now=MOMENT + timedelta(days=30))
    assert Delivery.objects.get(pk=one.pk).body == BODY
    forget_old(now=MOMENT + timedelta(days=30, seconds=1))
    left = Delivery.objects.filter(pk=one.pk).first()
    if state in (DeliveryState.DONE, DeliveryState.IGNORED):
        assert left is None
    else:
        assert left is not None
        assert left.body == (BODY if state is DeliveryState.RECEIVED else "")


def test_with_a_person_go_the_messages_that_name_them_and_no_others(webshop: Webshop) -> None:
    hers = a_message(webshop, DeliveryState.REFUSED, problems=[{"text": "Vlug"}])
    another = a_message(webshop, DeliveryState.REFUSED, body='{"email": "bo@gast.example"}')
    assert forget_messages(order_ids=[], texts=["INA@vlug.example"]) == 1
    hers.refresh_from_db()
    another.refresh_from_db()
    assert (hers.body, hers.problems) == ("", [])
    assert another.body
    assert forget_messages(order_ids=[], texts=[]) == 0, "nobody is named by no text"


@pytest.mark.parametrize("name", ["Zoë Jansen", 'Jan "Joop" Vlug', "Jan\\Piet"])
def test_a_name_is_found_however_the_database_spells_it(webshop: Webshop, name: str) -> None:
    one = a_message(webshop, DeliveryState.REFUSED, body="", problems=[{"params": {"name": name}}])
    assert forget_messages(order_ids=[], texts=[name]) == 1
    one.refresh_from_db()
    assert one.problems == []


def test_what_was_wrong_with_an_order_that_was_read_and_not_sent_goes_too(webshop: Webshop) -> None:
    said = [{"code": "x", "params": {"value": "ina@vlug.example"}}]
    polled = a_message(webshop, DeliveryState.REFUSED, route="poll", body="", problems=said)
    other = a_message(webshop, DeliveryState.REFUSED, route="poll", body="", problems=[{"code": "x"}])
    assert forget_messages(order_ids=[], texts=["INA@vlug.example"]) == 1
    polled.refresh_from_db()
    other.refresh_from_db()
    assert (polled.problems, other.problems) == ([], [{"code": "x"}])
