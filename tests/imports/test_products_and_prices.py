"""The same engine with other columns: products with their opening stock, prices of price lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pakhuis.catalogue.actions import create_product, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Duplicates, Subject
from pakhuis.imports.trial_problems import LOOKS_LIKE, OTHER_KIND
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.pricing.actions import change_price_list, create_price_list, set_price
from pakhuis.pricing.models import PriceListEntry
from pakhuis.stock.models import StockLevel, StockMove
from tests.conftest import MOMENT
from tests.factories import a_customer, a_price_list, a_product, a_vat_group, a_warehouse, an_order, lines
from tests.imports.running import (
    carried_out,
    chosen,
    codes,
    counts,
    imported,
    outcomes,
    rows,
    stopped_after,
    tried,
    undone,
    uploaded,
)

EXPORTS = Path(__file__).parent / "files"
pytestmark = pytest.mark.django_db
KEES = Actor(ActorKind.PERSON, 7, "Kees")
PRODUCTS = (
    "Productcode;Naam;Prijs;Barcode;Gewicht;Voorraad\n"
    "A;Pils;€ 18,50;871;12000;40\nB;Tripel;24;;9000;\nB;;25;;;\n;Zonder;1;;;\nC;;1;;;\nD;Duur;x;;1,5;-1\n"
)
PRICES = (
    "Prijslijst;Productcode;Prijs;Vanaf aantal;Geldig van;Geldig tot\n"
    "horeca;A;16,75;;;\nHoreca;A;15;10;01-01-2026;31-12-2026\nHoreca;Z;1;;;\nExport;A;1;;;\nHoreca;A;x;;;\n"
)


@pytest.fixture(autouse=True)
def house() -> None:
    a_vat_group()
    a_warehouse()


def products(content: str = PRODUCTS, duplicates: Duplicates = Duplicates.SUPPLEMENT, *, tries: bool = False):  # type: ignore[no-untyped-def]
    return imported(content, subject=Subject.PRODUCTS, duplicates=duplicates, tries=tries)


def prices(content: str = PRICES, duplicates: Duplicates = Duplicates.SUPPLEMENT, *, tries: bool = False):  # type: ignore[no-untyped-def]
    return imported(content, subject=Subject.PRICES, duplicates=duplicates, tries=tries)


@pytest.mark.parametrize("tries", [True, False])
def test_products_are_made_and_changed_by_code(tries: bool) -> None:
    run = products(tries=tries)
    assert outcomes(run) == ["created", "created", "changed", "refused", "refused", "refused"]
    assert counts(run) == (6, 2, 1, 0, 0, 3)
    assert codes(run)[3:5] == [["missing"], ["missing"]]
    assert sorted(codes(run)[5]) == ["not_a_number", "not_whole", "out_of_range"]
    pils = Product.objects.get(code="A")
    assert (pils.name, pils.price, pils.barcode, pils.weight) == ("Pils", Decimal("18.5"), "871", 12000)
    assert pils.stock_levels.get().on_hand == 40
    assert Product.objects.get(code="B").price == 25
    assert "opening" in StockMove.objects.get().reason.lower()


def test_a_dry_run_of_products_writes_nothing_and_says_the_same() -> None:
    run = tried(uploaded(PRODUCTS, subject=Subject.PRODUCTS))
    assert outcomes(run) == ["created", "created", "changed", "refused", "refused", "refused"]
    assert not Product.objects.exists()
    assert not StockLevel.objects.filter(on_hand__gt=0).exists()


def test_opening_stock_is_put_down_once() -> None:
    products()
    again = products()
    assert outcomes(again)[:2] == ["unchanged", "changed"]
    other = products("Productcode;Voorraad\nA;12\n")
    assert codes(other) == [["has_stock"]]
    assert Product.objects.get(code="A").stock_levels.get().on_hand == 40


def test_rows_that_change_nothing_ask_nothing(django_assert_max_num_queries: Any) -> None:
    """A list of all products, sent again for the few that changed: only those few cost anything."""
    listed = [f"P{n};Product {n};{n + 1},50;{n}" for n in range(60)]
    head = "Productcode;Naam;Prijs;Barcode\n"
    assert counts(products(head + "\n".join(listed)))[:2] == (60, 60)
    used = []
    for count in (20, 60):
        with django_assert_max_num_queries(1000) as captured:
            run = products(head + "\n".join(listed[:count]))
        assert counts(run) == (count, 0, 0, count, 0, 0)
        asked = [one["sql"] for one in captured.captured_queries]
        used.append(sum(1 for one in asked if "SAVEPOINT" not in one))
    assert used[0] == used[1]


def test_a_row_that_is_refused_leaves_the_next_one_the_product_as_it_was() -> None:
    run = products("Productcode;Naam;Prijs;Barcode\nA;Pils;1;871\nB;Bok;2;871\nB;Bok;2;872\nA;Pils 2;1;\n")
    assert outcomes(run) == ["created", "refused", "created", "changed"]
    assert codes(run)[1] == ["barcode_taken"]
    assert sorted(Product.objects.values_list("code", "name", "barcode")) == [
        ("A", "Pils 2", "871"),
        ("B", "Bok", "872"),
    ]


def test_the_other_choices_for_duplicates() -> None:
    create_product(NewProduct(code="A", name="Oud", price=3), by=SYSTEM, now=MOMENT)
    run = products("Productcode;Naam;Prijs;Barcode\nA;Nieuw;4;871\nB;X;1;\n", Duplicates.IGNORE)
    assert outcomes(run) == ["ignored", "created"]
    products("Productcode;Naam;Prijs;Barcode\nA;Nieuw;4;871\n", Duplicates.FILL)
    one = Product.objects.get(code="A")
    assert (one.name, one.price, one.barcode) == ("Oud", 3, "871")


def test_products_are_taken_back() -> None:
    old = create_product(NewProduct(code="A", name="Oud", price=3), by=SYSTEM, now=MOMENT)
    run = products("Productcode;Naam;Prijs\nA;Nieuw;4\nB;X;1\n")
    undone(run)
    old.refresh_from_db()
    assert (old.name, old.price) == ("Oud", 3)
    assert [row.heap for row in rows(run)] == ["reversed", "kept"]
    assert not Product.objects.get(code="B").active
    again = products("Productcode;Naam;Prijs\nA;Nieuw;4\n")
    update_product(old.pk, ProductFields(price=9), by=SYSTEM, now=MOMENT)
    undone(again)
    old.refresh_from_db()
    assert (old.name, old.price) == ("Oud", 9)
    assert [row.heap for row in rows(again)] == ["kept"]


def test_fill_switches_no_retired_product_on() -> None:
    old = create_product(NewProduct(code="A", name="Oud"), by=SYSTEM, now=MOMENT)
    update_product(old.pk, ProductFields(active=False), by=SYSTEM, now=MOMENT)
    run = products("Productcode;Actief;Prijs;Gewicht\nA;ja;4;10\n", Duplicates.FILL)
    old.refresh_from_db()
    assert (old.active, old.price, old.weight) == (False, 4, 10)
    assert sorted(change[0] for change in rows(run)[0].changes) == ["price", "weight"]


def said(run: ImportRun) -> list[tuple[str, list[str]]]:
    return [(row.heap, [one["code"] for one in row.heap_reasons]) for row in rows(run)]


def test_a_made_product_that_people_work_with_stays_on() -> None:
    run = products("Productcode;Naam;Voorraad\nA;x;3\nB;y;3\nC;z;3\n")
    touched, ordered, alone = Product.objects.order_by("code")
    update_product(touched.pk, ProductFields(name="Met de hand"), by=KEES, now=MOMENT)
    an_order(a_customer(), lines=lines(B=1))
    undone(run)
    assert said(run) == [("kept", ["touched_since"]), ("kept", ["has_orders"]), ("kept", ["switched_off"])]
    assert rows(run)[0].heap_reasons[0]["params"] == {"who": "Kees"}
    on = dict(Product.objects.values_list("pk", "active"))
    assert on == {touched.pk: True, ordered.pk: True, alone.pk: False}


def test_opening_stock_of_a_changed_product_stays_for_a_reason_of_its_own() -> None:
    old = create_product(NewProduct(code="A", name="Oud"), by=SYSTEM, now=MOMENT)
    run = products("Productcode;Naam;Voorraad\nA;Nieuw;5\n")
    undone(run)
    old.refresh_from_db()
    assert (old.name, StockLevel.objects.get().on_hand) == ("Oud", 5)
    assert said(run) == [("kept", ["stock_stays"])]


@pytest.mark.parametrize("tries", [True, False])
def test_prices_of_lists(tries: bool) -> None:
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    create_product(NewProduct(code="A", name="Pils"), by=SYSTEM, now=MOMENT)
    run = prices(tries=tries)
    assert outcomes(run) == ["created", "created", "refused", "refused", "refused"]
    assert codes(run)[2:] == [["unknown_name"], ["unknown_name"], ["not_a_number"]]
    plain, staged = PriceListEntry.objects.order_by("min_amount")
    assert (plain.price, plain.min_amount, plain.valid_from) == (Decimal("16.75"), 1, None)
    assert (staged.price, staged.min_amount) == (15, 10)
    assert (staged.valid_from, staged.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))
    again = prices(PRICES.replace("16,75", "17"))
    assert outcomes(again)[:2] == ["changed", "unchanged"]
    assert rows(again)[0].changes == [["price", "16.75", "17"]]
    ignored = prices(PRICES.replace("16,75", "18"), Duplicates.IGNORE)
    assert outcomes(ignored)[:2] == ["ignored", "ignored"]


def test_a_product_that_got_another_code_since_is_taken_back_all_the_same() -> None:
    old = create_product(NewProduct(code="A", name="Oud", price=3), by=SYSTEM, now=MOMENT)
    run = products("Productcode;Naam;Prijs\nA;Nieuw;4\n")
    update_product(old.pk, ProductFields(code="A2"), by=SYSTEM, now=MOMENT)
    undone(run)
    old.refresh_from_db()
    assert (old.code, old.name, old.price) == ("A2", "Oud", 3)
    assert [row.heap for row in rows(run)] == ["reversed"]


def test_prices_of_a_stopped_import_go_though_its_trial_named_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A trial is rolled back, so it may have given its later rows the ids of prices that came afterwards."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 2)
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    for code in "ABCD":
        create_product(NewProduct(code=code, name=code), by=SYSTEM, now=MOMENT)
    content = "Prijslijst;Productcode;Prijs\nHoreca;A;1\nHoreca;B;2\nHoreca;C;3\nHoreca;D;4\n"
    run = tried(uploaded(content, subject=Subject.PRICES))
    stopped_after(run, 2)
    assert PriceListEntry.objects.count() == 2
    undone(run)
    assert not PriceListEntry.objects.exists()
    assert [row.heap for row in rows(run)] == ["reversed", "reversed", "none", "none"]


def test_prices_are_taken_back() -> None:
    horeca = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    one = create_product(NewProduct(code="A", name="Pils"), by=SYSTEM, now=MOMENT)
    set_price(horeca.pk, product_id=one.pk, price="12", by=SYSTEM, now=MOMENT)
    run = prices()
    undone(run)
    assert [row.heap for row in rows(run)][:2] == ["reversed", "reversed"]
    assert PriceListEntry.objects.get().price == 12


def test_many_prices_are_put_on_their_lists_with_few_questions(
    django_assert_max_num_queries: Any,
) -> None:
    """All are told in the journal, and each row knows the price it made."""
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    create_price_list("Winkel", by=SYSTEM, now=MOMENT)
    for n in range(150):
        create_product(NewProduct(code=f"P{n}", name=f"P{n}"), by=SYSTEM, now=MOMENT)
    lines = [f"{name};P{n};{n},50" for n in range(150) for name in ("Horeca", "Winkel")]
    run = uploaded("Prijslijst;Productcode;Prijs\n" + "\n".join(lines) + "\n", subject=Subject.PRICES)
    with django_assert_max_num_queries(120):
        run = carried_out(run)
    assert (run.created, run.read) == (300, 300)
    standing = {one.pk: one for one in PriceListEntry.objects.select_related("product", "price_list")}
    for row in rows(run):
        one = standing[row.subject_id or 0]
        assert (one.price_list.name, one.product.code) == tuple(row.cells[:2])
        assert f"{one.price:.2f}" == row.cells[2].replace(",", ".")
    facts = Fact.objects.filter(name="price_list.prices_changed")
    assert sum(len(one.data["changes"]) for one in facts) == 300
    told = {(one.actor_kind, one.actor_id, one.actor_label) for one in facts}
    assert told == {("import_run", run.pk, "klanten.csv (Pakhuis)")}


def test_a_price_on_a_retired_list_is_told_to_hold_for_nobody() -> None:
    a_product("A")
    retired = a_price_list("Oud", A=[("8", 1)])
    change_price_list(retired.pk, active=False, by=SYSTEM, now=MOMENT)
    table = "Prijslijst;Productcode;Prijs;Vanaf aantal\nOud;A;8;1\nOud;A;7;10\nOud;A;9;1\n"
    run = imported(table, subject=Subject.PRICES, tries=True)
    assert [[one["code"] for one in row.problems] for row in rows(run)] == [
        [],
        ["retired_list"],
        ["retired_list"],
    ]
    assert counts(run) == (3, 1, 1, 1, 0, 0)


def test_rows_about_one_price_follow_each_other() -> None:
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    create_product(NewProduct(code="A", name="A"), by=SYSTEM, now=MOMENT)
    content = "Prijslijst;Productcode;Prijs;Geldig van;Geldig tot\n" + "".join(
        f"Horeca;A;{price};{first};{last}\n"
        for price, first, last in (
            ("5", "", ""),
            ("6", "", ""),
            ("6", "", ""),
            ("7", "2026-05-02", "2026-05-01"),
            ("x", "", ""),
            ("-1", "2026-01-01", ""),
        )
    )
    for run in (tried(uploaded(content, subject=Subject.PRICES)), prices(content)):
        assert outcomes(run) == ["created", "changed", "unchanged", "refused", "refused", "refused"]
        assert codes(run)[3:] == [["dates_reversed"], ["not_a_number"], ["out_of_range"]]
        assert rows(run)[1].changes == [["price", "5", "6"]]
    assert PriceListEntry.objects.get().price == 6
    undone(run)
    assert not PriceListEntry.objects.exists()


def test_many_changed_products_ask_few_questions(django_assert_max_num_queries: Any) -> None:
    """Prices, names and barcodes of those that are there, and stock that is told but not put down again."""
    listed = [f"P{n};Product {n};{n + 1},50;{n};7" for n in range(90)]
    head = "Productcode;Naam;Prijs;Barcode;Voorraad\n"
    assert counts(products(head + "\n".join(listed)))[:2] == (90, 90)
    used = []
    for count, price in ((60, 2), (90, 3)):
        changed = [f"P{n};Product {n}!;{n + price},50;{n};{7 + n % 2}" for n in range(count)]
        with django_assert_max_num_queries(1000) as captured:
            run = products(head + "\n".join(changed))
        assert counts(run)[:3] == (count, 0, count)
        assert codes(run)[:2] == [[], ["has_stock"]]
        asked = [one["sql"] for one in captured.captured_queries]
        used.append(sum(1 for one in asked if "SAVEPOINT" not in one))
    assert used[0] == used[1]
    one = Product.objects.get(code="P4")
    assert (one.price, one.barcode) == (Decimal("7.5"), "4")
    assert "product 4!" in one.search_text
    facts = Fact.objects.filter(subject_id=one.pk, name="product.changed").order_by("pk")
    told = [fact.data["changes"] for fact in facts]
    assert [[it["field"] for it in changes] for changes in told] == [["name", "price"], ["price"]]
    assert (told[1][0]["old"], told[1][0]["new"]) == ("6.5000", "7.5000")


@pytest.mark.parametrize("tries", [True, False])
def test_barcodes_go_from_one_row_to_the_next(tries: bool) -> None:
    """In the order of the file, between products that are there, new ones, and both."""
    products("Productcode;Naam;Barcode\nA;A;1\nB;B;2\nC;C;3\nD;D;\n")
    run = products(
        "Productcode;Naam;Barcode\nA;A;9\nB;B;1\nE;E;2\nC;C;9\nD;D;8\nF;F;8\nA;A;5\nG;G;9\nC;C2;3\n",
        tries=tries,
    )
    assert outcomes(run) == [
        *("changed", "changed", "created", "refused", "changed"),
        *("refused", "changed", "created", "changed"),
    ]
    assert codes(run)[3] == codes(run)[5] == ["barcode_taken"]
    found = dict(Product.objects.values_list("code", "barcode"))
    assert found == {"A": "5", "B": "1", "C": "3", "D": "8", "E": "2", "G": "9"}
    assert Product.objects.get(code="C").name == "C2"


def test_a_wrong_row_among_changed_ones_is_left_out_alone() -> None:
    products("Productcode;Naam;Prijs\nA;A;1\nB;B;1\nC;C;1\n")
    run = products("Productcode;Naam;Prijs\nA;A;x\nB;B;-1\nC;C;2\n")
    assert outcomes(run) == ["refused", "refused", "changed"]
    assert codes(run)[:2] == [["not_a_number"], ["out_of_range"]]
    assert list(Product.objects.order_by("code").values_list("price", flat=True)) == [1, 1, 2]


def test_a_product_made_by_this_file_is_changed_by_it_though_duplicates_are_ignored() -> None:
    products("Productcode;Naam;Prijs\nA;A;1\n")
    more = "".join(f"P{n};P;1\n" for n in range(150))
    run = products(f"Productcode;Naam;Prijs\nB;B;1\nA;A;2\n{more}B;B;3\n", Duplicates.IGNORE)
    assert outcomes(run)[:2] == ["created", "ignored"]
    assert outcomes(run)[-1] == "changed"
    assert dict(Product.objects.filter(code__in="AB").values_list("code", "price")) == {"A": 1, "B": 3}


@pytest.mark.parametrize(
    ("subject", "content", "other"),
    [
        (Subject.CUSTOMERS, "SKU;Naam;Prijs;Voorraad\nA;Bier;2;3\n", "products"),
        (Subject.CUSTOMERS, "Prijslijst;Artikelcode;Prijs\nHoreca;A;2\n", "prices"),
        (Subject.PRODUCTS, "Klantnummer;Naam;E-mail;Plaats\n1;Kade;a@b.nl;Epe\n", "customers"),
        (Subject.PRODUCTS, "Prijslijst;SKU;Prijs;Vanaf aantal\nHoreca;A;2;1\n", "prices"),
        (Subject.PRICES, "SKU;Naam;Barcode;Prijs\nA;Bier;1;2\n", "products"),
        (Subject.CUSTOMERS, "Code;Naam\n1;Kade\n", ""),
        (Subject.PRODUCTS, "Code;Naam\n1;Kade\n", ""),
        (Subject.CUSTOMERS, "Naam\nKade\n", ""),
    ],
)
def test_a_file_of_another_kind_than_was_chosen_is_told(subject: Subject, content: str, other: str) -> None:
    run = uploaded(content, subject=subject)
    told = [one["text"] for one in run.understood["warnings"] if one["code"] == OTHER_KIND]
    assert told == ([LOOKS_LIKE[Subject(other)]] if other else [])
    if subject is Subject.CUSTOMERS and other:
        chosen(run, "|name" + "|" * content.partition("\n")[0].count(";"))
        assert OTHER_KIND in {one["code"] for one in tried(run).problems}


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*.csv")), ids=lambda path: path.stem)
def test_no_export_of_customers_is_taken_for_another_kind(path: Path) -> None:
    run = uploaded(path, name=path.name)
    assert OTHER_KIND not in {one["code"] for one in run.understood["warnings"]}
