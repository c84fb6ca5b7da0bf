"""What a header most likely means: whole headers we know, else the words it is made of. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pakhuis.imports.columns.contract import Column, words
from pakhuis.imports.columns.customers.addresses import ALONE_OF_ANYTHING, PARTS, PREFIXES, SLOT_LABELS
from pakhuis.kernel.text import fold

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])|(?<=[a-zA-Z])(?=\d)")
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORD = re.compile(r"[^\w%]+|_")
_COPY = re.compile(r"\s-\s([123])\s*$")
"""How shops number the addresses of one customer behind a header: `City/Suburb - 2`."""
_AGAIN = re.compile(r" [23]$")
ALSO_OF_ADDRESS = frozenset(("email", "phone", "mobile", "vat_number"))
"""Fields of the customer that programs export with the (invoice) address."""
OWNERS = frozenset(
    words(
        "customer|client|klant|relatie|debiteur|contact|contactpersoon|account|default|standaard|"
        "primary|main|company|bedrijf|person|persoon|kunde|kunden|partner|verkooprelatie|the|van|de|"
        "organization|organisation|organisatie|consumer|lead|buyer|koper|member|lid|cust|cliente"
    )
)
"""Words that say whose a field is, where all fields of the file are the customer's."""
ENDINGS = frozenset(words("id|name|naam|code|iso|iso2|value|label|display"))
"""Words behind a part of an address that say how it is written: `state_id/name`, `country.iso`."""
ENDED = frozenset(
    words("state|province|provincie|region|regio|country|land|city|plaats|category|id|list|lijst|tags")
)
"""What such an ending may stand behind."""
WHOSE_ADDRESS = frozenset(("postal", "contact"))
NO_PART_ALONE = WHOSE_ADDRESS | {"name", "naam", "code"}
"""What beside the word “address” is no part of one: `postal_address_1` is no postcode."""
FURTHER = ("address2", "address3")
TAX = frozenset(words("btw|vat|tva|ust|gst|iva|tax"))
TAX_NUMBER = frozenset(
    words(
        "nr|nummer|number|no|id|idnr|num|numero|identification|identificatie|registration|reg|eu|intra|n|intracom"
    )
)
"""What beside a word for the tax makes it the number: `USt-ID-Nummer`, `Tax Registration Number`."""
NUMBERED = frozenset(
    words(
        "klant|klanten|debiteur|deb|relatie|rel|kl|customer|cust|client|kunden|kunde|kd|debitoren|debitor|"
        "account|member|lid|abonnee|partner|extern|externe"
    )
)
"""Who is told apart by a number; not a company, whose number is that of a register."""
WHAT_NUMBER = frozenset(words("nr|nummer|no|number|numero|code|id|key|reference|referentie|ref"))
_GLUED_NUMBER = re.compile(
    r"(klant|debiteur|deb|relatie|rel|cust|kunden|debitoren|debitor|abonnee|lid|client)(nr|nummer|no|code|id|konto)"
)
UNSURE = frozenset(words("id|code|number|nummer|nr|no|reference|referentie|category|type"))
"""What without its owner may be of anything: `contact id` is no customer number for sure."""
LATER = 1000
"""Rank of a header found by its words, after every header that is known as a whole."""
ONLY_BESIDE = 3 * LATER
"""Rank of one that is a part of an address only where the file has more of that address."""

Candidates = dict[str, tuple[str, int]]
Meaning = tuple[str, int]
"""A target, and how sure that is: 0 is surest. An empty target: nothing fits."""
NOTHING: Meaning = ("", 0)


@lru_cache(maxsize=5000)
def fold_header(header: str) -> str:
    """A header for comparing: `Customer e-mail*`, `customer_eMail` and `CUSTOMER E-MAIL` are alike."""
    return fold_whole(_REMARK.sub(" ", header))


def fold_whole(header: str) -> str:
    """The same with the remark in brackets: `Name (natürl. Person)`."""
    words_of_it = " ".join(_NOT_WORD.sub(" ", fold(_CAMEL.sub(" ", header))).split())
    return words_of_it.replace(" %", "%").replace("iso 2", "iso2")


def _with_remark(header: str) -> str:
    return fold_whole(header) if re.search(r"\([^)]*[^\d)]+\)", header) else ""


