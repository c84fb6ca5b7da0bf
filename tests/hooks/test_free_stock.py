"""Whoever sells what is free hears of every change of it, whatever door it came by, and of nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pakhuis.accounts.actions import create_api_key
from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.fulfilment.actions import close_picklist, pick_all, pick_line, process_order
from pakhuis.hooks.actions import create_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Message
from pakhuis.hooks.rules import ASSEMBLED_STOCK, FREE_STOCK
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import allocate_order, deallocate_order
from pakhuis.stock.actions import move_between_locations
from pakhuis.stock.models import StockLevel
from tests.api.conftest import Call, caller
from tests.factories import (
    MOMENT,
    a_composition,
    a_customer,
    a_location,
    a_processed_order,
    a_warehouse,
    an_order,
    lines,
    stocked,
)
from tests.stock.doors import DEEDS, House

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
STEPS = 250
BEFORE_PICKING = ("place", "receive", "set_aside", "rewrite")
"""What there must be enough of before the other deeds find something to be about."""


@pytest.fixture(autouse=True)
def listeners() -> None:
    for event in (FREE_STOCK, ASSEMBLED_STOCK):
        create_hook(NewHook(name=event, event=event, address="https://shop.example/in"), **DO)


def codes(event: str) -> list[str]:
    """The products that messages of this event are about, each as often as it is told."""
    told = list(Message.objects.filter(event=event).values_list("subject_id", flat=True))
    by_id = Product.objects.in_bulk(told)
    return sorted(by_id[pk].code for pk in told)


@contextmanager
def told(free: str = "", assembled: str = "") -> Iterator[None]:
    """What happens inside is told of these products, once of each, and of no others."""
    Message.objects.all().delete()
    yield
    assert (codes(FREE_STOCK), codes(ASSEMBLED_STOCK)) == (sorted(free.split()), sorted(assembled.split()))


def counts() -> dict[tuple[int, int], tuple[int, int]]:
    """Free and on hand of each product in each warehouse, where it was ever kept."""
    return {(one.product_id, one.warehouse_id): (one.free, one.on_hand) for one in StockLevel.objects.all()}


def changed(before: Any, after: Any, which: int) -> set[int]:
    return {
        key[0] for key in {*before, *after} if before.get(key, (0, 0))[which] != after.get(key, (0, 0))[which]
    }


def heard(event: str) -> set[int]:
    return set(Message.objects.filter(event=event).values_list("subject_id", flat=True))


def test_whatever_happens_every_change_of_what_is_free_is_told() -> None:
    """Deeds by chance at every door: what is other afterwards was told, and what was refused was not."""
    luck, house = random.Random(11), House()
    changes = dict.fromkeys(DEEDS, 0)
    for _ in range(STEPS):
        Message.objects.all().delete()
        before = counts()
        name = luck.choice((*DEEDS, *BEFORE_PICKING * 2))
        is_done = house.do(name, *(luck.randrange(1000) for _ in range(3)))
        after = counts()
        free, touched = changed(before, after, 0), changed(before, after, 0) | changed(before, after, 1)
        mains = set(ProductPart.objects.filter(part__in=touched).values_list("main_id", flat=True))
        assert free <= heard(FREE_STOCK), name
        assert mains <= heard(ASSEMBLED_STOCK), name
        assert is_done or not Message.objects.exists(), name
        changes[name] += bool(free)
    assert sum(count > 0 for count in changes.values()) >= 9, list(changes.items())
    assert all(changes[name] for name in BEFORE_PICKING), list(changes.items())


def test_each_change_of_the_lines_of_an_order_is_told_of_each_product_it_touches() -> None:
    """Also of one that is on the order no more: a shop would sell too few of it for ever."""
    call: Call = caller(create_api_key("test", **DO)[1])
    stocked(a_warehouse(), A=20, B=9)
    order = an_order(a_customer(), lines=lines(A=2))
    place = f"orders/{order.pk}"
    with told("A"):
        call("POST", f"{place}/allocate")
    line = call("GET", f"{place}/products").json()[0]["idorder_product"]
    with told("A"):
        call("PUT", f"{place}/products/{line}", {"amount": 8})
    with told():
        call("PUT", f"{place}/products/{line}", {"remarks": "Bovenop"})
    with told("B"):
        call("POST", f"{place}/products", {"productcode": "B", "amount": 3})
    with told("A"):
        call("DELETE", f"{place}/products/{line}")


def test_another_warehouse_for_an_order_moves_what_is_set_aside() -> None:
    call: Call = caller(create_api_key("test", **DO)[1])
    here, there = a_warehouse(priority=1), a_warehouse(priority=2)
    stocked(here, A=5)
    stocked(there, A=5)
    order = an_order(a_customer(), lines=lines(A=2), allocate=True)
    with told("A"):
        call("PUT", f"orders/{order.pk}", {"warehouses": [there.pk]})
    assert [one.free for one in StockLevel.objects.order_by("warehouse_id")] == [5, 3]


def test_what_only_goes_from_one_hand_to_the_other_is_not_told() -> None:
    house = a_warehouse()
    product = stocked(house, A=9, LOOSE=1)["A"]
    a_composition("PAIR", A=2)
    shelf = a_location(house, "A1")
    order = an_order(a_customer(), lines=lines(A=3))
    with told("A", "PAIR"):
        allocate_order(order.pk, **DO)
    with told():
        allocate_order(order.pk, **DO)
        process_order(order.pk, **DO)
        move_between_locations(
            product.pk,
            warehouse_id=house.pk,
            from_location_id=None,
            to_location_id=shelf.pk,
            amount=4,
            **DO,
        )
        pick_line(order.picklists.get().lines.get().pk, amount=1, **DO)
        pick_all(order.picklists.get().pk, **DO)
    with told("", "PAIR"):
        close_picklist(order.picklists.get().pk, **DO)


def test_the_parts_are_told_of_where_a_composition_is_ordered() -> None:
    stocked(a_warehouse(), A=9, B=9)
    a_composition("BOX", A=2, B=1)
    a_composition("OTHER", B=1)
    order = an_order(a_customer(), lines=lines(BOX=2))
    with told("A B", "BOX OTHER"):
        allocate_order(order.pk, **DO)
    with told("A B", "BOX OTHER"):
        deallocate_order(order.pk, **DO)
    with told("A B", "BOX OTHER"):
        a_processed_order(lines=lines(BOX=1))


def test_one_fact_names_all_products_of_a_change() -> None:
    products = stocked(a_warehouse(), A=9, B=9)
    before = Fact.objects.filter(name="stock.levels_changed").count()
    order = a_processed_order(a_customer(), lines=lines(A=1, B=2))
    (fact,) = Fact.objects.filter(name="stock.levels_changed").order_by("pk")[before:]
    both = sorted(one.pk for one in products.values())
    assert (fact.data, fact.at) == ({"free": both, "on_hand": []}, MOMENT)
    pick_all(order.picklists.get().pk, **DO)
    close_picklist(order.picklists.get().pk, **DO)
    assert Fact.objects.filter(name="stock.levels_changed").latest("pk").data == {"free": [], "on_hand": both}
