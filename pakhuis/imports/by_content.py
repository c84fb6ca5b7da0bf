"""What columns without a header are, by what stands in them and beside them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pakhuis.kernel.country_names import country_code
from pakhuis.kernel.text import fold

Texts = Sequence[Sequence[str]]
"""The filled cells of each column."""
_STREET_WORD = (
    r"\b(?:street|st|road|rd|avenue|ave?|lane|ln|drive|dr|blvd|boulevard|way|court|rue|place|chemin|quai)\b"
)
_PATTERNS = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.\w+")),
    ("address.zipcode", re.compile(r"\d{4} ?[A-Z]{2}", re.IGNORECASE)),
    (
        "address.zip_city",
        re.compile(rf"\d{{4}} ?[A-Z]{{2}}\s+\S.*|(?!.*{_STREET_WORD})\d{{4,5}}\s+[^\W\d]\D*", re.IGNORECASE),
    ),
    ("vat_number", re.compile(r"(NL\d{9}B\d{2}|BE[01]\d{9}|DE\d{9}|FR\w{2}\d{9})", re.IGNORECASE)),
    ("phone", re.compile(r"(?!\d{4}-\d\d-\d\d|\d\d?-\d\d?-\d{4}$)[+(]?[\d() .-]{9,}")),
    (
        "address.line1",
        re.compile(rf"[^\d]{{3,}}\s\d+\s?\w{{0,4}}(-\w+)?|\d+\w?,?\s(?=.*{_STREET_WORD}).*", re.IGNORECASE),
    ),
)
_SALUTATIONS = frozenset(
    "dhr heer mw mevr mevrouw mr mrs ms miss herr frau fam familie m mme mlle monsieur madame".split()
)
_INFIXES = frozenset("van de der den ten ter te het 't in op von zu la le du el da".split())
_FIRMS = frozenset(
    "bv nv vof cv gmbh ag ltd llc inc sa sarl bvba srl kg co en & stichting vereniging hotel".split()
)
"""Words of firms, which a person's name has none of."""
_ADDITION = re.compile(r"[A-Za-z]{1,4}|\d{1,3}")
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
    if "address.line1" not in chosen and not {"address.zipcode", "address.zip_city"} & set(chosen):
        _behind_a_house_number(chosen, texts)
    if "address.zipcode" in chosen:
        _beside_the_postcode(chosen, texts, chosen.index("address.zipcode"))
    elif "address.zip_city" in chosen:
        _before_the_postcode(chosen, texts, chosen.index("address.zip_city") - 1)
    _number(chosen, texts)
    free = [
        place
        for place, cells in enumerate(texts)
        if not chosen[place] and cells and all(map(_may_be_a_name, cells)) and not all(map(_greets, cells))
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
    """A first name and a last one, where the column behind tells the e-mails of its rows, or behind infixes.

    Else the column behind may hold whom to ask for at a firm.
    """
    behind = texts[place + 1] if _is_free(chosen, place + 1) else ()
    between = int(bool(behind) and all(map(_is_infix, behind)))
    last = place + 1 + between
    if not _is_free(chosen, last) or not texts[last]:
        return
    mails = texts[chosen.index("email")] if "email" in chosen else ()
    names = (
        list(zip(texts[place], texts[last], mails, strict=False)) if len(mails) == len(texts[last]) else []
    )
    alike = sum(
        1
        for first, name, mail in names
        if _tells(name, mail) or (_begins(name, mail) and _tells(first, mail))
    )
    are_single = sum(1 for one in texts[place] if " " not in one) * 3 >= len(texts[place]) * 2
    if between or (are_single and alike * 2 > len(mails)):
        turned = sum(1 for first, name, mail in names if _begins(name, mail) and not _begins(first, mail))
        is_turned = not between and turned * 2 > len(names)
        chosen[place], chosen[last] = (
            ("last_name", "first_name") if is_turned else ("first_name", "last_name")
        )
        if between:
            chosen[place + 1] = "infix"
    elif texts[last] != texts[place] and sum(map(_is_person, texts[last])) * 3 >= len(texts[last]) * 2:
        chosen[last] = "contact_name"


def _is_free(chosen: Sequence[str], place: int) -> bool:
    return 0 <= place < len(chosen) and not chosen[place]


def _words_of(text: str) -> list[str]:
    return fold(text).replace(".", " ").split()


def _greets(text: str) -> bool:
    return _SALUTATIONS.issuperset(_words_of(text.removeprefix("De ").removeprefix("de ")))


def _is_infix(text: str) -> bool:
    return _INFIXES.issuperset(_words_of(text))


def _is_person(text: str) -> bool:
    """Two to four words, of letters, and none of a firm."""
    said = _words_of(text)
    return _is_word(text) and 2 <= len(text.split()) <= 4 and _FIRMS.isdisjoint(said)


def _begins(name: str, mail: str) -> bool:
    return mail.lower().startswith(fold(name).partition(" ")[0])


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

    before, behind = zipcode - 1, zipcode + 1
    free = (one for one in (behind, before) if _is_free(chosen, one) and _are(texts[one], _is_word))
    city = next(free, None)
    if city is not None and not (city == before and before == 0):
        chosen[city] = "address.city"
    _before_the_postcode(chosen, texts, before)


def _before_the_postcode(chosen: list[str], texts: Texts, before: int) -> None:
    """A street with its house number before it, and perhaps an addition."""
    number = before
    if _is_free(chosen, before - 1) and _are(texts[before], _ADDITION.fullmatch):
        number = before - 1 if _are(texts[before - 1], _HOUSE_NUMBER.fullmatch) else before
    has_number = _is_free(chosen, number) and _are(texts[number], _HOUSE_NUMBER.fullmatch)
    if has_number and number > 1 and _is_free(chosen, number - 1) and _are(texts[number - 1], _has_letters):
        chosen[number] = "address.house_number"
        chosen[number - 1] = "address.street"
        if number < before and _is_free(chosen, before):
            chosen[before] = "address.addition"


def _behind_a_house_number(chosen: list[str], texts: Texts) -> None:
    """The same digits behind a street and its house number."""
    for place in range(2, len(texts) - 1):
        beside = _are(texts[place - 1], _HOUSE_NUMBER.fullmatch) and _are(texts[place - 2], _is_word)
        if beside and all(_is_free(chosen, one) for one in range(place - 2, place + 1)):
            _behind_the_street(chosen, texts, place)
            if chosen[place]:
                return


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
