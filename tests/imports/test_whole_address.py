"""An address in one cell comes apart where its postcode tells, and nothing of it is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.imports.whole_address import lines_of, taken_apart, without_place

pytestmark = pytest.mark.once
NAMES = ("line1", "line2", "zipcode", "city", "region", "country")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kade 1, 8011 AB Zwolle", "Kade 1||8011 AB|Zwolle||"),
        ("Kade 1, 8011ab Zwolle", "Kade 1||8011ab|Zwolle||"),
        ("Strandweg 10 2042 AB Zandvoort", "Strandweg 10||2042 AB|Zandvoort||"),
        ("Laan 2\n6711 AA Ede\nNederland", "Laan 2||6711 AA|Ede||NL"),
        ("Gebouw C; Laan 2; 6711 AA Ede", "Gebouw C|Laan 2|6711 AA|Ede||"),
        ("Meir 5, B-2000 Antwerpen, België", "Meir 5||B-2000|Antwerpen||BE"),
        ("Hauptstr. 5, 01067 Dresden", "Hauptstr. 5||01067|Dresden||"),
        ("1 rue de Lille, 75001 Paris, France", "1 rue de Lille||75001|Paris||FR"),
        ("Weg 1, 5211 AB 's-Hertogenbosch", "Weg 1||5211 AB|'s-Hertogenbosch||"),
        ("12 Ocean Dr., Half Moon Bay, CA  94213", "12 Ocean Dr.||94213|Half Moon Bay|CA|"),
        ("1 High Street, London, SW1A 1AA", "1 High Street||SW1A 1AA|London||"),
        ("1 High Street, London SW1A 1AA", "1 High Street||SW1A 1AA|London||"),
        ("Dorpsstraat 1  Utrecht  3511 AB  NL", "Dorpsstraat 1||3511 AB|Utrecht||NL"),
        ("Kade 1, 8011 AB, Zwolle", "Kade 1||8011 AB|Zwolle||"),
        ("Lange Str. 238 52074 Aachen", "Lange Str. 238||52074|Aachen||"),
        ("Markt 45 - 47 52062 Aachen (Mitte)", "Markt 45 - 47||52062|Aachen (Mitte)||"),
        ("12 rue de Lille 75001 Paris", "12 rue de Lille||75001|Paris||"),
        ("Kerkstraat 12 bus 3 9000 Gent", "Kerkstraat 12 bus 3||9000|Gent||"),
        ("Gasse 5 CH-8005 Zürich", "Gasse 5||CH-8005|Zürich||"),
        # Nothing sure: it stays a street.
        ("24, place Kléber", "24, place Kléber|||||"),
        ("360W, 42nd Street", "360W, 42nd Street|||||"),
        ("Suite 5, 1200 Main Street", "Suite 5, 1200 Main Street|||||"),
        ("Suite 5 12000 Main Street", "Suite 5 12000 Main Street|||||"),
        ("Suite 5 1200 Broadway", "Suite 5 1200 Broadway|||||"),
        ("12345 Elm", "12345 Elm|||||"),
        ("Postbus 1234 te Zwolle", "Postbus 1234 te Zwolle|||||"),
        ("Kade 1, 8011", "Kade 1, 8011|||||"),
        ("Kade 1\nbus 2", "Kade 1|bus 2||||"),
    ],
)
def test_an_address_comes_apart(text: str, told: str) -> None:
    found = taken_apart(text)
    assert "|".join(found.get(name, "") for name in NAMES) == told


@pytest.mark.parametrize(
    ("zipcode", "city", "told"),
    [
        ("8011AB", "zwolle", {"line1": "Kade 1"}),
        ("8011 AB", "", {"line1": "Kade 1"}),
        ("8011 AB", "Ede", {}),
        ("8011 AC", "Zwolle", {}),
    ],
)
def test_a_place_the_row_has_elsewhere_is_no_part_of_the_street(
    zipcode: str, city: str, told: dict[str, str]
) -> None:
    assert without_place("Kade 1, 8011 AB Zwolle", zipcode, city) == told


def test_lines_of_a_street() -> None:
    assert lines_of("Kade 1") == {"line1": "Kade 1"}
    assert lines_of("Kade 1\n\n bus 2 \nderde") == {"line1": "Kade 1", "line2": "bus 2, derde"}


pieces = st.sampled_from(
    ["Kade 1", "8011 AB", "8011 AB Zwolle", "Zwolle", "België", "CA 94213", "SW1A 1AA", "12", "te", "Laan"]
)


def letters(text: str) -> list[str]:
    return sorted(re.findall(r"\w", text))


@given(st.lists(pieces, min_size=1, max_size=6), st.sampled_from([", ", "\n", "  ", " "]))
def test_nothing_is_lost(several: list[str], between: str) -> None:
    found = taken_apart(between.join(several))
    country = found.pop("country", "")
    kept = letters("".join(found.values())) + letters("België" if country else "")
    assert sorted(kept) == letters("".join(several))
    assert found["line1"]


@given(st.text(min_size=1, max_size=60).map(str.strip).filter(bool))
def test_whatever_stands_there_has_a_first_line(text: str) -> None:
    assert taken_apart(text)["line1"]
