"""Settings pages: what is entered arrives, what is wrong stands at its field, what is in use is not lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import (
    account_settings,
    api_key_for,
    change_api_key,
    change_user,
    create_api_key,
    create_tag,
    create_user,
)
from pakhuis.accounts.models import ApiKey, Tag, User
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import VatGroup
from pakhuis.kernel.actor import SYSTEM
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer, a_product, a_vat_group
from tests.ui.filling_in import versions


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def page(client: Client, path: str, **sent: Any) -> str:
    """What stands on the page after getting it, or after sending a form to it."""
    answer = client.post(path, sent, follow=True) if sent else client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


ACCOUNT = {
    "company_name": "De Linde",
    "company_address": "Kade 1\n2611 AB Delft",
    "company_email": "info@linde.example",
    "company_phone": "015-1",
    "country": "BE",
    "language": "en",
    "time_zone": "Europe/Brussels",
    "customer_number_prefix": "K",
    "customer_number_digits": "4",
    "legal_period_years": "10",
    "processes_backorders_itself": "on",
}


def test_the_account_is_set_as_a_whole(client: Client) -> None:
    assert "Saved." in page(client, "/settings/account/", **ACCOUNT)
    settings = account_settings()
    for name in ("company_name", "company_email", "country", "language", "time_zone"):
        assert getattr(settings, name) == ACCOUNT[name]
    assert (settings.customer_number_digits, settings.legal_period_years) == (4, 10)
    assert (settings.processes_backorders_itself, settings.autosplit) == (True, False)
    text = page(client, "/settings/account/")
    assert "De Linde" in text
    assert "Digits of a customer number:" in text, "the logbook tells old and new"


def test_customer_numbers_go_on_where_the_account_says(client: Client) -> None:
    """The number that comes next can be raised, never lowered; one that nobody touched may be overtaken."""
    form = {**ACCOUNT, "numbers_customers": "on"}
    shown = page(client, "/settings/account/")
    assert 'name="customer_number_next" type="text" inputmode="decimal" value="1"' in shown
    text = page(client, "/settings/account/", **form, customer_number_next="5000", customer_number_shown="1")
    assert "Saved." in text
    assert "Next customer number:" in text, "the logbook tells old and new"
    assert a_customer("Kade", number="").number == "K5000"
    late = page(
        client, "/settings/account/", **form, customer_number_next="5000", customer_number_shown="5000"
    )
    assert "Saved." in late
    assert a_customer("Zee", number="").number == "K5001"
    for wrong in ("4999", "0", "-1", "veel", ""):
        told = page(
            client,
            "/settings/account/",
            **{**form, "country": "Mars"},
            customer_number_next=wrong,
            customer_number_shown="5002",
        )
        for field in ("customer_number_next", "country"):
            assert f'id="f-{field}-error"' in told, (wrong, field)
    assert account_settings().country == "BE"
    assert a_customer("Oud", number="").number == "K5002"


def test_all_that_is_wrong_with_the_account_stands_at_its_field(client: Client) -> None:
    before = account_settings()
    wrong = {
        **ACCOUNT,
        "company_name": " ",
        "company_email": "x",
        "time_zone": "Mars",
        "legal_period_years": "99",
    }
    text = page(client, "/settings/account/", **wrong)
    for field in ("company_name", "company_email", "time_zone", "legal_period_years"):
        assert f'id="f-{field}-error"' in text
    assert 'value="x"' in text, "what was entered stays"
    assert account_settings().country == before.country


def test_a_tag_is_made_changed_retired_and_brought_back(client: Client) -> None:
    text = page(client, "/settings/tags/new/", title="Horeca", color="#ffff00", inherit="on")
    assert "Horeca" in text
    assert 'fill="#000000"' in text, "black text on yellow"
    tag = Tag.objects.get()
    a_customer(tag_ids=(tag.pk,))
    assert "customers: 1" in page(client, f"/settings/tags/{tag.pk}/")
    page(client, f"/settings/tags/{tag.pk}/", title="Café", color="#000000")
    tag.refresh_from_db()
    assert (tag.title, tag.inherit) == ("Café", False)
    text = page(client, f"/settings/tags/{tag.pk}/active/", active="")
    assert "Retired" in text
    assert "Café" not in page(client, "/customers/").split('name="sort"')[0], "nobody can choose it"
    page(client, f"/settings/tags/{tag.pk}/active/", active="on")
    tag.refresh_from_db()
    assert tag.active


def test_a_customer_keeps_a_retired_tag_when_it_is_saved(client: Client) -> None:
    tag = create_tag("Horeca", color="#ffffff", inherit=True, by=SYSTEM, now=MOMENT)
    customer = a_customer(tag_ids=(tag.pk,))
    page(client, f"/settings/tags/{tag.pk}/active/", active="")
    assert f'name="tags" value="{tag.pk}" checked' in page(client, f"/customers/{customer.pk}/edit/")
    assert f'name="tags" value="{tag.pk}"' not in page(client, "/customers/new/")


def test_two_tags_with_one_title_are_told_at_the_field(client: Client) -> None:
    create_tag("Horeca", color="#ffffff", inherit=True, by=SYSTEM, now=MOMENT)
    text = page(client, "/settings/tags/new/", title="HORECA", color="red")
    assert 'id="f-color-error"' in text
    text = page(client, "/settings/tags/new/", title="HORECA", color="#ff0000")
    assert "is in use already" in text
    assert 'id="f-title-error"' in text


def test_a_vat_group_in_use_is_refused_with_where(client: Client) -> None:
    a_product("A")
    group = VatGroup.objects.get()
    other = a_vat_group("9", is_standard=False)
    page(client, f"/settings/vat/{other.pk}/", name="Laag", percentage="9,5", is_standard="on")
    other.refresh_from_db()
    assert (other.name, str(other.percentage), other.is_standard) == ("Laag", "9.50", True)
    text = page(client, f"/settings/vat/{group.pk}/active/", active="")
    assert "products: 1" in text
    group.refresh_from_db()
    assert group.active
    assert "New VAT group" in page(client, "/settings/vat/new/")


def test_where_something_is_used_is_told_in_dutch(client: Client, admin: User) -> None:
    User.objects.filter(pk=admin.pk).update(language="nl")
    a_product("A")
    other = a_vat_group("9", is_standard=False)
    page(client, f"/settings/vat/{other.pk}/", name="Laag", percentage="9", is_standard="on")
    text = page(client, f"/settings/vat/{VatGroup.objects.exclude(pk=other.pk).get().pk}/active/", active="")
    assert "producten: 1" in text


def test_a_user_is_made_changed_and_switched_off(client: Client) -> None:
    given = {"username": "sanne", "password": PASSWORD, "rights": ["orders.see", "picklists.work"]}
    assert "Picklists: work with" in page(client, "/settings/users/new/", **given)
    user = User.objects.get(username="sanne")
    assert user.granted_rights() == {Right.ORDERS_SEE, Right.PICKLISTS_WORK}
    text = page(client, f"/settings/users/{user.pk}/")
    assert 'value="orders.see" checked' in text
    assert 'value="orders.change" checked' not in text
    page(client, f"/settings/users/{user.pk}/", username="sanne", first_name="Sanne", rights=["orders.see"])
    user.refresh_from_db()
    assert (user.first_name, user.is_active) == ("Sanne", False)
    assert "Switched off" in page(client, "/settings/users/")


def seen(client: Client, path: str) -> str:
    """The mark in the form as it is shown now."""
    return str(client.get(path).context["entered"].mark)


@pytest.mark.once
def test_an_old_form_of_a_user_lets_nobody_back_in(client: Client) -> None:
    user = create_user("kees", password=PASSWORD, rights=[Right.CUSTOMERS_SEE], by=SYSTEM, now=MOMENT)
    path = f"/settings/users/{user.pk}/"
    sent = {"username": "kees", "first_name": "Kees", "active": "on", "rights": ["customers.see"]}
    mark = seen(client, path)
    change_user(user.pk, rights=[], active=False, by=SYSTEM, now=MOMENT)
    answer = client.post(path, {**sent, "seen": mark})
    user.refresh_from_db()
    assert (answer.status_code, user.is_active, user.first_name, user.rights.count()) == (409, False, "", 0)
    assert "Someone else has changed this" in answer.content.decode()
    entered = answer.context["entered"]
    assert versions(answer.content.decode()) == [
        ("First name", "—", "Kees"),
        ("May log in", "no", "yes"),
        ("Rights", "—", "Customers: see"),
    ]
    again = client.post(path, {"username": "kees", "first_name": "Kees", "seen": entered.mark})
    user.refresh_from_db()
    assert (again.status_code, user.is_active, user.first_name) == (302, False, "Kees")


@pytest.mark.once
def test_an_old_form_of_a_key_gives_no_rights_back(client: Client) -> None:
    key, _ = create_api_key("kassa", rights=[Right.CUSTOMERS_SEE], by=SYSTEM, now=MOMENT)
    path = f"/settings/keys/{key.pk}/"
    mark = seen(client, path)
    change_api_key(key.pk, name="kassa", can_write=False, rights=[], by=SYSTEM, now=MOMENT)
    sent = {"name": "kassa 2", "can_write": "on", "rights": ["customers.see"]}
    assert client.post(path, {**sent, "seen": mark}).status_code == 409
    key.refresh_from_db()
    assert (key.name, key.can_write, key.rights.count()) == ("kassa", False, 0)
    assert client.post(path, {**sent, "seen": seen(client, path)}).status_code == 302


@pytest.mark.once
def test_what_is_wrong_keeps_what_was_typed_and_when_it_was_seen(client: Client) -> None:
    user = create_user("kees", password=PASSWORD, by=SYSTEM, now=MOMENT)
    path = f"/settings/users/{user.pk}/"
    mark = seen(client, path)
    answer = client.post(path, {"username": "", "first_name": "Kees", "seen": mark})
    entered = answer.context["entered"]
    assert (answer.status_code, entered.value("first_name"), entered.mark) == (200, "Kees", mark)
    assert f'name="seen" value="{mark}"' in answer.content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    "change",
    [
        {"username": "bert"},
        {"email": "k@x.nl"},
        {"active": False},
        {"is_admin": True},
        {"rights": ["orders.see"]},
    ],
)
def test_each_value_of_a_user_counts(client: Client, change: dict[str, Any]) -> None:
    user = create_user("kees", password=PASSWORD, by=SYSTEM, now=MOMENT)
    path = f"/settings/users/{user.pk}/"
    mark = seen(client, path)
    change_user(user.pk, by=SYSTEM, now=MOMENT)
    assert seen(client, path) == mark
    change_user(user.pk, **change, by=SYSTEM, now=MOMENT)
    assert seen(client, path) != mark
    assert client.post(path, {"username": "kees", "active": "on", "seen": mark}).status_code == 409


def test_somebody_who_is_switched_off_is_out_at_once(client: Client) -> None:
    worker = create_user("wim", password=PASSWORD, rights=(Right.ORDERS_SEE,), by=SYSTEM, now=MOMENT)
    theirs = Client()
    theirs.force_login(worker)
    assert theirs.get("/orders/").status_code == 200
    page(client, f"/settings/users/{worker.pk}/", username="wim")
    assert theirs.get("/orders/").status_code == 302


def test_the_last_administrator_is_told_at_the_field(client: Client, admin: User) -> None:
    text = page(client, f"/settings/users/{admin.pk}/", username="anna", active="on")
    assert "This is the last administrator" in text
    admin.refresh_from_db()
    assert admin.is_superuser


def test_ones_own_details_and_password(clerk: User) -> None:
    client, elsewhere = Client(), Client()
    client.force_login(clerk)
    elsewhere.force_login(clerk)
    page(client, "/me/", first_name="Kees", last_name="Bos", email="kees@bos.example", language="nl")
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.language) == ("Kees Bos", "nl")
    text = page(client, "/me/password/", old_password="wrong", password="kort")
    assert 'id="f-old_password-error"' in text
    assert 'id="f-password-error"' in text
    assert "wrong" not in text, "what was typed as a password never comes back"
    page(client, "/me/password/", old_password=PASSWORD, password="een-heel-nieuw-wachtwoord")
    assert client.get("/me/").status_code == 200, "this session goes on"
    assert elsewhere.get("/me/").status_code == 302, "all others end"


def test_a_key_is_shown_once(client: Client) -> None:
    answer = client.post(
        "/settings/keys/new/", {"name": "Kassa", "can_write": "on", "rights": ["orders.see"]}
    )
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.content.decode()
    secret = text.split('class="copy mono">')[1].split("<")[0]
    key = api_key_for(secret, now=MOMENT)
    assert key is not None
    assert key.granted_rights() == {Right.ORDERS_SEE}
    for path in ("/settings/keys/", f"/settings/keys/{key.pk}/", "/settings/changes/"):
        shown = page(client, path)
        assert secret not in shown
        assert "Kassa" in shown


def test_a_key_is_limited_and_revoked(client: Client) -> None:
    key, secret = create_api_key("Kassa", by=SYSTEM, now=MOMENT)
    page(client, f"/settings/keys/{key.pk}/", name="Kassa", rights=["orders.see"])
    key.refresh_from_db()
    assert (key.can_write, key.has_all_rights) == (False, False)
    assert 'id="f-name-error"' in page(client, f"/settings/keys/{key.pk}/", name=" ")
    assert "works no more" in page(client, f"/settings/keys/{key.pk}/revoke/", sure="yes")
    assert api_key_for(secret, now=MOMENT) is None
    assert "revoked for good" in client.get(f"/settings/keys/{key.pk}/", follow=True).content.decode()


def test_who_may_not_give_all_rights_makes_no_key_with_all(db: None) -> None:
    head = create_user(
        "hanna", password=PASSWORD, rights=(Right.USERS_CHANGE,), language="en", by=SYSTEM, now=MOMENT
    )
    client = Client()
    client.force_login(head)
    assert "Only an administrator" in page(client, "/settings/keys/new/", name="Kassa", all="on")
    assert not ApiKey.objects.exists()
    menu = page(client, "/settings/")
    assert 'href="/settings/users/"' in menu
    assert 'href="/settings/tags/"' not in menu


def test_the_logbook_of_settings_tells_all_of_them(client: Client) -> None:
    page(client, "/settings/account/", **ACCOUNT)
    page(client, "/settings/tags/new/", title="Horeca", color="#ffff00")
    a_customer("Niet hier")
    text = page(client, "/settings/changes/")
    assert "Settings changed" in text
    assert "Tag created" in text
    assert "Niet hier" not in text
    assert "Settings changed" not in page(client, "/settings/changes/?kind=tag")
    assert "Settings changed" in page(client, "/settings/changes/?kind=nonsense&after=x")


@pytest.mark.parametrize("path", ["/settings/tags/", "/settings/users/", "/settings/keys/", "/settings/vat/"])
def test_a_list_asks_the_database_as_often_for_many_as_for_few(client: Client, path: str) -> None:
    account_settings()
    counts = []
    for size in (2, 12):
        for number in range(size):
            name = f"n{size}-{number}"
            create_tag(name, color="#ffffff", inherit=False, by=SYSTEM, now=MOMENT)
            create_user(name, password=PASSWORD, rights=(Right.ORDERS_SEE,), by=SYSTEM, now=MOMENT)
            create_api_key(name, rights=(Right.ORDERS_SEE,), by=SYSTEM, now=MOMENT)
            a_vat_group(str(size + number + 1), is_standard=False)
        with CaptureQueriesContext(connection) as captured:
            page(client, path)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize(
    "path", ["/settings/tags/1/active/", "/settings/vat/1/active/", "/settings/keys/1/revoke/"]
)
def test_looking_changes_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("path", ["tags/99/", "vat/99/", "users/99/", "keys/99/"])
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    assert client.get(f"/settings/{path}").status_code == 404
