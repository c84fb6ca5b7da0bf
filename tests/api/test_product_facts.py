"""What was and will be of a product over the API: old prices, and pieces that are announced."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.rights import Right
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_product, a_warehouse
from tests.purchasing.making import LATER, SOON, a_concept, a_purchase, a_receipt

pytestmark = pytest.mark.django_db


def test_every_change_of_the_price_is_told(call: Call) -> None:
    product = a_product("A", price="10")
    path = f"products/{product.pk}"
    assert call("GET", f"{path}/pricehistory").json() == []
    for change in ({"price": 12.5}, {"name": "Other"}, {"price": 12.5}, {"price": 9, "name": "B"}):
        assert call("PUT", path, change).status_code == 200
    told = call("GET", f"{path}/pricehistory").json()
    assert [(one["old_price"], one["price"]) for one in told] == [(10, 12.5), (12.5, 9)]
    assert {(one["idproduct"], one["iduser"], len(one["changed_at"])) for one in told} == {
        (product.pk, None, 19)
    }
    assert call("GET", f"{path}/pricehistory?offset=1").json() == told[1:]


def test_what_is_announced_is_told_the_soonest_first(call: Call) -> None:
    house = a_warehouse()
    product = a_product("A")
    a_concept(house=house, A=50)
    undated = a_purchase(house=house, on=None, A=1)
    late, soon = a_purchase(house=house, on=LATER, A=7), a_purchase(house=house, on=SOON, A=5, B=3)
    a_receipt(late, A=3)
    a_receipt(a_purchase(house=house, on=SOON, A=2), A=2)
    told = call("GET", f"products/{product.pk}/expected").json()
    assert [(one["purchaseorderid"], one["amount_expected"], one["delivery_date"]) for one in told] == [
        (soon.number, 5, SOON.isoformat()),
        (late.number, 4, LATER.isoformat()),
        (undated.number, 1, None),
    ]
    assert (told[1]["amount"], told[1]["amountreceived"], told[1]["idwarehouse"]) == (7, 3, house.pk)


def test_both_ask_as_much_however_much_there_is(call: Call, django_assert_max_num_queries: Any) -> None:
    house, product = a_warehouse(), a_product("A")
    for price in range(5):
        call("PUT", f"products/{product.pk}", {"price": price})
        a_purchase(house=house, A=price + 1)
    for part in ("pricehistory", "expected"):
        with django_assert_max_num_queries(5):
            assert len(call("GET", f"products/{product.pk}/{part}").json()) == 5


@pytest.mark.parametrize("part", ["pricehistory", "expected"])
def test_of_no_product_nothing_is_told(call: Call, part: str) -> None:
    for number in (999, 2**70):
        assert call("GET", f"products/{number}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["pricehistory", "expected"])
def test_only_who_sees_products_may(db: None, part: str) -> None:
    product = a_product("A")
    for right, status in ((Right.ORDERS_SEE, 403), (Right.PRODUCTS_SEE, 200)):
        _, key = create_api_key(right, rights=(right,), by=SYSTEM, now=MOMENT)
        assert caller(key)("GET", f"products/{product.pk}/{part}").status_code == status
