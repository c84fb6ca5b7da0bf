"""The proof: silent while all is well, and it finds whatever is planted behind the doors' back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.config.cli import main
from pakhuis.config.looking import look
from pakhuis.fulfilment.actions import close_picklist, pick_all
from pakhuis.fulfilment.proof import deviations
from pakhuis.fulfilment.schedule import nightly
from pakhuis.kernel.actor import SYSTEM
from pakhuis.stock.actions import move_between_locations
from pakhuis.stock.models import StockCheck, StockLevel
from tests.factories import (
    MOMENT,
    a_composition,
    a_location,
    a_processed_order,
    a_warehouse,
    an_order,
    lines,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> None:
    """A bit of everything: delivered, picking, held, waiting, set aside, located, composed."""
    house = a_warehouse("Hoofd")
    product = stocked(house, A=9, B=2, C=4)["A"]
    a_composition("BOX", A=1, C=2)
    shelf = a_location(house, "A1")
    move_between_locations(
        product.pk,
        warehouse_id=house.pk,
        from_location_id=None,
        to_location_id=shelf.pk,
        amount=5,
        by=SYSTEM,
        now=MOMENT,
    )
    first = a_processed_order(lines=lines(A=2, B=1), autosplit=True)
    pick_all(first.picklists.get().pk, by=SYSTEM, now=MOMENT)
    close_picklist(first.picklists.get().pk, by=SYSTEM, now=MOMENT)
    a_processed_order(lines=lines(BOX=3), autosplit=True)
    a_processed_order(lines=lines(B=5), autosplit=False)
    an_order(lines=lines(A=1), allocate=True)
    check()


def plant(table: str, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")
        assert cursor.rowcount


def promises() -> set[str]:
    return {one.promise for one in deviations()}


def test_nothing_is_found_where_all_is_well(day: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert promises() == set()
    assert main(["check", "stock"]) == 0
    assert "All counts agree" in capsys.readouterr().out


PLANTED = (
    ("stock_stocklevel", "on_hand = on_hand + 1", "stock level, on_hand"),
    ("stock_stockmove", "change = change + 50", "stock level, on_hand"),
    ("stock_stocklevel", "located = located - 1 WHERE located > 0", "stock level, located"),
    ("stock_locationstock", "on_hand = on_hand - 1", "location, sum of its moves"),
    ("stock_stocklevel", "picking = picking - 1 WHERE picking > 0", "stock level, picking"),
    ("stock_stocklevel", "allocated = allocated + 7", "stock level, allocated"),
    ("stock_stocklevel", "held = held - 1 WHERE held > 0", "stock level, held"),
    ("orders_backorder", "available = 0 WHERE available > 0", "stock level, held"),
    ("stock_stocklevel", "waiting = waiting + 1", "stock level, waiting"),
    ("fulfilment_picklistline", "amount = amount + 1", "pieces on an open picklist"),
    ("fulfilment_picklist", "status = 'new' WHERE status = 'closed'", "pieces on an open picklist"),
    ("orders_orderline", "amount_delivered = 0 WHERE amount_delivered > 0", "order line, every piece once"),
    ("orders_orderline", "amount = amount + 1 WHERE part_of_id IS NULL", "parts of a composition"),
    ("catalogue_productpart", "main_id = 1 WHERE part_id <> 1", "composition without stock of its own"),
)


@pytest.mark.parametrize(("table", "change", "promise"), PLANTED)
def test_a_planted_deviation_is_found(
    day: None, table: str, change: str, promise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if "main_id" in change:
        main_id = StockLevel.objects.filter(on_hand__gt=0, product__code="A").values_list("product_id")[0][0]
        change = f"main_id = {main_id} WHERE part_id <> {main_id}"
    plant(table, change)
    assert promise in promises()
    assert main(["check", "stock"]) == 1
    assert promise in capsys.readouterr().out


def test_rows_without_a_level_are_found(day: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stock_stocklevel")
    assert promises() == {"every row has its stock level"}


def test_the_proof_takes_the_same_number_of_statements_for_more(day: None) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert promises() == set()
        return len(queries)

    before = count()
    for _ in range(5):
        a_processed_order(lines=lines(A=1, B=1, BOX=1))
    assert count() == before <= 16


def night(hour: int) -> datetime:
    return datetime(2026, 11, 25, hour, 5, tzinfo=UTC)


def test_once_a_night_the_worker_proves_it(day: None) -> None:
    assert not nightly(night(1))
    assert nightly(night(2))
    assert not nightly(night(3))
    one = StockCheck.objects.get()
    assert (one.found, str(one.day)) == ([], "2026-11-25")
    plant("stock_stocklevel", "allocated = allocated + 7")
    look(night(3) + timedelta(days=1))
    found: list[Any] = StockCheck.objects.order_by("-day")[0].found
    assert len(found) == StockLevel.objects.count()
    assert "instead of" in found[0]
