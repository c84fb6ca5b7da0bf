"""Price lists against the database: entries, dates, and who has which."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pakhuis.customers.models import Customer
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import (
    add_price_list,
    attach_price_lists,
    create_price_list,
    remove_price_list,
    set_price,
)
from pakhuis.pricing.models import CustomerPriceList, PriceList, PriceListEntry
from tests.factories import MOMENT, a_customer, a_product, an_order, lines

pytestmark = pytest.mark.django_db


def a_list(name: str = "Horeca") -> PriceList:
    return create_price_list(name, by=SYSTEM, now=MOMENT)


def priced(one: PriceList, product_id: int, price: Any, **given: Any) -> PriceListEntry:
    return set_price(one.pk, product_id=product_id, price=price, by=SYSTEM, now=MOMENT, **given)


def attach(customer: Customer, *ids: int) -> None:
    attach_price_lists(customer.pk, price_list_ids=ids, by=SYSTEM, now=MOMENT)


def test_a_name_is_given_to_one_list() -> None:
    a_list("Horeca")
    with pytest.raises(Refused):
        a_list(" Horeca")
    with pytest.raises(Refused):
        a_list("")
    assert PriceList.objects.count() == 1


def test_the_same_amount_and_first_day_replace_the_price() -> None:
    one, product = a_list(), a_product("A")
    priced(one, product.pk, "8")
    priced(one, product.pk, "7.25")
    priced(one, product.pk, "6", min_amount=10)
    priced(one, product.pk, "5", valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 31))
    found = PriceListEntry.objects.order_by("price").values_list("price", flat=True)
    assert list(found) == [Decimal(5), Decimal(6), Decimal("7.25")]
    assert [fact.name for fact in logbook("price_list", one.pk)][:4] == ["price_list.prices_changed"] * 4


def test_all_that_is_wrong_with_a_price_at_once() -> None:
    one = a_list()
    with pytest.raises(Refused) as refused:
        priced(one, 99, "-1", min_amount="0", valid_from=date(2026, 12, 2), valid_until=date(2026, 12, 1))
    places = {one.path[0] if one.path else "" for one in refused.value.problems}
    assert {"price", "min_amount", "product"} <= places
    assert len(refused.value.problems) == 4
    with pytest.raises(Refused):
        set_price(99, product_id=a_product().pk, price=1, by=SYSTEM, now=MOMENT)
    assert not PriceListEntry.objects.exists()


def test_a_customer_gets_and_loses_lists() -> None:
    customer, first, second = a_customer(), a_list("Een"), a_list("Twee")
    attach(customer, first.pk, second.pk)
    attach(customer, second.pk, first.pk)
    assert CustomerPriceList.objects.count() == 2
    attach(customer, second.pk)
    assert CustomerPriceList.objects.get().price_list == second
    attach(customer)
    assert not CustomerPriceList.objects.exists()
    changes = [
        (fact.data["changes"][0]["old"], fact.data["changes"][0]["new"])
        for fact in logbook("customer", customer.pk)
        if fact.name != "customer.created"
    ]
    assert changes == [("Twee", ""), ("Een, Twee", "Twee"), ("", "Een, Twee")]


@pytest.mark.parametrize("wrong", [0, -1, 999, 2**70])
def test_an_unknown_list_is_told_at_its_place(wrong: int) -> None:
    customer, one = a_customer(), a_list()
    facts = Fact.objects.count()
    with pytest.raises(Refused) as refused:
        attach(customer, one.pk, wrong)
    assert [problem.path for problem in refused.value.problems] == [("price_lists", 1)]
    assert Fact.objects.count() == facts
    assert not CustomerPriceList.objects.exists()


def test_an_unknown_customer() -> None:
    with pytest.raises(Refused) as refused:
        attach_price_lists(999, price_list_ids=[], by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "not_found"


def test_the_lowest_valid_price_is_on_the_order_with_its_reason() -> None:
    """Tie: the list with the lower id. A list that is not valid today does not count."""
    customer, product = a_customer(), a_product("A", price="10")
    first, second, past = a_list("Een"), a_list("Twee"), a_list("Vorig jaar")
    for one in (first, second):
        priced(one, product.pk, "8")
    priced(second, product.pk, "7", min_amount=5)
    priced(past, product.pk, "1", valid_until=date(2025, 12, 31))
    attach(customer, first.pk, second.pk, past.pk)
    for amount, price, name in ((1, 8, "Een"), (4, 8, "Een"), (5, 7, "Twee")):
        line = an_order(customer, lines=lines(A=amount)).lines.get()
        assert (line.price, line.base_price, line.price_source[1]) == (price, 10, name)


def test_a_list_may_raise_a_price() -> None:
    customer, product, one = a_customer(), a_product("A", price="10"), a_list()
    priced(one, product.pk, "12")
    attach(customer, one.pk)
    assert an_order(customer, lines=lines(A=1)).lines.get().price == 12


def test_lists_given_and_taken_by_the_dozen_are_noted_on_each_customer() -> None:
    """So that a form which was opened before is late, and the page tells who did it."""
    one, office = a_list(), Actor(ActorKind.PERSON, 7, "Anna")
    some = [a_customer(f"C{number}") for number in range(3)]
    ids = [customer.pk for customer in some]
    attach(some[0], one.pk)

    def noted() -> list[tuple[int, str]]:
        found = Customer.objects.filter(pk__in=ids).order_by("pk")
        return [(customer.version, customer.field_sources.get("price_lists", "")) for customer in found]

    assert add_price_list(ids, price_list_id=one.pk, by=office, now=MOMENT) == 2
    assert noted() == [(2, "system:0"), (2, "person:7"), (2, "person:7")]
    assert remove_price_list(ids[1:], price_list_id=one.pk, by=office, now=MOMENT) == 2
    assert noted() == [(2, "system:0"), (3, "person:7"), (3, "person:7")]
    assert not CustomerPriceList.objects.exclude(customer=some[0]).exists()


def test_the_database_keeps_the_promises() -> None:
    one, product = a_list(), a_product("A")
    good = {"price_list": one, "product": product, "price": 1}
    for fields in ({"price": -1}, {"min_amount": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PriceListEntry.objects.bulk_create([PriceListEntry(**{**good, **fields})])
