"""Old orders as history: no stock, no picklists, resumed where it stopped; and the look back at night."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import poll_webshop, read_page, start_history, work_off_part
from pakhuis.connectors.actions.history import LANES, MOST_PARTS, _lane
from pakhuis.connectors.actions.history_parts import left_behind
from pakhuis.connectors.actions.orders import place
from pakhuis.connectors.actions.take_in import take_in_delivery
from pakhuis.connectors.contract import Options, Payload, ShopOrderData
from pakhuis.connectors.models import Connection, Delivery, HistoryPart
from pakhuis.connectors.problems import shop_trouble
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.woocommerce import client
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.problem import Refused, as_stored
from pakhuis.orders.models import Backorder, Order, OrderLine
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from tests.connectors.shop import Shop, woo_order
from tests.connectors.standin import Order as WantedOrder
from tests.connectors.standin import example
from tests.factories import MOMENT, stocked

NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def fill(shop: Shop, pieces: int = 5) -> None:
    for number in range(pieces):
        shop.put(
            woo_order(
                800 + number,
                status="completed",
                customer_id=number + 1,
                billing={**woo_order()["billing"], "email": f"klant{number}@voorbeeld.example"},
                date_created_gmt=f"2026-01-0{number + 1}T09:00:00",
                date_modified_gmt=f"2026-02-0{number + 1}T09:00:00",
            )
        )
    shop.put(woo_order(900, status="pending", date_modified_gmt="2026-02-09T09:00:00"))


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Picklist, Backorder, StockMove))


def work_off_parts(webshop_id: int) -> int:
    """What the tasks of all lanes do, until there is nothing left that they may take."""
    taken, left = 0, -1
    while left != HistoryPart.objects.count():
        left = HistoryPart.objects.count()
        taken += sum(work_off_part(webshop_id, lane, now=MOMENT) for lane in range(LANES))
    return taken


def all_in(webshop: Webshop, pages: int = 1) -> int:
    """Read so many pages, and take in what was read; gives how many orders that were."""
    for _ in range(pages):
        read_page(webshop.pk, now=MOMENT)
    return work_off_parts(webshop.pk)


def tasks(name: str) -> int:
    return DBTaskResult.objects.filter(task_path__endswith=name).count()


def test_old_orders_become_history_without_touching_stock(shop: Shop, webshop: Webshop) -> None:
    stocked(Warehouse.objects.get(), TRIPEL=20)
    before = counts(), list(StockLevel.objects.values())
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    assert tasks("import_history") == 1
    assert all_in(webshop) == 5
    assert (counts(), list(StockLevel.objects.values())) == before
    assert set(Order.objects.values_list("status", flat=True)) == {"completed"}
    first = Order.objects.get(external_id="800")
    assert first.created_at == first.completed_at == datetime(2026, 1, 1, 9, tzinfo=UTC)
    assert all(line.outstanding == 0 for line in OrderLine.objects.all())
    assert Customer.objects.count() == 5
    connection = Connection.objects.get()
    assert connection.history_count == 5
    assert connection.history_done_at is not None
    assert not Delivery.objects.exists(), "only what a person must look at is kept"
    assert all_in(webshop) == 0


def test_an_old_order_is_not_the_last_one_of_its_buyer(shop: Shop, webshop: Webshop) -> None:
    fill(shop, pieces=1)
    start_history(webshop.pk, days=365, now=MOMENT)
    all_in(webshop)
    buyer = Customer.objects.get()
    assert buyer.last_order_at == datetime(2026, 1, 1, 9, tzinfo=UTC)
    shop.put(woo_order(501, customer_id=1, billing=shop.orders["800"]["billing"]))
    poll_webshop(webshop.pk, now=MOMENT)
    buyer.refresh_from_db()
    assert buyer.last_order_at == MOMENT
    shop.put({**shop.orders["800"], "id": 799, "date_created_gmt": "2026-01-05T09:00:00"})
    start_history(webshop.pk, days=365, now=MOMENT)
    assert all_in(webshop) == 1
    buyer.refresh_from_db()
    assert buyer.last_order_at == MOMENT


def test_what_was_taken_back_in_the_shop_counts_as_cancelled_in_history(webshop: Webshop) -> None:
    payload = json.dumps([taken_back()])
    HistoryPart.objects.create(webshop=webshop, lane=0, orders=payload, fetched_at=MOMENT)
    Webshop.objects.update(kind="magento")
    assert work_off_parts(webshop.pk) == 1
    line = OrderLine.objects.get()
    assert (line.amount, line.amount_delivered, line.amount_cancelled) == (5, 3, 2)


def taken_back() -> Payload:
    order = example("magento").payload(WantedOrder(id="501", state="sent"))
    (item,) = (one for one in order["items"] if one.get("parent_item_id") is None)
    return {**order, "items": [{**item, "qty_refunded": 2}]}


def test_it_goes_on_where_it_stopped_and_doubles_nothing(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PER_PAGE", 2)
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    assert all_in(webshop) == 2
    Connection.objects.update(history_start="")
    assert all_in(webshop) == 0, "a page that is read again gives nothing new"
    assert all_in(webshop, pages=4) == 3
    assert Order.objects.count() == 5
    assert Connection.objects.get().history_done_at is not None


def test_a_part_whose_worker_was_killed_is_taken_again_and_doubles_nothing(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    read_page(webshop.pk, now=MOMENT)
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("pakhuis.connectors.actions.history_parts.place", killed_at_second(place))
        work_off_parts(webshop.pk)
    assert Order.objects.count() == 1
    assert not left_behind(now=MOMENT), "it may still be at work"
    rest = work_off_parts(webshop.pk)
    (lost,) = HistoryPart.objects.all()
    assert left_behind(now=MOMENT + timedelta(minutes=5)) == [(webshop.pk, lost.lane)]
    assert not left_behind(now=MOMENT + timedelta(minutes=5)), "given out once"
    assert rest + work_off_parts(webshop.pk) == 4
    assert Order.objects.count() == 5
    assert not HistoryPart.objects.exists()


def killed_at_second(deed: Any) -> Any:
    """A worker that does one order and is killed in the next."""
    done = list[int]()

    def deed_until_killed(*given: Any, **named: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return deed(*given, **named)

    return deed_until_killed


def test_a_buyers_orders_keep_their_order_and_different_buyers_do_not_wait(webshop: Webshop) -> None:
    lanes = {_lane(data) for data in (told(number, buyer=str(number)) for number in range(100))}
    assert len(lanes) == LANES
    assert len({_lane(told(number, buyer="7")) for number in range(20)}) == 1
    assert len({_lane(told(number, buyer="0")) for number in range(20)}) == 1, "a guest is known by e-mail"


def told(number: int, *, buyer: str) -> ShopOrderData:
    order = woo_order(number, customer_id=int(buyer))
    return connectors()["woocommerce"].translate(order, Options(webshop_id=1, country="NL"))


def test_a_lane_is_worked_off_by_one_at_a_time_oldest_part_first(webshop: Webshop) -> None:
    parts = [
        HistoryPart.objects.create(webshop=webshop, lane=lane, orders="[]", fetched_at=MOMENT)
        for lane in (3, 3, 5)
    ]
    others = MOMENT + timedelta(minutes=1)
    HistoryPart.objects.filter(pk=parts[0].pk).update(taken_until=others)
    assert work_off_part(webshop.pk, 3, now=MOMENT) == work_off_part(webshop.pk, 5, now=MOMENT) == 0
    left = HistoryPart.objects.order_by("pk").values_list("pk", flat=True)
    assert list(left) == [parts[0].pk, parts[1].pk]
    HistoryPart.objects.update(taken_until=None)
    work_off_part(webshop.pk, 3, now=MOMENT)
    assert HistoryPart.objects.get() == parts[1]
    assert tasks("import_part") == 1, "the lane goes on by itself"


def test_a_lane_gets_one_task_at_a_time(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PER_PAGE", 2)
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    for _ in range(3):
        read_page(webshop.pk, now=MOMENT)
    assert tasks("import_part") == len(set(HistoryPart.objects.values_list("lane", flat=True)))
    assert set(DBTaskResult.objects.values_list("priority", flat=True)) == {-10}


def test_no_more_is_read_than_can_be_taken_in(shop: Shop, webshop: Webshop) -> None:
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    some = (
        HistoryPart(webshop=webshop, lane=one % LANES, orders="[]", fetched_at=MOMENT)
        for one in range(MOST_PARTS)
    )
    HistoryPart.objects.bulk_create(some)
    Connection.objects.update(history_problem={"code": "unreachable"})
    assert read_page(webshop.pk, now=MOMENT) == 0
    assert not shop.asked
    assert Connection.objects.get().history_problem, "a part said it, and nobody asked the shop since"
    assert tasks("import_history") == 2, "it is looked at again later"
    work_off_parts(webshop.pk)
    assert read_page(webshop.pk, now=MOMENT) == 5


def test_an_old_order_that_cannot_be_read_is_kept_for_a_person(shop: Shop, webshop: Webshop) -> None:
    fill(shop)
    shop.orders["802"]["line_items"][0]["quantity"] = "veel"
    start_history(webshop.pk, days=365, now=MOMENT)
    all_in(webshop)
    assert Order.objects.count() == 4
    assert Delivery.objects.values_list("external_id", "state", "route").get() == (
        "802",
        "refused",
        "history",
    )


def test_an_old_order_that_breaks_off_is_tried_again_by_itself(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)

    def breaks(_webshop: Webshop, data: ShopOrderData, **named: Any) -> Any:
        if data.external_id == "801":
            raise ValueError("a fault of ours")
        return place(_webshop, data, **named)

    monkeypatch.setattr("pakhuis.connectors.actions.history_parts.place", breaks)
    all_in(webshop)
    left = Delivery.objects.get()
    assert (left.external_id, left.state, Order.objects.count()) == ("801", "received", 4)
    assert take_in_delivery(left.pk, now=MOMENT) == "done"
    assert set(Order.objects.values_list("status", flat=True)) == {"completed"}


def test_a_shop_that_is_down_is_asked_again_later(shop: Shop, webshop: Webshop) -> None:
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    shop.trouble = [(503, "", {"Retry-After": "600"})]
    assert read_page(webshop.pk, now=MOMENT) == 0
    connection = Connection.objects.get()
    assert connection.history_done_at is None
    assert connection.history_problem == as_stored([shop_trouble(503)])[0]
    later = DBTaskResult.objects.order_by("-run_after").first()
    assert later is not None
    assert later.run_after >= MOMENT + timedelta(minutes=10)
    assert read_page(webshop.pk, now=MOMENT) == 5
    assert Connection.objects.get().history_problem is None


def test_begun_anew_it_forgets_what_was_read(shop: Shop, webshop: Webshop) -> None:
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    read_page(webshop.pk, now=MOMENT)
    start_history(webshop.pk, days=365, now=MOMENT)
    assert not HistoryPart.objects.exists()
    assert all_in(webshop) == 5


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_so_many_days_are_none(webshop: Webshop, days: int) -> None:
    with pytest.raises(Refused) as refused:
        start_history(webshop.pk, days=days, now=MOMENT)
    assert refused.value.problems[0].path == ("days",)


def test_a_shop_that_was_never_connected_has_no_history(webshop: Webshop) -> None:
    Connection.objects.all().delete()
    with pytest.raises(Refused):
        start_history(webshop.pk, days=30, now=MOMENT)
    assert all_in(webshop) == 0


def test_once_a_night_some_days_are_looked_at_again(shop: Shop, webshop: Webshop) -> None:
    poll_webshop(webshop.pk, now=MOMENT)
    late = woo_order(date_modified_gmt="2026-11-21T09:00:00")
    shop.put(late)
    assert poll_webshop(webshop.pk, now=MOMENT + timedelta(minutes=10)) == 0
    assert poll_webshop(webshop.pk, now=NIGHT) == 1
    assert Connection.objects.get().looked_back_at == NIGHT
    shop.put(woo_order(502, date_modified_gmt="2026-11-21T09:30:00"))
    assert poll_webshop(webshop.pk, now=NIGHT + timedelta(minutes=10)) == 0
    assert poll_webshop(webshop.pk, now=NIGHT + timedelta(days=1)) == 1
    assert Delivery.objects.filter(route="poll").count() == 2