def vocabulary(columns: Iterable[Column]) -> Candidates:
    """Every known header with its target and rank; the first to claim a header has it."""
    columns = tuple(columns)
    known: Candidates = {}
    for rank in range(max((len(one.headers) for one in columns), default=0)):
        for column in columns:
            if rank < len(column.headers):
                known.setdefault(fold_header(column.headers[rank]), (column.target, rank))
    for column in columns:
        whole = SLOT_LABELS[column.group] % column.label if column.group in SLOT_LABELS else column.label
        known.setdefault(fold_header(whole), (column.target, 0))
        known.setdefault(fold_header(column.label), (column.target, 0))
    for header, meaning in tuple(known.items()):
        known.setdefault(_squeezed(header), meaning)
    return known


def _squeezed(header: str) -> str:
    """`b t w nr` and `klant nummer` without the spaces, as others write them."""
    return header.replace(" ", "")


def _part_words() -> dict[str, str]:
    spelled = {fold_header(one): part for part, (_, headers) in PARTS.items() for one in headers}
    return {_squeezed(one): part for one, part in spelled.items()} | spelled


_PARTS = _part_words()


def part_of(words_of_header: str) -> str:
    """The part of an address that these words mean, empty for none."""
    return _PARTS.get(words_of_header) or _PARTS.get(_squeezed(words_of_header), "")


_SLOTS = sorted(
    ((tuple(fold_header(word).split()), slot) for slot, several in PREFIXES.items() for word in several),
    key=lambda one: (-len(one[0]), -len(one[0][0])),
)
_GLUED = {" ".join(word): slot for word, slot in _SLOTS if len(word) == 1 and len(word[0]) >= 4}
"""Slots that languages write as one word with what follows: `postplaats`, `afleveradresstraat`."""


_FIRST_WORD = re.compile(r"\s*(?:([^\W\d_]+)[_.:\- ]+(?=\w)|([A-Z]?[a-z]+)(?=[A-Z]))")
SHARED = 4
"""So many headers at least begin with the same word, and two thirds of all, before it is taken off."""
_SAYS_WHAT = frozenset(words("order|bestelling|bestel|product|artikel|item|lineitem|line"))
"""First words that tell of what else a column is: an `order_id` is no customer's number."""


def without_shared_word(headers: Sequence[str]) -> list[str]:
    """Headers without the word that most of them begin with: `kun_naam`, `kun_plaats`, as in databases.

    Words that tell of an address, or whose a field is, are understood as they are.
    """
    first = [_FIRST_WORD.match(one) for one in headers]
    found = [fold(one[1] or one[2]) if one else "" for one in first]
    word, times = Counter(filter(None, found)).most_common(1)[0] if any(found) else ("", 0)
    is_told = word in OWNERS | _SAYS_WHAT or bool(part_of(word)) or any(word == it[0] for it, _ in _SLOTS)
    if times < SHARED or times * 3 < len(headers) * 2 or is_told:
        return list(headers)
    return [
        header[one.end() :] if one and found[place] == word else header
        for place, (header, one) in enumerate(zip(headers, first, strict=True))
    ]


_COUNTED = re.compile(r"(.*[^\W\d_])[._]?[1-9]")
PLACES = frozenset(("city", "zipcode", "zip_city"))


def with_copies_named(headers: Sequence[str]) -> list[str]:
    """Headers of a second address as it is written where a header comes again: `Plaats (2)`.

    A table in Excel calls them `Straat2`, `Postcode3`, `Plaats4`, others `Straat.1`, `Plaats.1`. Without a
    second place there is no such address, and `Straat2` is a second line.
    """
    times: Counter[str] = Counter()
    named, again = [], set()
    for header in map(str.strip, headers):
        found = _COUNTED.fullmatch(header)
        base = fold_header(found[1]) if found else ""
        is_copy = found is not None and times[base] > 0 and bool(part_of(base))
        times[base if is_copy else fold_header(header)] += 1
        named.append(f"{found[1]} ({times[base]})" if found and is_copy else header)
        again |= {part_of(base)} if is_copy else set()
    return list(headers) if PLACES.isdisjoint(again) else named


