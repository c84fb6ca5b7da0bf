"""Customers made, changed and deleted: fields, numbers, address book, logbook, versions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pakhuis.accounts.actions import change_settings, create_tag
from pakhuis.accounts.models import AccountSettings
from pakhuis.customers.actions import create_customer, delete_customer, update_customer
from pakhuis.customers.actions.numbers import next_customer_number
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.search import found_by
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import attach_price_lists, create_price_list
from tests.factories import MOMENT, SHED, STREET, a_customer, a_product, a_warehouse, an_order, lines

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")


def made(**fields: Any) -> Customer:
    return create_customer(CustomerFields(**{"name": "x", **fields}), by=ANNA, now=MOMENT)


def changed(customer: Customer, **fields: Any) -> Customer:
    return update_customer(customer.pk, CustomerFields(**fields), by=ANNA, now=MOMENT)


def refused(**fields: Any) -> set[str]:
    with pytest.raises(Refused) as error:
        made(**fields)
    return {one.code for one in error.value.problems}


def test_only_the_name_is_needed() -> None:
    customer = made()
    assert (customer.number, customer.number_key, customer.language) == ("", None, "nl")
    assert (customer.discount, customer.autosplit, customer.calculate_vat) == (0, None, True)
    assert made(name="y").number_key is None


def test_numbers_are_unique_without_case() -> None:
    made(number=" k-1 ")
    assert refused(number="K-1") == {"number_taken"}
    other = made(number="K-2")
    with pytest.raises(Refused) as error:
        changed(other, number="k-1")
    assert error.value.problems[0].params == (("number", "k-1"), ("owner", "x"))
    changed(other, number="K-2")
    changed(other, number="")
    made(number="K-2")


def test_automatic_numbers_skip_those_that_are_taken() -> None:
    change_settings(numbers_customers=True, customer_number_prefix="K", by=SYSTEM, now=MOMENT)
    made(number="K00002")
    assert [made().number for _ in range(3)] == ["K00003", "K00004", "K00005"]
    assert made(number="K00100").number == "K00100"
    assert made().number == "K00101"
    assert made(number="Anders").number == "Anders"
    assert made().number == "K00102"


def test_a_long_row_of_taken_numbers_is_passed() -> None:
    """Numbers that came before numbering was switched on never left the counter behind them."""
    taken = [f"{number:05d}" for number in range(1, 1_203) if number != 1_100]
    Customer.objects.bulk_create(
        Customer(number=one, number_key=one, name="x", language="nl", created_at=MOMENT, updated_at=MOMENT)
        for one in taken
    )
    change_settings(numbers_customers=True, by=SYSTEM, now=MOMENT)
    assert [made().number for _ in range(3)] == ["01100", "01203", "01204"]
    assert next_customer_number() == 1_205


def test_automatic_numbers_are_not_given_before_that_is_wanted() -> None:
    made(number="K00002")
    change_settings(numbers_customers=True, customer_number_prefix="K", by=SYSTEM, now=MOMENT)
    assert [made().number for _ in range(3)] == ["K00001", "K00003", "K00004"]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"name": "   "}, {"missing"}),
        ({"name": "x" * 301}, {"too_long"}),
        ({"discount": "100.01"}, {"out_of_range"}),
        ({"discount": "-0.01"}, {"out_of_range"}),
        ({"discount": "veel"}, {"not_a_number"}),
        ({"language": "fy"}, {"unknown_language"}),
        ({"template_id": 9}, {"unknown_template"}),
        ({"template_id": 2**80}, {"unknown_template"}),
        ({"tag_ids": (1, 2**80)}, {"unknown_tag"}),
        ({"addresses": (BookAddress(address=NewAddress(country="XX")),)}, {"missing", "unknown_country"}),
        ({"name": "", "discount": "x", "language": "q"}, {"missing", "not_a_number", "unknown_language"}),
    ],
)
def test_refusals_are_complete_and_leave_nothing(fields: dict[str, Any], codes: set[str]) -> None:
    assert refused(**fields) == codes
    assert not Customer.objects.exists()
    assert not Fact.objects.filter(subject_kind="customer").exists()


@pytest.mark.parametrize(
    "email", ["nope", "jan@zwaantje", "a@b.nl, c@d.nl", "Jan <jan@kade.nl>", "jan@@kade.nl"]
)
def test_an_email_that_cannot_be_one_is_refused_and_one_that_is_there_stays(email: str) -> None:
    assert refused(email=email) == {"bad_email"}
    customer = made()
    Customer.objects.filter(pk=customer.pk).update(email=email)
    changed(customer, email=f" {email} ", phone="1")
    customer.refresh_from_db()
    assert (customer.email, customer.phone) == (email, "1")
    changed(customer, email="jan@zwaantje.nl")
    with pytest.raises(Refused):
        changed(customer, email=email)
    changed(customer, email="")


def test_a_wrong_vat_number_is_kept_and_marked() -> None:
    customer = made(vat_number="NL123")
    assert (customer.vat_number, customer.vat_state) == ("NL123", "wrong_shape")
    changed(customer, vat_number="nl 0044.95.445 b01")
    customer.refresh_from_db()
    assert (customer.vat_number, customer.vat_state) == ("NL004495445B01", "shape_ok")


def test_the_logbook_says_old_new_and_who() -> None:
    customer = made(phone="1")
    changed(customer, phone="2", discount="5")
    newest, first = logbook("customer", customer.pk)
    assert (first.name, first.actor_label) == ("customer.created", "Anna")
    assert {one["field"]: (one["old"], one["new"]) for one in newest.data["changes"]} == {
        "phone": ("1", "2"),
        "discount": ("0.00", "5.00"),
    }
    customer.refresh_from_db()
    assert customer.field_sources["phone"] == "person:7"


def test_nothing_different_is_no_fact_and_no_version() -> None:
    customer = made(phone="1")
    changed(customer, phone=" 1 ", name="x", discount="0.000")
    assert len(logbook("customer", customer.pk)) == 1
    customer.refresh_from_db()
    assert customer.version == 1


def test_the_second_of_two_is_told() -> None:
    customer = made()
    update_customer(customer.pk, CustomerFields(phone="1"), by=ANNA, now=MOMENT, version=1)
    with pytest.raises(Refused) as error:
        update_customer(customer.pk, CustomerFields(phone="2"), by=ANNA, now=MOMENT, version=1)
    assert error.value.problems[0].code == "changed_meanwhile"
    customer.refresh_from_db()
    assert (customer.phone, customer.version) == ("1", 2)


def book(*addresses: tuple[NewAddress, bool, bool]) -> tuple[BookAddress, ...]:
    return tuple(
        BookAddress(address=one, is_default_invoice=invoice, is_default_delivery=delivery)
        for one, invoice, delivery in addresses
    )


def test_the_book_is_replaced_by_content() -> None:
    customer = made(addresses=book((STREET, True, True), (SHED, False, False)))
    street, shed = customer.addresses.order_by("pk")
    changed(customer, addresses=book((SHED, True, False), (STREET, False, True)))
    assert {
        (one.pk, one.is_default_invoice, one.is_default_delivery) for one in customer.addresses.all()
    } == {
        (shed.pk, True, False),
        (street.pk, False, True),
    }
    changed(customer, addresses=book((STREET, True, True), (STREET, False, False)))
    assert customer.addresses.count() == 2
    assert customer.addresses.filter(pk=street.pk).exists()
    assert not customer.addresses.filter(pk=shed.pk).exists()
    changed(customer, addresses=())
    assert not customer.addresses.exists()


def test_the_database_keeps_its_promises() -> None:
    customer = made(number="K1", addresses=book((STREET, True, True)))
    for broken in (
        lambda: Address.objects.create(customer=customer, name="x", is_default_invoice=True),
        lambda: Address.objects.create(customer=customer, name=""),
        lambda: Customer.objects.filter(pk=customer.pk).update(discount="100.01"),
        lambda: Customer.objects.filter(pk=customer.pk).update(name=""),
        lambda: Customer.objects.filter(pk=customer.pk).update(language="fy"),
        lambda: Customer.objects.filter(pk=made(name="y").pk).update(number="K1", number_key="k1"),
        lambda: Customer.objects.filter(pk=customer.pk).update(number_key=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_tags_and_price_lists() -> None:
    tags = [create_tag(name, color="#000000", inherit=False, by=SYSTEM, now=MOMENT).pk for name in "abc"]
    customer = made(tag_ids=(tags[0], tags[1]))
    changed(customer, tag_ids=(tags[1], tags[2]))
    assert [one.title for one in customer.tags.all()] == ["b", "c"]
    assert logbook("customer", customer.pk)[0].data["changes"] == [
        {"field": "tags", "old": "a, b", "new": "b, c"}
    ]
    lists = [create_price_list(name, by=SYSTEM, now=MOMENT).pk for name in ("Dealer", "Horeca")]
    attach_price_lists(customer.pk, price_list_ids=lists, by=ANNA, now=MOMENT)
    attach_price_lists(customer.pk, price_list_ids=lists[:1], by=ANNA, now=MOMENT)
    assert [one.price_list_id for one in customer.customer_price_lists.all()] == lists[:1]
    with pytest.raises(Refused) as error:
        attach_price_lists(customer.pk, price_list_ids=[lists[0], 2**70], by=ANNA, now=MOMENT)
    assert error.value.problems[0].path == ("price_lists", 1)


def test_deleting_is_for_customers_without_orders() -> None:
    a_warehouse()
    a_product("A")
    customer = a_customer()
    an_order(customer, lines=lines(A=1))
    with pytest.raises(Refused) as error:
        delete_customer(customer.pk, by=ANNA, now=MOMENT)
    assert error.value.problems[0].code == "customer_in_use"
    assert customer.addresses.exists()
    free = a_customer("Vrij")
    delete_customer(free.pk, by=ANNA, now=MOMENT)
    assert not Customer.objects.filter(pk=free.pk).exists()
    assert logbook("customer", free.pk)[0].name == "customer.deleted"
    with pytest.raises(Refused):
        delete_customer(free.pk, by=ANNA, now=MOMENT)


@pytest.mark.parametrize(
    "words", ["kade", "CAFÉ", "cafe de", "joke", "k-77", "a@kade", "0151234567", "2611 ab", "delft", "de caf"]
)
def test_found_by_any_fragment(words: str) -> None:
    a_customer("Ander", addresses=())
    wanted = a_customer(
        contact_name="Joke",
        number="K-77",
        email="a@kade.example",
        phone="(015) 123-4567",
        name="Café de Kade",
    )
    assert list(found_by(words)) == [wanted]


@pytest.mark.parametrize("words", ["%", "_", "kade%", "\\", "' OR 1=1"])
def test_signs_of_the_database_are_only_signs(words: str) -> None:
    a_customer()
    assert not found_by(words).exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"language": "fy"}, "language"), ({"customer_number_digits": 0}, "customer_number_digits")],
)
def test_account_settings_are_checked(fields: dict[str, Any], name: str) -> None:
    with pytest.raises(Refused):
        change_settings(by=SYSTEM, now=MOMENT, **fields)
    with pytest.raises(Refused) as error:
        change_settings(by=SYSTEM, now=MOMENT, nonsense=1, time_zone="Mars/North")
    assert error.value.problems[0].path == ("nonsense",)
    with pytest.raises(Refused):
        change_settings(by=SYSTEM, now=MOMENT, time_zone="Mars/North")
    assert AccountSettings.objects.filter(**{name: next(iter(fields.values()))}).count() == 0
