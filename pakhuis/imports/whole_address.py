"""An address that a file has in one cell, taken apart where its postcode tells what is what. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pakhuis.kernel.country_names import country_code
from pakhuis.kernel.text import fold

_BREAK = re.compile(r"\s*[\n,;]\s*")
_GAP = re.compile(r"\s{2,}")
"""What divides the pieces of an address where neither lines nor commas do."""
_DUTCH = re.compile(
    r"(?P<line1>.*?\w.*?)[\s,;]+(?P<zipcode>[1-9]\d{3} ?[A-Z]{2})(?![^\W\d_])[\s,;]*(?P<rest>.*)", re.DOTALL
)
_WITH_CITY = re.compile(
    r"(?P<zipcode>[1-9]\d{3} ?[A-Z]{2}|(?:[A-Z]{1,3}-)?\d{4,5}|\d{3} \d{2})\s+(?P<city>['’]?[^\d\W]\D*)",
    re.IGNORECASE,
)
_UNDIVIDED = (
    re.compile(
        r"(?P<line1>(?=.*[^\W\d_]).*\d.*?)\s+(?P<zipcode>(?:[A-Z]{1,2}-)?\d{5}|[A-Z]{1,2}-\d{4})\s+"
        r"(?P<city>['’]?[^\W\d_]\D*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<line1>.*(?:straat|laan|weg|plein|dreef|lei|kaai|str\.?|strasse|straße|gasse|platz|allee)"
        r"\s\d+\s?[a-z]?(?: bus \w+)?)\s+(?P<zipcode>\d{4})\s+(?P<city>['’]?[^\W\d_]\D*)",
        re.IGNORECASE,
    ),
)
"""`Dorfstr. 13 52076 Aachen`: five digits between a house number and a place, or four behind a street."""
_ALONE = re.compile(r"[1-9]\d{3} ?[A-Z]{2}|(?:[A-Z]{1,3}-)?\d{4,5}|\d{5}-\d{4}", re.IGNORECASE)
_OF_A_STATE = re.compile(r"(?P<region>[A-Z]{2})\s+(?P<zipcode>\d{5}(?:-\d{4})?)")
_BRITISH = re.compile(r"(?:(?P<city>[^\d]*?)\s+)?(?P<zipcode>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})")
LONGEST = 500
"""A longer text is no address, and would be searched for one for a long time."""
VCARD = 7
"""So many parts an address has on a visiting card: box, more, street, city, region, postcode, country."""
_IS_STREET = re.compile(
    r"\b(street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|boulevard|way|court)\.?$", re.IGNORECASE
)


def taken_apart(text: str) -> dict[str, str]:
    """The parts of an address in one text. Without a sure postcode only its lines: the first, and the rest.

    Nothing is lost: what belongs to no other part stands in the second line.
    """
    if len(text) > LONGEST:
        return lines_of(text)
    fields = [one.strip() for one in text.split(";")]
    if len(fields) == VCARD:
        box, more, street, city, region, zipcode, said = fields
        code = country_code(said)
        lines = [one for one in (street, more, box, "" if code else said) if one]
        return _put(lines, {"city": city, "region": region, "zipcode": zipcode, "country": code})
    pieces = _pieces(text)
    country = country_code(pieces[-1]) if len(pieces) > 2 and not _ALONE.fullmatch(pieces[-1]) else ""
    if country:
        del pieces[-1]
    found = _by_pieces(pieces) or _dutch(pieces) or _undivided(text)
    if found is None:
        return lines_of(text)
    return {**found, "country": country} if country else found


def lines_of(text: str) -> dict[str, str]:
    """The lines of a street: the first, and the rest behind each other."""
    return _put(text.splitlines(), {})


def _pieces(text: str) -> list[str]:
    """The text cut at its lines and commas; where there are none, at wide gaps."""
    pieces = [one for one in _BREAK.split(text.strip()) if one]
    return pieces if len(pieces) > 1 else [one for one in _GAP.split(text.strip()) if one]


def _by_pieces(pieces: list[str]) -> dict[str, str] | None:
    """Taken apart by the last piece that is a postcode, with or without the city."""
    for place in range(len(pieces) - 1, 0, -1):
        piece, before, behind = pieces[place], pieces[:place], pieces[place + 1 :]
        with_city = _WITH_CITY.fullmatch(piece)
        if with_city and not _ALONE.fullmatch(piece) and not _IS_STREET.search(piece):
            return _put([*before, *behind], with_city.groupdict())
        state = _OF_A_STATE.fullmatch(piece)
        if state and place > 1:
            return _put([*before[:-1], *behind], {"city": before[-1], **state.groupdict()})
        british = _BRITISH.fullmatch(piece)
        zipcode = british["zipcode"] if british else piece if _ALONE.fullmatch(piece) else ""
        if zipcode and british and british["city"]:
            return _put([*before, *behind], {"city": british["city"], "zipcode": zipcode})
        if zipcode and behind:
            return _put([*before, *behind[1:]], {"city": behind[0], "zipcode": zipcode})
        if zipcode and place > 1:
            return _put(before[:-1], {"city": before[-1], "zipcode": zipcode})
    return None


def _dutch(pieces: list[str]) -> dict[str, str] | None:
    """`Strandweg 10 2042 AB Zandvoort`: a Dutch postcode is one wherever it stands."""
    found = _DUTCH.fullmatch(", ".join(pieces))
    if found is None or not found["rest"]:
        return None
    city, _, rest = found["rest"].partition(", ")
    return _put([found["line1"], rest], {"zipcode": found["zipcode"], "city": city})


def _undivided(text: str) -> dict[str, str] | None:
    """`Lange Str. 2a 52074 Aachen`, with nothing between its parts."""
    found = next(filter(None, (one.fullmatch(text.strip()) for one in _UNDIVIDED)), None)
    if found is None or _IS_STREET.search(found["city"]):
        return None
    return _put([found["line1"]], {"zipcode": found["zipcode"], "city": found["city"]})


def without_place(text: str, zipcode: str, city: str) -> dict[str, str]:
    """The lines of a street that ends with the postcode and city its row has in columns of their own too."""
    found = taken_apart(text)
    is_same = fold(found.get("zipcode", "")).replace(" ", "") == fold(zipcode).replace(" ", "")
    if not is_same or (city and fold(found.get("city", "")) != fold(city)):
        return {}
    return {part: found[part] for part in ("line1", "line2") if part in found}


def _put(lines: list[str], parts: Mapping[str, str]) -> dict[str, str]:
    first, *others = [one for one in map(str.strip, lines) if one] or [""]
    told = {"line1": first, "line2": ", ".join(others), **parts}
    return {part: " ".join(text.split()) for part, text in told.items() if text}