def meaning_of(header: str, known: Candidates, columns: Mapping[str, Column]) -> Meaning:
    """What a header most likely is; the surest reading of its words that fits a column."""
    copy = _COPY.search(header)
    folded = fold_header(header[: copy.start()] if copy else header)
    numbered = re.sub(r" \d+$", "", folded) if header.endswith(")") else folded
    slot_of_copy = {"2": "address2", "3": "address3"}.get(copy.group(1), "address") if copy else ""
    if not copy:
        for one in (_with_remark(header), folded, numbered, folded.removesuffix(" 1"), _squeezed(folded)):
            if one in known:
                return known[one]
    for sureness, (slot, rest) in enumerate(_readings(folded)):
        meaning = _fitting(slot_of_copy or slot, rest, known, columns)
        if meaning:
            return meaning, (ONLY_BESIDE if rest in ALONE_OF_ANYTHING else LATER) + sureness
    for target, holds in WORDED.items():
        if target in columns and holds(folded):
            return target, 2 * LATER
    again = known.get(_AGAIN.sub("", folded), NOTHING)[0]
    return (again, 2 * LATER) if again.startswith("address.") else NOTHING


def _is_vat_number(folded: str) -> bool:
    said = frozenset(folded.split()) - OWNERS
    return bool(said & TAX) and bool(said & TAX_NUMBER) and said <= TAX | TAX_NUMBER


def _is_customer_number(folded: str) -> bool:
    """`Deb.nr.`, `CustNo`, `Référence client`: whose, and that it is a number."""
    said = frozenset(folded.split())
    is_said = bool(said & NUMBERED) and bool(said & WHAT_NUMBER) and said <= NUMBERED | WHAT_NUMBER
    return is_said or bool(_GLUED_NUMBER.fullmatch(folded))


WORDED = {"vat_number": _is_vat_number, "number": _is_customer_number}
"""What a header may be that is told by words of two kinds in any order."""


def _fitting(slot: str, rest: str, known: Candidates, columns: Mapping[str, Column]) -> str:
    """The target that one reading of a header means, if there is one."""
    part = part_of(rest)
    if (slot == "address" and rest in NO_PART_ALONE) or (slot in FURTHER and rest in WHOSE_ADDRESS):
        return ""
    if slot and part and f"{slot}.{part}" in columns:
        return f"{slot}.{part}"
    target = (known.get(rest) or known.get(_squeezed(rest), NOTHING))[0]
    if slot in ("invoice", "address"):
        return target if target in ALSO_OF_ADDRESS else ""
    return target if not slot and rest not in UNSURE else ""


def _readings(folded: str) -> Iterator[tuple[str, str]]:
    """Ways to read the words of a header, the likeliest first: which address it speaks of, and what of it."""
    tokens = tuple(folded.split())
    if tokens[:1] == tokens[1:2]:
        # `Country/Country Name`, as Odoo calls what it looks up elsewhere.
        tokens = tokens[1:]
    readings = [("", tokens), *_slots_taken_out(tokens)]
    for slot, rest in readings:
        yield slot, " ".join(rest)
    for slot, rest in readings:
        if len(rest) > 1 and rest[0] in OWNERS:
            yield slot, " ".join(rest[1:])
        bare = tuple(one for one in rest if one not in OWNERS)
        yield slot, " ".join(bare)
        yield slot, " ".join(bare).removesuffix(" 1")
        while len(bare) > 1 and bare[-1] in ENDINGS:
            bare = bare[:-1]
            if bare[-1] in ENDED:
                yield slot or "address", " ".join(bare)
                yield slot, " ".join(bare)


def _slots_taken_out(tokens: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each address the words may tell of, and the words left: of one, then of two."""
    once = list(_one_taken_out(tokens))
    yield from once
    for slot, rest in once:
        for other, less in _one_taken_out(rest):
            # A plain "address" or "business" beside "billing" only says that it is an address.
            yield (other if slot == "address" else slot), less


def _one_taken_out(tokens: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word, slot in _SLOTS:
        for place in range(len(tokens) - len(word) + 1):
            if tokens[place : place + len(word)] == word and len(tokens) > len(word):
                yield slot, tokens[:place] + tokens[place + len(word) :]
    for glued, slot in _GLUED.items():
        if tokens and tokens[0].startswith(glued) and tokens[0] != glued:
            yield slot, (tokens[0].removeprefix(glued), *tokens[1:])
