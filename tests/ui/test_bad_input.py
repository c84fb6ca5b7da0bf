"""The odd things people and programs send as customers: page and API answer alike, and nothing breaks."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.models import User
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_customer
from tests.ui.filling_in import versions

pytestmark = [pytest.mark.once, pytest.mark.django_db]

SCRIPT = "<script>alert('kade')</script>"
RIGHT_TO_LEFT = "شركة المياه"
OVERRIDDEN = "Kade \u202etxt.exe"
"""With a sign that turns the direction of writing around."""
KEPT = ["🍺", RIGHT_TO_LEFT, OVERRIDDEN, SCRIPT, 'O\'Brien & "Zn" ; DROP TABLE', "{{ 7|add:7 }}", "x" * 300]
SPACES = ["", " ", "\t\n ", "\u00a0\u2003", "\u3000"]
DOORS = ["page", "api"]


@pytest.fixture
def client(admin: User) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


class Doors:
    """Both ways in, with the same names of fields; what was refused comes back as field and code."""

    def __init__(self, browser: Client, call: Call) -> None:
        self.browser, self.call = browser, call

    def make(self, door: str, **fields: str) -> set[str]:
        """Make a customer; gives the fields that were refused, nothing when it was made."""
        if door == "page":
            answer = self.browser.post("/customers/new/", {"language": "nl", **fields})
            if answer.status_code == 302:
                return set()
            assert answer.status_code == 200
            return {str(one.path[0]) for one in answer.context["entered"].problems}
        names = {"number": "customerid", "email": "emailaddress"}
        body = {names.get(name, name): value for name, value in fields.items()}
        told = self.call("POST", "customers", body)
        if told.status_code == 201:
            return set()
        assert 400 <= told.status_code < 500, told.content
        return {str(one["path"][0]) for one in told.json()["errors"]}


@pytest.fixture
def doors(client: Client) -> Doors:
    _, key = create_api_key("test", by=SYSTEM, now=MOMENT)
    return Doors(client, caller(key))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", KEPT)
def test_odd_names_are_kept_shown_as_text_and_found(doors: Doors, door: str, name: str) -> None:
    assert doors.make(door, name=name, contact_name="") == set()
    customer = Customer.objects.get()
    assert customer.name == name
    for path in (f"/customers/{customer.pk}/", "/customers/", f"/customers/{customer.pk}/edit/"):
        text = doors.browser.get(path).content.decode()
        assert SCRIPT not in text, path
        assert "{{" not in text or name == "{{ 7|add:7 }}"
    assert doors.call("GET", f"customers/{customer.pk}").json()["name"] == name
    found = doors.browser.get("/search/", {"q": name[:100]})
    assert [one.pk for one in found.context["customers"]] == [customer.pk]
    assert [one["name"] for one in doors.call("GET", "customers", query={"search": name}).json()] == [name]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", [*SPACES, "x" * 301, "🍺" * 10_000, "x" * 10_000])
def test_names_of_nothing_and_of_too_much_are_refused_at_the_field(
    doors: Doors, door: str, name: str
) -> None:
    assert doors.make(door, name=name) == {"name"}
    assert not Customer.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_everything_that_is_wrong_is_told_at_once(doors: Doors, door: str) -> None:
    wrong = doors.make(door, name=" ", number="9" * 61, email="x" * 321, remarks="x" * 10_001)
    assert wrong >= {"name", "number", "email", "remarks"}
    assert not Customer.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_numbers_that_look_alike_are_told_apart_by_what_was_agreed(doors: Doors, door: str) -> None:
    """Spaces around go, zeros stay; full-width digits and capitals are the same number."""
    assert doors.make(door, name="een", number=" 00123 ") == set()
    assert doors.make(door, name="twee", number="123") == set()
    assert doors.make(door, name="drie", number="0123") == set()
    assert doors.make(door, name="vier", number="k-7") == set()
    for taken in ("00123", "\u300000123", "００１２３", "１２３", "K-7", "ｋ-７"):
        assert doors.make(door, name="nog een", number=taken) == {"number"}, taken
    assert list(Customer.objects.order_by("pk").values_list("number", flat=True)) == [
        "00123",
        "123",
        "0123",
        "k-7",
    ]
    told = {
        one: doors.call("GET", "customers", query={"customerid": one}).json() for one in ("123", "００１２３")
    }
    assert [one["name"] for one in told["123"]] == ["twee"]
    assert [one["name"] for one in told["００１２３"]] == ["een"]


@pytest.mark.parametrize("door", DOORS)
def test_e_mails_that_differ_in_case_are_kept_as_typed_and_found_as_one(doors: Doors, door: str) -> None:
    assert doors.make(door, name="een", email="Joke@Kade.example") == set()
    assert doors.make(door, name="twee", email=" joke@KADE.example ") == set()
    assert set(Customer.objects.values_list("email", flat=True)) == {"Joke@Kade.example", "joke@KADE.example"}
    assert set(Customer.objects.values_list("email_key", flat=True)) == {"joke@kade.example"}
    found = doors.browser.get("/search/", {"q": "JOKE@kade.EXAMPLE"})
    assert {one.name for one in found.context["customers"]} == {"een", "twee"}


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff\xfe", b'{"name": {"a": 1}}', b'{"name": null}'])
def test_a_body_that_is_no_customer_is_refused_and_makes_nothing(doors: Doors, body: bytes) -> None:
    answer = doors.call("POST", "customers", raw=body)
    assert 400 <= answer.status_code < 500
    assert json.loads(answer.content)
    assert not Customer.objects.exists()


def test_the_second_of_two_who_save_sees_both_versions(client: Client) -> None:
    """Both opened the form at the same version; the second keeps what was typed, beside what stands there."""
    customer = a_customer("Kade", phone="1")
    form = client.get(f"/customers/{customer.pk}/edit/").context
    sent = {"language": "nl", "calculate_vat": "on", "discount": "0", "version": form["version"]}
    first = client.post(f"/customers/{customer.pk}/edit/", {**sent, "name": "Kade Een", "phone": "1"})
    second = client.post(f"/customers/{customer.pk}/edit/", {**sent, "name": "Kade Twee", "phone": "2"})
    assert (first.status_code, second.status_code) == (302, 409)
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Kade Een", "1")
    told = [both for _label, *both in versions(second.content.decode())]
    assert told == [["Kade Een", "Kade Twee"], ["1", "2"]]
    text = second.content.decode()
    assert "Kade Een" in text
    assert "Kade Twee" in text
    again = {**sent, "version": second.context["version"], "name": "Kade Twee", "phone": "2"}
    assert client.post(f"/customers/{customer.pk}/edit/", again).status_code == 302
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Kade Twee", "2")


HALVES = [b'"\\ud800a"', b'"\\uDFFFa"', b'"\xed\xa0\x80a"']
"""A half of a letter in front of an a: as an escape, and as bytes."""


@pytest.mark.parametrize("half", HALVES)
def test_halves_of_letters_are_left_out_of_values_and_names(doors: Doors, half: bytes) -> None:
    told = doors.call("POST", "customers", raw=b'{"name": %s, "more": [{%s: 1}]}' % (half, half))
    assert (told.status_code, told.json()["name"]) == (201, "a")


@pytest.mark.parametrize("half", HALVES)
def test_a_refusal_repeats_no_half_of_a_letter(doors: Doors, half: bytes) -> None:
    body = b'{"name": "y", "language": %s, "tags": {%s: {}}}' % (half, half)
    told = doors.call("POST", "customers", raw=body)
    assert told.status_code == 400
    assert {one["path"][0] for one in told.json()["errors"]} == {"language", "tags"}


def test_whole_letters_outside_the_first_plane_stay(doors: Doors) -> None:
    for raw in (b'{"name": "\\ud83c\\udf7a \\\\ud800"}', '{"name": "🍺 \\\\ud800"}'.encode("utf-16")):
        assert doors.call("POST", "customers", raw=raw).json()["name"] == "🍺 \\ud800"


ROWS = [
    ("/customers/new/", "addresses"),
    ("/orders/new/", "lines"),
    ("/settings/customer-fields/new/", "choices"),
]


@pytest.mark.parametrize(("path", "start"), ROWS)
@pytest.mark.parametrize("row", ["²", "٣", "-1", "1e3", ""])
def test_a_row_with_an_impossible_number_is_none(client: Client, path: str, start: str, row: str) -> None:
    answer = client.post(path, {"kind": "select", f"{start}.{row}.name": "y", f"{start}.0.name": "z"})
    assert answer.status_code == 200
