"""Backorders are found by order, product and customer, without a table being read whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.orders.models import Backorder, Order
from pakhuis.orders.waiting_search import waiting_for
from tests.factories import a_customer, a_processed_order, a_product, a_warehouse, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(db: None) -> dict[str, Order]:
    """Two orders that wait: one for beer, one for glasses."""
    a_warehouse()
    for code in ("BIER-6", "GLAS-KELK"):
        a_product(code)
    beer = a_processed_order(a_customer("Café De Kade"), lines=lines(**{"BIER-6": 1}))
    glass = a_processed_order(a_customer("Bakkerij Vlug"), lines=lines(**{"GLAS-KELK": 1}))
    return {"beer": beer, "glass": glass}


def found(text: str) -> list[int]:
    return list(waiting_for(text, Backorder.objects.all()).values_list("order_id", flat=True))


@pytest.mark.parametrize("text", ["bier-6", "BIER", "product bier", "cafe", "kade"])
def test_by_product_and_customer_in_any_spelling(waits: dict[str, Order], text: str) -> None:
    assert found(text) == [waits["beer"].pk]


def test_by_the_number_of_the_order(waits: dict[str, Order]) -> None:
    assert found(waits["glass"].number) == found(waits["glass"].number.lower()) == [waits["glass"].pk]


def test_nothing_is_found_by_what_nothing_has(waits: dict[str, Order]) -> None:
    assert found("limonade") == []


def test_no_line_or_customer_is_matched_one_by_one(waits: dict[str, Order]) -> None:
    with CaptureQueriesContext(connection) as queries:
        found("kade")
    backorders = [one["sql"] for one in queries if 'FROM "orders_backorder"' in one["sql"]]
    assert len(backorders) == 1
    assert "LIKE" not in backorders[0].upper()
    assert "JOIN" not in backorders[0].upper()
