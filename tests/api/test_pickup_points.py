"""A pick-up point is kept as it was sent, unless no database could keep it."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.orders.models import Order
from pakhuis.orders.pickup import DEEPEST_POINT, LONGEST_POINT
from tests.api.conftest import Call
from tests.factories import a_warehouse, an_order, lines, stocked

GUEST = b'{"deliveryname":"X","deliverycountry":"NL","products":[{"productcode":"A","amount":1}],'


@pytest.fixture
def order(db: None) -> Order:
    stocked(a_warehouse(), A=5)
    return an_order(lines=lines(A=1), pickup_point={"carrier": "postnl", "id": "1"})


def said(answer: Any) -> tuple[int, int]:
    return answer.status_code, answer.json()["error_code"]


@pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_python_reads_and_json_does_not_know_is_refused(
    call: Call, order: Order, constant: bytes
) -> None:
    point = b'"pickup_point_data":{"carrier":"x","id":' + constant + b"}}"
    assert said(call("POST", "orders", raw=GUEST + point)) == (400, 22)
    assert said(call("PUT", f"orders/{order.pk}", raw=b"{" + point)) == (400, 22)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (b"1e999", "not_a_number"),
        (b"-1e999", "not_a_number"),
        (b"1" + b"0" * 40, "not_a_number"),
        (b"[" * DEEPEST_POINT + b"]" * DEEPEST_POINT, "too_deep"),
        (b'"' + b"a" * LONGEST_POINT + b'"', "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_place(
    call: Call, order: Order, value: bytes, problem: str
) -> None:
    point = b'"pickup_point_data":{"carrier":"x","id":' + value + b"}}"
    for answer in (
        call("POST", "orders", raw=GUEST + point),
        call("PUT", f"orders/{order.pk}", raw=b"{" + point),
    ):
        assert said(answer) == (400, 5)
        (told,) = answer.json()["errors"]
        assert (told["code"], told["path"]) == (problem, ["pickup_point"])
    assert call("GET", f"orders/{order.pk}").json()["pickup_point_data"] == {"carrier": "postnl", "id": "1"}
    assert Order.objects.count() == 1


def test_letters_that_no_database_keeps_are_left_out(call: Call, order: Order) -> None:
    raw = b'{"pickup_point_data":{"carrier":"x\\u0000y","i\\u0000d":"\\ud800z","options":{"a":["\\u0000"]}}}'
    kept = {"carrier": "xy", "id": "z", "options": {"a": [""]}}
    assert call("PUT", f"orders/{order.pk}", raw=raw).json()["pickup_point_data"] == kept
    made = call("POST", "orders", raw=GUEST + raw[1:])
    assert made.status_code == 201
    assert call("GET", f"orders/{made.json()['idorder']}").json()["pickup_point_data"] == kept


def test_everything_else_is_kept_as_it_was_sent(call: Call, order: Order) -> None:
    point = {"carrier": "dhl", "id": 7, "open": [1.5, True, None], "options": {"boxes": {"s": "é 💥"}}}
    assert (
        call("PUT", f"orders/{order.pk}", {"pickup_point_data": point}).json()["pickup_point_data"] == point
    )
    whole = call("GET", f"orders/{order.pk}").json()
    assert call("PUT", f"orders/{order.pk}", whole).json()["pickup_point_data"] == point
    assert call("PUT", f"orders/{order.pk}", {"pickup_point_data": None}).json()["pickup_point_data"] is None
