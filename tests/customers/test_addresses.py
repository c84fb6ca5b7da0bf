"""One address at a time: defaults move, orders keep their copy, open ones follow only when asked."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import create_tag
from pakhuis.customers.actions import (
    add_address,
    change_address,
    remove_address,
    tag_customer,
    untag_customer,
)
from pakhuis.customers.intake import AddressChange, BookAddress, NewAddress
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.queries import as_intake
from pakhuis.customers.search import found_by
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_order, replace_address
from pakhuis.orders.models import Order
from pakhuis.orders.queries import holding_address, sides_holding
from tests.factories import (
    MOMENT,
    SHED,
    STREET,
    a_customer,
    a_processed_order,
    a_warehouse,
    an_order,
    lines,
    stocked,
)

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")
MOVED = STREET._replace(line1="Kade 99", zipcode="2611 ZZ")


def add(customer: Customer, address: NewAddress = SHED, **defaults: bool) -> Address:
    given = BookAddress(address=address, **defaults)
    return add_address(customer.pk, given, by=ANNA, now=MOMENT)


def change(address: Address, version: int | None = None, **fields: Any) -> Address:
    given = AddressChange(**fields)
    return change_address(address.customer_id, address.pk, given, by=ANNA, now=MOMENT, version=version)


def refusal(action: Any) -> list[tuple[str, tuple[Any, ...]]]:
    with pytest.raises(Refused) as error:
        action()
    return [(one.code, one.path) for one in error.value.problems]


def defaults(customer: Customer) -> list[tuple[str, bool, bool]]:
    rows = customer.addresses.order_by("pk")
    return list(rows.values_list("line1", "is_default_invoice", "is_default_delivery"))


def test_an_address_is_added_and_found() -> None:
    customer = a_customer()
    add(customer, SHED._replace(city="Zierikzee"))
    assert defaults(customer) == [("Kade 1", True, True), ("Loods 7", False, False)]
    assert list(found_by("zierikzee", Customer.objects.all())) == [customer]
    again = Customer.objects.get(pk=customer.pk)
    assert again.version == customer.version + 1
    assert again.field_sources["addresses"] == "person:7"
    changes = Fact.objects.latest("pk").data["changes"]
    assert changes[0]["field"] == "addresses"
    assert (changes[0]["old"], "Loods 7" in changes[0]["new"]) == ("", True)


def test_a_new_default_takes_it_from_the_old() -> None:
    customer = a_customer()
    shed = add(customer, is_default_delivery=True)
    assert defaults(customer) == [("Kade 1", True, False), ("Loods 7", False, True)]
    change(shed, is_default_invoice=True)
    assert defaults(customer) == [("Kade 1", False, False), ("Loods 7", True, True)]
    change(shed, is_default_invoice=False)
    assert defaults(customer) == [("Kade 1", False, False), ("Loods 7", False, True)]


def test_only_what_is_given_changes() -> None:
    address = a_customer().addresses.get()
    changed = change(address, line1="Kade 2")
    assert as_intake(changed) == STREET._replace(line1="Kade 2")
    assert changed.is_default_invoice
    count = Fact.objects.count()
    change(address, line1="Kade 2", is_default_delivery=True)
    assert Fact.objects.count() == count


def test_foreign_postcodes_and_regions_are_kept_raw() -> None:
    address = a_customer().addresses.get()
    changed = change(address, zipcode=" SW1A 2AA ", region="Región Metropolitana", country="gb")
    assert (changed.zipcode, changed.region, changed.country) == ("SW1A 2AA", "Región Metropolitana", "GB")


def test_everything_wrong_is_told_at_once() -> None:
    customer = a_customer()
    address = customer.addresses.get()
    bad: dict[str, Any] = {"name": " ", "city": "x" * 121, "country": "ZZ"}
    wrong = [("missing", ("name",)), ("too_long", ("city",)), ("unknown_country", ("country",))]
    count = Fact.objects.count()
    assert refusal(lambda: change(address, **bad)) == wrong
    assert refusal(lambda: add(customer, NewAddress(**bad))) == wrong
    assert as_intake(customer.addresses.get()) == STREET
    assert Fact.objects.count() == count


def test_strangers_addresses_are_not_found() -> None:
    mine, other = a_customer("a"), a_customer("b")
    theirs = other.addresses.get()
    for action in (
        lambda: change_address(mine.pk, theirs.pk, AddressChange(), by=ANNA, now=MOMENT),
        lambda: remove_address(mine.pk, theirs.pk, by=ANNA, now=MOMENT),
        lambda: add_address(999_999, BookAddress(address=SHED), by=ANNA, now=MOMENT),
    ):
        assert refusal(action) == [("not_found", ())]


def test_the_second_of_two_clerks_is_told() -> None:
    customer = a_customer()
    address = customer.addresses.get()
    change(address, line1="Kade 2", version=customer.version)
    assert refusal(lambda: change(address, line1="Kade 3", version=customer.version)) == [
        ("changed_meanwhile", ())
    ]


def test_removing_leaves_orders_alone() -> None:
    stocked(a_warehouse(), A=5)
    customer = a_customer()
    order = an_order(customer, lines=lines(A=1))
    remove_address(customer.pk, customer.addresses.get().pk, by=ANNA, now=MOMENT)
    assert not customer.addresses.exists()
    order.refresh_from_db()
    assert order.delivery_line1 == "Kade 1"


def test_open_orders_follow_only_where_they_are_named_and_hold_the_old() -> None:
    stocked(a_warehouse(), A=9)
    customer, other = a_customer(), a_customer("Ander")
    concept = an_order(customer, lines=lines(A=1))
    processing = a_processed_order(customer, lines=lines(A=1))
    only_invoice = an_order(customer, lines=lines(A=1), delivery=SHED)
    elsewhere = an_order(customer, lines=lines(A=1), delivery=SHED, invoice=SHED)
    cancelled = an_order(customer, lines=lines(A=1))
    cancel_order(cancelled.pk, by=SYSTEM, now=MOMENT)
    strangers = an_order(other, lines=lines(A=1))
    unnamed = an_order(customer, lines=lines(A=1))
    assert set(holding_address(customer.pk, STREET)) == {concept, processing, only_invoice, unnamed}
    everything = [one.pk for one in Order.objects.exclude(pk=unnamed.pk)]
    changed = replace_address(customer.pk, order_ids=everything, old=STREET, new=MOVED, by=ANNA, now=MOMENT)
    assert [one.pk for one in changed] == [concept.pk, processing.pk, only_invoice.pk]
    for order in (concept, processing):
        order.refresh_from_db()
        assert sides_holding(order, MOVED) == ["delivery", "invoice"]
    only_invoice.refresh_from_db()
    assert (sides_holding(only_invoice, MOVED), sides_holding(only_invoice, SHED)) == (
        ["invoice"],
        ["delivery"],
    )
    for order in (elsewhere, cancelled, strangers, unnamed):
        order.refresh_from_db()
        assert sides_holding(order, MOVED) == []


def test_changing_the_book_alone_changes_no_order() -> None:
    stocked(a_warehouse(), A=5)
    customer = a_customer()
    order = an_order(customer, lines=lines(A=1))
    change(customer.addresses.get(), line1="Kade 99")
    order.refresh_from_db()
    assert (order.delivery_line1, order.version) == ("Kade 1", 1)


def test_tags_one_at_a_time() -> None:
    customer = a_customer()
    first, second = (
        create_tag(title, color="#123456", inherit=False, by=SYSTEM, now=MOMENT) for title in "AB"
    )
    for tag in (first, second, first):
        tag_customer(customer.pk, tag.pk, by=ANNA, now=MOMENT)
    assert set(customer.tags.all()) == {first, second}
    assert refusal(lambda: tag_customer(customer.pk, 0, by=ANNA, now=MOMENT))[0][0] == "unknown_tag"
    assert untag_customer(customer.pk, first.pk, by=ANNA, now=MOMENT)
    assert not untag_customer(customer.pk, first.pk, by=ANNA, now=MOMENT)
    assert list(customer.tags.all()) == [second]
