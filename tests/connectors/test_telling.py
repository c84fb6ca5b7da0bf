"""Telling a shop: nothing before it is live, each thing once, tried again, given up visibly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import create_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import retry_telling, save_connection, take_in_delivery, tell_shop
from pakhuis.connectors.actions.budget import spend_call
from pakhuis.connectors.actions.due import AFTER_CLOSING, note_due
from pakhuis.connectors.actions.telling import MOST_TRIES, claim_due
from pakhuis.connectors.contract import Rate, TemporaryFailure
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Connection, Delivery, Telling
from pakhuis.connectors.problems import nothing_to_send
from pakhuis.fulfilment.actions import close_picklist, pick_all
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused, as_stored
from pakhuis.stock.models import Warehouse
from tests.connectors.standin import SECRET, Example, example, opened
from tests.connectors.ticking import tick
from tests.factories import MOMENT, a_vat_group, a_warehouse, stocked

LATER = MOMENT + AFTER_CLOSING


@pytest.fixture
def shop() -> Iterator[Example]:
    with opened(example("woocommerce")) as one:
        yield one


def linked(shop: Example, *, is_live: bool = True, **sending: bool) -> Webshop:
    fields = ConnectionFields(
        name="Winkel",
        values={**shop.values, "address": shop.address, "webhook_secret": SECRET},
        sending={"is_live": is_live, **sending},
    )
    return save_connection(None, fields, kind=shop.kind, by=SYSTEM, now=MOMENT)


def sent_order(shop: Example, webshop: Webshop) -> None:
    """An order of the shop, picked and closed."""
    shop.put(501)
    delivery = Delivery.objects.create(
        webshop=webshop, route="webhook", external_id="501", received_at=MOMENT
    )
    take_in_delivery(delivery.pk, now=MOMENT)
    picklist = Picklist.objects.get()
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)


@pytest.fixture
def house(db: None) -> Warehouse:
    a_vat_group()
    house = a_warehouse()
    stocked(house, TRIPEL=9)
    return house


def told_now(at: datetime) -> list[str]:
    note_due(now=at)
    return [str(tell_shop(pk, now=at)) for pk in claim_due(now=at)]


def test_a_shop_on_trial_is_told_nothing(shop: Example, house: Warehouse) -> None:
    sent_order(shop, linked(shop, is_live=False))
    assert note_due(now=LATER) == 0
    assert (Telling.objects.count(), shop.told) == (0, [])


def test_an_order_that_has_left_is_told_after_five_minutes_once(shop: Example, house: Warehouse) -> None:
    sent_order(shop, linked(shop, tells_stock=False))
    assert told_now(LATER - timedelta(seconds=1)) == []
    assert told_now(LATER + timedelta(minutes=1)) == ["done"]
    assert shop.told == [("/wp-json/wc/v3/orders/501", {"status": "completed"})]
    assert told_now(LATER + timedelta(minutes=9)) == []


def test_free_stock_is_told_when_it_differs_once_a_minute(shop: Example, house: Warehouse) -> None:
    linked(shop, tells_shipments=False)
    assert told_now(MOMENT) == ["done"]
    assert shop.told[-1][1]["stock_quantity"] == 9
    assert told_now(MOMENT + timedelta(minutes=2)) == [], "nothing changed"
    stocked(house, TRIPEL=1)
    stocked(house, TRIPEL=2)
    assert told_now(MOMENT + timedelta(minutes=2, seconds=30)) == [], "not looked for within the minute"
    assert told_now(MOMENT + timedelta(minutes=4)) == ["done"]
    assert [one[1]["stock_quantity"] for one in shop.told] == [9, 12]
    assert Telling.objects.count() == 1


def test_each_kind_of_telling_has_its_switch(shop: Example, house: Warehouse) -> None:
    linked(shop, tells_shipments=False, tells_stock=False)
    assert told_now(LATER) == []


def test_trouble_is_tried_again_and_given_up_visibly(shop: Example, house: Warehouse) -> None:
    linked(shop, tells_shipments=False)
    at = MOMENT
    note_due(now=at)
    one = Telling.objects.get()
    shop.trouble = [(500, "", {})] * MOST_TRIES
    for _ in range(MOST_TRIES):
        assert one.state == "due"
        tell_shop(one.pk, now=at)
        one.refresh_from_db()
        at = one.due_at
    assert (one.state, one.problems[0]["code"], shop.told) == ("failed", "shop_trouble", [])
    retry_telling(one.pk, by=SYSTEM, now=at)
    assert tell_shop(one.pk, now=at) == "done"
    with pytest.raises(Refused):
        retry_telling(one.pk, by=SYSTEM, now=at)
    with pytest.raises(Refused):
        retry_telling(one.pk + 99, by=SYSTEM, now=at)


def test_a_busy_shop_is_waited_for_and_never_given_up(shop: Example, house: Warehouse) -> None:
    linked(shop, tells_shipments=False)
    note_due(now=MOMENT)
    one = Telling.objects.get()
    shop.trouble = [(429, "", {"Retry-After": "120"})]
    tell_shop(one.pk, now=MOMENT)
    one.refresh_from_db()
    assert (one.state, one.tries, one.due_at) == ("due", 0, MOMENT + timedelta(seconds=120))


def test_a_product_that_the_shop_does_not_have_bothers_nobody(shop: Example, house: Warehouse) -> None:
    """It is asked for again when the free stock differs: the shop may have it by then."""
    stocked(house, UNKNOWN=1)
    linked(shop, tells_shipments=False)
    assert sorted(told_now(MOMENT)) == ["done", "done"]
    unknown = Telling.objects.exclude(problems=[]).get()
    assert (unknown.problems[0]["code"], unknown.told_free, unknown.told_at) == ("not_known_there", 1, None)
    assert told_now(MOMENT + timedelta(minutes=5)) == []
    stocked(house, UNKNOWN=1)
    assert told_now(MOMENT + timedelta(minutes=10)) == ["done"]


def test_a_shop_switched_back_to_trial_hears_no_more(shop: Example, house: Warehouse) -> None:
    linked(shop, tells_shipments=False)
    note_due(now=MOMENT)
    Connection.objects.update(is_live=False)
    one = Telling.objects.get()
    assert tell_shop(one.pk, now=MOMENT) == "failed"
    assert shop.told == []
    assert tell_shop(one.pk, now=MOMENT) == "failed"
    assert tell_shop(one.pk + 99, now=MOMENT) == "done"


def test_what_is_due_is_queued_once(shop: Example, house: Warehouse) -> None:
    linked(shop, tells_shipments=False)
    tick(MOMENT)
    tick(MOMENT + timedelta(seconds=15))
    assert DBTaskResult.objects.filter(task_path__endswith="tell").count() == 1


def test_what_waits_in_a_long_queue_is_not_queued_again(shop: Example, house: Warehouse) -> None:
    linked(shop)
    for minute in range(0, 30, 6):
        tick(MOMENT + timedelta(minutes=minute))
    assert DBTaskResult.objects.filter(task_path__endswith="tell").count() == 1


def test_looking_for_what_is_due_asks_the_same_for_many(
    shop: Example, house: Warehouse, django_assert_max_num_queries: Any
) -> None:
    linked(shop)
    stocked(house, **{f"P{number}": 1 for number in range(30)})
    with django_assert_max_num_queries(14):
        assert note_due(now=MOMENT) == 31


def test_going_live_does_not_tell_of_orders_before(shop: Example, house: Warehouse) -> None:
    webshop = linked(shop, is_live=False, tells_stock=False)
    sent_order(shop, webshop)
    fields = ConnectionFields(name="Winkel", values={"address": shop.address}, sending={"is_live": True})
    save_connection(webshop.pk, fields, kind="woocommerce", by=SYSTEM, now=LATER)
    assert told_now(LATER + timedelta(minutes=10)) == []


@pytest.mark.django_db
def test_a_shops_rate_is_kept_by_everybody_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.connectors.actions.budget.now", lambda: MOMENT)
    webshop = create_webshop("Winkel", kind="lightspeed", by=SYSTEM, now=MOMENT)
    connection = Connection.objects.create(webshop=webshop, address="https://winkel.example")
    for _ in range(3):
        spend_call(connection.pk, Rate(calls=3, seconds=60))
    with pytest.raises(TemporaryFailure) as raised:
        spend_call(connection.pk, Rate(calls=3, seconds=60))
    assert raised.value.wait == timedelta(seconds=60)
    monkeypatch.setattr("pakhuis.connectors.actions.budget.now", lambda: MOMENT + timedelta(seconds=60))
    spend_call(connection.pk, Rate(calls=3, seconds=60))
    connection.refresh_from_db()
    assert connection.window_calls == 1


def given_up(shop: Example, house: Warehouse, trouble: int, *, codes: int = 3) -> datetime:
    """All free stock could not be told for hours; gives when the last try was."""
    stocked(house, **{f"P{number}": 4 for number in range(codes - 1)})
    shop.trouble = [(trouble, "", {})] * 999
    note_due(now=MOMENT)
    at = MOMENT
    for _ in range(MOST_TRIES):
        for one in Telling.objects.filter(state="due"):
            tell_shop(one.pk, now=at)
            one.refresh_from_db()
            at = max(at, one.due_at)
    assert set(Telling.objects.values_list("state", flat=True)) == {"failed"}
    return at


@pytest.mark.parametrize("trouble", [503, 401])
def test_what_was_given_up_while_a_shop_was_away_is_told_when_it_is_back(
    shop: Example, house: Warehouse, trouble: int
) -> None:
    """Nobody clicks three hundred times after a night; and stock that is not told is sold twice."""
    linked(shop, tells_shipments=False)
    at = given_up(shop, house, trouble) + timedelta(minutes=59)
    assert told_now(at) == [], "it is left alone for an hour"
    at += timedelta(minutes=2)
    asked = len(shop.asked)
    assert told_now(at) == ["failed"], "then one is tried"
    assert len(shop.asked) == asked + 1
    shop.trouble = []
    assert told_now(at + timedelta(minutes=61)) == ["done"]
    assert told_now(at + timedelta(minutes=63)) == ["done", "done"]
    assert Telling.objects.exclude(state="done").count() == 0


def test_what_was_given_up_is_not_told_after_all_where_its_switch_is_off(
    shop: Example, house: Warehouse
) -> None:
    linked(shop, tells_shipments=False)
    at = given_up(shop, house, 503)
    Connection.objects.update(tells_stock=False)
    assert told_now(at + timedelta(hours=3)) == []


def test_what_a_shop_says_of_one_thing_waits_for_a_person(shop: Example, house: Warehouse) -> None:
    linked(shop, tells_shipments=False)
    assert told_now(MOMENT) == ["done"]
    order_of = Telling.objects.get()
    Telling.objects.create(
        webshop=order_of.webshop,
        kind="shipment",
        key="9",
        state="failed",
        problems=as_stored([nothing_to_send()]),
        asked_at=MOMENT,
        due_at=MOMENT - timedelta(days=1),
    )
    assert told_now(MOMENT + timedelta(hours=3)) == []
