"""VAT numbers asked of a stand-in register: answers, troubles, retries, and that saving never waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import change_settings
from pakhuis.customers.actions import ask_again, ask_due_numbers, check_vat_number, update_customer
from pakhuis.customers.actions.vat_register import PATIENCE
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer, VatCheck
from pakhuis.customers.vies import MOST_TRIES
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from tests.customers.register import Register, open_register
from tests.factories import MOMENT, a_customer

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")
NUMBER = "NL004495445B01"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def register(settings: Any, db: None) -> Iterator[Register]:
    change_settings(asks_vat_register=True, by=SYSTEM, now=MOMENT)
    with open_register() as register:
        settings.VAT_REGISTER = register.address
        register.known[NUMBER] = "BROUWERIJ DE LINDE"
        yield register


def a_number(number: str = NUMBER) -> Customer:
    return a_customer(vat_number=number)


def checked(customer: Customer, *, now: Any = MOMENT) -> Customer:
    check_vat_number(customer.pk, now=now)
    return Customer.objects.get(pk=customer.pk)


def test_saving_asks_nothing_and_the_look_starts_the_question(register: Register) -> None:
    customer = a_number()
    assert register.asked == []
    assert (customer.vat_state, customer.vat_ask_at) == ("shape_ok", MOMENT)
    assert ask_due_numbers(now=MOMENT) == 1
    assert ask_due_numbers(now=MOMENT) == 0
    assert DBTaskResult.objects.count() == 1
    assert ask_due_numbers(now=MOMENT + 3 * MINUTE) == 1


def test_a_registered_number_is_valid_with_evidence(register: Register) -> None:
    customer = checked(a_number())
    assert (customer.vat_state, customer.vat_checked_at, customer.vat_ask_at) == ("valid", MOMENT, None)
    check = VatCheck.objects.get()
    assert (check.state, check.name, check.address) == ("valid", "BROUWERIJ DE LINDE", "KADE 1\nDELFT")
    assert '"valid": true' in check.raw
    fact = Fact.objects.latest("pk")
    assert (fact.name, fact.data) == ("customer.vat_checked", {"number": NUMBER, "state": "valid"})
    assert customer.version == 1


def test_a_plain_no_is_not_registered(register: Register) -> None:
    register.known.clear()
    assert checked(a_number()).vat_state == "not_registered"


def test_ones_own_number_brings_a_proof(register: Register, settings: Any) -> None:
    settings.VAT_REQUESTER = "NL123456789B01"
    checked(a_number())
    assert VatCheck.objects.get().request_id == "WAPI1"
    assert register.asked[0]["requesterNumber"] == "123456789B01"


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ((200, b'{"errorWrappers": [{"error": "MS_MAX_CONCURRENT_REQ"}]}'), "MS_MAX_CONCURRENT_REQ"),
        ((200, b'{"valid": false, "userError": "MS_UNAVAILABLE"}'), "MS_UNAVAILABLE"),
        ((400, b'{"errorWrappers": [{"error": "IP_BLOCKED"}]}'), "IP_BLOCKED"),
        ((500, b"<html>"), "HTTP 500"),
        ((200, b"nonsense"), "nonsense"),
        ((200, b'{"valid": ' + b" " * 70_000 + b"false}"), "TooLargeError"),
    ],
)
def test_every_trouble_is_unreachable_and_asked_again(
    register: Register, trouble: tuple[int, bytes], reason: str
) -> None:
    register.trouble.append(trouble)
    customer = checked(a_number())
    assert (customer.vat_state, customer.vat_tries) == ("unreachable", 1)
    assert customer.vat_ask_at == MOMENT + MINUTE
    assert VatCheck.objects.get().reason == reason
    assert checked(customer, now=MOMENT + MINUTE).vat_state == "valid"
    assert Customer.objects.get().vat_tries == 0


def test_a_slow_register_is_not_waited_for(register: Register) -> None:
    assert PATIENCE == 5
    register.is_slow = True
    customer = a_number()
    assert check_vat_number(customer.pk, now=MOMENT, patience=0.2) == "unreachable"
    assert VatCheck.objects.get().reason == "timeout"


def test_a_register_that_is_away_is_unreachable(db: None, settings: Any) -> None:
    change_settings(asks_vat_register=True, by=SYSTEM, now=MOMENT)
    settings.VAT_REGISTER = "http://127.0.0.1:9"
    assert checked(a_number()).vat_state == "unreachable"


def test_the_address_guard_holds_here_too(register: Register, settings: Any) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    assert checked(a_number()).vat_state == "unreachable"
    assert VatCheck.objects.get().reason == "ForbiddenAddressError"
    assert register.asked == []


def test_it_stops_asking_at_last_and_a_person_begins_again(register: Register) -> None:
    customer = a_number()
    register.trouble += [(500, b"")] * MOST_TRIES
    moment = MOMENT
    for _ in range(MOST_TRIES):
        customer = checked(customer, now=moment)
        moment = customer.vat_ask_at or moment
    assert (customer.vat_ask_at, customer.vat_tries) == (None, MOST_TRIES)
    assert checked(customer).vat_tries == MOST_TRIES
    ask_again(customer.pk, by=ANNA, now=MOMENT)
    assert DBTaskResult.objects.count() == 1
    assert checked(customer).vat_state == "valid"


def test_a_sleeping_register_takes_no_answer_back(register: Register) -> None:
    customer = checked(a_number())
    ask_again(customer.pk, by=ANNA, now=MOMENT)
    register.trouble.append((503, b""))
    customer = checked(customer, now=MOMENT + MINUTE)
    assert (customer.vat_state, customer.vat_checked_at) == ("valid", MOMENT)
    assert customer.vat_ask_at == MOMENT + 2 * MINUTE
    assert [one.state for one in VatCheck.objects.all()] == ["unreachable", "valid"]


@pytest.mark.django_db(transaction=True)
def test_an_answer_about_another_number_counts_for_nothing(register: Register) -> None:
    """While the register thinks, somebody takes the number away."""
    customer = a_number()

    def meanwhile() -> None:
        update_customer(customer.pk, CustomerFields(vat_number=""), by=ANNA, now=MOMENT)
        connections.close_all()

    register.meanwhile = meanwhile
    after = checked(customer)
    assert (after.vat_number, after.vat_state) == ("", "unknown")
    assert not VatCheck.objects.exists()


def test_a_changed_number_is_asked_anew(register: Register) -> None:
    customer = checked(a_number())
    later = MOMENT + MINUTE
    update_customer(customer.pk, CustomerFields(vat_number="BE0403170701"), by=ANNA, now=later)
    customer.refresh_from_db()
    assert (customer.vat_state, customer.vat_checked_at, customer.vat_ask_at) == ("shape_ok", None, later)


@pytest.mark.parametrize("number", ["", "NL1", "GB980780684", "onzin"])
def test_what_cannot_be_registered_is_not_asked(register: Register, number: str) -> None:
    customer = a_number(number)
    assert customer.vat_ask_at is None
    assert ask_due_numbers(now=MOMENT) == 0
    with pytest.raises(Refused) as error:
        ask_again(customer.pk, by=ANNA, now=MOMENT)
    assert [one.code for one in error.value.problems] == ["cannot_be_asked"]


def test_off_means_off(register: Register) -> None:
    customer = a_number()
    change_settings(asks_vat_register=False, by=SYSTEM, now=MOMENT)
    assert ask_due_numbers(now=MOMENT) == 0
    assert checked(customer).vat_state == "shape_ok"
    with pytest.raises(Refused) as error:
        ask_again(customer.pk, by=ANNA, now=MOMENT)
    assert [one.code for one in error.value.problems] == ["register_is_off"]
    assert register.asked == []
    assert a_number("BE0403170701").vat_ask_at is None


def test_unknown_customers_are_told(register: Register) -> None:
    with pytest.raises(Refused):
        ask_again(999, by=ANNA, now=MOMENT)
    assert check_vat_number(999, now=MOMENT) == ""


def test_greek_numbers_of_an_earlier_version_can_be_asked(register: Register) -> None:
    customer = a_number("EL094259216")
    Customer.objects.update(vat_number="GR094259216")
    import_module("pakhuis.customers.migrations.0006_greek_numbers_as_el").as_the_register(apps, None)
    ask_again(customer.pk, by=ANNA, now=MOMENT)
    assert Customer.objects.get().vat_number == "EL094259216"
