"""A message is worked on by one, not before its pause is over, and has one task at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import (
    link_product,
    poll_webshop,
    release_messages,
    start_history,
    take_in_delivery,
)
from pakhuis.connectors.actions import poll as polling
from pakhuis.connectors.actions import take_in as taking_in
from pakhuis.connectors.actions.queued import waited_for
from pakhuis.connectors.actions.sweep import AT_ONCE, LEFT_AFTER
from pakhuis.connectors.actions.take_in import FIRST_PAUSE, LEASE, MOST_TRIES
from pakhuis.connectors.models import Connection, Delivery, ProductLink
from pakhuis.connectors.states import DeliveryState
from pakhuis.connectors.tasks import import_history, take_in, tell
from pakhuis.orders.models import Order
from pakhuis.stock.models import Warehouse
from tests.connectors.shop import Shop, woo_line, woo_order
from tests.connectors.test_take_in import a_delivery, worked_off
from tests.connectors.ticking import tick
from tests.factories import MOMENT, stocked

SECOND = timedelta(seconds=1)


def queued(path: str = take_in.module_path) -> int:
    return DBTaskResult.objects.filter(task_path=path).count()


def state_of(delivery: Delivery) -> tuple[str, int]:
    delivery.refresh_from_db()
    return delivery.state, delivery.tries


def test_many_tasks_of_one_message_are_one_try(shop: Shop, webshop: Webshop) -> None:
    """However many duplicates come, the pauses are kept, and eight tries take an hour and not a second."""
    shop.put(woo_order())
    shop.trouble = [(503, "", {})] * MOST_TRIES
    delivery, at, pause = a_delivery(webshop), MOMENT, FIRST_PAUSE
    for tries in range(1, MOST_TRIES):
        for hurry in range(9):
            take_in_delivery(delivery.pk, now=at + hurry * timedelta(milliseconds=50))
        assert state_of(delivery) == (DeliveryState.RECEIVED, tries)
        assert delivery.next_try_at == at + pause
        at, pause = at + pause, pause * 2
    assert len(shop.asked) == MOST_TRIES - 1
    take_in_delivery(delivery.pk, now=at)
    assert state_of(delivery) == (DeliveryState.FAILED, MOST_TRIES)


def test_what_one_works_on_another_leaves_alone(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put(woo_order())
    delivery, met = a_delivery(webshop), []
    fetched = taking_in._fetched

    def meanwhile(one: Delivery, **given: Any) -> Any:
        met.append(take_in_delivery(one.pk, now=MOMENT + LEASE - SECOND))
        return fetched(one, **given)

    monkeypatch.setattr(taking_in, "_fetched", meanwhile)
    assert take_in_delivery(delivery.pk, now=MOMENT) == DeliveryState.DONE
    assert (met, len(shop.asked)) == ([DeliveryState.RECEIVED], 1)


def test_a_message_of_a_dead_worker_goes_on_when_its_time_is_over_or_at_once(
    shop: Shop, webshop: Webshop
) -> None:
    for number in (501, 502):
        shop.put(woo_order(number))
    slow, released = (a_delivery(webshop, number, leased_until=MOMENT + LEASE) for number in (501, 502))
    assert worked_off(slow).state == DeliveryState.RECEIVED
    assert worked_off(slow, MOMENT + LEASE).state == DeliveryState.DONE
    release_messages([released.pk])
    assert worked_off(released).state == DeliveryState.DONE


def test_a_try_that_was_counted_meanwhile_is_not_counted_again(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was so slow that another worked on it says nothing over what that one found."""
    shop.trouble = [(503, "", {})] * 2
    delivery = a_delivery(webshop)
    fetched = taking_in._fetched

    def slowly(one: Delivery, **given: Any) -> Any:
        if not one.tries and MOMENT + LEASE not in met:
            met.append(MOMENT + LEASE)
            take_in_delivery(one.pk, now=MOMENT + LEASE)
        return fetched(one, **given)

    met: list[Any] = []
    monkeypatch.setattr(taking_in, "_fetched", slowly)
    take_in_delivery(delivery.pk, now=MOMENT)
    assert state_of(delivery) == (DeliveryState.RECEIVED, 1)
    assert delivery.next_try_at == MOMENT + LEASE + FIRST_PAUSE


def test_looking_adds_no_task_to_a_message_that_has_one(webshop: Webshop) -> None:
    a_delivery(webshop)
    for minutes in range(0, 20, 2):
        tick(MOMENT + LEFT_AFTER + timedelta(minutes=minutes))
    assert queued() == 1


def test_looking_passes_over_what_somebody_works_on(webshop: Webshop) -> None:
    a_delivery(webshop, leased_until=MOMENT + LEASE)
    tick(MOMENT + LEFT_AFTER)
    assert queued() == 0
    tick(MOMENT + LEASE)
    assert queued() == 1


