"""A form that was open while somebody merged, deleted or removed what it is about: told, and led on."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhuis.accounts.models import User
from pakhuis.customers.actions import delete_customer, merge_customers, remove_address, undo_merge
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from tests.factories import MOMENT, a_customer

pytestmark = [pytest.mark.once, pytest.mark.django_db]
FORM = {"language": "nl", "discount": "0", "name": "Zee", "phone": "9"}


@pytest.fixture
def client(admin: User) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


def merged() -> tuple[Customer, Customer]:
    """The one that is left, and the one that went up in it."""
    kade, zee = a_customer("De Kade"), a_customer("Zee")
    merge_customers(kade.pk, zee.pk, by=SYSTEM, now=MOMENT)
    return kade, zee


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("{zee}/edit/", None),
        ("{zee}/edit/", FORM),
        ("{zee}/addresses/new/", None),
        ("{zee}/addresses/1/", {"name": "Zee"}),
        ("{zee}/addresses/1/remove/", {}),
        ("{zee}/archive/", {}),
        ("{zee}/delete/", {}),
        ("{zee}/erase/", {"sure": "on"}),
        ("{zee}/person/", None),
        ("{zee}/merge/", None),
        ("{zee}/webshops/", None),
        ("{kade}/merge/{zee}/", {}),
        ("{zee}/merge/{kade}/", {}),
    ],
)
def test_a_page_of_a_merged_customer_leads_to_the_other(
    client: Client, path: str, sent: dict[str, str] | None
) -> None:
    kade, zee = merged()
    was = Customer.objects.values().get(pk=kade.pk)
    address = "/customers/" + path.format(kade=kade.pk, zee=zee.pk)
    answer = client.get(address, follow=True) if sent is None else client.post(address, sent, follow=True)
    assert answer.redirect_chain == [(f"/customers/{kade.pk}/", 302)]
    assert "Somebody merged this customer into “De Kade” meanwhile" in answer.content.decode()
    assert Customer.objects.values().get(pk=kade.pk) == was


def test_a_merge_that_was_undone_leads_nowhere_else(client: Client) -> None:
    kade, zee = a_customer("De Kade"), a_customer("Zee")
    merge = merge_customers(kade.pk, zee.pk, by=SYSTEM, now=MOMENT)
    undo_merge(merge.pk, by=SYSTEM, now=MOMENT)
    assert client.post(f"/customers/{zee.pk}/edit/", FORM).headers["Location"] == f"/customers/{zee.pk}/"
    zee.refresh_from_db()
    assert zee.phone == "9"


def test_what_was_deleted_is_not_there(client: Client) -> None:
    zee = a_customer("Zee")
    delete_customer(zee.pk, by=SYSTEM, now=MOMENT)
    for path in ("addresses/new/", "merge/"):
        assert client.post(f"/customers/{zee.pk}/{path}", FORM).status_code == 404
    assert client.post(f"/customers/{zee.pk}/edit/", FORM).status_code == 409  # with what was typed
    assert client.get(f"/customers/{2**70}/edit/").status_code == 404


def test_an_address_that_was_removed_is_told(client: Client) -> None:
    kade = a_customer("De Kade")
    address = kade.addresses.get()
    remove_address(kade.pk, address.pk, by=SYSTEM, now=MOMENT)
    place = f"/customers/{kade.pk}/addresses/{address.pk}/"
    for path in (place, f"{place}remove/", f"{place}default/"):
        answer = client.post(path, {"name": "Kade", "for": "invoice"}, follow=True)
        assert answer.redirect_chain == [(f"/customers/{kade.pk}/?tab=addresses", 302)], path
        assert answer.context["messages"], path
    assert not kade.addresses.exists()
