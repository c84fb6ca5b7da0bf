"""One page of what is searched for: all that fit, or a part and a word that it is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhuis.customers.models import Customer
from pakhuis.customers.search import Effort, best_of, found_by
from pakhuis.customers.search_page import Hits, page_hits
from tests.effort import examples
from tests.factories import MOMENT

FIELDS = ("name_key", "number_key", "pk")
NEED = 3
LITTLE = Effort(small=0, slices=3, size=2, rare=1, common=3, walk=4, most=5)
"""So that twenty customers are as many as a million are to the usual effort."""


def _hits(text: str, *, effort: Effort, order: str = "name_key", after: str = "", need: int = NEED) -> Hits:
    rows = Customer.objects.filter(archived_at=None).order_by(order, "pk")
    stretch = rows.filter(**{f"{order}__gt": after}) if after else rows
    return page_hits(
        text, Customer.objects.filter(archived_at=None), [stretch], order=order, need=need, effort=effort
    )


def _first(hits: Hits, order: str, need: int = NEED) -> list[int]:
    rows = Customer.objects.filter(pk__in=hits.ids).order_by(order, "pk")
    return list(rows.values_list("pk", flat=True)[:need])


def _many(names: Sequence[str], **fields: Any) -> None:
    """Written past the actions: only what a search reads counts here."""
    Customer.objects.bulk_create(
        Customer(
            name=name or "x",
            name_key=name,
            number=f"{place}",
            number_key=f"{place}",
            search_text=f" {name} | {place}",
            language="nl",
            created_at=MOMENT,
            updated_at=MOMENT,
            **fields,
        )
        for place, name in enumerate(names)
    )


NAMES = st.lists(st.text(alphabet="abc ", min_size=1, max_size=7).map(str.strip), min_size=1, max_size=25)
EFFORTS = st.builds(
    Effort,
    small=st.sampled_from([0, 10]),
    slices=st.integers(1, 4),
    size=st.integers(1, 4),
    rare=st.integers(0, 3),
    common=st.integers(1, 6),
    walk=st.integers(1, 30),
    most=st.integers(1, 30),
)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=examples(30))
@given(
    names=NAMES,
    text=st.text(alphabet="abc 1", min_size=1, max_size=8).filter(str.strip),
    effort=EFFORTS,
    order=st.sampled_from(FIELDS),
)
def test_a_page_that_is_not_cut_has_exactly_the_first_that_fit(
    names: list[str], text: str, effort: Effort, order: str
) -> None:
    Customer.objects.all().delete()
    _many(names)
    hits = _hits(text, effort=effort, order=order)
    fitting = found_by(text)
    assert set(hits.ids) <= set(fitting.values_list("pk", flat=True))
    if not hits.is_cut:
        assert _first(hits, order) == list(fitting.order_by(order, "pk").values_list("pk", flat=True)[:NEED])
    elif not hits.ids:
        assert fitting.count() > 0


@pytest.mark.django_db(transaction=True)
@settings(max_examples=examples(20))
@given(names=NAMES, text=st.text(alphabet="abc 1", min_size=1, max_size=8).filter(str.strip), effort=EFFORTS)
def test_whatever_the_effort_the_best_fit_and_those_that_begin_so_stand_in_front(
    names: list[str], text: str, effort: Effort
) -> None:
    Customer.objects.all().delete()
    _many(names)
    found = best_of(text, Customer.objects.all(), limit=NEED, effort=effort)
    fitting = set(found_by(text).values_list("pk", flat=True))
    begins = {one.pk for one in Customer.objects.all() if one.name_key.startswith(text.strip())}
    exact = {one.pk for one in Customer.objects.all() if one.number_key == text.strip()}
    assert len({one.pk for one in found}) == len(found)
    assert {one.pk for one in found} <= fitting | begins | exact
    ranks = [0 if one.pk in exact else 1 if one.pk in begins else 2 for one in found]
    assert ranks == sorted(ranks)
    assert sum(rank < 2 for rank in ranks) == min(NEED, len(begins | exact))


@pytest.mark.django_db
def test_names_that_begin_so_are_there_however_common_the_letters_are() -> None:
    """Hundreds of fragments before it in every order do not push the name out."""
    _many([*(f"aa de kade {number:03}" for number in range(40)), "kade zelf", "zz"])
    found = best_of("kade", Customer.objects.all(), limit=NEED, effort=LITTLE)
    assert found[0].name == "kade zelf"
    assert len(found) == NEED
    hits = _hits("kade z", effort=LITTLE)
    assert [one.name for one in Customer.objects.filter(pk__in=hits.ids)] == ["kade zelf"]


@pytest.mark.django_db
def test_common_letters_that_sort_last_are_cut_and_say_so() -> None:
    _many([*(f"aa {number:02}" for number in range(20)), *(f"zon {number:02}" for number in range(10))])
    hits = _hits("zon", effort=LITTLE)
    assert hits.is_cut
    assert [one.name for one in Customer.objects.filter(pk__in=_first(hits, "name_key"))] == [
        "zon 00",
        "zon 01",
        "zon 02",
    ]
    assert not _hits("zon 03", effort=LITTLE).is_cut
    assert _hits("nergens", effort=LITTLE) == Hits([])


@pytest.mark.django_db
def test_the_pages_of_a_search_that_is_cut_never_show_one_twice() -> None:
    _many([f"{'ab'[number % 2]}{number:02} kade" for number in range(30)])
    shown: list[str] = []
    after = ""
    for _ in range(40):
        hits = _hits("kade", effort=LITTLE, after=after)
        page = [one for one in _named(hits) if one > after][:NEED]
        if not page:
            break
        shown += page
        after = page[-1]
    assert shown == sorted(set(shown))
    assert shown[:NEED] == [f"a{number:02} kade" for number in (0, 2, 4)]
    assert len(shown) >= LITTLE.most


def _named(hits: Hits) -> list[str]:
    rows: QuerySet[Customer] = Customer.objects.filter(pk__in=hits.ids)
    return sorted(rows.values_list("name_key", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["kade", "k", "kade delft", "nergens", "1"])
def test_how_often_a_page_asks(text: str) -> None:
    _many([f"kade {number:02}" for number in range(30)])
    with CaptureQueriesContext(connection) as asked:
        _hits(text, effort=LITTLE)
    told = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SET LOCAL"))]
    assert len(told) <= 7, told
