"""What stands beside a product and is part of it to others: whoever changes it changes the product."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pakhuis.catalogue.models import Product
from pakhuis.hooks.actions import create_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Message
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import change_price, create_price_list, put_prices, remove_price, set_price
from pakhuis.pricing.pasted import read_pasted
from pakhuis.purchasing.actions import prefer_supplier, set_supplier_product, unset_supplier_product
from pakhuis.purchasing.intake import SupplierProductFields
from tests.factories import MOMENT, a_product
from tests.purchasing.making import a_supplier, sold_by

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(hours=1)
DO: dict[str, Any] = {"by": SYSTEM, "now": LATER}
Told = list[tuple[str, dict[str, tuple[str, str]]]]


@pytest.fixture
def told() -> Callable[[Callable[[], object]], Told]:
    """By code of each product that a deed changed, which fields of it, with old and new.

    The message to webhooks and the time of its change always go along with the fact.
    """
    create_hook(NewHook(name="x", event="products.changed", address="https://shop.example/in"), **DO)

    def after(deed: Callable[[], object]) -> Told:
        Product.objects.update(updated_at=MOMENT)
        Message.objects.all().delete()
        last = Fact.objects.order_by("-pk").values_list("pk", flat=True)[0]
        deed()
        facts = list(Fact.objects.filter(pk__gt=last, name="product.changed").order_by("subject_id"))
        touched = list(Product.objects.filter(updated_at=LATER).order_by("pk"))
        assert [one.pk for one in touched] == [fact.subject_id for fact in facts]
        heard = Message.objects.filter(event="products.changed").order_by("subject_id")
        assert [one.subject_id for one in heard] == [fact.subject_id for fact in facts]
        return [
            (one.code, {change["field"]: (change["old"], change["new"]) for change in fact.data["changes"]})
            for one, fact in zip(touched, facts, strict=True)
        ]

    return after


def test_a_price_on_a_list_is_a_change_of_its_product(told: Any) -> None:
    prices, product = create_price_list("Horeca", **DO), a_product("A")
    a_product("Bystander")

    def put(price: str) -> Any:
        return set_price(prices.pk, product_id=product.pk, price=price, **DO)

    assert told(lambda: put("8")) == [("A", {"prices.Horeca": ("", "8")})]
    assert told(lambda: put("8.00")) == []
    assert told(lambda: put("7.5")) == [("A", {"prices.Horeca": ("8", "7.5")})]
    entry = put("7.5")
    given: dict[str, Any] = {"price": "7", "min_amount": 10, "valid_from": None, "valid_until": None}
    assert told(lambda: change_price(entry.pk, **given, **DO)) == [
        ("A", {"prices.Horeca ≥ 10": ("Horeca: 7.5", "7")})
    ]
    assert told(lambda: change_price(entry.pk, **given, **DO)) == []
    assert told(lambda: remove_price(entry.pk, **DO)) == [("A", {"prices.Horeca ≥ 10": ("7", "")})]


def test_pasted_prices_change_each_product_once(told: Any) -> None:
    prices = create_price_list("Horeca", **DO)
    for code in "ABC":
        a_product(code)

    def pasted(text: str) -> int:
        return put_prices(prices.pk, read_pasted(text)[0], **DO)

    assert told(lambda: pasted("A;8\nA;7;10\nB;5")) == [
        ("A", {"prices.Horeca": ("", "8"), "prices.Horeca ≥ 10": ("", "7")}),
        ("B", {"prices.Horeca": ("", "5")}),
    ]
    assert told(lambda: pasted("A;8\nB;6\nC;1")) == [
        ("B", {"prices.Horeca": ("5", "6")}),
        ("C", {"prices.Horeca": ("", "1")}),
    ]
    assert told(lambda: pasted("A;8")) == []


def test_another_supplier_to_be_named_after_is_a_change_of_the_product(told: Any) -> None:
    north, south, product = a_supplier("Noord"), a_supplier("Zuid"), a_product("A")

    def sold(supplier: Any, **fields: Any) -> Any:
        new = SupplierProductFields(**fields)
        return set_supplier_product(supplier.pk, product_id=product.pk, fields=new, **DO)

    def named(supplier: Any) -> Any:
        return prefer_supplier(product.pk, supplier.pk if supplier else None, **DO)

    sold_by(north, "A")
    assert told(lambda: sold(south, price="2")) == []
    assert told(lambda: sold(north, code="N-1")) == []
    assert told(lambda: named(south)) == [("A", {"supplier_id": ("Noord", "Zuid")})]
    assert told(lambda: named(south)) == []
    assert told(lambda: unset_supplier_product(north.pk, product_id=product.pk, **DO)) == []
    assert told(lambda: named(None)) == [("A", {"supplier_id": ("Zuid", "")})]
    assert told(lambda: named(south)) == [("A", {"supplier_id": ("", "Zuid")})]
    assert told(lambda: unset_supplier_product(south.pk, product_id=product.pk, **DO)) == [
        ("A", {"supplier_id": ("Zuid", "")})
    ]
    assert told(lambda: sold(north)) == [("A", {"supplier_id": ("", "Noord")})]


def test_what_is_refused_changes_no_product(told: Any) -> None:
    product = a_product("A")

    def refused() -> None:
        with pytest.raises(Refused):
            set_price(999, product_id=product.pk, price="1", **DO)
        with pytest.raises(Refused):
            prefer_supplier(product.pk, 999, **DO)

    assert told(refused) == []
