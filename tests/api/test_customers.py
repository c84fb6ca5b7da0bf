"""Customers over the API, as the contract of Picqer describes them."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import create_tag, create_template
from pakhuis.customers.models import Address, Customer
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import create_price_list
from tests.api.conftest import Call
from tests.factories import MOMENT, a_customer, a_product, a_warehouse, an_order, lines

FULL: dict[str, Any] = {
    "customerid": "C-204",
    "name": "Bakkerij Voorbeeld",
    "contactname": "I. Jansen",
    "telephone": "0101234567",
    "emailaddress": "Inkoop@Voorbeeld.test",
    "discount": 7.5,
    "vatnumber": "NL004495445B01",
    "calculatevat": False,
    "default_order_remarks": "Bellen",
    "auto_split": False,
    "language": "en",
    "remarks": "Intern",
    "addresses": [
        {
            "name": "Bakkerij Voorbeeld",
            "address": "Teststraat 1",
            "zipcode": "1234 AB",
            "city": "Utrecht",
            "country": "nl",
            "defaultinvoice": True,
            "defaultdelivery": True,
        },
        {"name": "Achterdeur", "country": "BE"},
    ],
}


def test_all_fields_come_back_as_they_were_given(call: Call) -> None:
    answer = call("POST", "customers", FULL)
    assert answer.status_code == 201
    made = answer.json()
    for name in set(FULL) - {"addresses"}:
        assert made[name] == FULL[name], name
    assert made["defaultorderremarks"] == "Bellen"
    assert made["addresses"][0]["country"] == "NL"
    assert made["addresses"][0]["full_address"] == "Bakkerij Voorbeeld\nTeststraat 1\n1234 AB Utrecht\nNL"
    assert [one["defaultinvoice"] for one in made["addresses"]] == [True, False]
    assert call("GET", f"customers/{made['idcustomer']}").json() == made
    assert call("GET", "customers").json() == [made]


def test_the_shape_has_exactly_these_keys(call: Call) -> None:
    made = call("POST", "customers", {"name": "x"}).json()
    assert set(made) == {
        *("idcustomer", "idtemplate", "idfulfilment_customer", "customerid", "name", "contactname"),
        *("telephone", "emailaddress", "discount", "vatnumber", "calculatevat", "default_order_remarks"),
        *("defaultorderremarks", "auto_split", "partialdelivery", "language", "remarks", "addresses"),
        *("tags", "customerfields", "pricelists", "comment_count"),
    }
    assert (made["tags"], made["discount"], made["auto_split"], made["customerid"]) == ({}, 0, None, None)
    assert (made["language"], made["calculatevat"]) == ("nl", True)


def test_only_the_name_is_needed_and_all_problems_come_at_once(call: Call) -> None:
    bad = {
        "name": " ",
        "discount": "101",
        "language": "fy",
        "idtemplate": 99,
        "addresses": [{"name": "", "country": "XX"}, {"name": "y", "country": "NL"}],
    }
    answer = call("POST", "customers", bad)
    assert (answer.status_code, answer.json()["error_code"]) == (400, 5)
    found = {(one["code"], tuple(one["path"])) for one in answer.json()["errors"]}
    assert found == {
        ("missing", ("name",)),
        ("out_of_range", ("discount",)),
        ("unknown_language", ("language",)),
        ("unknown_template", ("template",)),
        ("missing", ("addresses", 0, "name")),
        ("unknown_country", ("addresses", 0, "country")),
    }
    assert not Customer.objects.exists()


def test_an_email_that_cannot_be_one_is_refused(call: Call) -> None:
    answer = call("POST", "customers", {"name": "Kade", "emailaddress": "nope"})
    assert answer.status_code == 400
    assert "“nope” is not an e-mail address." in answer.content.decode()
    made = call("POST", "customers", {"name": "Kade", "emailaddress": "jan@kade.example"}).json()
    assert call("PUT", f"customers/{made['idcustomer']}", {"emailaddress": "nope"}).status_code == 400


def test_a_wrong_country_alone_is_code_9(call: Call) -> None:
    answer = call("POST", "customers", {"name": "x", "addresses": [{"name": "x", "country": "XX"}]})
    assert answer.json()["error_code"] == 9


@pytest.mark.parametrize("discount", [-1, 100.01, "x", "NaN", "1e500", 10**40, True, [], {}])
def test_discounts_that_are_none(call: Call, discount: Any) -> None:
    answer = call("POST", "customers", {"name": "x", "discount": discount})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == ["discount"]


@pytest.mark.parametrize("name", ["🍺", "x" * 300, "مرحبا", "<script>alert(1)</script>", "  a  ", "a\u0000b"])
def test_odd_names_are_names(call: Call, name: str) -> None:
    answer = call("POST", "customers", {"name": name})
    assert answer.status_code == 201
    assert answer.json()["name"] == name.replace("\u0000", "").strip()


@pytest.mark.parametrize("name", ["", "   ", None, "x" * 301, [], {}])
def test_names_that_are_none(call: Call, name: Any) -> None:
    assert call("POST", "customers", {"name": name}).status_code == 400


def test_numbers_keep_their_zeros_and_are_taken_once(call: Call) -> None:
    assert call("POST", "customers", {"name": "a", "customerid": " 00123 "}).json()["customerid"] == "00123"
    assert call("POST", "customers", {"name": "b", "customerid": 123}).json()["customerid"] == "123"
    taken = call("POST", "customers", {"name": "c", "customerid": "\uff11\uff12\uff13"})
    assert taken.json()["errors"][0]["code"] == "number_taken"
    assert [one["name"] for one in call("GET", "customers?customerid=00123").json()] == ["a"]


@pytest.mark.parametrize(
    "words", ["voorbeeld", "BAKK", "jansen", "inkoop@voor", "c-204", "utrecht", "010123"]
)
def test_search_finds_by_any_fragment(call: Call, words: str) -> None:
    call("POST", "customers", FULL)
    call("POST", "customers", {"name": "Ander"})
    assert [one["name"] for one in call("GET", f"customers?search={words}").json()] == ["Bakkerij Voorbeeld"]


def test_put_changes_only_what_is_given(call: Call) -> None:
    made = call("POST", "customers", FULL).json()
    changed = call("PUT", f"customers/{made['idcustomer']}", {"telephone": "020", "auto_split": None}).json()
    assert changed == {**made, "telephone": "020", "auto_split": None, "partialdelivery": None}


def test_a_whole_customer_sent_back_says_only_what_is_different(call: Call) -> None:
    """A program that knows the old spellings reads a customer, changes it by these, and sends all of it."""
    made = call("POST", "customers", FULL).json()
    path = f"customers/{made['idcustomer']}"
    sent = {**made, "defaultorderremarks": "Achterom", "partialdelivery": not made["auto_split"]}
    changed = call("PUT", path, sent).json()
    assert (changed["default_order_remarks"], changed["auto_split"]) == ("Achterom", not made["auto_split"])
    told = Fact.objects.get(name="customer.changed").data["changes"]
    assert {one["field"] for one in told} == {"default_order_remarks", "autosplit"}
    assert call("PUT", path, changed).json() == changed
    assert Fact.objects.filter(name="customer.changed").count() == 1


def test_put_with_addresses_replaces_the_book_by_content(call: Call) -> None:
    made = call("POST", "customers", FULL).json()
    kept, gone = made["addresses"]
    sent = [{"name": "Nieuw", "country": "DE", "defaultdelivery": True}, {**kept, "defaultdelivery": False}]
    book = call("PUT", f"customers/{made['idcustomer']}", {"addresses": sent}).json()["addresses"]
    by_name = {one["name"]: one for one in book}
    assert set(by_name) == {"Nieuw", "Bakkerij Voorbeeld"}
    assert by_name["Bakkerij Voorbeeld"]["idcustomer_address"] == kept["idcustomer_address"]
    assert by_name["Nieuw"]["defaultdelivery"]
    assert not Address.objects.filter(pk=gone["idcustomer_address"]).exists()
    same = call("PUT", f"customers/{made['idcustomer']}", {"addresses": sent}).json()["addresses"]
    assert same == book
    assert Fact.objects.filter(name="customer.changed").count() == 1


def test_tags_price_lists_and_template(call: Call) -> None:
    tag = create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)
    price_list = create_price_list("Dealer", by=SYSTEM, now=MOMENT)
    template = create_template("Engels", is_default=False, by=SYSTEM, now=MOMENT)
    body = {
        "name": "x",
        "tags": [{"idtag": tag.pk}],
        "pricelists": [price_list.pk],
        "idtemplate": template.pk,
    }
    made = call("POST", "customers", body).json()
    assert (made["pricelists"], made["idtemplate"]) == ([price_list.pk], template.pk)
    assert made["tags"] == {
        "Horeca": {
            "idtag": tag.pk,
            "title": "Horeca",
            "color": "#112233",
            "inherit": True,
            "textColor": "#FFFFFF",
        }
    }
    again = call("PUT", f"customers/{made['idcustomer']}", {"tags": made["tags"], "pricelists": []}).json()
    assert (again["tags"], again["pricelists"]) == (made["tags"], [])
    bad = call("POST", "customers", {"name": "y", "pricelists": [10**30], "tags": ["x"]})
    assert bad.status_code == 400
    assert Customer.objects.count() == 1


def test_delete_is_for_customers_without_orders(call: Call) -> None:
    a_warehouse()
    a_product("A")
    customer = a_customer()
    an_order(customer, lines=lines(A=1))
    refused = call("DELETE", f"customers/{customer.pk}", {"force": True})
    assert (refused.status_code, refused.json()["error_code"]) == (400, 21)
    free = a_customer("Vrij")
    assert call("DELETE", f"customers/{free.pk}").status_code == 204
    assert call("DELETE", f"customers/{free.pk}").status_code == 404
