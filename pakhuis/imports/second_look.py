"""What a header means after a look at what stands below it and beside it. Pure.

“Klant” may be a name or a number, “Nr” behind “Straat” is no customer number, and “Name” beside “Vorname” is
the other half of a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pakhuis.imports.columns.contract import words
from pakhuis.imports.header_words import LATER, NOTHING, ONLY_BESIDE, Meaning, fold_header
from pakhuis.imports.order_exports import ORDER, without_orders
from pakhuis.imports.whole_address import taken_apart

STREET_NUMBERS = frozenset(words("nr|nummer|number|no|num|numero"))
WHOSE = frozenset(
    words("klant|customer|relatie|debiteur|client|kunde|debitor|account|debtor|klanten|debitorenkonto")
)
"""Headers that say whose row it is, but neither by number nor by name."""
NAMES = frozenset(words("naam|name|nom"))
FIRST_HALVES = frozenset(words("naam|name|nombre"))
CONTACTS = frozenset(words("contact name|contactname|contact|contactnaam"))
_NUMBER = re.compile(r"[A-Z]{0,4}[-. ]?\d[\d.-]*", re.IGNORECASE)
_ZIP_CITY = re.compile(
    r"(?!\d{4} ?[A-Z]{2}$)(\d{4} ?[A-Z]{2}|(?:[A-Z]{1,2}-)?\d{4,5}),?\s+['’]?[^\W\d]\D*", re.IGNORECASE
)
_OUTER_ID = re.compile(r"\d+|\w+\.\w+(,\w+\.\w+)*")
"""What programs call rows of other lists: `12`, `base.res_partner_category_5`."""
_STREET = re.compile(r"[^\d]{3,}\s\d.*|\d+\w?\s[^\d]{3,}")
_CODE = re.compile("[A-Z]{2,3}")
"""A country as MyParcel and others write it below `cc`, where mail programs write addresses."""
_NAME_WORDS = re.compile(r"(?:^| )(?:name|naam|nom|bezeichnung)(?: |$)|(?:naam|name)$")
_OTHER_NAMES = re.compile(
    r"user|login|file|bestand|domain|host|plaats|straat|gemeente|land|city|street|country|state|gebruiker|zoek"
    r"|bank|tekst|produ|artikel|groep|group|kontakt|short|kurz|ort|day|dag|kolom|tenaamstelling|provinc|region"
    r"|nick|alias|phonetic|yomi|maiden|owner|manager|vertegenw|rep|store|website|middle|suffix|prefix|title"
)


REFERENCES = frozenset(words("ref|reference|referentie|internal reference|interne referentie"))
OF_NOTHING: Mapping[str, Callable[[str, Sequence[str]], bool]] = {
    "language": lambda _, texts: all(map(str.isdigit, texts)),
    "tags": lambda header, texts: header.endswith(" id") and all(map(_OUTER_ID.fullmatch, texts)),
    "name": lambda _, texts: all(map(ORDER.fullmatch, texts)),
    "number": lambda header, texts: header in REFERENCES and _mostly(texts, _is_phrase),
}
"""What stands below such a header tells that it is of something else: ids of other lists, or a person."""


def second_look(
    meanings: Sequence[Meaning], headers: Sequence[str], texts: Sequence[Sequence[str]]
) -> list[Meaning]:
    """The meanings, corrected; `texts` are the filled cells of each column, as far as they are known."""
    told = list(meanings)
    folded = [fold_header(one) for one in headers]
    for place in range(1, len(told)):
        street = told[place - 1][0]
        bare = re.sub(r" \d$", "", folded[place])
        if bare in STREET_NUMBERS and street.endswith((".street", ".line1")):
            told[place] = (f"{street.partition('.')[0]}.house_number", 0)
    told = without_orders(told, folded, texts, names=NAMED)
    _drop_contradicted(told, folded, texts)
    _drop_lonely(told)
    _see_whole_places(told, texts)
    _see_pieces(told, folded, texts)
    _see_ways_to_reach(told, folded, texts)
    for place, name in enumerate(folded):
        if name in WHOSE and texts[place]:
            told[place] = _whose(texts[place], has_name="name" in _targets(told, but=place))
    found = _targets(told)
    if {"first_name", "last_name", "contact_name"} <= set(found) and not {"name", "company"} & set(found):
        # Whoever has the pieces of a person beside it calls the firm its contact, as accountants do.
        place = found.index("contact_name")
        if folded[place] in CONTACTS:
            told[place] = ("name", 0)
    if "last_name" in found and "first_name" not in found:
        _see_first_names(told, folded, texts)
    if "first_name" in found and "last_name" not in found:
        for place, name in enumerate(folded):
            if (
                told[place][0] == "name"
                and name in NAMES
                and "contact" not in folded[found.index("first_name")]
            ):
                told[place] = ("last_name", 0)
    return told


def _see_ways_to_reach(told: list[Meaning], folded: Sequence[str], texts: Sequence[Sequence[str]]) -> None:
    """“Contact” may be a person, or how to reach one."""
    for place, name in enumerate(folded):
        if told[place][0] == "contact_name" and name in CONTACTS:
            reached = (
                one for one in ("phone", "email") if _mostly(texts[place], _AT_THE_END[one][1].fullmatch)
            )
            told[place] = next(((one, LATER) for one in reached), told[place])


def _drop_contradicted(told: list[Meaning], folded: Sequence[str], texts: Sequence[Sequence[str]]) -> None:
    """Take the meaning of a country from ids of rows elsewhere, and from a `cc` that is something else.

    It is a country where codes stand below it and a city beside it; Mailchimp says where a reader was.
    """
    targets = set(_targets(told))
    for place, (target, _) in enumerate(told):
        is_of_nothing = OF_NOTHING.get(target)
        if texts[place] and is_of_nothing and is_of_nothing(folded[place], texts[place]):
            told[place] = NOTHING
        if not texts[place] or not target.endswith((".country", ".region")):
            continue
        is_row_number = folded[place].endswith(" id") and all(map(str.isdigit, texts[place]))
        is_cc = folded[place].endswith("cc") and target.endswith(".country")
        has_city = f"{target.partition('.')[0]}.city" in targets
        is_other = is_cc and not (has_city and all(map(_CODE.fullmatch, texts[place])))
        is_other = is_other or ("cc" in folded and not has_city and target.endswith(".region"))
        if is_row_number or is_other:
            told[place] = NOTHING


def _see_first_names(told: list[Meaning], folded: Sequence[str], texts: Sequence[Sequence[str]]) -> None:
    """“Name” beside “Surname” is the first one: single words, so it is no company with its contact."""
    for place, name in enumerate(folded):
        if told[place][0] == "name" and name in FIRST_HALVES and _mostly(texts[place], str.isalpha):
            told[place] = ("first_name", 0)


def _see_whole_places(told: list[Meaning], texts: Sequence[Sequence[str]]) -> None:
    """`9130 Kieldrecht` below “Plaats” is a postcode with its city, `Dijk 24, 6127 AG Born` a whole address.

    Only where the file has no filled column for what stands there too.
    """
    filled = {target for place, (target, _) in enumerate(told) if texts[place]}
    for place, (target, _) in enumerate(told):
        slot, _, part = target.partition(".")
        if part not in ("city", "zipcode") or not texts[place]:
            continue
        other = f"{slot}.zipcode" if part == "city" else f"{slot}.city"
        if other in filled:
            continue
        if _mostly(texts[place], _ZIP_CITY.fullmatch):
            told[place] = (f"{slot}.zip_city", 0)
        elif filled.isdisjoint((f"{slot}.line1", f"{slot}.street")) and _mostly(texts[place], _is_whole):
            told[place] = (f"{slot}.line1", 0)


def _is_whole(text: str) -> bool:
    return {"line1", "zipcode", "city"} <= taken_apart(text).keys()


def _see_pieces(told: list[Meaning], folded: Sequence[str], texts: Sequence[Sequence[str]]) -> None:
    """`Huisnr toev` beside `Huisnr` is the addition; WordPress has a name for the screen.

    `Street & number` without a street beside it is both.
    """
    targets = _targets(told)
    for place, target in enumerate(targets):
        is_number = target.endswith(".house_number") and targets.count(target) > 1
        slot = target.partition(".")[0]
        has_street = any(f"{slot}.{one}" in targets for one in ("line1", "street"))
        if target.endswith(".house_number") and not has_street and _mostly(texts[place], _STREET.fullmatch):
            told[place] = (f"{slot}.line1", 0)
        if is_number and folded[place].endswith(("toev", "combinatie")):
            told[place] = (target.replace("house_number", "addition"), 0)
        if folded[place] == "display name" and "user login" in folded and "last_name" in targets:
            told[place] = ("screen_name", 0)


def _drop_lonely(told: list[Meaning]) -> None:
    """Take the meaning from headers that are a part of an address only beside its other parts.

    A code beside its city is a postcode, a number beside its street that of the house; `Factuurnummer` and
    `Factuurcode` by themselves are of the invoice.
    """
    targets = {target for target, rank in told if rank < ONLY_BESIDE}
    for place, (target, rank) in enumerate(told):
        slot, _, part = target.partition(".")
        before = told[place - 1][0] if place else ""
        needed = {f"{slot}.city"} if part == "zipcode" else {f"{slot}.street"}
        if rank >= ONLY_BESIDE and not (
            needed & targets or (part != "zipcode" and before == f"{slot}.line1")
        ):
            told[place] = NOTHING


def _targets(meanings: Sequence[Meaning], *, but: int = -1) -> list[str]:
    return [target if place != but else "" for place, (target, _) in enumerate(meanings)]


def _whose(texts: Sequence[str], *, has_name: bool) -> Meaning:
    """A number where digits stand; else the name, or the company of a person who is named elsewhere."""
    if _mostly(texts, _NUMBER.fullmatch):
        return "number", LATER
    if has_name:
        return ("company", LATER) if _mostly(texts, _is_wordy) else NOTHING
    return "name", LATER


NAMED = frozenset(
    words(
        "name|company|first_name|last_name|screen_name|invoice.name|delivery.name|invoice.company|delivery.company|"
        "invoice.last_name|delivery.last_name|address.name|address.company|address.last_name"
    )
)
"""Targets that give a customer its name."""


STAND_INS = {"email": "other_email", "phone": "other_phone", "mobile": "other_phone"}
"""What is read where a row has nothing in the column that was chosen for the first."""


def with_stand_ins(
    chosen: Sequence[str], meanings: Sequence[Meaning], texts: Sequence[Sequence[str]]
) -> list[str]:
    """The choice, with filled columns of e-mails and telephones that another was preferred to."""
    return [
        STAND_INS.get(meanings[place][0], "") if not target and texts[place] else target
        for place, target in enumerate(chosen)
    ]


def with_last_resorts(
    chosen: Sequence[str], headers: Sequence[str], texts: Sequence[Sequence[str]]
) -> list[str]:
    """The choice, with a name, an e-mail and a telephone where no header is known to be one."""
    told = list(chosen)
    if NAMED.isdisjoint(told):
        _halves_of_a_name(headers, told)
    if NAMED.isdisjoint(told):
        place = _name_by_its_word(headers, told, texts)
        if place is not None:
            told[place] = "name"
    for target, other in OTHERS.items():
        filled = [place for place, one in enumerate(told) if one == other and texts[place]]
        if filled and target not in told and not (target == "phone" and "mobile" in told):
            told[filled[0]] = target
    for target in _AT_THE_END:
        place = None if target in told else _by_its_last_word(target, headers, told, texts)
        if place is not None:
            told[place] = target
    return told


FIRST = (" first name", " firstname", " voornaam", " vorname", " prenom")
LAST = (" last name", " lastname", " achternaam", " nachname", " surname")


def _halves_of_a_name(headers: Sequence[str], told: list[str]) -> None:
    """`ship_first_name` and `ship_last_name`: the first two that say of whom in the same words."""
    halves: dict[str, dict[str, int]] = defaultdict(dict)
    for place, header in enumerate(headers):
        name = f" {fold_header(header)}"
        for half, ends in (("first_name", FIRST), ("last_name", LAST)):
            end = next((one for one in ends if name.endswith(one)), "")
            if end and not told[place]:
                halves[name.removesuffix(end)].setdefault(half, place)
    both = next((one for one in halves.values() if len(one) > 1), {})
    for half, place in both.items():
        told[place] = half


OTHERS = {"email": "other_email", "phone": "other_phone"}
"""Where a file has none of the first, the first column of the second is it; a mobile goes before."""
_LIKE_PHONE = re.compile(r"[+(]?\d[\d() ./-]{5,}")
_AT_THE_END = {
    "email": (
        re.compile(r"(^| )(e ?mail|mail|e mailadres|emailadres|email address)$|^e ?mail "),
        re.compile(r"\S+@\S+"),
    ),
    "phone": (
        re.compile(r"(^| )(phone|telephone|telefoon|telefoonnummer|phone number|tel|telefon)$"),
        _LIKE_PHONE,
    ),
    "mobile": (re.compile(r"(^| )(mobiel|mobiele|mobile|mobil|gsm|handy|cell)( |$)"), _LIKE_PHONE),
    "number": (
        re.compile(
            r"^(?!.*(parent|vorig|previous|oude? )).*(customer|klant|client|kunden?|debiteur|relatie)"
            r" (id|nr|number|nummer|no|code)$"
        ),
        re.compile(r"[\w.-]{1,40}"),
    ),
}
"""What tells that a column is this: how its header ends, and what stands there."""


def _by_its_last_word(
    target: str, headers: Sequence[str], taken: Sequence[str], texts: Sequence[Sequence[str]]
) -> int | None:
    """`charity_contact_email`: the first column that can only be this, where none is known to be.

    A number is one if every row has another.
    """
    ends, holds = _AT_THE_END[target]
    for place, header in enumerate(headers):
        name = fold_header(header)
        is_free = not taken[place] and texts[place] and not _OTHER_NAMES.search(name)
        is_free = is_free and (target != "number" or len(set(texts[place])) == len(texts[place]))
        if is_free and ends.search(name) and _mostly(texts[place], holds.fullmatch):
            return place
    return None


def _mostly(texts: Sequence[str], holds: Callable[[str], object]) -> bool:
    """Whether two thirds of what stands in a column are so; of an empty one nothing is said."""
    return bool(texts) and sum(1 for one in texts if holds(one)) * 3 >= len(texts) * 2


def _is_phrase(text: str) -> bool:
    return " " in text and not any(map(str.isdigit, text))


def _is_wordy(text: str) -> bool:
    return not any(map(str.isdigit, text)) and sum(map(str.isalpha, text)) >= 3


def _name_by_its_word(
    headers: Iterable[str], taken: Sequence[str], texts: Sequence[Sequence[str]]
) -> int | None:
    """Where no column is known to give a name: the first whose header has the word in it, and words below."""
    for place, header in enumerate(headers):
        name = fold_header(header)
        is_free = not taken[place] and texts[place]
        is_name = _NAME_WORDS.search(name) and not _OTHER_NAMES.search(name)
        if is_free and is_name and _mostly(texts[place], _has_letters):
            return place
    return None


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))
