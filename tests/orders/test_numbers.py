"""Numbers of orders and picklists: as the account wants them written, one after the other, none twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.accounts.actions import account_settings, change_settings
from pakhuis.accounts.models import User
from pakhuis.accounts.number_format import NumberFormat
from pakhuis.fulfilment.actions import process_order
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import place_order
from pakhuis.orders.intake import NewLine, NewOrder
from pakhuis.orders.models import Order
from tests.factories import MOMENT, STREET, a_product, a_warehouse, an_order, lines, stocked

DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
AFTER_NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""Half past midnight in Amsterdam."""


@pytest.fixture
def product(db: None) -> None:
    a_product("A")


def number_at(moment: datetime = MOMENT) -> str:
    return an_order(lines=lines(A=1), now=moment).number


@pytest.mark.once
@given(
    prefix=st.text("AZO-", max_size=4),
    separator=st.text("-/.", max_size=3),
    digits=st.integers(1, 12),
    first=st.integers(1, 10**9),
    with_year=st.booleans(),
    counts=st.lists(st.integers(1, 10**6), min_size=2, max_size=5, unique=True),
)
def test_numbers_of_one_series_are_all_different(
    prefix: str, separator: str, digits: int, first: int, with_year: bool, counts: list[int]
) -> None:
    form = NumberFormat(prefix=prefix, with_year=with_year, separator=separator, digits=digits, first=first)
    written = [form.written(count, 2026) for count in counts]
    assert len(set(written)) == len(counts)
    assert all(len(one) <= 40 for one in written)
    assert all(one.startswith(prefix) for one in written)
    assert (form.series("order", 2026) != form.series("order", 2027)) == with_year


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({}, "O2026-1001"),
        ({"order_number_prefix": "", "order_number_separator": ""}, "20261001"),
        ({"order_number_year": False}, "O-1001"),
        ({"order_number_digits": 6, "order_number_first": 1}, "O2026-000001"),
        (
            {"order_number_prefix": "B/", "order_number_separator": "/", "order_number_first": 7},
            "B/2026/0007",
        ),
        ({"order_number_digits": 1, "order_number_first": 1, "order_number_year": False}, "O-1"),
    ],
)
def test_a_number_is_written_as_the_account_wants_it(
    product: None, fields: dict[str, Any], number: str
) -> None:
    change_settings(**fields, **DO)
    assert number_at() == number


def test_each_year_begins_anew_at_midnight_of_the_account(product: None) -> None:
    assert [number_at(), number_at()] == ["O2026-1001", "O2026-1002"]
    assert number_at(AFTER_NEW_YEAR) == "O2027-1001"
    assert number_at() == "O2026-1003"
    change_settings(time_zone="UTC", **DO)
    assert number_at(AFTER_NEW_YEAR) == "O2026-1004"


def test_without_the_year_numbers_go_on(product: None) -> None:
    change_settings(order_number_year=False, **DO)
    assert [number_at(), number_at(AFTER_NEW_YEAR)] == ["O-1001", "O-1002"]


def test_a_number_in_use_is_passed_over(product: None) -> None:
    """A format that leads back to numbers that were given out before."""
    assert number_at() == "O2026-1001"
    assert not account_settings().numbers_may_meet
    change_settings(order_number_prefix="W", **DO)
    assert number_at() == "W2026-1002"
    change_settings(order_number_prefix="O2026", order_number_year=False, **DO)
    assert account_settings().numbers_may_meet
    assert [number_at(), number_at()] == ["O2026-1002", "O2026-1003"]
    assert Order.objects.count() == 4


def test_a_refused_and_a_failed_order_leave_no_gap(product: None) -> None:
    assert number_at() == "O2026-1001"
    with pytest.raises(Refused):
        place_order(NewOrder(delivery=STREET, lines=(NewLine(product_code="nee", amount=1),)), **DO)

    class PowerCutError(Exception):
        pass

    with pytest.raises(PowerCutError), transaction.atomic():
        assert number_at() == "O2026-1002"
        raise PowerCutError
    assert number_at() == "O2026-1002"


def test_picklists_have_a_format_of_their_own(product: None) -> None:
    change_settings(picklist_number_prefix="PL", picklist_number_digits=6, picklist_number_first=1, **DO)
    stocked(a_warehouse(priority=1), A=1)
    stocked(a_warehouse(priority=2), A=2)
    order = an_order(lines=lines(A=3))
    process_order(order.pk, **DO)
    assert sorted(order.picklists.values_list("number", flat=True)) == ["PL2026-000001", "PL2026-000002"]
    change_settings(picklist_number_year=False, picklist_number_prefix="PL2026", **DO)
    stocked(a_warehouse(priority=3), A=1)
    other = an_order(lines=lines(A=1))
    process_order(other.pk, **DO)
    assert other.picklists.get().number == "PL2026-000003"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"order_number_digits": 0},
        {"order_number_digits": 13},
        {"order_number_first": 0},
        {"order_number_first": 10**10},
        {"order_number_separator": "----"},
        {"order_number_prefix": "x" * 21},
    ],
)
def test_a_format_that_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        change_settings(**fields, **DO)
    assert refusal.value.problems[0].path == tuple(fields)


def test_the_page_shows_the_next_number_of_both(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert "O20" in client.get("/settings/numbers/").content.decode()
    sent = {
        "order_number_prefix": "B",
        "order_number_separator": "/",
        "order_number_digits": "5",
        "order_number_first": "1",
        "picklist_number_prefix": "P",
        "picklist_number_year": "on",
        "picklist_number_separator": "-",
        "picklist_number_digits": "4",
        "picklist_number_first": "1001",
    }
    assert client.post("/settings/numbers/", sent).status_code == 302
    assert "B/00001" in client.get("/settings/numbers/").content.decode()
    text = client.post("/settings/numbers/", {**sent, "order_number_digits": "nul"}).content.decode()
    assert 'id="f-order_number_digits-error"' in text
