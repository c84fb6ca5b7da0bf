"""Instellingen > Klantvelden, and own fields on the customer's form."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import User
from pakhuis.customers.models import Customer, OwnField, OwnValue
from pakhuis.customers.own_queries import own_values_of
from pakhuis.ownfields.values import joined
from tests.factories import a_customer

PAGE = "/settings/customer-fields/"


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def a_field(
    client: Client, title: str, kind: str = "text", *choices: str, required: bool = False
) -> OwnField:
    form = {"title": title, "kind": kind, "required": "on" if required else ""}
    form |= {f"choices.{row}.title": choice for row, choice in enumerate(choices)}
    assert client.post(f"{PAGE}new/", form).status_code == 302
    return OwnField.objects.get(title=title)


def form_of(field: OwnField, **more: str) -> dict[str, str]:
    form = {"title": field.title, "kind": field.kind}
    for row, one in enumerate(field.choices.all()):
        form |= {f"choices.{row}.id": str(one.pk), f"choices.{row}.title": one.title}
    return {**form, **more}


def values(customer: Customer) -> dict[str, str]:
    titles = dict(OwnField.objects.values_list("pk", "title"))
    return {titles[pk]: joined(texts) for pk, texts in own_values_of([customer.pk])[customer.pk].items()}


def test_a_field_is_made_changed_and_listed(client: Client) -> None:
    field = a_field(client, "Soort", "select", "Kroeg", "", "Winkel")
    assert [one.title for one in field.choices.all()] == ["Kroeg", "Winkel"]
    shown = client.get(f"{PAGE}{field.pk}/").content.decode()
    assert 'value="Kroeg"' in shown
    form = form_of(field, title="Type", required="on", **{"choices.0.title": "Café", "choices.1.title": ""})
    assert client.post(f"{PAGE}{field.pk}/", form).headers["Location"] == PAGE
    field.refresh_from_db()
    assert (field.title, field.required) == ("Type", True)
    assert [one.title for one in field.choices.all()] == ["Café"]
    assert "Type" in client.get(PAGE).content.decode()


def test_errors_stand_at_their_place_and_nothing_is_lost(client: Client) -> None:
    text = client.post(
        f"{PAGE}new/", {"title": " ", "kind": "select", "choices.0.title": "Rood", "choices.1.title": "rood"}
    ).content.decode()
    assert 'id="f-title-error"' in text
    assert "“rood” is there already." in text
    assert 'value="Rood"' in text
    assert not OwnField.objects.exists()


def test_more_rows_keep_what_was_entered(client: Client) -> None:
    form = {"title": "x", "kind": "select", "choices.2.title": "Rood", "more": "1"}
    text = client.post(f"{PAGE}new/", form).content.decode()
    assert 'name="choices.5.title"' in text
    assert 'value="Rood"' in text
    assert not OwnField.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"choices.99999.title": "a"},
        {"choices.x.title": "a"},
        {"choices.0.id": "9" * 30, "choices.0.title": "a"},
        {"choices.0.id": "12345", "choices.0.title": "a"},
        {"kind": "colour"},
    ],
)
def test_odd_forms_break_nothing(client: Client, odd: dict[str, str]) -> None:
    assert client.post(f"{PAGE}new/", {"title": "x", "kind": "select", **odd}).status_code in (200, 302)


def test_a_value_in_use_cannot_vanish_but_is_offered_no_more(client: Client) -> None:
    field = a_field(client, "Soort", "select", "Kroeg", "Winkel")
    customer = a_customer()
    edit = f"/customers/{customer.pk}/edit/"
    own = f"own.{field.pk}"
    assert client.post(edit, {"name": "x", "language": "nl", own: "Kroeg"}).status_code == 302
    told = client.post(f"{PAGE}{field.pk}/", form_of(field, **{"choices.0.title": ""})).content.decode()
    assert "Customers that have “Kroeg”: 1." in told
    client.post(f"{PAGE}{field.pk}/", form_of(field, **{"choices.0.retired": "on"}))
    assert values(customer) == {"Soort": "Kroeg"}
    assert ">Kroeg</option>" in client.get(edit).content.decode()
    assert ">Kroeg</option>" not in client.get("/customers/new/").content.decode()


def test_fields_are_moved_retired_and_deleted(client: Client) -> None:
    first, second = a_field(client, "A"), a_field(client, "B")
    client.post(f"{PAGE}{second.pk}/move/", {"to": "up"})
    assert [one.title for one in OwnField.objects.all()] == ["B", "A"]
    client.post(f"{PAGE}{first.pk}/retire/")
    assert OwnField.objects.get(pk=first.pk).is_retired
    assert f'name="own.{first.pk}"' not in client.get("/customers/new/").content.decode()
    client.post(f"{PAGE}{first.pk}/retire/")
    assert not OwnField.objects.get(pk=first.pk).is_retired
    client.post(f"{PAGE}{first.pk}/delete/")
    assert [one.title for one in OwnField.objects.all()] == ["B"]
    for verb in ("move", "retire", "delete"):
        assert client.post(f"{PAGE}99/{verb}/").status_code == 404
        assert client.get(f"{PAGE}{second.pk}/{verb}/").status_code == 405


def test_a_field_with_values_is_not_deleted(client: Client) -> None:
    field = a_field(client, "A")
    client.post("/customers/new/", {"name": "x", f"own.{field.pk}": "1"})
    told = client.post(f"{PAGE}{field.pk}/delete/", follow=True).content.decode()
    assert "Customers with a value in this field: 1." in told
    assert OwnValue.objects.count() == 1


KINDS: list[tuple[str, Any, str]] = [
    ("text", "Zuid", "Zuid"),
    ("long_text", "a\nb", "a\nb"),
    ("number", "1.500,25", "1500.25"),
    ("date", "2026-02-01", "2026-02-01"),
    ("yes_no", "no", "no"),
    ("radio", "Rood", "Rood"),
    ("select", "Groen", "Groen"),
    ("multiple", ["Groen", "Rood"], "Rood;Groen"),
]


@pytest.mark.parametrize(("kind", "entered", "kept"), KINDS)
def test_every_kind_has_an_input_that_shows_what_is_there(
    client: Client, kind: str, entered: Any, kept: str
) -> None:
    choices = ("Rood", "Groen") if kind in ("radio", "select", "multiple") else ()
    field = a_field(client, "Veld", kind, *choices)
    name = f"own.{field.pk}"
    client.post("/customers/new/", {"name": "x", "language": "nl", name: entered})
    customer = Customer.objects.get()
    assert values(customer) == {"Veld": kept}
    edit = f"/customers/{customer.pk}/edit/"
    shown = client.get(edit).content.decode()
    assert f'name="{name}"' in shown
    for text in kept.split(";") if kind == "multiple" else [kept]:
        assert text in shown
    client.post(edit, {"name": "x", "language": "nl"})
    assert values(customer) == {}


@pytest.mark.parametrize(("language", "shown"), [("nl", "1500,25"), ("en", "1500.25")])
def test_a_number_stands_in_its_field_as_the_reader_writes_it(
    client: Client, admin: User, language: str, shown: str
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    field = a_field(client, "Stoelen", "number")
    customer = a_customer()
    edit = f"/customers/{customer.pk}/edit/"
    written = {"nl": "1.500,25", "en": "1,500.25"}[language]
    client.post(edit, {"name": "x", "language": "nl", f"own.{field.pk}": written})
    assert values(customer) == {"Stoelen": "1500.25"}
    assert f'value="{shown}"' in client.get(edit).content.decode()
    client.post(edit, {"name": "x", "language": "nl", f"own.{field.pk}": shown})
    assert values(customer) == {"Stoelen": "1500.25"}


def test_a_required_field_is_asked_at_its_place(client: Client) -> None:
    field = a_field(client, "KvK", required=True)
    text = client.post("/customers/new/", {"name": "x"}).content.decode()
    assert f'id="f-own-{field.pk}-error"' in text
    assert not Customer.objects.exists()
    client.post("/customers/new/", {"name": "x", f"own.{field.pk}": "123"})
    assert not Customer.objects.get().is_incomplete


def test_the_page_shows_values_also_of_retired_fields(client: Client) -> None:
    field = a_field(client, "Regio")
    client.post("/customers/new/", {"name": "x", f"own.{field.pk}": "Zuid<b>"})
    customer = Customer.objects.get()
    client.post(f"{PAGE}{field.pk}/retire/")
    text = client.get(f"/customers/{customer.pk}/?tab=details").content.decode()
    assert "Zuid&lt;b&gt;" in text
    assert "Regio" in text


def test_an_incomplete_customer_is_marked(client: Client) -> None:
    customer = a_customer()
    Customer.objects.filter(pk=customer.pk).update(is_incomplete=True)
    assert "Incomplete" in client.get(f"/customers/{customer.pk}/").content.decode()


def test_the_list_asks_no_more_with_more_fields(client: Client) -> None:
    def asked() -> int:
        client.get(PAGE)  # shows and forgets what the last save said
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    a_field(client, "F", "select", "A", "B")
    few = asked()
    for number in range(4):
        a_field(client, f"F{number}", "select", "A", "B")
    assert asked() == few
