"""The first pieces of many products: on their shelves by few statements, each with its move and fact."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.stock.actions import open_stock
from pakhuis.stock.models import StockLevel, StockMove
from tests.factories import MOMENT, a_composition, a_product, a_warehouse

pytestmark = pytest.mark.django_db


def opened(pieces: dict[tuple[int, int], int]) -> None:
    open_stock(pieces, reason="Counted", by=SYSTEM, now=MOMENT)


def test_pieces_of_many_products_in_several_warehouses() -> None:
    here, there = a_warehouse("Here"), a_warehouse("There", priority=2)
    one, two = a_product("A"), a_product("B")
    opened({(one.pk, here.pk): 5, (two.pk, here.pk): 7, (one.pk, there.pk): 2})
    levels = StockLevel.objects.filter(on_hand__gt=0).values_list(
        "product__code", "warehouse__name", "on_hand"
    )
    assert sorted(levels) == [("A", "Here", 5), ("A", "There", 2), ("B", "Here", 7)]
    moves = StockMove.objects.values_list("product__code", "change", "on_hand_after", "reason")
    assert sorted(moves) == [("A", 2, 2, "Counted"), ("A", 5, 5, "Counted"), ("B", 7, 7, "Counted")]
    assert Fact.objects.filter(name="product.stock_changed").count() == 3
    assert not StockLevel.objects.filter(product=two, warehouse=there).exists()


def test_many_ask_as_few_questions_as_one(django_assert_max_num_queries: Any) -> None:
    house = a_warehouse()
    ids = [a_product().pk for _ in range(30)]
    with django_assert_max_num_queries(16):
        opened({(pk, house.pk): 3 for pk in ids})
    assert StockMove.objects.count() == 30


@pytest.mark.parametrize("wrong", ["warehouse", "composition"])
def test_all_or_nothing(wrong: str) -> None:
    house = a_warehouse()
    fine = a_product("A")
    other = a_composition("SET", A=2) if wrong == "composition" else fine
    where = 99_999 if wrong == "warehouse" else house.pk
    with pytest.raises(Refused):
        opened({(fine.pk, house.pk): 3, (other.pk, where): 1})
    assert not StockMove.objects.exists()


def test_nothing_to_put_down() -> None:
    opened({})
    assert not StockLevel.objects.exists()
