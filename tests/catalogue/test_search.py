"""Finding products: what is found, in which order, that the index never drifts, and that it is asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhuis.catalogue import search
from pakhuis.catalogue.actions import create_product, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.queries import scanned
from pakhuis.catalogue.search import best_of, found_by
from pakhuis.fragments.asking import ONLY_INDEX, begins
from pakhuis.fragments.index import checking
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.text import fold
from tests.effort import examples
from tests.factories import MOMENT, a_vat_group

pytestmark = pytest.mark.django_db
COMMON = -1
"""With no product taken from the index, every word is one that too many have."""


def made(code: str, name: str = "Iets", **fields: Any) -> Product:
    a_vat_group()
    return create_product(NewProduct(code=code, name=name, **fields), by=SYSTEM, now=MOMENT)


def codes(text: str) -> list[str]:
    return list(found_by(text).order_by("code").values_list("code", flat=True))


def best(text: str, limit: int = 10) -> list[str]:
    return [one.code for one in best_of(text, limit=limit)]


@pytest.fixture(params=[search.MOST, COMMON], ids=["rare", "common"])
def most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", request.param)


@pytest.mark.usefixtures("most")
@pytest.mark.parametrize(
    "text",
    [
        "tripel",
        "BR-33",
        "br-33",
        "r-33",
        "trip 33",
        "33 trip",
        "café",
        "CAFE",
        "afé t",
        "8712345",
        "pel",
        "pe",
        "%",
    ],
)
def test_found_by_every_word_wherever_it_stands(text: str) -> None:
    made("BR-33", "Café Tripel 100%", barcode="8712345678906")
    made("ZZ-1", "Dubbel")
    assert codes(text) == ["BR-33"]


@pytest.mark.usefixtures("most")
@pytest.mark.parametrize(
    "text", ["_", "%%%", "tri%el", '"', "tripel OR dubbel", "tripel*", "'--", "a" * 5000, "🍺🍺🍺"]
)
def test_signs_of_query_languages_mean_nothing(text: str) -> None:
    made("BR-33", "Tripel")
    assert codes(text) == []
    assert best(text) == []


@pytest.mark.usefixtures("most")
def test_letters_that_touch_nowhere_are_no_fragment() -> None:
    made("A", "abcd bcde")
    assert codes("abcde") == []
    assert best("abcde") == []


def test_no_words_are_everything_and_the_first_by_code() -> None:
    for code in ("B", "A", "C"):
        made(code)
    assert codes(" ") == ["A", "B", "C"]
    assert best("", limit=2) == ["A", "B"]


def test_all_are_found_however_many_have_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        made(f"T{number}", "Tripel")
    for most in (1, 3, 4, 5):
        monkeypatch.setattr(search, "MOST", most)
        assert codes("tripel") == ["T0", "T1", "T2", "T3"]


def test_the_best_stand_in_front() -> None:
    for code, name, more in (
        ("A-9", "Glas voor tripel", {}),
        ("B-1", "Tripel", {}),
        ("TRIPEL-33", "Fles", {}),
        ("TRIPEL", "Krat", {}),
        ("C-7", "Doos", {"barcode": "tripel"}),
    ):
        made(code, name, **more)
    assert best("tripel") == ["C-7", "TRIPEL", "TRIPEL-33", "B-1", "A-9"]
    assert best("tripel", limit=2) == ["C-7", "TRIPEL"]


def test_a_code_in_any_case_and_its_beginning() -> None:
    made("Bier-Los")
    made("KRAT-6")
    made("krat-12")
    assert best("BIER-LOS") == ["Bier-Los"]
    for typed in ("kr", "krat", "KRAT"):
        assert set(best(typed)) == {"KRAT-6", "krat-12"}, typed


def test_one_or_two_letters_are_looked_for_among_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    made("A", "Fles 5l")
    made("B", "Fust 5l")
    assert best("5l") == ["A", "B"]
    monkeypatch.setattr(search, "WALKED", 1)
    assert best("5l") == ["A"]
    assert best("b") == ["B"]


def test_retired_products_are_not_offered() -> None:
    gone = made("TRIPEL", "Tripel")
    made("NEW", "Tripel")
    update_product(gone.pk, ProductFields(active=False), by=SYSTEM, now=MOMENT)
    assert best("tripel") == ["NEW"]
    assert codes("tripel") == ["NEW", "TRIPEL"]


TEXTS = st.text(alphabet="abcdé -%'\"|", min_size=1, max_size=12).filter(lambda text: text.strip())
DEEDS = st.lists(st.tuples(st.sampled_from(["change", "bare", "bulk", "remove"]), TEXTS), max_size=10)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=examples(12))
@given(deeds=DEEDS, asked=TEXTS)
def test_the_index_never_drifts(deeds: list[tuple[str, str]], asked: str) -> None:
    """Whoever writes, and however: by the actions, by bare SQL, many at once."""
    Product.objects.all().delete()
    for place, (verb, text) in enumerate(deeds):
        present = Product.objects.order_by("pk").first() or made(f"N{place}", text)
        if verb == "change":
            update_product(present.pk, ProductFields(name=text), by=SYSTEM, now=MOMENT)
        elif verb == "bare":
            Product.objects.filter(pk=present.pk).update(search_text=fold(text))
        elif verb == "bulk":
            group, told = a_vat_group(), {"created_at": MOMENT, "updated_at": MOMENT}
            drafts = [
                Product(code=f"M{place}", name=text, vat_group=group, search_text=fold(text), **told)
                for _ in range(2)
            ]
            Product.objects.bulk_create(drafts, ignore_conflicts=True)
        else:
            present.delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(checking("catalogue"))
    words = fold(asked).split()
    naive = [one.code for one in Product.objects.order_by("code") if all(w in one.search_text for w in words)]
    assert codes(asked) == naive


def plan(rows: QuerySet[Product]) -> str:
    """How the engine goes about it when a table is too big to be read whole."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.order_by().explain()


def test_the_index_of_fragments_is_what_answers() -> None:
    made("A", "Tripel")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(ONLY_INDEX)
    told = Product.objects.filter(search_text__fragments=["tripel"]).order_by().explain()
    assert ("product_fragments" if connection.vendor == "postgresql" else "VIRTUAL TABLE") in told


def test_a_code_is_found_by_index_whole_and_by_its_beginning() -> None:
    made("A", "Tripel")
    told = plan(Product.objects.filter(begins("code", "A")))
    assert "SEARCH" in told or "Index Cond" in told, told
    with CaptureQueriesContext(connection) as asked:
        assert scanned("a") is not None
    last = asked.captured_queries[-1]["sql"]
    explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    with connection.cursor() as cursor:
        cursor.execute(explain + last)
        told = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "product_by_code_any_case" in told, told


def test_how_often_the_database_is_asked() -> None:
    asked = []
    for _ in range(2):
        for _ in range(5):
            made(f"T{Product.objects.count()}", "Tripel")
        with CaptureQueriesContext(connection) as queries:
            assert best("tripel")
            assert codes("tripel")
        asked.append(len(queries))
    assert asked[0] == asked[1]
