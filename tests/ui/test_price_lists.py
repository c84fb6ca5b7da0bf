"""Screens of price lists: made, filled by hand and by pasting, changed where they stand, retired."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import archive_customers
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import attach_price_lists, change_price_list, create_price_list, set_price
from pakhuis.pricing.events import PriceListsAttached
from pakhuis.pricing.models import PriceList, PriceListEntry
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer, a_product


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def horeca(db: None) -> PriceList:
    return create_price_list("Horeca", by=SYSTEM, now=MOMENT)


def page(client: Client, path: str, **sent: Any) -> str:
    answer = client.post(path, sent, follow=True) if sent else client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_has_a_list_stands_there_by_name_whatever_its_letters(client: Client, horeca: PriceList) -> None:
    for name in ("Zout", "Ãlg", "beer", "Anker"):
        ids = [horeca.pk]
        attach_price_lists(a_customer(name).pk, price_list_ids=ids, by=SYSTEM, now=MOMENT)
    shown = client.get(f"/settings/price-lists/{horeca.pk}/").context["customers"]
    assert [one.name for one in shown] == ["Ãlg", "Anker", "beer", "Zout"]


def test_a_list_is_made_named_dated_and_retired(client: Client) -> None:
    assert 'id="f-name-error"' in page(client, "/settings/price-lists/new/", name=" ")
    page(client, "/settings/price-lists/new/", name="Horeca", valid_from="2026-12-01")
    one = PriceList.objects.get()
    text = page(client, f"/settings/price-lists/{one.pk}/edit/", name="Dealer", valid_until="gisteren")
    assert 'id="f-valid_until-error"' in text
    text = page(
        client,
        f"/settings/price-lists/{one.pk}/edit/",
        name="Dealer",
        valid_from="2026-12-02",
        valid_until="2026-12-01",
    )
    assert 'id="f-valid_until-error"' in text
    page(client, f"/settings/price-lists/{one.pk}/edit/", name="Dealer", valid_until="2026-12-31")
    one.refresh_from_db()
    assert (one.name, one.valid_from, str(one.valid_until)) == ("Dealer", None, "2026-12-31")
    assert "Retired" in page(client, f"/settings/price-lists/{one.pk}/active/", active="")
    assert "Dealer" not in page(client, "/customers/new/")
    page(client, f"/settings/price-lists/{one.pk}/active/", active="on")
    assert "Dealer" in page(client, "/customers/new/")


def test_a_price_is_added_by_code(client: Client, horeca: PriceList) -> None:
    a_product("IPA-33", price="2.50")
    path = f"/settings/price-lists/{horeca.pk}/add/"
    text = page(client, path, code="NIETS", price="x", min_amount="0", valid_from="nooit")
    assert 'id="new-code-error"' in text
    assert "There is no product “NIETS”." in text
    assert 'id="new-valid_from-error"' in text
    text = page(client, path, code="IPA-33", price="x", min_amount="0")
    assert 'id="new-price-error"' in text
    assert 'id="new-min_amount-error"' in text
    text = page(client, path, code="IPA-33", price="2,10", min_amount="")
    assert "IPA-33" in text
    assert "2.50</td>" in text, "what it costs without the list"
    assert PriceListEntry.objects.get().price == Decimal("2.1")


def test_a_price_is_changed_where_it_stands_and_taken_off(client: Client, horeca: PriceList) -> None:
    product = a_product("IPA-33")
    cheap = set_price(horeca.pk, product_id=product.pk, price="2", by=SYSTEM, now=MOMENT)
    dear = set_price(horeca.pk, product_id=product.pk, price="3", min_amount=10, by=SYSTEM, now=MOMENT)
    path = f"/settings/price-lists/{horeca.pk}/{dear.pk}/"
    assert "Dearer than from fewer pieces" in page(client, f"/settings/price-lists/{horeca.pk}/")
    text = page(client, path, price="x", min_amount="10")
    assert "This is not a number." in text
    assert 'value="x"' in text
    assert "from this amount and day already" in page(client, path, price="1", min_amount="1")
    text = page(client, f"{path}?q=ipa", price="1,80", min_amount="10", valid_until="2026-12-31")
    assert "Dearer" not in text
    assert 'value="ipa"' in text, "the search stays"
    dear.refresh_from_db()
    assert (dear.price, str(dear.valid_until)) == (Decimal("1.8"), "2026-12-31")
    page(client, path, remove="yes")
    assert list(PriceListEntry.objects.all()) == [cheap]
    assert client.post(path, {"remove": "yes"}).status_code == 404
    other = create_price_list("Dealer", by=SYSTEM, now=MOMENT)
    assert client.post(f"/settings/price-lists/{other.pk}/{cheap.pk}/", {"remove": "yes"}).status_code == 404


def test_pasting_shows_first_and_writes_then(client: Client, horeca: PriceList) -> None:
    path = f"/settings/price-lists/{horeca.pk}/paste/"
    a_product("A")
    set_price(horeca.pk, product_id=a_product("B").pk, price="5", by=SYSTEM, now=MOMENT)
    text = page(client, path, pasted="A\tacht\nX\t7\nB")
    assert "Line 1, Price: This is not a number." in text
    assert "Line 2, Product code: There is no product “X”." in text
    assert "Line 3: A line needs a product code" in text
    assert "A\tacht" in text, "what was pasted comes back"
    text = page(client, path, pasted="A\t8\t10\nB\t6")
    assert "New: 1" in text
    assert "Changed: 1" in text
    assert PriceListEntry.objects.count() == 1
    text = page(client, path, pasted="A\tacht", sure="yes")
    assert "nothing is changed" in text
    assert "On the list: 2 prices." in page(client, path, pasted="A\t8\t10\nB\t6", sure="yes")
    assert PriceListEntry.objects.count() == 2
    assert "There is no line with a price" in page(client, path, pasted=" ", sure="yes")


def test_customers_with_a_list_are_on_its_page(client: Client, horeca: PriceList) -> None:
    assert "Nobody has this list yet" in page(client, f"/settings/price-lists/{horeca.pk}/")
    customer = a_customer("Café Lijst")
    attach_price_lists(customer.pk, price_list_ids=[horeca.pk], by=SYSTEM, now=MOMENT)
    assert "Café Lijst" in page(client, f"/settings/price-lists/{horeca.pk}/")


def test_a_list_of_prices_is_paged_by_code_and_asks_as_often_for_many(
    client: Client, horeca: PriceList
) -> None:
    counts = []
    for size in (3, 60):
        for number in range(size):
            product = a_product(f"P{size}-{number:03}")
            set_price(horeca.pk, product_id=product.pk, price="1", by=SYSTEM, now=MOMENT)
        page(client, f"/settings/price-lists/{horeca.pk}/")
        with CaptureQueriesContext(connection) as captured:
            text = page(client, f"/settings/price-lists/{horeca.pk}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    following = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = page(client, f"/settings/price-lists/{horeca.pk}/{following}")
    assert "P60-030" in second
    assert "P3-000" not in second


@pytest.mark.parametrize("path", ["9/", "9/edit/", "9/paste/"])
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    assert client.get(f"/settings/price-lists/{path}").status_code == 404


def test_a_list_is_given_to_customers_and_taken_away_from_its_own_page(
    client: Client, horeca: PriceList
) -> None:
    kade, zee = a_customer("Kade", number="K-1"), a_customer("Zeezicht", number="K-2")
    path = f"/settings/price-lists/{horeca.pk}/"
    assert "Nobody has this list yet" in page(client, path)
    text = page(client, f"{path}give/", customer=" k-1 ")
    assert f'href="/customers/{kade.pk}/"' in text
    assert "Horeca is valid for this customer from now on." in text
    page(client, f"{path}give/", customer="zeezi")
    page(client, f"{path}give/", customer="zeezi")
    assert set(horeca.customer_price_lists.values_list("customer_id", flat=True)) == {kade.pk, zee.pk}
    assert Fact.objects.filter(name=PriceListsAttached.name).count() == 2
    text = page(client, f"{path}take/", customer=kade.pk)
    assert f'href="/customers/{kade.pk}/"' not in text
    assert list(horeca.customer_price_lists.values_list("customer_id", flat=True)) == [zee.pk]


@pytest.mark.parametrize("typed", ["", " ", "nobody", "ka", "K-9", "oud"])
def test_a_list_is_given_to_one_customer_or_to_none(client: Client, horeca: PriceList, typed: str) -> None:
    for name in ("Kade", "Kakelbont"):
        a_customer(name)
    archive_customers([a_customer("Oud").pk], by=SYSTEM, now=MOMENT)
    text = page(client, f"/settings/price-lists/{horeca.pk}/give/", customer=typed or " ")
    assert 'class="message error"' in text or 'role="alert"' in text
    assert not horeca.customer_price_lists.exists()


def test_a_retired_list_is_given_to_nobody(client: Client, horeca: PriceList) -> None:
    a_customer("Kade")
    change_price_list(horeca.pk, active=False, by=SYSTEM, now=MOMENT)
    assert "/give/" not in page(client, f"/settings/price-lists/{horeca.pk}/")
    assert client.post(f"/settings/price-lists/{horeca.pk}/give/", {"customer": "Kade"}).status_code == 404


def test_who_may_change_prices_but_no_customers_gives_no_list(client: Client, horeca: PriceList) -> None:
    kade = a_customer("Kade")
    for rights in ((Right.PRICES_CHANGE,), (Right.CUSTOMERS_CHANGE,)):
        user = create_user(rights[0].value, password=PASSWORD, rights=rights, by=SYSTEM, now=MOMENT)
        browser = Client()
        browser.force_login(user)
        for deed, told in (("give", "Kade"), ("take", str(kade.pk))):
            path = f"/settings/price-lists/{horeca.pk}/{deed}/"
            assert browser.post(path, {"customer": told}).status_code == 403
    assert not horeca.customer_price_lists.exists()
