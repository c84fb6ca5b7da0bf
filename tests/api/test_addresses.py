"""Addresses and tags of a customer over the API."""

from __future__ import annotations

import pytest

from pakhuis.accounts.actions import create_tag
from pakhuis.customers.models import Address
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call
from tests.factories import MOMENT, a_customer


def test_addresses_one_at_a_time(call: Call) -> None:
    customer = a_customer()
    path = f"customers/{customer.pk}/addresses"
    made = call("POST", path, {"name": "Loods", "country": "be", "defaultdelivery": True})
    assert made.status_code == 201
    shed = made.json()
    assert (shed["country"], shed["defaultdelivery"], shed["defaultinvoice"]) == ("BE", True, False)
    listed = call("GET", path).json()
    assert [one["defaultdelivery"] for one in listed] == [False, True]
    one = f"{path}/{shed['idcustomer_address']}"
    changed = call("PUT", one, {"city": "Gent", "defaultinvoice": 1, "defaultdelivery": None}).json()
    assert changed == {**shed, "city": "Gent", "defaultinvoice": True, "full_address": "Loods\nGent\nBE"}
    assert call("DELETE", one).status_code == 204
    assert call("DELETE", one).status_code == 404
    assert len(call("GET", path).json()) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [({}, 5), ({"name": " "}, 5), ({"name": "x", "country": "Nergensland"}, 9), ({"name": ["x"]}, 5)],
)
def test_bad_addresses_are_refused(call: Call, body: object, code: int) -> None:
    path = f"customers/{a_customer(addresses=()).pk}/addresses"
    answer = call("POST", path, body)
    assert (answer.status_code, answer.json()["error_code"]) == (400, code)
    assert not Address.objects.exists()


def test_countries_are_taken_by_name_wherever_there_is_one(call: Call) -> None:
    customer = call("POST", "customers", {"name": "x", "addresses": [{"name": "x", "country": "Belgium"}]})
    (address,) = customer.json()["addresses"]
    one = f"customers/{customer.json()['idcustomer']}/addresses/{address['idcustomer_address']}"
    told = [
        address,
        call("PUT", one, {"country": "Frankrijk"}).json(),
        call("PUT", one, {"city": "Lille"}).json(),
        call("POST", "suppliers", {"name": "x", "country": "Deutschland"}).json(),
    ]
    assert [one["country"] for one in told] == ["BE", "FR", "FR", "DE"]


def test_what_is_not_there_is_not_found(call: Call) -> None:
    mine, other = a_customer("a"), a_customer("b")
    theirs = other.addresses.get().pk
    for method, path in (
        ("GET", "customers/999/addresses"),
        ("POST", "customers/999/addresses"),
        ("PUT", f"customers/{mine.pk}/addresses/{theirs}"),
        ("DELETE", f"customers/{mine.pk}/addresses/{theirs}"),
        ("PUT", f"customers/{mine.pk}/addresses/{2**70}"),
        ("GET", f"customers/{2**70}/tags"),
        ("DELETE", f"customers/{mine.pk}/tags/1"),
    ):
        assert call(method, path, {"name": "x"}).status_code == 404, path


def test_tags_one_at_a_time(call: Call) -> None:
    customer = a_customer()
    tag = create_tag("Horeca", color="#123456", inherit=True, by=SYSTEM, now=MOMENT)
    path = f"customers/{customer.pk}/tags"
    assert call("GET", path).json() == []
    for _ in range(2):
        answer = call("POST", path, {"idtag": tag.pk})
        assert (answer.status_code, [one["title"] for one in answer.json()]) == (201, ["Horeca"])
    assert call("POST", path, {"idtag": 99}).status_code == 400
    assert call("POST", path, {}).status_code == 400
    assert call("DELETE", f"{path}/{tag.pk}").status_code == 204
    assert call("GET", path).json() == []


def test_a_reader_changes_nothing(read_only: Call) -> None:
    customer = a_customer()
    assert read_only("POST", f"customers/{customer.pk}/addresses", {"name": "x"}).status_code == 403
    assert read_only("GET", f"customers/{customer.pk}/addresses").status_code == 200
