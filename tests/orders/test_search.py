"""Orders are found by their keys and customers however old, by fragments among the newest, cheaply always."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.customers.intake import BookAddress, NewAddress
from pakhuis.customers.models import Customer
from pakhuis.orders import search
from pakhuis.orders.models import Order
from tests.factories import a_customer, a_product, an_order, lines

pytestmark = pytest.mark.django_db


def found(text: str) -> set[str]:
    return set(search.found_by(text, Order.objects.all()).values_list("reference", flat=True))


def buyer(name: str) -> Customer:
    home = NewAddress(name=name, city="Delft", country="NL")
    book = BookAddress(address=home, is_default_invoice=True, is_default_delivery=True)
    return a_customer(name, addresses=(book,))


@pytest.fixture
def orders() -> dict[str, Order]:
    a_product("A")
    kade, linde = buyer("Café De Kade"), buyer("Brouwerij De Linde")
    gift = NewAddress(
        name="Anneke Jansen", contact_name="Piet Visser", line1="Dam 1", city="Delft", country="NL"
    )
    made = (
        an_order(kade, lines=lines(A=1), reference="INKOOP-77", email="bar@kade.nl"),
        an_order(linde, lines=lines(A=1), reference="LINDE-1"),
        an_order(linde, lines=lines(A=1), reference="CADEAU", delivery=gift),
    )
    return {one.reference: one for one in made}


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("kade", {"INKOOP-77"}),
        ("INKOOP-77", {"INKOOP-77"}),
        ("koop-7", {"INKOOP-77"}),
        ("BAR@kade.NL", {"INKOOP-77"}),
        ("de linde", {"LINDE-1", "CADEAU"}),
        ("jansen", {"CADEAU"}),
        ("visser", {"CADEAU"}),
        ("", {"INKOOP-77", "LINDE-1", "CADEAU"}),
        ("%", set()),
        ("_", set()),
        ("niemand", set()),
    ],
)
def test_by_key_customer_and_fragment(orders: dict[str, Order], text: str, references: set[str]) -> None:
    assert found(text) == references


def test_by_number_whole_in_any_case_or_in_part(orders: dict[str, Order]) -> None:
    order = orders["CADEAU"]
    assert found(order.number.lower()) == found(order.number) == {"CADEAU"}
    assert "CADEAU" in found(order.number[1:])


def test_old_orders_keep_their_keys_and_customers(
    orders: dict[str, Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEWEST", 1)
    for text in ("INKOOP-77", "kade", "bar@kade.nl", orders["INKOOP-77"].number):
        assert found(text) == {"INKOOP-77"}, text
    assert found("koop-7") == set()
    assert found("jansen") == {"CADEAU"}


def test_a_search_asks_the_same_for_many(orders: dict[str, Order]) -> None:
    asked = []
    for more in (0, 8):
        for _ in range(more):
            an_order(a_customer("Café De Kade"), lines=lines(A=1))
        with CaptureQueriesContext(connection) as queries:
            list(search.found_by("kade", Order.objects.all()))
        asked.append(len(queries))
    assert asked[0] == asked[1]
