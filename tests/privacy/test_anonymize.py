"""Taking off one order who it was for: over the API, a week after it came, finished, and for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.models import User
from pakhuis.comments.actions import add_comment
from pakhuis.customers.models import Customer
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_order, note_on_order
from pakhuis.orders.models import Order
from pakhuis.privacy.actions import anonymize_order
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_customer, a_product, an_order, lines
from tests.privacy.places import SECRET_WORD, places_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def call(db: None) -> Call:
    return caller(create_api_key("test", **WHO)[1])


@pytest.fixture
def order(db: None) -> Order:
    """Cancelled, with the word wherever an order says something of a person."""
    a_product("A")
    given: dict[str, Any] = {"reference": SECRET_WORD, "remarks": SECRET_WORD, "phone": SECRET_WORD}
    made = an_order(a_customer("Kade"), lines=lines(A=2), email=f"{SECRET_WORD}@x.nl", **given)
    note_on_order(made.pk, note=SECRET_WORD, **WHO)
    add_comment("order", made.pk, body=SECRET_WORD, **WHO)
    cancel_order(made.pk, **WHO)
    return made


def test_names_go_and_goods_stay(order: Order) -> None:
    assert places_of(SECRET_WORD)
    anonymize_order(order.pk, by=SYSTEM, now=MOMENT + WEEK)
    assert places_of(SECRET_WORD) == set()
    order.refresh_from_db()
    assert (order.delivery_name, order.email, order.delivery_country) == ("…", "", "NL")
    assert [(one.code, one.amount) for one in order.lines.all()] == [("A", 2)]
    assert Customer.objects.get().name == "Kade"
    last = Fact.objects.filter(subject_kind="order").latest("pk")
    assert (last.name, last.data) == ("order.anonymized", {"number": order.number})


def test_neither_open_nor_young_nor_twice(order: Order) -> None:
    def codes(order_id: int, *, later: timedelta) -> list[str]:
        with pytest.raises(Refused) as refused:
            anonymize_order(order_id, by=SYSTEM, now=MOMENT + later)
        return [one.code for one in refused.value.problems]

    standing = an_order(a_customer("Ander"), lines=lines(A=1))
    assert codes(standing.pk, later=WEEK) == ["open_order"]
    assert codes(order.pk, later=WEEK - timedelta(seconds=1)) == ["too_young"]
    order.refresh_from_db()
    assert (order.erased_at, order.reference) == (None, SECRET_WORD)
    anonymize_order(order.pk, by=SYSTEM, now=MOMENT + WEEK)
    assert codes(order.pk, later=WEEK) == ["erased"]
    assert codes(999, later=WEEK) == ["not_found"]


@pytest.mark.parametrize("how", ["note", "comment"])
def test_once_more_when_something_was_written_since(order: Order, how: str) -> None:
    anonymize_order(order.pk, by=SYSTEM, now=MOMENT + WEEK)
    later: dict[str, Any] = {"by": SYSTEM, "now": MOMENT + 2 * WEEK}
    if how == "note":
        note_on_order(order.pk, note=SECRET_WORD, **later)
    else:
        add_comment("order", order.pk, body=SECRET_WORD, **later)
    anonymize_order(order.pk, **later)
    assert places_of(SECRET_WORD) == set()
    with pytest.raises(Refused):
        anonymize_order(order.pk, **later)


def test_over_the_api_with_the_right_to_erase(order: Order, call: Call) -> None:
    path = f"orders/{order.pk}/anonymize"
    _, text = create_api_key("shop", rights=("orders.see", "orders.change"), **WHO)
    assert caller(text)("POST", path).status_code == 403
    Order.objects.filter(pk=order.pk).update(created_at=MOMENT - 10 * WEEK)
    answer = call("POST", path)
    assert answer.status_code == 200
    assert (answer.json()["deliveryname"], answer.json()["reference"]) == ("…", None)
    assert call("POST", path, raw=b"null").json()["error_code"] == 21
    assert call("POST", "orders/999/anonymize").status_code == 404


def test_by_a_button_on_the_page_of_a_finished_order(order: Order, admin: User, clerk: User) -> None:
    path, button = f"/orders/{order.pk}/", f"/orders/{order.pk}/anonymize/"
    browser = Client()
    browser.force_login(admin)
    assert button in browser.get(path).content.decode()
    young = browser.post(button, follow=True)
    assert "is younger than a week" in young.content.decode()
    Order.objects.filter(pk=order.pk).update(created_at=MOMENT - 10 * WEEK)
    done = browser.post(button, follow=True)
    assert "The personal data are off this order." in done.content.decode()
    assert button not in done.content.decode()
    assert places_of(SECRET_WORD) == set()
    standing = an_order(a_customer("Ander"), lines=lines(A=1))
    assert "/anonymize/" not in browser.get(f"/orders/{standing.pk}/").content.decode()
    browser.force_login(clerk)
    assert browser.post(button).status_code == 403
    assert browser.get(button).status_code == 405
