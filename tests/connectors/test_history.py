"""Old orders as history: no stock, no picklists, resumed where it stopped; and the look back at night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import import_page, poll_webshop, start_history
from pakhuis.connectors.models import Connection, Delivery
from pakhuis.connectors.woocommerce import client
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Backorder, Order, OrderLine
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from tests.connectors.shop import Shop, woo_order
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
    shop.put(woo_order(900, date_modified_gmt="2026-02-09T09:00:00"))


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Picklist, Backorder, StockMove))


def test_old_orders_become_history_without_touching_stock(shop: Shop, webshop: Webshop) -> None:
    stocked(Warehouse.objects.get(), TRIPEL=20)
    before = counts(), list(StockLevel.objects.values())
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    assert DBTaskResult.objects.filter(task_path__endswith="import_history").count() == 1
    assert import_page(webshop.pk, now=MOMENT) == 5
    assert (counts(), list(StockLevel.objects.values())) == before
    assert set(Order.objects.values_list("status", flat=True)) == {"completed"}
    first = Order.objects.get(external_id="800")
    assert first.created_at == first.completed_at == datetime(2026, 1, 1, 9, tzinfo=UTC)
    assert all(line.outstanding == 0 for line in OrderLine.objects.all())
    assert Customer.objects.count() == 5
    connection = Connection.objects.get()
    assert (connection.history_count, connection.history_done_at) == (5, MOMENT)
    assert import_page(webshop.pk, now=MOMENT) == 0


def test_it_goes_on_where_it_stopped_and_doubles_nothing(
    shop: Shop, webshop: Webshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PER_PAGE", 2)
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    assert import_page(webshop.pk, now=MOMENT) == 2
    Connection.objects.update(history_start="")
    assert import_page(webshop.pk, now=MOMENT) == 0, "a worker that was killed reads a page again"
    assert import_page(webshop.pk, now=MOMENT) == 2
    assert import_page(webshop.pk, now=MOMENT) == 1
    assert Order.objects.count() == 5


def test_a_shop_that_is_down_is_asked_again_later(shop: Shop, webshop: Webshop) -> None:
    fill(shop)
    start_history(webshop.pk, days=365, now=MOMENT)
    shop.trouble = [(503, "", {"Retry-After": "600"})]
    assert import_page(webshop.pk, now=MOMENT) == 0
    connection = Connection.objects.get()
    assert (connection.history_done_at, "trouble" in connection.history_problem) == (None, True)
    later = DBTaskResult.objects.order_by("-run_after").first()
    assert later is not None
    assert later.run_after >= MOMENT + timedelta(minutes=10)
    assert import_page(webshop.pk, now=MOMENT) == 5
    assert Connection.objects.get().history_problem == ""


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_so_many_days_are_none(webshop: Webshop, days: int) -> None:
    with pytest.raises(Refused) as refused:
        start_history(webshop.pk, days=days, now=MOMENT)
    assert refused.value.problems[0].path == ("days",)


def test_a_shop_that_was_never_connected_has_no_history(webshop: Webshop) -> None:
    Connection.objects.all().delete()
    with pytest.raises(Refused):
        start_history(webshop.pk, days=30, now=MOMENT)
    assert import_page(webshop.pk, now=MOMENT) == 0


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
