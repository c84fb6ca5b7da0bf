"""What columns without a header are, by what stands in them and beside them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pakhuis.kernel.country_names import country_code
from pakhuis.kernel.text import fold

Texts = Sequence[Sequence[str]]
"""The filled cells of each column."""
_PATTERNS = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.\w+")),
    ("address.zipcode", re.compile(r"\d{4} ?[A-Z]{2}", re.IGNORECASE)),
    ("address.zip_city", re.compile(r"\d{4} ?[A-Z]{2}\s+\S.*", re.IGNORECASE)),
    ("vat_number", re.compile(r"(NL\d{9}B\d{2}|BE[01]\d{9}|DE\d{9}|FR\w{2}\d{9})", re.IGNORECASE)),
    ("phone", re.compile(r"(?!\d{4}-\d\d-\d\d|\d\d?-\d\d?-\d{4}$)[+(]?[\d() .-]{9,}")),
    ("address.line1", re.compile(r"[^\d]{3,}\s\d+\s?\w{0,4}(-\w+)?")),
)
_HOUSE_NUMBER = re.compile(r"\d{1,5}([ /-]?\w{1,6})?")
_FOREIGN_ZIP = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}")
_NUMBER = re.compile(r"[A-Z]{0,4}[-.]?\d{3,}", re.IGNORECASE)
"""A customer number; shorter ones may count the rows."""


def targets_by_content(texts: Texts) -> list[str]:
    """A target per column, empty where nothing tells; the first column of words that is left is the name."""
    chosen = [""] * len(texts)
    for place, cells in enumerate(texts):
        for target, pattern in _PATTERNS:
            if target not in chosen and _are(cells, pattern.fullmatch):
                chosen[place] = target
                break
    _countries(chosen, texts)
    if "address.line1" in chosen and "address.zipcode" not in chosen and "address.zip_city" not in chosen:
        _behind_the_street(chosen, texts, chosen.index("address.line1") + 1)
    if "address.zipcode" in chosen:
        _beside_the_postcode(chosen, texts, chosen.index("address.zipcode"))
    _number(chosen, texts)
    free = [
        place
        for place, cells in enumerate(texts)
        if not chosen[place] and cells and all(map(_may_be_a_name, cells))
    ]
    rows = max(map(len, texts), default=0)
    likely = [place for place in free if _are_names(texts[place], rows)]
    for place in (likely or free)[:1]:
        chosen[place] = "name"
        _person(chosen, texts, place)
    return chosen


def _are_names(cells: Sequence[str], rows: int) -> bool:
    """Whether most rows have one, mostly another than the others, and no word with digits in it."""
    codes = sum(1 for one in cells if " " not in one and any(map(str.isdigit, one)))
    return len(cells) * 2 > rows and len(set(cells)) * 2 > len(cells) and codes * 2 < len(cells)


def _person(chosen: list[str], texts: Texts, place: int) -> None:
    """A first name and a last name, where the column behind the name tells the e-mails of its rows."""
    mails = texts[chosen.index("email")] if "email" in chosen else ()
    behind = texts[place + 1] if place + 1 < len(texts) and not chosen[place + 1] else ()
    if not mails or len(mails) != len(behind):
        return
    alike = sum(1 for name, mail in zip(behind, mails, strict=True) if _tells(name, mail))
    if alike * 2 > len(mails):
        chosen[place], chosen[place + 1] = "first_name", "last_name"


def _tells(name: str, mail: str) -> bool:
    """Whether a mailbox is called by this name, or by how it begins: `hdebo` of “de Boer”."""
    box, whole = mail.partition("@")[0].lower(), fold(name)
    begins = whole.replace(" ", "")[:4]
    return len(begins) > 3 and (whole.rpartition(" ")[2] in box or begins in box)


def _are(cells: Sequence[str], holds: Callable[[str], object]) -> bool:
    return bool(cells) and sum(1 for one in cells if holds(one)) * 2 > len(cells)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _may_be_a_name(text: str) -> bool:
    return _has_letters(text) and not _NUMBER.fullmatch(text)


def _is_word(text: str) -> bool:
    return _has_letters(text) and not any(map(str.isdigit, text))


def _countries(chosen: list[str], texts: Texts) -> None:
    for place, cells in enumerate(texts):
        if not chosen[place] and cells and all(len(one) > 1 and country_code(one) for one in cells):
            chosen[place] = "address.country"
            return


def _behind_the_street(chosen: list[str], texts: Texts, place: int) -> None:
    """Four or five digits between a street and a word are a postcode of Belgium, Germany or France."""
    has_city = place + 1 < len(chosen) and not chosen[place + 1] and _are(texts[place + 1], _is_word)
    if has_city and _are(texts[place], _FOREIGN_ZIP.fullmatch):
        chosen[place] = "address.zipcode"


def _beside_the_postcode(chosen: list[str], texts: Texts, zipcode: int) -> None:
    """The city stands behind it, else before it; a house number before it has its street before that."""

    def is_free(place: int) -> bool:
        return 0 <= place < len(chosen) and not chosen[place]

    before, behind = zipcode - 1, zipcode + 1
    city = next((one for one in (behind, before) if is_free(one) and _are(texts[one], _is_word)), None)
    if city is not None and not (city == before and before == 0):
        chosen[city] = "address.city"
    has_number = is_free(before) and _are(texts[before], _HOUSE_NUMBER.fullmatch)
    if has_number and is_free(before - 1) and before > 1 and _are(texts[before - 1], _has_letters):
        chosen[before] = "address.house_number"
        chosen[before - 1] = "address.street"


def _number(chosen: list[str], texts: Texts) -> None:
    """The first column of unlike codes, when it stands before the words."""
    for place, cells in enumerate(texts):
        if chosen[place] or not cells:
            return
        if len(set(cells)) == len(cells) > 1 and all(map(_NUMBER.fullmatch, cells)):
            chosen[place] = "number"
            return
        if all(map(_has_letters, cells)):
            return
