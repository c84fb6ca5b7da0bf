"""How often an order asks the database: a number that depends on nothing that grows."""

from __future__ import annotations

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.fulfilment.actions import process_order
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import place_order
from tests.bench.base import Shop, fill
from tests.bench.routes import ROUTES, Draw
from tests.conftest import MOMENT

MOST = 40
"""Also where an order is divided over two warehouses; most take three fewer."""


def _asked(route: str, draw: Draw, number: int) -> int:
    """Statements for one order from door to picklist, transactions not counted."""
    new = ROUTES[route](draw, number)
    by = draw.shop.webshop.as_actor() if new.webshop else SYSTEM
    with CaptureQueriesContext(connection) as captured:
        order = place_order(new, by=by, now=MOMENT).order
        process_order(order.pk, by=by, now=MOMENT)
    return len([one for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]])


def _in_stock(shop: Shop) -> Shop:
    """Only what lies in the first warehouse, so that every order goes the same way."""
    usual = tuple(pk for place, pk in enumerate(shop.product_ids, start=1) if place % 7 and place % 29)
    return Shop(shop.webshop, usual, shop.first_customer)


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES)
def test_an_order_asks_the_database_at_most_so_often(route: str) -> None:
    shop = fill(3, MOMENT)
    draw = Draw(shop, 3, Random(2))
    counts = [_asked(route, draw, number) for number in range(12)]
    assert max(counts) <= MOST, counts


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES)
def test_the_number_does_not_grow_with_what_is_there(route: str) -> None:
    shop = _in_stock(fill(200, MOMENT))
    few = {_asked(route, Draw(shop, 1, Random(2)), number) for number in range(5)}
    many = {_asked(route, Draw(shop, 200, Random(3)), number) for number in range(100, 110)}
    assert max(many) - min(few) <= 1, (few, many)
    assert max(many) <= MOST