def test_looking_finds_those_behind_many_that_wait_in_the_queue(
    webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.connectors.actions.sweep.AT_ONCE", 2)
    assert AT_ONCE > 2
    for number in range(5):
        a_delivery(webshop, number)
    for looks in (2, 4, 5, 5):
        tick(MOMENT + LEFT_AFTER)
        assert queued() == looks


def test_a_poll_that_read_before_does_not_cover_a_webhook(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order was cancelled after the page was read; its message is worked on while the poll settles."""
    shop.put(woo_order())
    hook, settle = a_delivery(webshop), taking_in.settle

    def meanwhile(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(polling, "settle", settle)
        shop.put(woo_order(status="cancelled", date_modified_gmt="2026-11-23T09:05:00"))
        assert take_in_delivery(hook.pk, now=MOMENT) == DeliveryState.IGNORED
        return settle(*given, **named)

    monkeypatch.setattr(polling, "settle", meanwhile)
    poll_webshop(webshop.pk, now=MOMENT)
    hook.refresh_from_db()
    assert hook.problems[0]["code"] == "not_imported", "it was asked for, and not called covered"


@pytest.mark.parametrize("state", [DeliveryState.WAITING, DeliveryState.REFUSED, DeliveryState.FAILED])
def test_an_order_that_was_mended_in_the_shop_leaves_no_dead_letter(
    shop: Shop, webshop: Webshop, state: DeliveryState
) -> None:
    old = a_delivery(webshop, state=state)
    other = a_delivery(webshop, 502, state=state)
    shop.put(woo_order())
    assert worked_off(a_delivery(webshop)).state == DeliveryState.DONE
    old.refresh_from_db()
    assert (old.state, old.problems[0]["code"]) == (DeliveryState.IGNORED, "said_later")
    assert state_of(other) == (state, 0)


def test_an_order_that_is_still_wrong_waits_once(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order(line_items=[woo_line(sku="")]))
    old, new = worked_off(a_delivery(webshop)), worked_off(a_delivery(webshop))
    assert (state_of(old)[0], new.state) == (DeliveryState.IGNORED, DeliveryState.WAITING)


def test_a_message_that_came_after_a_poll_began_is_not_covered_by_it(shop: Shop, webshop: Webshop) -> None:
    refused = a_delivery(webshop, state=DeliveryState.REFUSED, received_at=MOMENT + SECOND)
    shop.put(woo_order())
    poll_webshop(webshop.pk, now=MOMENT)
    assert Order.objects.count() == 1
    assert state_of(refused)[0] == DeliveryState.REFUSED


def test_a_thing_that_is_linked_wakes_all_that_wait_for_it_and_nothing_else(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.connectors.actions.links.AT_ONCE", 2)
    stocked(Warehouse.objects.get(), FLES=9)
    lines = {number: [woo_line(sku="", product_id=72 if number >= 503 else 71)] for number in range(501, 508)}
    both = [woo_line(sku="", product_id=71), woo_line(sku="", product_id=72)]
    for number, items in {**lines, 508: both}.items():
        shop.put(woo_order(number, line_items=items))
        assert worked_off(a_delivery(webshop, number)).state == DeliveryState.WAITING
    link_product(ProductLink.objects.get(key="id:72").pk, code="FLES")
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING).values_list("external_id", flat=True)
    assert sorted(waiting) == ["501", "502"]
    assert queued() == 2, "the rest is left to the worker"
    for _ in range(3):
        tick(MOMENT + LEFT_AFTER)
    assert queued() == 6
    for one in Delivery.objects.filter(state=DeliveryState.RECEIVED):
        take_in_delivery(one.pk, now=MOMENT)
    assert Order.objects.count() == 5
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING).values_list("external_id", flat=True)
    assert sorted(waiting) == ["501", "502", "508"]


def test_two_changes_within_a_second_are_told_apart(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order())
    worked_off(a_delivery(webshop))
    again = worked_off(a_delivery(webshop))
    assert again.problems[0]["code"] == "nothing_new"
    shop.put(woo_order(status="cancelled"))
    assert worked_off(a_delivery(webshop)).state == DeliveryState.DONE
    assert Order.objects.get().status == "cancelled"


def test_a_poll_tells_them_apart_too(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order(date_modified_gmt="2026-11-23T09:25:00"))
    assert poll_webshop(webshop.pk, now=MOMENT) == 1
    shop.put(woo_order(status="cancelled", date_modified_gmt="2026-11-23T09:25:00"))
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=1)) == 1
    assert Order.objects.get().status == "cancelled"
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=2)) == 0


def test_the_reading_of_old_orders_that_broke_off_goes_on(webshop: Webshop) -> None:
    start_history(webshop.pk, days=30, now=MOMENT)
    tick(MOMENT)
    assert queued(import_history.module_path) == 1
    for status in ("RUNNING", "READY"):
        DBTaskResult.objects.update(status=status)
        tick(MOMENT)
        assert queued(import_history.module_path) == 1
    DBTaskResult.objects.update(status="FAILED")
    for _ in range(2):
        tick(MOMENT)
    again = DBTaskResult.objects.get(task_path=import_history.module_path, status="READY")
    assert again.run_after > MOMENT
    assert (Connection.objects.get().history_problem or {})["code"] == "broke_off"
    Connection.objects.update(history_read_at=MOMENT)
    DBTaskResult.objects.update(status="FAILED")
    tick(MOMENT)
    assert not DBTaskResult.objects.filter(task_path=import_history.module_path, status="READY").exists()


def test_a_long_queue_is_not_read_to_see_what_waits_in_it(webshop: Webshop) -> None:
    """Whether a message has a task is found by an index."""
    delivery = a_delivery(webshop)
    common = {"priority": 0, "backend_name": "default", "run_after": MOMENT}
    DBTaskResult.objects.bulk_create(
        DBTaskResult(task_path=path, args_kwargs={"args": [number + 10**6], "kwargs": {}}, **common)
        for number in range(1000)
        for path in (take_in.module_path, tell.module_path)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        context["cursor"].cursor.execute(f"{words} {sql}", params)
        plans.append(str(context["cursor"].cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        assert waited_for(take_in.module_path, [delivery.pk, 10**6 + 7]) == {10**6 + 7}
    assert [one for one in plans if "tasks_by_subject" not in one] == []
    assert plans
