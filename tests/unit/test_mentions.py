"""Who is mentioned in a text: the longest name, whole names only, no e-mails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.comments.rules import Person, mentioned, pieces

pytestmark = pytest.mark.once
ANNA = Person(1, ("Anna", "anna"))
BAKKER = Person(2, ("Anna Bakker", "bakker"))
JOSE = Person(3, ("José", "jose.m"))
ALL = (ANNA, BAKKER, JOSE)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("@Anna kijk je even?", {1: "@Anna"}),
        ("Vraag @anna bakker.", {2: "@anna bakker"}),
        ("(@Anna)", {1: "@Anna"}),
        ("@Anna, @Anna en @bakker", {1: "@Anna", 2: "@bakker"}),
        ("@JOSÉ!", {3: "@JOSÉ"}),
        ("@jose.m", {3: "@jose.m"}),
        ("mail naar x@anna.example", {}),
        ("@Annabel", {}),
        ("@Anna_x", {}),
        ("@ Anna", {}),
        ("@@Anna", {1: "@Anna"}),
        ("Anna", {}),
        ("@", {}),
        ("", {}),
    ],
)
def test_who_is_mentioned(body: str, named: dict[int, str]) -> None:
    assert mentioned(body, ALL) == named


def test_the_pieces_are_marked() -> None:
    told = [(one.text, one.person_id) for one in pieces("Hoi @Anna, dag", ALL)]
    assert told == [("Hoi ", None), ("@Anna", 1), (", dag", None)]


def test_nameless_people_are_never_mentioned() -> None:
    assert mentioned("@ @x", [Person(1, ("", ""))]) == {}


@given(st.text(alphabet="@Ana Bker.\nß", max_size=60))
def test_the_pieces_make_up_the_text(body: str) -> None:
    cut = pieces(body, ALL)
    assert "".join(one.text for one in cut) == body
    assert all(one.text for one in cut)
    assert {one.person_id for one in cut if one.person_id} == set(mentioned(body, ALL))
