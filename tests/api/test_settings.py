"""Tags, users and prices on lists over the API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import (
    change_tag,
    change_template,
    change_user,
    create_api_key,
    create_tag,
    create_template,
    create_user,
)
from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import change_price_list, create_price_list, set_price
from pakhuis.pricing.models import PriceListEntry
from tests.api.conftest import Call, caller
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer, a_product

pytestmark = pytest.mark.django_db


def said(answer: Any) -> tuple[int, int | None]:
    """Status and error code."""
    return answer.status_code, answer.json().get("error_code")


def test_a_tag_from_making_to_retiring(call: Call) -> None:
    made = call("POST", "tags/", {"title": "Urgent", "color": "#D23F3F", "inherit": False})
    assert made.status_code == 201
    tag = made.json()
    assert tag == {
        "idtag": tag["idtag"],
        "title": "Urgent",
        "color": "#d23f3f",
        "inherit": False,
        "textColor": "#FFFFFF",
    }
    changed = call("PUT", f"tags/{tag['idtag']}", {"name": "Spoed", "inherit": 1}).json()
    assert (changed["title"], changed["color"], changed["inherit"]) == ("Spoed", "#d23f3f", True)
    assert call("GET", f"tags/{tag['idtag']}").json() == changed
    customer = a_customer(tag_ids=(tag["idtag"],))
    assert call("DELETE", f"tags/{tag['idtag']}").status_code == 204
    assert call("GET", "tags").json() == []
    for method in ("GET", "PUT", "DELETE"):
        assert said(call(method, f"tags/{tag['idtag']}", {}))[0] == 404
    assert Tag.objects.get().customers.get() == customer, "it stays where it is"
    again = call("POST", "tags", {"title": "Spoed", "color": "#000000", "inherit": True})
    assert again.status_code == 201, "its title is free again"
    assert logbook("tag", tag["idtag"])[0].actor_kind == "api_key"


def test_wrong_tags_are_code_5_with_every_place(call: Call) -> None:
    create_tag("Urgent", color="#ffffff", inherit=False, by=SYSTEM, now=MOMENT)
    answer = call("POST", "tags", {"title": " ", "color": "red"})
    assert said(answer) == (400, 5)
    assert [one["path"] for one in answer.json()["errors"]] == [["title"], ["color"]]
    assert said(call("POST", "tags", {"title": "URGENT", "color": "#000000"})) == (400, 5)
    assert said(call("POST", "tags", {})) == (400, 5)
    assert said(call("PUT", "tags/99999999999999999999", {"title": "x"})) == (404, 20)
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("value", [None, [], {}, 12, True, "\x00", "x" * 1000])
def test_odd_titles_and_colours_never_fail(call: Call, value: Any) -> None:
    tag = create_tag("Urgent", color="#ffffff", inherit=False, by=SYSTEM, now=MOMENT)
    for body in ({"title": value, "color": value, "inherit": value}, {"color": value}):
        assert call("POST", "tags", body).status_code in (201, 400)
        assert call("PUT", f"tags/{tag.pk}", body).status_code in (200, 400)


def test_what_is_retired_is_in_no_short_list(call: Call) -> None:
    create_template("Standaard", is_default=True, by=SYSTEM, now=MOMENT)
    old = create_template("Oud", is_default=False, by=SYSTEM, now=MOMENT)
    change_template(old.pk, active=False, by=SYSTEM, now=MOMENT)
    assert [one["name"] for one in call("GET", "templates").json()] == ["Standaard"]
    tag = create_tag("Weg", color="#ffffff", inherit=False, by=SYSTEM, now=MOMENT)
    change_tag(tag.pk, active=False, by=SYSTEM, now=MOMENT)
    assert call("GET", "tags?search=weg").json() == []


def test_users_as_programs_know_them(call: Call) -> None:
    user = create_user(
        "sanne",
        password=PASSWORD,
        first_name="Sanne",
        last_name="Bos",
        email="s@bos.example",
        language="nl",
        rights=(Right.PICKLISTS_WORK,),
        by=SYSTEM,
        now=MOMENT,
    )
    other = create_user("otto", password=PASSWORD, is_admin=True, by=SYSTEM, now=MOMENT)
    change_user(user.pk, active=False, by=SYSTEM, now=MOMENT)
    listed = call("GET", "users").json()
    assert [one["username"] for one in listed] == ["sanne", "otto"]
    assert [one["username"] for one in call("GET", "users?active=true").json()] == ["otto"]
    assert [one["username"] for one in call("GET", "users?active=0").json()] == ["sanne"]
    assert listed[0]["first_name"] == listed[0]["firstname"] == "Sanne"
    assert (listed[0]["full_name"], listed[0]["emailaddress"]) == ("Sanne Bos", "s@bos.example")
    assert (listed[1]["language"], listed[1]["admin"], "rights" in listed[1]) == (None, True, False)
    one = call("GET", f"users/{other.pk}").json()
    assert {row["right"] for row in one["rights"] if row["granted"]} == set(ALL_RIGHTS)
    assert not any(row["granted"] for row in call("GET", f"users/{user.pk}").json()["rights"])
    assert said(call("GET", "users/99999999999999999999")) == (404, 20)
    assert PASSWORD not in str(listed)
    assert "password" not in listed[0]


def test_a_key_asks_who_it_is() -> None:
    _, text = create_api_key("Kassa", rights=(Right.ORDERS_SEE,), by=SYSTEM, now=MOMENT)
    me = caller(text)("GET", "users/me").json()
    assert (me["iduser"], me["username"], me["admin"]) == (None, "Kassa", False)
    assert [row["right"] for row in me["rights"] if row["granted"]] == ["orders.see"]
    assert caller(text)("GET", "users").status_code == 403


def test_prices_on_a_list(call: Call) -> None:
    one = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    product = a_product("IPA-33")
    body = {"productcode": "IPA-33", "price": "2.25", "min_amount": "10", "valid_from": "2026-12-01"}
    made = call("POST", f"pricelists/{one.pk}/products", body)
    assert made.status_code == 201
    price = made.json()
    assert (price["idproduct"], price["price"], price["min_amount"]) == (product.pk, 2.25, 10)
    assert (price["valid_from"], price["valid_until"]) == ("2026-12-01", None)
    again = call("POST", f"pricelists/{one.pk}/products", {**body, "price": 2}).json()
    assert (again["idpricelist_product"], again["price"]) == (price["idpricelist_product"], 2)
    assert call("GET", f"pricelists/{one.pk}/products").json() == [again]
    by_id = call("POST", f"pricelists/{one.pk}/products", {"idproduct": product.pk, "price": 3}).json()
    assert (by_id["min_amount"], by_id["valid_from"]) == (1, None)
    path = f"pricelists/{one.pk}/products/{by_id['idpricelist_product']}"
    assert call("DELETE", path).status_code == 204
    assert said(call("DELETE", path)) == (404, 20)
    entry = PriceListEntry.objects.get()
    assert (entry.price, entry.valid_from) == (Decimal(2), date(2026, 12, 1))


def test_wrong_prices_are_refused_at_their_place(call: Call) -> None:
    one = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    path = f"pricelists/{one.pk}/products"
    answer = call("POST", path, {"productcode": "NIETS", "price": "x", "min_amount": 0})
    assert answer.status_code == 400
    assert {tuple(row["path"]) for row in answer.json()["errors"]} == {
        ("price",),
        ("min_amount",),
        ("product",),
    }
    a_product("A")
    assert said(call("POST", path, {"productcode": "A", "price": 1, "valid_from": "nooit"})) == (400, 5)
    assert said(call("POST", path, {})) == (400, 5)
    assert said(call("POST", "pricelists/999/products", {"price": 1})) == (404, 20)
    assert not PriceListEntry.objects.exists()
    change_price_list(one.pk, active=False, by=SYSTEM, now=MOMENT)
    assert said(call("GET", path)) == (404, 20)


def test_long_lists_ask_the_database_as_often_as_short_ones(call: Call) -> None:
    one = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    call("GET", "users")
    for path in (f"pricelists/{one.pk}/products", "users"):
        counts = []
        for size in (2, 12):
            for number in range(size):
                name = f"{path[:1]}{size}-{number}"
                set_price(one.pk, product_id=a_product(name).pk, price=1, by=SYSTEM, now=MOMENT)
                create_user(name, password=PASSWORD, by=SYSTEM, now=MOMENT)
            with CaptureQueriesContext(connection) as captured:
                assert len(call("GET", path).json()) >= size
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 6
