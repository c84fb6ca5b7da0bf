"""An erased customer's page: which orders still name the person, until when, and the button for once more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pakhuis.accounts.actions import create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Address, Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import cancel_order
from pakhuis.orders.models import Order
from pakhuis.privacy.actions import erase_person
from pakhuis.privacy.queries import orders_by_age
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db
AGO = timedelta(days=8 * 366)


@pytest.fixture
def erased() -> Customer:
    """Somebody who was erased a moment ago, with a cancelled order that keeps its names."""
    stocked(a_warehouse(), A=9)
    customer = a_customer("Zwanenhals")
    order = an_order(customer, lines=lines(A=1))
    now = timezone.now()
    cancel_order(order.pk, by=SYSTEM, now=now)
    Order.objects.update(created_at=now)
    assert len(erase_person(customer.pk, by=SYSTEM, now=now)) == 1
    return customer


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_within_the_period_the_page_says_until_when(admin: User, erased: Customer) -> None:
    text = browser(admin).get(f"/customers/{erased.pk}/").content.decode()
    assert "1 order keeps names and addresses until" in text
    assert "Erase again" not in text
    refused = browser(admin).post(f"/customers/{erased.pk}/erase/", {"sure": "on"}, follow=True)
    assert "erased already" in refused.content.decode()
    assert Order.objects.get().erased_at is None


def test_after_the_period_there_is_a_button_that_takes_the_rest(admin: User, erased: Customer) -> None:
    Order.objects.update(created_at=timezone.now() - AGO)
    client = browser(admin)
    assert (
        f'href="/customers/{erased.pk}/erase/">Erase again'
        in client.get(f"/customers/{erased.pk}/").content.decode()
    )
    assert Order.objects.get().number in client.get(f"/customers/{erased.pk}/erase/").content.decode()
    client.post(f"/customers/{erased.pk}/erase/", {"sure": "on"})
    order = Order.objects.get()
    assert order.erased_at is not None
    assert "Zwanenhals" not in order.delivery_name
    assert "Erase again" not in client.get(f"/customers/{erased.pk}/").content.decode()


def test_the_button_is_for_who_may_erase(erased: Customer) -> None:
    Order.objects.update(created_at=timezone.now() - AGO)
    rights = tuple(one for one in Right if one is not Right.CUSTOMERS_ERASE)
    user = create_user("wim", password=PASSWORD, rights=rights, language="en", by=SYSTEM, now=MOMENT)
    text = browser(user).get(f"/customers/{erased.pk}/").content.decode()
    assert "The legal period of 1 order is over" in text
    assert "Erase again" not in text


@pytest.mark.parametrize("tab", ["orders", "addresses", "details", "comments", "returns"])
def test_nothing_is_offered_that_would_be_refused(admin: User, tab: str) -> None:
    customer = a_customer("Zwanenhals")
    client, page = browser(admin), f"/customers/{customer.pk}/"
    offers = [f"{page}{part}" for part in ("merge/", "order/", "edit/", "erase/", "addresses/new/")]
    offers += [f"/comments/customer/{customer.pk}/", f"/returns/new/?customer={customer.pk}"]
    shown = client.get(f"{page}?tab={tab}").content.decode()
    assert len([one for one in offers if one in shown]) >= 4
    erase_person(customer.pk, by=SYSTEM, now=MOMENT)
    shown = client.get(f"{page}?tab={tab}").content.decode()
    assert [one for one in offers if one in shown] == []
    assert client.get(f"{page}order/").status_code == 404


def test_what_was_written_after_it_can_be_erased_again(admin: User) -> None:
    """An earlier version let it be written."""
    customer = a_customer("Zwanenhals")
    client, page = browser(admin), f"/customers/{customer.pk}/"
    erase_person(customer.pk, by=SYSTEM, now=MOMENT)
    assert "Erase again" not in client.get(page).content.decode()
    Address.objects.create(customer=customer, name="Zwanenhals", line1="Thuis 1", country="NL")
    assert "Erase again" in client.get(page).content.decode()
    client.post(f"{page}erase/", {"sure": "on"})
    assert not Address.objects.exists()
    assert "Erase again" not in client.get(page).content.decode()


def test_of_several_orders_the_first_that_may_go_is_told() -> None:
    stocked(a_warehouse(), A=9)
    customer = a_customer("Kade")
    for days in (10, 400, 5_000):
        order = an_order(customer, lines=lines(A=1))
        cancel_order(order.pk, by=SYSTEM, now=MOMENT)
        Order.objects.filter(pk=order.pk).update(created_at=MOMENT - timedelta(days=days))
    parts = orders_by_age(customer.pk, now=MOMENT)
    assert (len(parts.erased), len(parts.kept), parts.open) == (1, 2, ())
    assert parts.first_end == min(end for _, end in parts.kept)
    assert orders_by_age(a_customer("Zee").pk, now=MOMENT).first_end is None


def test_with_an_open_order_the_page_says_so_before_anything_is_ticked(admin: User) -> None:
    stocked(a_warehouse(), A=9)
    customer = a_customer("Zwanenhals")
    order = an_order(customer, lines=lines(A=1))
    page = f"/customers/{customer.pk}/erase/"
    text = browser(admin).get(page).content.decode()
    assert f'href="/orders/{order.pk}/">{order.number}</a>' in text
    assert 'name="sure"' not in text
    cancel_order(order.pk, by=SYSTEM, now=timezone.now())
    assert 'name="sure"' in browser(admin).get(page).content.decode()
