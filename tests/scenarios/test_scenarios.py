"""Runs the scenarios beside this file: a bullet is a step, a heading of the second level a fresh house."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from pakhuis.accounts.actions import change_webshop, create_tag
from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import (
    close_picklist,
    pick_all,
    process_backorders,
    process_order,
    receive_goods,
)
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import cancel_order, place_order
from pakhuis.orders.intake import FromWebshop, NewLine
from pakhuis.orders.models import Backorder, Order
from pakhuis.orders.totals import totals
from pakhuis.pricing.actions import attach_price_lists, create_price_list, set_price
from pakhuis.pricing.models import PriceList
from pakhuis.stock.models import StockLevel, Warehouse
from tests.factories import (
    MOMENT,
    PERSON,
    a_customer,
    a_warehouse,
    a_webshop,
    an_order,
    from_shop,
    stocked,
)
from tests.invariants import check

HERE = Path(__file__).parent
GOODS = r"(-?\d+ \w+(?:, -?\d+ \w+)*)"
Step = tuple[re.Pattern[str], Callable[..., None]]
STEPS: list[Step] = []


def step(sentence: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def keep(function: Callable[..., None]) -> Callable[..., None]:
        STEPS.append((re.compile(sentence), function))
        return function

    return keep


def goods(text: str) -> dict[str, int]:
    """`4 A, 3 B` as pieces by product code."""
    return {code: int(pieces) for pieces, code in (one.split() for one in text.split(", "))}


def newest() -> Order:
    return Order.objects.latest("pk")


def warehouse(name: str) -> Warehouse:
    rank = Warehouse.objects.count() + 1
    return Warehouse.objects.filter(name=name).first() or a_warehouse(name, priority=rank)


def webshop(name: str) -> Webshop:
    return Webshop.objects.filter(name=name).first() or a_webshop(name)


@step(rf"(\w+) holds {GOODS}")
def holds(name: str, pieces: str) -> None:
    stocked(warehouse(name), **goods(pieces))


@step(r"(\w+) costs ([\d.]+)")
def costs(code: str, price: str) -> None:
    update_product(Product.objects.get(code=code).pk, ProductFields(price=price), by=SYSTEM, now=MOMENT)


@step(r"the price list (\w+) asks ([\d.]+) for (\w+) from (\d+) pieces")
def lists(name: str, price: str, code: str, least: str) -> None:
    one = PriceList.objects.filter(name=name).first() or create_price_list(name, by=SYSTEM, now=MOMENT)
    product = Product.objects.get(code=code)
    set_price(one.pk, product_id=product.pk, price=price, min_amount=least, by=SYSTEM, now=MOMENT)


@step(r"(.+) is a customer with (.+)")
def customer(name: str, agreed: str) -> None:
    fields: dict[str, Any] = {}
    price_lists: list[int] = []
    for one in agreed.split(", "):
        word, value = re.fullmatch(r"(price list|[\w-]+) (.+)", one).groups()  # type: ignore[union-attr]
        match word:
            case "autosplit":
                fields["autosplit"] = value == "on"
            case "tag":
                tag = create_tag(value, color="#123456", inherit=True, by=SYSTEM, now=MOMENT)
                fields["tag_ids"] = (tag.pk,)
            case "remarks":
                fields["default_order_remarks"] = value
            case "e-mail":
                fields["email"] = value
            case "price list":
                price_lists.append(PriceList.objects.get(name=value).pk)
            case _:
                fields[word] = value
    made = a_customer(name, **fields)
    attach_price_lists(made.pk, price_list_ids=price_lists, by=SYSTEM, now=MOMENT)


@step(rf"(.+) orders {GOODS}(, set aside at once)?")
def orders(name: str, pieces: str, aside: str | None) -> None:
    wanted = tuple(NewLine(product_code=code, amount=amount) for code, amount in goods(pieces).items())
    an_order(Customer.objects.get(name=name), lines=wanted, allocate=bool(aside))


@step(r"the webshop (\w+) uses our prices")
def our_prices(name: str) -> None:
    change_webshop(webshop(name).pk, our_prices_lead=True, by=SYSTEM, now=MOMENT)


@step(r"the webshop (\w+) sends order (\d+) of (.+), (\S+@\S+): (\d+) (\w+) at ([\d.]+)")
def sends(shop: str, number: str, name: str, email: str, amount: str, code: str, price: str) -> None:
    one = webshop(shop)
    person = replace(PERSON, external_id="", name=name, contact_name="", email=email)
    line = NewLine(product_code=code, amount=amount, price=price)
    new = from_shop(one, number, lines=(line,))
    origin = FromWebshop(webshop_id=one.pk, external_id=number, person=person)
    place_order(replace(new, webshop=origin), by=one.as_actor(), now=MOMENT)


@step(r"the order is processed")
def processed() -> None:
    process_order(newest().pk, by=SYSTEM, now=MOMENT)


@step(r"the order is cancelled")
def cancelled() -> None:
    cancel_order(newest().pk, by=SYSTEM, now=MOMENT)


@step(r"the backorders are processed")
def sent_on() -> None:
    process_backorders(by=SYSTEM, now=MOMENT)


@step(rf"{GOODS} arrives? in (\w+)")
def arrive(pieces: str, name: str) -> None:
    products = {Product.objects.get(code=code).pk: amount for code, amount in goods(pieces).items()}
    receive_goods(warehouse(name).pk, goods=Quantities(products), by=SYSTEM, now=MOMENT)


@step(r"everything is picked and closed")
def closed() -> None:
    for picklist in Picklist.objects.filter(status="new"):
        pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
        close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)


def pieces_of(rows: Any) -> dict[str, int]:
    summed = rows.values("product__code").annotate(pieces=Sum("amount")).order_by("product__code")
    return {row["product__code"]: row["pieces"] for row in summed}


@step(rf"a picklist in (\w+) has {GOODS}")
def picklist_has(name: str, pieces: str) -> None:
    found = [
        pieces_of(PicklistLine.objects.filter(picklist=one))
        for one in Picklist.objects.filter(warehouse__name=name)
    ]
    assert goods(pieces) in found


@step(rf"the picklists of (.+) have {GOODS}")
def picklists_of(name: str, pieces: str) -> None:
    assert pieces_of(PicklistLine.objects.filter(picklist__customer__name=name)) == goods(pieces)


@step(r"there (?:is|are) (no|\d+) picklists?")
def picklist_count(count: str) -> None:
    assert Picklist.objects.count() == int(count.replace("no", "0"))


@step(rf"{GOODS} waits?")
def waits(pieces: str) -> None:
    assert pieces_of(Backorder.objects.filter(state="open", order=newest())) == goods(pieces)


@step(rf"of (.+) {GOODS} wait")
def waits_of(name: str, pieces: str) -> None:
    assert pieces_of(Backorder.objects.filter(state="open", customer__name=name)) == goods(pieces)


@step(r"nothing waits")
def nothing_waits() -> None:
    assert not Backorder.objects.filter(state="open").exists()


@step(rf"free in (\w+) are {GOODS}")
def free(name: str, pieces: str) -> None:
    levels = StockLevel.objects.filter(warehouse__name=name).select_related("product")
    found = {one.product.code: one.free for one in levels}
    assert {code: found.get(code, 0) for code in goods(pieces)} == goods(pieces)


@step(rf"in (\w+) lie {GOODS}")
def lie(name: str, pieces: str) -> None:
    levels = StockLevel.objects.filter(warehouse__name=name).select_related("product")
    found = {one.product.code: one.on_hand for one in levels}
    assert {code: found.get(code, 0) for code in goods(pieces)} == goods(pieces)


@step(r"the order is (processing|completed)")
def order_is(status: str) -> None:
    assert newest().status == status


@step(r"the order is of (.+)")
def order_of(name: str) -> None:
    order = newest()
    assert order.customer is not None
    assert order.customer.name == name


@step(r"there (?:is|are) (\d+) customers?")
def customers(count: str) -> None:
    assert Customer.objects.count() == int(count)


@step(r"(?:the )?(discount|remarks|language|autosplit) (?:is|are) (.+), from the (\w+)")
def term(name: str, value: str, who: str) -> None:
    order = newest()
    wanted: Any = {"discount": lambda: Decimal(value), "autosplit": lambda: value == "on"}.get(name, str)
    assert getattr(order, name) == (wanted() if wanted is not str else value)
    assert order.sources[name][0] == who


@step(r"(\w+) costs ([\d.]+) on the order, from the (?:list )?(\w+)")
def line_costs(code: str, price: str, who: str) -> None:
    line = newest().lines.get(code=code)
    source, *named = line.price_source
    assert line.price == Decimal(price)
    named_source = {"explicit": "webshop"}.get(source, source)
    assert who in (named_source, *named)


@step(r"the order has the tag (\w+)")
def has_tag(title: str) -> None:
    assert [one.title for one in newest().tags.all()] == [title]


@step(r"the total without VAT is ([\d.]+)")
def total(amount: str) -> None:
    order = newest()
    rows = order.lines.select_related("vat_group")
    counted = [one.counted for one in rows]
    sums = totals(counted, discount=order.discount, calculate_vat=order.calculate_vat)
    assert sums.excluding.amount == Decimal(amount)


def told() -> Iterator[Any]:
    """Every scenario of every file: its title and its steps."""
    for path in sorted(HERE.glob("*.md")):
        for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, text = part.partition("\n")
            steps = [line[2:].strip() for line in text.splitlines() if line.startswith("- ")]
            yield pytest.param(steps, id=f"{path.stem}: {title}")


def matching(sentence: str) -> list[tuple[Callable[..., None], tuple[str, ...]]]:
    found = ((function, pattern.fullmatch(sentence)) for pattern, function in STEPS)
    return [(function, match.groups()) for function, match in found if match]


@pytest.mark.django_db
@pytest.mark.parametrize("steps", list(told()))
def test_scenario(steps: list[str]) -> None:
    assert steps, "a scenario without steps proves nothing"
    for sentence in steps:
        ways = matching(sentence)
        assert len(ways) == 1, f"{len(ways)} ways to read “{sentence}”"
        function, given = ways[0]
        try:
            function(*given)
        except AssertionError as error:
            raise AssertionError(f"{sentence}: {error}") from error
    check()


def test_every_step_is_used() -> None:
    used = {matching(one)[0][0] for scenario in told() for one in scenario.values[0]}
    assert {function for _, function in STEPS} == used
