"""Backorders on the screen: found, sorted, told when, put in front, cancelled, divided anew."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from pakhuis.accounts.models import User
from pakhuis.orders.models import Backorder, Order
from pakhuis.stock.models import Warehouse
from tests.factories import a_customer, a_processed_order, a_warehouse, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def house() -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=3, B=0)
    return warehouse


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_what_waits_is_found_by_product_customer_house_and_state(client: Client, house: Warehouse) -> None:
    kade, linde = a_customer("Café De Kade"), a_customer("Brouwerij Linde")
    first = a_processed_order(kade, lines=lines(A=9), autosplit=True)
    second = a_processed_order(linde, lines=lines(B=2))
    stocked(house, A=4)
    for query, shown, hidden in (
        ("", (first, second), ()),
        ("product=a", (first,), (second,)),
        ("product=nope", (), (first, second)),
        ("customer=kade", (first,), (second,)),
        ("state=can_go", (first,), (second,)),
        ("state=missing", (first, second), ()),
        (f"warehouse={house.pk}", (first, second), ()),
        ("warehouse=999999", (), (first, second)),
        ("sort=expected", (first, second), ()),
        ("sort=newest", (first, second), ()),
        ("sort=nonsense&warehouse=x&after=%00", (first, second), ()),
    ):
        page = text(client.get(f"/backorders/?{query}"))
        assert all(one.number in page for one in shown), query
        assert not any(one.number in page for one in hidden), query


def test_the_ticked_ones_are_told_when(client: Client, house: Warehouse) -> None:
    order = a_processed_order(lines=lines(A=9, B=2), autosplit=True)
    ids = list(order.backorders.values_list("pk", flat=True))
    form: dict[str, Any] = {
        "backorder": ids[:1],
        "expected_on": "2026-12-24",
        "then": "/backorders/?sort=newest",
    }
    answer = client.post("/backorders/expect/", form)
    assert answer.headers["Location"] == "/backorders/?sort=newest"
    assert Backorder.objects.filter(expected_on="2026-12-24").count() == 1
    assert "24 Dec 2026" in text(client.get("/backorders/"))
    product = order.backorders.get(pk=ids[1]).product_id
    client.post("/backorders/expect/", {"product": product, "expected_on": "2027-01-02"})
    assert str(Backorder.objects.get(pk=ids[1]).expected_on) == "2027-01-02"
    assert "2 Jan 2027" in text(client.get(f"/products/{product}/"))
    assert "Tick the backorders" in text(client.post("/backorders/expect/", {}, follow=True))
    wrong = client.post("/backorders/expect/", {"backorder": ids, "expected_on": "soon"}, follow=True)
    assert "not a date" in text(wrong)
    client.post("/backorders/expect/", {"backorder": ids, "expected_on": ""})
    assert not Backorder.objects.exclude(expected_on=None).exists()


def test_nobody_is_led_away(client: Client, house: Warehouse) -> None:
    for then in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post("/backorders/expect/", {"then": then})
        assert answer.headers["Location"] == "/backorders/"


def test_an_order_is_put_in_front_and_a_backorder_cancelled(client: Client, house: Warehouse) -> None:
    early = a_processed_order(lines=lines(A=9), autosplit=False)
    late = a_processed_order(lines=lines(A=2), autosplit=False)
    client.post(f"/orders/{late.pk}/prioritise/")
    assert late.backorders.get().available == 2
    assert "in front" in text(client.get("/backorders/"))
    waiting = early.backorders.get()
    sure = text(client.get(f"/backorders/{waiting.pk}/cancel/?then=/orders/"))
    assert "<strong>9 × A</strong>" in sure
    assert 'name="then" value="/orders/"' in sure
    assert "other parts" not in sure
    assert early.backorders.get().state == "open", "asking does nothing"
    gone = client.post(f"/backorders/{waiting.pk}/cancel/", {"then": "/orders/"})
    assert gone.headers["Location"] == "/orders/"
    early.refresh_from_db()
    assert (early.status, early.lines.get().amount_cancelled) == ("completed", 9)
    again = client.post(f"/backorders/{waiting.pk}/cancel/", follow=True)
    assert "no such backorder" in text(again)
    assert client.get(f"/backorders/{waiting.pk}/cancel/").status_code == 404
    check()


def test_autosplit_is_switched_and_run_again(client: Client, house: Warehouse) -> None:
    order = a_processed_order(lines=lines(A=5), autosplit=False)
    stocked(a_warehouse("Winkel"), A=5)
    answer = client.post("/backorders/again/", follow=True)
    assert "1 order is divided anew" in text(answer)
    assert order.backorders.get().warehouse.name == "Winkel"
    assert "Run autosplit again" in text(client.get(f"/orders/{order.pk}/"))
    client.post(f"/orders/{order.pk}/autosplit/", {"autosplit": "on"})
    assert Order.objects.get(pk=order.pk).autosplit is True
    client.post("/backorders/again/", {"order": order.pk})
    client.post(f"/orders/{order.pk}/autosplit/")
    assert Order.objects.get(pk=order.pk).autosplit is False
    assert "no such order" in text(client.post("/backorders/again/", {"order": 999}, follow=True))
    check()


def test_the_list_takes_the_same_number_of_queries_for_more(client: Client, house: Warehouse) -> None:
    customer = a_customer()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/backorders/?product=A&customer=kade").status_code == 200
        return len(queries)

    a_processed_order(customer, lines=lines(A=9))
    before = count()
    for _ in range(5):
        a_processed_order(customer, lines=lines(A=9))
    assert count() == before <= 14


def test_what_the_filter_shows_as_a_spreadsheet(client: Client, house: Warehouse) -> None:
    kade = a_customer("Café De Kade", number="00123")
    first = a_processed_order(kade, lines=lines(A=9), autosplit=True)
    second = a_processed_order(a_customer("=SOM(A1)"), lines=lines(B=2))
    stocked(house, A=2)
    Backorder.objects.filter(order=second).update(expected_on="2026-12-24")

    def sheet(query: str) -> list[list[Any]]:
        answer = client.get(f"/backorders/export/?{query}")
        assert 'filename="backorders.xlsx"' in answer.headers["Content-Disposition"]
        book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
        return book.get_sheet_by_index(0).to_python()

    heads, *rows = sheet("")
    assert len(heads) == 10
    assert [row[0] for row in rows] == [first.number, second.number]
    assert rows[0][1:3] == ["00123", "Café De Kade"]
    assert rows[0][6:8] == [6, 2]
    assert rows[1][2] == "=SOM(A1)"
    assert rows[1][9] == "2026-12-24"
    assert [row[0] for row in sheet("state=can_go")[1:]] == [first.number]
    assert sheet("product=nope")[1:] == []
    assert "/backorders/export/?state=can_go" in text(client.get("/backorders/?state=can_go"))


def test_list_number_and_button_mean_the_same_and_the_order_says_what_it_waits_for(
    client: Client, house: Warehouse
) -> None:
    order = a_processed_order(lines=lines(A=3, B=1), autosplit=False)
    page = text(client.get(f"/orders/{order.pk}/"))
    assert "autosplit is off, so this order goes all at once" in page
    assert f"/orders/{order.pk}/backorders/" not in page
    assert order.number not in text(client.get("/backorders/?state=can_go"))
    assert can_go_today(client) == 0
    nothing = client.post("/backorders/process/", follow=True)
    assert [(one.level_tag, str(one)) for one in nothing.context["messages"]] == [
        ("warning", "Nothing can go yet.")
    ]
    stocked(house, B=1)
    page = text(client.get(f"/orders/{order.pk}/"))
    assert "goes all at once" not in page
    assert f"/orders/{order.pk}/backorders/" in page
    assert order.number in text(client.get("/backorders/?state=can_go"))
    assert can_go_today(client) == 2
    assert "1 picklist made" in text(client.post("/backorders/process/", follow=True))
    assert can_go_today(client) == 0


def can_go_today(client: Client) -> int:
    """The number on the first page, whose tile leads to the rows it counts."""
    answer = client.get("/")
    assert 'href="/backorders/?state=can_go"' in text(answer)
    count: int = answer.context["can_go"]
    return count
