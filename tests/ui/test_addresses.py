"""Addresses on the screen: one at a time, with the offer to change open orders along."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer, a_warehouse, an_order, lines, stocked

FORM = {"name": "Café De Kade", "line1": "Kade 99", "zipcode": "2611 AB", "city": "Delft", "country": "NL"}


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def page_of(customer: Customer) -> str:
    return f"/customers/{customer.pk}/addresses/{customer.addresses.get().pk}/"


def form_of(customer: Customer, **more: object) -> dict[str, object]:
    kept = {"contact_name": "Joke", "is_default_invoice": "on", "is_default_delivery": "on"}
    return {**FORM, **kept, "version": str(customer.version), **more}


def test_an_address_is_added(client: Client) -> None:
    customer = a_customer(addresses=())
    text = client.get(f"/customers/{customer.pk}/addresses/new/").content.decode()
    assert 'value="Café De Kade"' in text
    answer = client.post(f"/customers/{customer.pk}/addresses/new/", {**FORM, "is_default_invoice": "on"})
    assert answer.headers["Location"] == f"/customers/{customer.pk}/?tab=addresses"
    address = customer.addresses.get()
    assert (address.line1, address.is_default_invoice, address.is_default_delivery) == (
        "Kade 99",
        True,
        False,
    )
    assert "Kade 99" in client.get(answer.headers["Location"]).content.decode()


def test_errors_stand_at_their_field(client: Client) -> None:
    customer = a_customer()
    text = client.post(page_of(customer), form_of(customer, name=" ", city="x" * 200)).content.decode()
    assert 'id="f-name-error"' in text
    assert 'id="f-city-error"' in text
    assert customer.addresses.get().line1 == "Kade 1"


def test_open_orders_are_offered_and_changed_only_when_ticked(client: Client) -> None:
    stocked(a_warehouse(), A=5)
    customer = a_customer()
    ticked, other = (an_order(customer, lines=lines(A=1)) for _ in range(2))
    text = client.get(page_of(customer)).content.decode()
    assert ticked.number in text
    assert "checked> <span><span" not in text
    told = client.post(page_of(customer), form_of(customer, orders=[ticked.pk]), follow=True)
    assert "1 open order was changed." in told.content.decode()
    ticked.refresh_from_db()
    other.refresh_from_db()
    assert (ticked.delivery_line1, other.delivery_line1) == ("Kade 99", "Kade 1")


def test_without_a_tick_no_order_changes(client: Client) -> None:
    stocked(a_warehouse(), A=5)
    customer = a_customer()
    order = an_order(customer, lines=lines(A=1))
    client.post(page_of(customer), form_of(customer))
    order.refresh_from_db()
    assert order.delivery_line1 == "Kade 1"
    assert customer.addresses.get().line1 == "Kade 99"


def test_who_may_not_change_orders_is_not_offered_them(db: None) -> None:
    rights = (Right.CUSTOMERS_SEE, Right.CUSTOMERS_CHANGE)
    user = create_user(
        "olga", password=PASSWORD, is_admin=False, rights=rights, language="en", by=SYSTEM, now=MOMENT
    )
    client = Client()
    client.force_login(user)
    stocked(a_warehouse(), A=5)
    customer = a_customer()
    order = an_order(customer, lines=lines(A=1))
    assert order.number not in client.get(page_of(customer)).content.decode()
    client.post(page_of(customer), form_of(customer, orders=[order.pk]))
    order.refresh_from_db()
    assert order.delivery_line1 == "Kade 1"


def test_the_second_of_two_who_save_sees_what_the_first_saved(client: Client) -> None:
    customer = a_customer()
    assert client.post(page_of(customer), form_of(customer)).status_code == 302
    late = client.post(page_of(customer), form_of(customer, line1="Kade 7"))
    text = late.content.decode()
    assert late.status_code == 409
    assert "Kade 99" in text
    assert 'value="Kade 7"' in text
    version = text.split('name="version" value="')[1].split('"')[0]
    again = form_of(customer, line1="Kade 7", version=version)
    assert client.post(page_of(customer), again).status_code == 302
    assert customer.addresses.get().line1 == "Kade 7"


def test_defaults_and_removal_by_button(client: Client) -> None:
    customer = a_customer()
    client.post(f"/customers/{customer.pk}/addresses/new/", FORM)
    first, second = customer.addresses.order_by("pk")
    client.post(f"/customers/{customer.pk}/addresses/{second.pk}/default/", {"for": "delivery"})
    second.refresh_from_db()
    assert (second.is_default_delivery, second.is_default_invoice) == (True, False)
    client.post(f"/customers/{customer.pk}/addresses/{second.pk}/default/", {"for": "nonsense"})
    client.post(f"/customers/{customer.pk}/addresses/{first.pk}/remove/")
    assert list(customer.addresses.all()) == [second]


def test_addresses_of_others_are_not_found(client: Client) -> None:
    mine, other = a_customer("a"), a_customer("b")
    pk = other.addresses.get().pk
    for end in ("", "remove/", "default/"):
        answer = client.post(f"/customers/{mine.pk}/addresses/{pk}/{end}", FORM)
        assert answer.headers["Location"] == f"/customers/{mine.pk}/?tab=addresses"
        assert client.get(answer.headers["Location"]).context["messages"]
    assert [one.line1 for one in other.addresses.all()] != [FORM["line1"]]


def test_countries_are_in_the_readers_language(client: Client, admin: User) -> None:
    customer = a_customer()
    assert ">Germany</option>" in client.get(page_of(customer)).content.decode()
    User.objects.filter(pk=admin.pk).update(language="nl")
    assert ">Duitsland</option>" in client.get(page_of(customer)).content.decode()
