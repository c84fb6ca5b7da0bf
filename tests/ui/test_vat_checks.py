"""What the register of VAT numbers answered, on the customer's page, and the button that asks again."""

from __future__ import annotations

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import account_settings, change_settings
from pakhuis.accounts.models import User
from pakhuis.customers.models import Customer, VatCheck
from pakhuis.kernel.actor import SYSTEM
from tests.factories import MOMENT, a_customer

NUMBER = "NL004495445B01"


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def details(client: Client, customer: Customer) -> str:
    return client.get(f"/customers/{customer.pk}/?tab=details").content.decode()


def test_the_evidence_is_shown(client: Client) -> None:
    customer = a_customer(vat_number=NUMBER)
    VatCheck.objects.create(
        customer=customer,
        number=NUMBER,
        state="valid",
        request_id="WAPI7",
        name="LINDE <B>",
        address="KADE 1\nDELFT",
        raw='{"valid": true}',
        at=MOMENT,
    )
    Customer.objects.update(vat_state="valid", vat_checked_at=MOMENT)
    text = details(client, customer)
    for shown in ("WAPI7", "LINDE &lt;B&gt;", "DELFT", "{&quot;valid&quot;: true}", "Valid"):
        assert shown in text
    assert "23 Nov 2026" in client.get(f"/customers/{customer.pk}/").content.decode()


def test_the_button_asks_only_where_that_is_wanted(client: Client) -> None:
    customer = a_customer(vat_number=NUMBER)
    assert "Ask the register again" not in details(client, customer)
    told = client.post(f"/customers/{customer.pk}/vat/", follow=True).content.decode()
    assert "does not ask the register" in told
    change_settings(asks_vat_register=True, by=SYSTEM, now=MOMENT)
    assert "Ask the register again" in details(client, customer)
    client.post(f"/customers/{customer.pk}/vat/")
    assert DBTaskResult.objects.count() == 1
    assert Customer.objects.get().vat_ask_at is not None
    assert client.get(f"/customers/{customer.pk}/vat/").status_code == 405
    assert client.post("/customers/999/vat/").status_code == 404


def test_a_number_without_a_register_has_no_button(client: Client) -> None:
    change_settings(asks_vat_register=True, by=SYSTEM, now=MOMENT)
    assert "Ask the register again" not in details(client, a_customer(vat_number="GB980780684"))
    assert "Ask the register again" not in details(client, a_customer("x", vat_number=""))


def test_the_switch_stands_among_the_settings(client: Client) -> None:
    text = client.get("/settings/account/").content.decode()
    assert 'name="asks_vat_register"' in text
    assert account_settings().asks_vat_register is False
