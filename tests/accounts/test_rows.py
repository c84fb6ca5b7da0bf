"""Rows found by their keys, by a statement of our own, are as Django would have read them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import AccountSettings, Webshop
from pakhuis.accounts.rows import rows
from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Customer
from pakhuis.orders.models import Order, OrderLine
from tests.factories import a_product, a_webshop, an_order, lines, placed_from

pytestmark = pytest.mark.django_db


def values_in(one: Model) -> dict[str, object]:
    return {name: (type(value), value) for name, value in vars(one).items() if name != "_state"}


@pytest.mark.parametrize("model", [AccountSettings, Customer, Order, OrderLine, Product, Webshop])
def test_rows_are_as_django_reads_them(model: type[Model]) -> None:
    a_product("A")
    given: dict[str, Any] = {
        "preferred_delivery_date": "2026-12-24",
        "discount": "2.5",
        "calculate_vat": False,
    }
    assert an_order(lines=lines(A=2), **given).sources
    placed_from(a_webshop(), "501", lines=lines(A=1))
    account_settings()
    wanted = list(model._default_manager.order_by("pk"))
    found = rows(model, id=[one.pk for one in wanted])
    assert wanted
    assert [values_in(one) for one in found] == [values_in(one) for one in wanted]
    assert {(one._state.adding, one._state.db) for one in found} == {(False, "default")}


def test_rows_share_nothing_that_can_be_changed() -> None:
    a_product("A")
    one, other = rows(Order, id=[an_order(lines=lines(A=1)).pk for _ in range(2)])
    assert one.sources == other.sources
    assert one.sources is not other.sources


def test_what_was_read_can_be_written_again() -> None:
    a_product("A")
    (one,) = rows(Order, id=an_order(lines=lines(A=1)).pk)
    one.reference = "R-7"
    one.save()
    assert Order.objects.get(pk=one.pk).reference == "R-7"
    assert one.customer == one.customer


def test_no_keys_ask_nothing() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert rows(Order, id=[]) == []
    assert not asked
