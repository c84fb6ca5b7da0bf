"""Comments over the API: on every kind of thing, filters, who is mentioned, what is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.kinds import KINDS
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.comments.actions import add_comment
from pakhuis.comments.models import Comment
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, stocked
from tests.factories import lines as lines_of


def test_a_comment_on_each_kind_of_thing(call: Call) -> None:
    products = stocked(a_warehouse(), A=2)
    customer = a_customer()
    order = a_processed_order(customer, lines=lines_of(A=1))
    subjects = {
        "customers": customer.pk,
        "orders": order.pk,
        "products": products["A"].pk,
        "picklists": order.picklists.get().pk,
    }
    for resource, pk in subjects.items():
        path = f"{resource}/{pk}/comments"
        answer = call("POST", path, {"body": f"over {resource}", "show_at_related": 1})
        assert answer.status_code == 201
        assert answer.json()["source_type"] == resource[:-1]
        assert answer.json()["source"] == {f"id{resource[:-1]}": pk}
        assert call("GET", path).json() == [answer.json()]
        assert call("GET", f"{resource}/999999/comments").status_code == 404
        assert call("POST", f"{resource}/{2**70}/comments", {"body": "x"}).status_code == 404
    assert len(call("GET", "comments").json()) == 4
    assert call("GET", f"customers/{customer.pk}").json()["comment_count"] == 1


def test_the_shape(call: Call, admin: User) -> None:
    path = f"customers/{a_customer().pk}/comments"
    made = call("POST", path, {"body": "@Anna bel"}).json()
    anna = {"iduser": admin.pk, "username": "anna", "full_name": "anna", "image_url": None}
    assert set(made) == {
        *("idcomment", "body", "author_type", "author", "source_type", "source", "mentions"),
        *("show_at_related", "is_visible_fulfilment", "created_at", "updated_at"),
    }
    assert made["mentions"] == [{"text": "@Anna", "mentioned_type": "user", "mentioned": anna}]
    assert (made["author_type"], made["author"]["full_name"]) == ("api_key", "test")
    assert made["show_at_related"] is False


def test_filters(call: Call, admin: User, clerk: User) -> None:
    customer = a_customer()
    mine = add_comment("customer", customer.pk, body="@kees", by=admin.as_actor(), now=MOMENT)
    other = call("POST", f"customers/{customer.pk}/comments", {"body": "x"}).json()["idcomment"]

    def found(query: str) -> list[int]:
        return [one["idcomment"] for one in call("GET", f"comments?{query}").json()]

    assert found(f"idauthor={admin.pk}") == [mine.pk]
    assert found("author_type=user") == [mine.pk]
    assert found("author_type=api_key") == [other]
    assert found("author_type=fulfilment_customer") == []
    assert found(f"idmentioned={clerk.pk}&mentioned_type=user") == [mine.pk]
    assert found("mentioned_type=fulfilment_customer") == []
    assert found("idauthor=x") == []
    assert found("offset=100") == []
    assert found("") == [mine.pk, other]


def test_deleting(call: Call, read_only: Call) -> None:
    path = f"customers/{a_customer().pk}/comments"
    pk = call("POST", path, {"body": "x"}).json()["idcomment"]
    assert read_only("DELETE", f"comments/{pk}").status_code == 403
    assert read_only("POST", path, {"body": "y"}).status_code == 403
    assert read_only("GET", f"comments/{pk}").status_code == 200
    assert call("DELETE", f"comments/{pk}").status_code == 204
    assert call("DELETE", f"comments/{pk}").status_code == 404
    assert call("GET", f"comments/{2**70}").status_code == 404


def limited(*rights: Right) -> Call:
    return caller(create_api_key("+".join(rights), rights=rights, by=SYSTEM, now=MOMENT)[1])


def test_a_key_hears_only_what_is_said_of_things_it_may_see(call: Call, admin: User) -> None:
    said = {
        kind: add_comment(kind, 77, body=f"over {kind}", by=admin.as_actor(), now=MOMENT).pk for kind in KINDS
    }
    seen = {
        Right.ORDERS_SEE: {"order", "return", "picklist"},
        Right.CUSTOMERS_SEE: {"customer"},
        Right.PURCHASING_WORK: {"supplier", "purchase", "receipt"},
        Right.PICKLISTS_WORK: {"picklist", "batch", "purchase", "receipt"},
    }
    for right, kinds in seen.items():
        key = limited(right)
        assert {one["idcomment"] for one in key("GET", "comments").json()} == {said[kind] for kind in kinds}
        for kind, pk in said.items():
            assert key("GET", f"comments/{pk}").status_code == (200 if kind in kinds else 404)
    assert len(call("GET", "comments").json()) == len(KINDS)


def test_a_key_takes_away_its_own_comments_and_one_with_all_rights_any(call: Call, admin: User) -> None:
    customer = a_customer()
    path = f"customers/{customer.pk}/comments"
    office = limited(Right.CUSTOMERS_SEE, Right.CUSTOMERS_CHANGE)
    orders = limited(Right.ORDERS_SEE, Right.ORDERS_CHANGE)
    both = limited(Right.CUSTOMERS_SEE, Right.ORDERS_CHANGE)
    mine = office("POST", path, {"body": "van mij"}).json()["idcomment"]
    of_anna = add_comment("customer", customer.pk, body="van Anna", by=admin.as_actor(), now=MOMENT).pk
    for pk in (mine, of_anna):
        assert orders("DELETE", f"comments/{pk}").status_code == 404
        assert "customers.change" in both("DELETE", f"comments/{pk}").json()["error_message"]
    refused = office("DELETE", f"comments/{of_anna}")
    assert (refused.status_code, refused.json()["error"]) == (403, True)
    assert office("DELETE", f"comments/{mine}").status_code == 204
    assert list(Comment.objects.values_list("pk", flat=True)) == [of_anna]
    assert call("DELETE", f"comments/{of_anna}").status_code == 204


@pytest.mark.parametrize("body", [{}, {"body": None}, {"body": "  "}, {"body": []}, [], None])
def test_nothing_said_is_refused(call: Call, body: object) -> None:
    answer = call("POST", f"customers/{a_customer().pk}/comments", body)
    assert (answer.status_code, answer.json()["error_code"]) == (400, 5)
    assert not Comment.objects.exists()


def test_a_page_asks_no_more_with_more_comments(call: Call, admin: User) -> None:
    pk = a_customer().pk

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            call("GET", f"customers/{pk}/comments")
        return len(captured)

    add_comment("customer", pk, body="@anna", by=admin.as_actor(), now=MOMENT)
    asked()  # the first call of a key notes that it was used
    few = asked()
    for _ in range(5):
        add_comment("customer", pk, body="@anna", by=admin.as_actor(), now=MOMENT)
    assert asked() == few
