"""Price lists against the database: changed, retired, pasted; orders that are there already never change."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.uses import uses_of
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order, OrderLine
from pakhuis.pricing.actions import (
    add_price_list,
    attach_price_lists,
    change_price,
    change_price_list,
    create_price_list,
    plan_prices,
    put_prices,
    remove_price,
    set_price,
)
from pakhuis.pricing.models import PriceList, PriceListEntry
from pakhuis.pricing.pasted import PastedPrice, read_pasted
from pakhuis.pricing.queries import dearer_entries, entries_of
from tests.factories import MOMENT, a_customer, a_product, an_order, lines

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def a_list(name: str = "Horeca", **days: date | None) -> PriceList:
    return create_price_list(name, by=SYSTEM, now=MOMENT, **days)


def priced(one: PriceList, product_id: int, price: Any, **given: Any) -> PriceListEntry:
    return set_price(one.pk, product_id=product_id, price=price, by=SYSTEM, now=MOMENT, **given)


def put(one: PriceList, text: str) -> int:
    found, problems = read_pasted(text)
    assert problems == []
    return put_prices(one.pk, found, by=SYSTEM, now=MOMENT)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(one.code, one.path) for one in refused.value.problems]


def ordered(one: PriceList, amount: int = 1) -> OrderLine:
    customer = a_customer(f"C{Order.objects.count()}")
    attach_price_lists(customer.pk, price_list_ids=[one.pk], by=SYSTEM, now=MOMENT)
    return an_order(customer, lines=lines(A=amount)).lines.get()


def test_a_list_is_changed_with_old_and_new() -> None:
    one = a_list()
    change_price_list(one.pk, name="Dealer", valid_until=date(2026, 12, 31), by=SYSTEM, now=MOMENT)
    fact = logbook("price_list", one.pk)[0]
    assert {change["field"]: (change["old"], change["new"]) for change in fact.data["changes"]} == {
        "name": ("Horeca", "Dealer"),
        "valid_until": ("", "2026-12-31"),
    }
    change_price_list(one.pk, name="Dealer", by=SYSTEM, now=MOMENT)
    assert len(logbook("price_list", one.pk)) == 2


def test_what_is_wrong_with_a_list_at_once() -> None:
    one = a_list(valid_from=date(2026, 12, 1))
    a_list("Dealer")
    with pytest.raises(Refused) as refused:
        change_price_list(one.pk, name="", valid_until=date(2026, 11, 30), size=1, by=SYSTEM, now=MOMENT)
    assert codes(refused) == [
        ("missing", ("name",)),
        ("unknown_setting", ("size",)),
        ("dates_reversed", ("valid_until",)),
    ]
    with pytest.raises(Refused) as refused:
        change_price_list(one.pk, name="Dealer", by=SYSTEM, now=MOMENT)
    assert codes(refused) == [("name_taken", ("name",))]
    with pytest.raises(Refused):
        change_price_list(999, name="x", by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused):
        a_list("x", valid_from=date(2026, 12, 2), valid_until=date(2026, 12, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceList.objects.filter(pk=one.pk).update(valid_until=date(2026, 1, 1))


def test_a_retired_list_gives_no_price_and_stays_where_it_is() -> None:
    one, product = a_list(), a_product("A", price="10")
    priced(one, product.pk, "8")
    before = ordered(one)
    customer = before.order.customer
    assert customer is not None
    change_price_list(one.pk, active=False, by=SYSTEM, now=MOMENT)
    assert an_order(customer, lines=lines(A=1)).lines.get().price == Decimal(10)
    attach_price_lists(customer.pk, price_list_ids=[one.pk], by=SYSTEM, now=MOMENT)
    assert customer.customer_price_lists.get().price_list == one
    with pytest.raises(Refused) as refused:
        ordered(one)
    assert codes(refused) == [("unknown_price_list", ("price_lists", 0))]
    with pytest.raises(Refused):
        add_price_list([customer.pk], price_list_id=one.pk, by=SYSTEM, now=MOMENT)
    before.refresh_from_db()
    assert before.price == Decimal(8)
    assert {use.table for use in uses_of(one)} >= {"pricing.customerpricelist", "orders.orderpricelist"}
    change_price_list(one.pk, active=True, by=SYSTEM, now=MOMENT)
    assert ordered(one).price == Decimal(8)


@pytest.mark.parametrize(
    ("days", "price"),
    [
        ((0, 0), "8"),
        ((1, None), "10"),
        ((None, -1), "10"),
        ((-1, 1), "8"),
    ],
)
def test_the_days_of_a_list_hold_for_all_its_prices(days: tuple[int | None, int | None], price: str) -> None:
    first, last = (None if one is None else TODAY + timedelta(days=one) for one in days)
    one, product = a_list(valid_from=first, valid_until=last), a_product("A", price="10")
    priced(one, product.pk, "8")
    assert ordered(one).price == Decimal(price)


def test_the_narrower_of_both_periods_counts() -> None:
    one = a_list(valid_from=TODAY - timedelta(days=9), valid_until=TODAY + timedelta(days=9))
    product = a_product("A", price="10")
    priced(one, product.pk, "8", valid_until=TODAY - timedelta(days=1))
    assert ordered(one).price == Decimal(10)


def test_an_order_that_is_there_never_changes_and_says_what_it_would_have_cost() -> None:
    one, product = a_list(), a_product("A", price="10")
    entry = priced(one, product.pk, "8", min_amount=2)
    line = ordered(one, amount=2)
    assert (line.price, line.base_price) == (Decimal(8), Decimal(10))
    change_price(
        entry.pk,
        price="5",
        min_amount="1",
        valid_from=None,
        valid_until=None,
        by=SYSTEM,
        now=MOMENT,
    )
    update_product(product.pk, ProductFields(price="20"), by=SYSTEM, now=MOMENT)
    remove_price(entry.pk, by=SYSTEM, now=MOMENT)
    line.refresh_from_db()
    assert (line.price, line.base_price) == (Decimal(8), Decimal(10))


def test_a_price_is_changed_and_taken_off_with_old_and_new() -> None:
    one, product = a_list(), a_product("A")
    entry = priced(one, product.pk, "8")
    given: dict[str, Any] = {"valid_from": None, "valid_until": None, "by": SYSTEM, "now": MOMENT}
    change_price(entry.pk, price="7.5", min_amount="10", **given)
    change_price(entry.pk, price="7.5", min_amount="10", **given)
    remove_price(entry.pk, by=SYSTEM, now=MOMENT)
    told = [fact.data["changes"][0] for fact in logbook("price_list", one.pk) if "changes" in fact.data]
    assert told == [
        {"field": "A ≥ 10", "old": "7.5", "new": ""},
        {"field": "A ≥ 10", "old": "A: 8", "new": "7.5"},
        {"field": "A", "old": "", "new": "8"},
    ]
    with pytest.raises(Refused) as refused:
        remove_price(entry.pk, by=SYSTEM, now=MOMENT)
    assert codes(refused) == [("not_found", ())]
    with pytest.raises(Refused) as refused:
        change_price(entry.pk, price="1", min_amount="1", **given)
    assert codes(refused) == [("not_found", ())]


def test_a_change_does_not_run_over_another_price() -> None:
    one, product = a_list(), a_product("A")
    priced(one, product.pk, "8")
    ten = priced(one, product.pk, "7", min_amount=10)
    with pytest.raises(Refused) as refused:
        change_price(
            ten.pk, price="6", min_amount="1", valid_from=None, valid_until=None, by=SYSTEM, now=MOMENT
        )
    assert codes(refused) == [("entry_taken", ("min_amount",))]
    with pytest.raises(Refused) as refused:
        change_price(
            ten.pk,
            price="x",
            min_amount="0",
            valid_from=date(2026, 2, 1),
            valid_until=date(2026, 1, 1),
            by=SYSTEM,
            now=MOMENT,
        )
    assert {path for _code, path in codes(refused)} == {("price",), ("min_amount",), ("valid_until",)}
    ten.refresh_from_db()
    assert (ten.price, ten.min_amount) == (Decimal(7), 10)


def test_pasted_prices_are_put_on_the_list_and_twice_changes_nothing() -> None:
    one = a_list()
    for code in "AB":
        a_product(code)
    assert put(one, "A;8;1\nA;7;10\nB;5;;1-12-2026;31-12-2026") == 3
    assert put(one, "A;8\nA;7;10\nB;5;;1-12-2026;31-12-2026") == 0
    assert put(one, "A;8,5\nB;5;;1-12-2026;30-12-2026") == 2
    found = PriceListEntry.objects.order_by("product__code", "min_amount")
    assert [(row.price, row.min_amount, row.valid_until) for row in found] == [
        (Decimal("8.5"), 1, None),
        (Decimal(7), 10, None),
        (Decimal(5), 1, date(2026, 12, 30)),
    ]
    facts = [fact for fact in logbook("price_list", one.pk) if fact.name == "price_list.prices_changed"]
    assert [fact.data["count"] for fact in facts] == [2, 3]
    assert facts[0].data["changes"][0] == {"field": "A", "old": "8", "new": "8.5"}


def test_one_unknown_code_and_nothing_is_written() -> None:
    one = a_list()
    a_product("A")
    found, _ = read_pasted("A;8\nX;7\nY;6")
    with pytest.raises(Refused) as refused:
        put_prices(one.pk, found, by=SYSTEM, now=MOMENT)
    assert codes(refused) == [("unknown_code", (2, "code")), ("unknown_code", (3, "code"))]
    assert not PriceListEntry.objects.exists()
    assert not Fact.objects.filter(name="price_list.prices_changed").exists()
    with pytest.raises(Refused):
        put_prices(999, found[:1], by=SYSTEM, now=MOMENT)


def test_looking_at_a_paste_writes_nothing_and_says_what_it_would_do() -> None:
    one, product = a_list(), a_product("A")
    priced(one, product.pk, "8")
    plans, problems = plan_prices(one.pk, read_pasted("A;8\nA;7;10\nX;1")[0])
    assert [(plan.is_same, plan.old is None) for plan in plans] == [(True, False), (False, True)]
    assert [problem.code for problem in problems] == ["unknown_code"]
    assert PriceListEntry.objects.count() == 1


def test_a_large_paste_asks_in_batches() -> None:
    one = a_list()
    product = a_product("A")
    pasted = [
        PastedPrice(line=number, code="A", price=Decimal(1), min_amount=number) for number in range(1, 1201)
    ]
    with CaptureQueriesContext(connection) as captured:
        put_prices(one.pk, pasted, by=SYSTEM, now=MOMENT)
    assert PriceListEntry.objects.filter(product=product).count() == 1200
    assert len(captured) < 20
    fact = logbook("price_list", one.pk)[0]
    assert (fact.data["count"], len(fact.data["changes"])) == (1200, 200)


def test_entries_are_found_by_words_and_dearer_ones_marked() -> None:
    one = a_list()
    first, second = a_product("IPA-33"), a_product("WIT-33")
    cheap = priced(one, first.pk, "2")
    dear = priced(one, first.pk, "3", min_amount=10)
    priced(one, second.pk, "4", min_amount=10)
    assert [row.pk for row in entries_of(one.pk, search="ipa").order_by("pk")] == [cheap.pk, dear.pk]
    assert entries_of(one.pk, search="ipa niets").count() == 0
    assert dearer_entries(one.pk, product_ids=[first.pk, second.pk]) == {dear.pk}
