"""Working messages off: bad days of a shop, retries, older versions, cancelled orders, and polls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import change_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.models import Product
from pakhuis.connectors.actions import poll_webshop, retry_delivery, take_in_delivery
from pakhuis.connectors.actions.sweep import LEFT_AFTER
from pakhuis.connectors.actions.take_in import MOST_TRIES
from pakhuis.connectors.models import Connection, Delivery, Notice, ShopOrder
from pakhuis.connectors.problems import shop_trouble
from pakhuis.connectors.states import DeliveryState
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import pick_line
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused, as_stored
from pakhuis.orders.models import Order
from pakhuis.stock.models import Warehouse
from tests.connectors.shop import Shop, woo_line, woo_order
from tests.connectors.ticking import tick
from tests.factories import MOMENT, a_vat_group, stocked

KEEP_FOR = timedelta(days=90)


def a_delivery(webshop: Webshop, number: int = 501, **given: Any) -> Delivery:
    return Delivery.objects.create(
        webshop=webshop,
        route="webhook",
        topic="order.created",
        external_id=str(number),
        **{"received_at": MOMENT, **given},
    )


def worked_off(delivery: Delivery, at: Any = MOMENT) -> Delivery:
    take_in_delivery(delivery.pk, now=at)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (500, "oops", "shop_trouble"),
        (503, "", "shop_trouble"),
        (429, "{}", "too_busy"),
        (401, "{}", "wrong_keys"),
        (403, "{}", "wrong_keys"),
        (301, "", "moved"),
        (404, "<html>", "not_this_kind"),
        (200, "<html>", "nonsense_answer"),
        (200, "[]", "nonsense_answer"),
        (418, "{}", "shop_trouble"),
    ],
)
def test_trouble_of_a_shop_is_tried_again_later(
    shop: Shop, webshop: Webshop, status: int, body: str, code: str
) -> None:
    shop.put(woo_order())
    shop.trouble = [(status, body, {"Location": "https://elsewhere.example/"} if status == 301 else {})]
    delivery = worked_off(a_delivery(webshop))
    assert delivery.state == DeliveryState.RECEIVED
    assert [one["code"] for one in delivery.problems] == [code]
    assert delivery.next_try_at is not None
    assert delivery.next_try_at > MOMENT
    assert worked_off(delivery, delivery.next_try_at).state == DeliveryState.DONE
    assert Order.objects.count() == 1


def test_a_shop_that_is_down_is_given_up_visibly_and_can_be_tried_by_hand(
    shop: Shop, webshop: Webshop
) -> None:
    delivery = a_delivery(webshop)
    shop.trouble = [(500, "", {})] * MOST_TRIES
    for _ in range(MOST_TRIES):
        worked_off(delivery, delivery.next_try_at or MOMENT)
    assert delivery.state == DeliveryState.FAILED
    shop.put(woo_order())
    retry_delivery(delivery.pk, by=SYSTEM)
    assert DBTaskResult.objects.count() == 1
    assert worked_off(delivery).state == DeliveryState.DONE


def test_what_is_done_cannot_be_tried_again(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order())
    delivery = worked_off(a_delivery(webshop))
    with pytest.raises(Refused) as refused:
        retry_delivery(delivery.pk, by=SYSTEM)
    assert refused.value.problems[0].code == "not_allowed_now"


def test_an_order_the_shop_does_not_know_is_left_aside(webshop: Webshop) -> None:
    delivery = worked_off(a_delivery(webshop))
    assert (delivery.state, delivery.problems[0]["code"]) == (DeliveryState.IGNORED, "gone")


def test_an_unreachable_shop_is_told_in_plain_words(shop: Shop, webshop: Webshop) -> None:
    Connection.objects.update(address="http://127.0.0.1:9")
    assert worked_off(a_delivery(webshop)).problems[0]["code"] == "unreachable"


def test_private_networks_are_not_called_unless_allowed(shop: Shop, webshop: Webshop, settings: Any) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    shop.put(woo_order())
    assert worked_off(a_delivery(webshop)).problems[0]["code"] == "forbidden_address"
    assert shop.asked == []


def test_a_line_without_sku_waits_and_goes_on_when_it_is_filled_in(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order(line_items=[woo_line(sku="")]))
    delivery = worked_off(a_delivery(webshop))
    assert (delivery.state, Order.objects.count()) == (DeliveryState.WAITING, 0)
    shop.put(woo_order())
    retry_delivery(delivery.pk, by=SYSTEM)
    assert worked_off(delivery).state == DeliveryState.DONE


def test_unknown_products_are_made_by_sku_with_the_vat_group_of_their_line(
    shop: Shop, webshop: Webshop
) -> None:
    low = a_vat_group("9", is_standard=False)
    line = woo_line(sku="BROOD", total="20.00", total_tax="1.80", taxes=[])
    shop.put(woo_order(line_items=[woo_line(), line]))
    worked_off(a_delivery(webshop))
    assert Product.objects.get(code="BROOD").vat_group == low
    assert Product.objects.get(code="TRIPEL").vat_group.percentage == 21
    assert Product.objects.get(code="TRIPEL").name == "Tripel & glas"


def test_an_order_is_processed_into_a_picklist(shop: Shop, webshop: Webshop) -> None:
    stocked(Warehouse.objects.get(), TRIPEL=3)
    shop.put(woo_order())
    order = worked_off(a_delivery(webshop)).order
    assert order is not None
    assert order.picklists.get().lines.get().amount == 3
    assert order.backorders.get().amount == 2


def test_a_shop_may_leave_its_orders_as_concepts(shop: Shop, webshop: Webshop) -> None:
    change_webshop(webshop.pk, processes_orders=False, by=SYSTEM, now=MOMENT)
    shop.put(woo_order())
    order = worked_off(a_delivery(webshop)).order
    assert order is not None
    assert order.status == "concept"


def test_an_unpaid_order_is_expected_and_processed_when_paid(shop: Shop, webshop: Webshop) -> None:
    Connection.objects.update(choices={"unpaid": "expect"})
    shop.put(woo_order(status="on-hold"))
    order = worked_off(a_delivery(webshop)).order
    assert order is not None
    assert order.status == "expected"
    shop.put(woo_order(date_modified_gmt="2026-11-23T10:00:00"))
    worked_off(a_delivery(webshop))
    order.refresh_from_db()
    assert order.status == "processing"
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("processes", "picked", "status", "code"),
    [
        (False, False, "cancelled", None),
        (True, False, "cancelled", None),
        (True, True, "processing", "cancelled_too_late"),
    ],
)
def test_an_order_cancelled_in_the_shop(
    shop: Shop, webshop: Webshop, processes: bool, picked: bool, status: str, code: str | None
) -> None:
    """Cancelled as long as nothing is picked; afterwards a person is told, once."""
    stocked(Warehouse.objects.get(), TRIPEL=9)
    change_webshop(webshop.pk, processes_orders=processes, by=SYSTEM, now=MOMENT)
    shop.put(woo_order())
    worked_off(a_delivery(webshop))
    for line in PicklistLine.objects.all() if picked else ():
        pick_line(line.pk, amount=1, by=SYSTEM, now=MOMENT)
    shop.put(woo_order(status="cancelled", date_modified_gmt="2026-11-23T10:00:00"))
    delivery = worked_off(a_delivery(webshop))
    assert Order.objects.get().status == status
    assert [one.problem["code"] for one in Notice.objects.all()] == ([code] if code else [])
    assert [one["code"] for one in delivery.problems] == ([code] if code else [])


@pytest.mark.parametrize("status", ["pending", "failed", "checkout-draft", "trash"])
def test_orders_that_are_not_meant_to_be_sent_are_left_aside(
    shop: Shop, webshop: Webshop, status: str
) -> None:
    shop.put(woo_order(status=status))
    delivery = worked_off(a_delivery(webshop))
    assert (delivery.state, delivery.problems[0]["code"]) == (DeliveryState.IGNORED, "not_imported")
    assert not Order.objects.exists()


EMPTY: dict[str, Any] = {"billing": {}, "shipping": {}, "line_items": [woo_line(sku=None)]}
"""What a shop leaves of an order whose buyer it forgot and whose product it has no more."""


def test_a_cancellation_counts_whatever_else_the_order_lost(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order())
    worked_off(a_delivery(webshop))
    shop.put(woo_order(status="cancelled", date_modified_gmt="2026-11-23T10:00:00", **EMPTY))
    assert worked_off(a_delivery(webshop)).state == DeliveryState.DONE
    assert Order.objects.get().status == "cancelled"


@pytest.mark.parametrize("status", ["pending", "checkout-draft", "cancelled", "completed"])
def test_nobody_is_asked_about_an_order_that_is_not_wanted(shop: Shop, webshop: Webshop, status: str) -> None:
    shop.put(woo_order(status=status, **EMPTY))
    delivery = worked_off(a_delivery(webshop))
    assert (delivery.state, [one["code"] for one in delivery.problems]) == (
        DeliveryState.IGNORED,
        ["not_imported"],
    )


def test_an_order_that_is_here_and_was_emptied_there_stays_as_it_is(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order())
    worked_off(a_delivery(webshop))
    shop.put(woo_order(status="completed", date_modified_gmt="2026-11-23T10:00:00", **EMPTY))
    assert worked_off(a_delivery(webshop)).state == DeliveryState.REFUSED
    assert Order.objects.get().lines.get().code == "TRIPEL"


def test_an_older_version_changes_nothing(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order())
    worked_off(a_delivery(webshop))
    shop.put(woo_order(status="cancelled", date_modified_gmt="2026-11-23T08:00:00"))
    assert worked_off(a_delivery(webshop)).problems[0]["code"] == "nothing_new"
    assert Order.objects.get().status == "processing"


def test_a_refusal_leaves_nothing_behind(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order(line_items=[woo_line(quantity=1.5)]))
    assert worked_off(a_delivery(webshop)).state == DeliveryState.REFUSED
    counts = [model.objects.count() for model in (Order, Customer, Product, ShopOrder)]
    assert counts == [0, 0, 0, 0]


def test_a_poll_finds_what_webhooks_missed(shop: Shop, webshop: Webshop) -> None:
    for number in range(600, 603):
        shop.put(woo_order(number, customer_id=number, date_modified_gmt=f"2026-11-23T09:0{number - 600}:00"))
    shop.put(woo_order(700, status="pending"))
    assert poll_webshop(webshop.pk, now=MOMENT) == 3
    assert Order.objects.count() == 3
    assert Delivery.objects.filter(route="poll", state=DeliveryState.DONE).count() == 3
    webshop.refresh_from_db()
    assert webshop.last_poll_at == MOMENT
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=1)) == 0
    assert Order.objects.count() == 3


def test_a_poll_reads_every_page(shop: Shop, webshop: Webshop) -> None:
    change_webshop(webshop.pk, processes_orders=False, by=SYSTEM, now=MOMENT)
    for number in range(201):
        shop.put(
            woo_order(1000 + number, date_modified_gmt=f"2026-11-23T08:{number // 60:02}:{number % 60:02}")
        )
    assert poll_webshop(webshop.pk, now=MOMENT) == 201
    assert len(shop.asked) == 3


def test_a_poll_looks_back_over_the_last_one(shop: Shop, webshop: Webshop) -> None:
    poll_webshop(webshop.pk, now=MOMENT)
    shop.put(woo_order(date_modified_gmt="2026-11-23T09:22:00"))
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=10)) == 1


def test_trouble_of_a_poll_is_shown_and_loses_nothing(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order())
    shop.trouble = [(500, "", {})]
    assert poll_webshop(webshop.pk, now=MOMENT) == 0
    webshop.refresh_from_db()
    assert webshop.poll_problem == as_stored([shop_trouble(500)])[0]
    assert webshop.last_poll_at is None
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=10)) == 1
    webshop.refresh_from_db()
    assert webshop.poll_problem is None


def test_an_order_that_waits_for_a_person_is_not_polled_again(shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order(line_items=[woo_line(sku="")]))
    assert poll_webshop(webshop.pk, now=MOMENT) == 1
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=1)) == 0
    assert Delivery.objects.get().state == DeliveryState.WAITING


def test_the_look_for_due_work_finds_messages_left_behind(webshop: Webshop) -> None:
    a_delivery(webshop, 1, received_at=MOMENT)
    a_delivery(webshop, 2, received_at=MOMENT - LEFT_AFTER)
    a_delivery(webshop, 3, next_try_at=MOMENT - timedelta(seconds=1), tries=2)
    a_delivery(webshop, 4, next_try_at=MOMENT + timedelta(seconds=1), tries=2)
    a_delivery(webshop, 5, received_at=MOMENT - KEEP_FOR, state=DeliveryState.REFUSED)
    tick(MOMENT)
    queued = {
        row.args_kwargs["args"][0] for row in DBTaskResult.objects.filter(task_path__contains="take_in")
    }
    numbers = set(Delivery.objects.filter(pk__in=queued).values_list("external_id", flat=True))
    assert numbers == {"2", "3"}
    tick(MOMENT)
    assert DBTaskResult.objects.filter(task_path__contains="take_in").count() == 2


def test_a_due_poll_is_started_once(webshop: Webshop) -> None:
    for _ in range(3):
        tick(MOMENT)
    assert DBTaskResult.objects.filter(task_path__contains="poll").count() == 1


def test_old_messages_that_are_done_are_forgotten(webshop: Webshop) -> None:
    a_delivery(webshop, 1, state=DeliveryState.DONE, received_at=MOMENT - KEEP_FOR - timedelta(days=1))
    old = {"received_at": MOMENT - KEEP_FOR - timedelta(days=1), "body": '{"email": "ina@vlug.example"}'}
    a_delivery(webshop, 2, state=DeliveryState.REFUSED, **old)
    a_delivery(webshop, 3, next_try_at=MOMENT + timedelta(days=1), **old)
    tick(MOMENT)
    left = dict(Delivery.objects.values_list("external_id", "body"))
    assert left == {"2": "", "3": old["body"]}, "what nobody worked off says no more who it was"
