"""Opening stock of products that are there: put down together, as by hand, and handed out to who waits."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import change_settings
from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import correct_and_hand_out, correct_many_and_hand_out
from pakhuis.fulfilment.models import Picklist
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Subject
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Backorder
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from tests.conftest import MOMENT
from tests.factories import a_composition, a_processed_order, a_product, a_vat_group, a_warehouse, lines
from tests.imports.running import codes, imported, outcomes, rows

pytestmark = pytest.mark.django_db
OPENING = "Opening stock"


@pytest.fixture(autouse=True)
def hall() -> Warehouse:
    a_vat_group()
    house = a_warehouse("Hal")
    a_warehouse("Loods", priority=2)
    return house


def products(content: str, *, tries: bool = False) -> ImportRun:
    return imported(content, subject=Subject.PRODUCTS, tries=tries)


def on_hand(house: str = "Hal") -> dict[str, int]:
    levels = StockLevel.objects.filter(on_hand__gt=0, warehouse__name=house)
    return dict(levels.values_list("product__code", "on_hand"))


def test_many_are_put_down_with_few_questions(django_assert_max_num_queries: Any) -> None:
    used = []
    for count, letter in ((30, "A"), (90, "B")):
        for n in range(count):
            a_product(f"{letter}{n}")
        listed = "".join(f"{letter}{n};{n},50;{n + 1}\n" for n in range(count))
        with django_assert_max_num_queries(1000) as captured:
            run = products(f"Productcode;Prijs;Voorraad\n{listed}")
        assert (run.read, run.changed) == (count, count)
        asked = [one["sql"] for one in captured.captured_queries]
        used.append(sum(1 for one in asked if "SAVEPOINT" not in one))
        assert rows(run)[1].changes == [["price", "10", "1.5"], ["stock", "0", "2"]]
    assert used[1] < used[0] + 20, "sixty rows more may ask a few questions more, not one each"
    assert on_hand() == {
        f"{letter}{n}": n + 1 for count, letter in ((30, "A"), (90, "B")) for n in range(count)
    }
    assert StockMove.objects.filter(reason=OPENING).count() == 120


def test_who_waits_is_served_and_picklists_are_made_where_the_account_says_so() -> None:
    change_settings(processes_backorders_itself=True, by=SYSTEM, now=MOMENT)
    for code in "ABC":
        a_product(code)
    a_processed_order(lines=lines(A=3, B=2))
    a_processed_order(lines=lines(B=4))
    run = products("Productcode;Voorraad;Magazijn\nA;10;Hal\nB;5;Hal\nC;1;Loods\n", tries=True)
    assert outcomes(run) == ["changed"] * 3
    assert (on_hand(), on_hand("Loods")) == ({"A": 10, "B": 5}, {"C": 1})
    first, second = Picklist.objects.order_by("pk")
    assert sorted(first.lines.values_list("product__code", "amount")) == [("A", 3), ("B", 2)]
    assert sorted(second.lines.values_list("product__code", "amount")) == [("B", 3)]
    assert Backorder.objects.filter(state="open").values_list("product__code", "amount").get() == ("B", 1)


def test_the_facts_are_those_of_doing_it_by_hand(hall: Warehouse) -> None:
    first, second = a_product("A"), a_product("B")
    for code in "AB":
        a_processed_order(lines=lines(**{code: 3}))
    by_hand = Fact.objects.latest("pk").pk
    correct_and_hand_out(first.pk, warehouse_id=hall.pk, amount=5, reason=OPENING, by=SYSTEM, now=MOMENT)
    by_file = Fact.objects.latest("pk").pk
    run = products("Productcode;Voorraad\nB;5\n")

    def told(after: int, product: Product) -> list[tuple[str, str, Any]]:
        facts = Fact.objects.filter(pk__gt=after, pk__lte=by_file if after < by_file else 10**9).order_by(
            "pk"
        )
        return [(one.name, one.subject_kind, _plainly(one.data, product)) for one in facts]

    assert told(by_hand, first) == told(by_file, second)
    actors = set(Fact.objects.filter(pk__gt=by_file).values_list("actor_kind", "actor_id"))
    assert actors == {("import_run", run.pk)}


def _plainly(data: dict[str, Any], product: Product) -> dict[str, Any]:
    """What a fact tells, without the ids that are others each time."""
    return {
        name: ["it"] if value == [product.pk] else value for name, value in data.items() if name != "move_id"
    }


@pytest.mark.parametrize("tries", [True, False])
def test_a_row_whose_stock_is_refused_is_left_out_with_all_of_it(tries: bool) -> None:
    for code in "AD":
        a_product(code)
    a_composition("BOX", A=2)
    run = products("Productcode;Prijs;Voorraad\nA;1;4\nBOX;2;4\nD;3;4\nBOX;5;\n", tries=tries)
    assert outcomes(run) == ["changed", "refused", "changed", "changed"]
    assert codes(run)[1] == ["has_parts"]
    assert rows(run)[1].problems[0]["path"] == ["stock"]
    assert rows(run)[3].changes == [["price", "10", "5"]]
    assert on_hand() == {"A": 4, "D": 4}
    assert {one.code: int(one.price) for one in Product.objects.all()} == {"A": 1, "BOX": 5, "D": 3}
    told = Fact.objects.filter(name="product.changed", actor_kind="import_run")
    assert told.count() == 3


def test_all_are_corrected_or_none(hall: Warehouse) -> None:
    fine, empty = a_product("A"), a_product("B")
    box = a_composition("BOX", A=2)
    wanted = {(fine.pk, hall.pk): 4, (empty.pk, hall.pk): 0, (box.pk, hall.pk): 1, (10**6, hall.pk): 1}
    wrong = correct_many_and_hand_out(wanted, reason="Count", by=SYSTEM, now=MOMENT)
    assert {spot: [one.code for one in told] for spot, told in wrong.items()} == {
        (empty.pk, hall.pk): ["nothing_changes"],
        (box.pk, hall.pk): ["has_parts"],
        (10**6, hall.pk): ["not_found"],
    }
    assert not StockMove.objects.exists()
    assert not correct_many_and_hand_out({(fine.pk, hall.pk): 4}, reason="Count", by=SYSTEM, now=MOMENT)
    assert on_hand() == {"A": 4}
