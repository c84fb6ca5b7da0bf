"""Prices on lists inside the body of a product, and other filters and fields that clients of Picqer use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import Product
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.models import PriceListEntry
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_composition, a_price_list, a_product, a_vat_group
from tests.purchasing.making import a_supplier

pytestmark = pytest.mark.django_db


def told(answer: Any) -> list[tuple[int, float]]:
    return [(one["idpricelist"], one["price"]) for one in answer.json()["pricelists"]]


def test_a_new_product_comes_with_its_prices(call: Call) -> None:
    a_vat_group()
    bar, shop = a_price_list("Horeca"), a_price_list("Winkel")
    prices = [{"idpricelist": bar.pk, "price": "7.5"}, {"idpricelist": shop.pk, "price": 8}]
    made = call("POST", "products", {"productcode": "A", "name": "Mok", "price": 9, "pricelists": prices})
    assert (made.status_code, told(made)) == (201, [(bar.pk, 7.5), (shop.pk, 8)])
    path = f"products/{made.json()['idproduct']}"
    changed = call("PUT", path, {"pricelists": {"0": {"idpricelist": shop.pk, "price": 6.25}}})
    assert told(changed) == [(bar.pk, 7.5), (shop.pk, 6.25)], "those of other lists stay"
    nothings: tuple[object, ...] = ([], None, "x", {})
    for nothing in nothings:
        assert told(call("PUT", path, {"pricelists": nothing})) == told(changed)


def test_steps_and_days_of_a_price_are_left_alone(call: Call) -> None:
    prices = a_price_list("Horeca", A=[("9.5", 1), ("8.25", 10)])
    path = f"products/{Product.objects.get(code='A').pk}"
    call("PUT", path, {"pricelists": [{"idpricelist": prices.pk, "price": 9}]})
    assert list(PriceListEntry.objects.order_by("min_amount").values_list("min_amount", "price")) == [
        (1, Decimal(9)),
        (10, Decimal("8.25")),
    ]


def test_everything_that_is_wrong_is_told_at_its_place_and_nothing_is_done(call: Call) -> None:
    prices = a_price_list("Horeca")
    product = a_product("A")
    wrong = [{"idpricelist": prices.pk, "price": 1}, {"idpricelist": 999, "price": 1}, "x"]
    wrong.append({"idpricelist": prices.pk, "price": -1})
    answer = call("PUT", f"products/{product.pk}", {"name": "Other", "pricelists": wrong})
    assert answer.status_code == 400
    assert {tuple(one["path"][:2]) for one in answer.json()["errors"]} == {
        ("pricelists", 1),
        ("pricelists", 2),
        ("pricelists", 3),
    }
    assert not PriceListEntry.objects.exists()
    assert Product.objects.get(code="A").name != "Other"


def test_prices_ask_for_their_own_right_only_where_they_change(call: Call) -> None:
    prices = a_price_list("Horeca", A=[("9.5", 1)])
    _, key = create_api_key("p", rights=(Right.PRODUCTS_SEE, Right.PRODUCTS_CHANGE), by=SYSTEM, now=MOMENT)
    weak, path = caller(key), f"products/{Product.objects.get(code='A').pk}"
    whole = weak("GET", path).json()
    assert weak("PUT", path, {**whole, "name": "Back again"}).json()["name"] == "Back again"
    refused = weak("PUT", path, {"name": "No", "pricelists": [{"idpricelist": prices.pk, "price": 1}]})
    assert (refused.status_code, Product.objects.get(code="A").name) == (403, "Back again")


@pytest.mark.parametrize(
    "query", ["idproducts={0},{1}", "idproducts={0}&idproducts={1}", "idproducts[]={0}&idproducts[]={1}"]
)
def test_several_products_are_asked_for_in_every_way(call: Call, query: str) -> None:
    first, _, third = (a_product(code) for code in "ABC")
    found = call("GET", f"products?{query.format(first.pk, third.pk)}").json()
    assert [one["productcode"] for one in found] == ["A", "C"]


def test_a_composition_says_that_it_is_assembled(call: Call) -> None:
    a_product("A")
    a_composition("BOX", A=1)
    assert {one["productcode"]: one["assembled"] for one in call("GET", "products").json()} == {
        "A": False,
        "BOX": True,
    }


def test_another_price_or_supplier_is_found_by_who_asks_what_changed(call: Call) -> None:
    """Whoever keeps a copy asks by `updated_after`; what is sent back as it was is no change."""
    prices, supplier = a_price_list("Horeca"), a_supplier()
    path = f"products/{a_product('A').pk}"
    a_product("B")
    assert call("GET", "products?updated_after=2026-11-24").json() == []
    for change in (
        {"pricelists": [{"idpricelist": prices.pk, "price": 3}]},
        {"idsupplier": supplier.pk},
        {"idsupplier": None},
    ):
        Product.objects.update(updated_at=MOMENT)
        whole = call("PUT", path, change).json()
        assert whole["updated"] > "2026-11-24"
        found = call("GET", "products?updated_after=2026-11-24").json()
        assert [one["productcode"] for one in found] == ["A"]
        Product.objects.update(updated_at=MOMENT)
        assert call("PUT", path, whole).json()["updated"] == "2026-11-23 10:30:00"
