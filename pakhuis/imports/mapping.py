"""Which column of a file is what: guessed from its headers and first rows, checked, remembered. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pakhuis.imports.columns.contract import Column, Draft, Known
from pakhuis.imports.columns.customers.addresses import PARTS, PREFIXES, AddressPartColumn
from pakhuis.imports.columns.pieces import PieceColumn
from pakhuis.imports.columns.yes_no import NO, YES
from pakhuis.imports.problems import target_missing, target_twice, unknown_target
from pakhuis.imports.states import Subject
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import fold

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[a-zA-Z])(?=\d)")
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORD = re.compile(r"[^\w%]+|_")
ALSO_OF_INVOICE = frozenset(("email", "phone", "vat_number"))
"""Fields of the customer that shops export with the invoice address."""
NAME_GIVING = ("name", "company", "first_name", "last_name", "contact_name")
NEEDED: Mapping[str, tuple[str, ...]] = {
    Subject.PRODUCTS: ("code",),
    Subject.PRICES: ("price_list_id", "code", "price"),
}
"""What a file must have a column (or fixed value) for. Of customers: a name, or the number."""
LATER = 1000
"""Rank of a header found by its words, after every header that is known as a whole."""


@dataclass(frozen=True)
class ColumnChoice:
    """A target per column of the file (empty: skipped), and a fixed text for targets without a column."""

    columns: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"columns": list(self.columns), "fixed": dict(self.fixed)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ColumnChoice:
        return cls(tuple(stored.get("columns", ())), dict(stored.get("fixed", {})))


@lru_cache(maxsize=5000)
def fold_header(header: str) -> str:
    """A header for comparing: `Customer e-mail*`, `customer_eMail` and `CUSTOMER E-MAIL` are alike."""
    spaced = _CAMEL.sub(" ", _REMARK.sub(" ", header))
    return " ".join(_NOT_WORD.sub(" ", fold(spaced)).split()).replace(" %", "%")


Candidates = dict[str, tuple[str, int]]


def _vocabulary(columns: Iterable[Column]) -> Candidates:
    """Every known header with its target and rank; the first to claim a header has it."""
    known: Candidates = {}
    for rank in range(100):
        for column in columns:
            if rank < len(column.headers):
                known.setdefault(fold_header(column.headers[rank]), (column.target, rank))
    for column in columns:
        known.setdefault(fold_header(column.label), (column.target, 0))
    return known


def _part_words() -> dict[str, str]:
    return {fold_header(one): part for part, (_, headers) in PARTS.items() for one in headers}


_PARTS = _part_words()
_AFFIXES = sorted(
    ((fold_header(word), slot) for slot, words in PREFIXES.items() for word in words),
    key=lambda one: -len(one[0]),
)


def _of_address(header: str) -> list[tuple[str, str]]:
    """Which address a header such as `billing postcode` or `straat factuuradres` may mean, and its rest."""
    found = []
    for word, slot in _AFFIXES:
        if header.startswith(f"{word} "):
            found.append((slot, header[len(word) + 1 :]))
        if header.endswith(f" {word}"):
            found.append((slot, header[: -len(word) - 1]))
        if len(word) > 5 and header.startswith(word) and header[len(word) :] in _PARTS:
            found.append((slot, header[len(word) :]))
    return found


def target_of(header: str, known: Candidates, columns: Mapping[str, Column]) -> tuple[str, int]:
    """What a header most likely is, and how sure that is (0 is surest); empty when nothing fits."""
    folded = fold_header(header)
    numbered = re.sub(r" \d+$", "", folded) if header.endswith(")") else folded
    for one in (folded, numbered):
        if one in known:
            return known[one]
    for slot, rest in _of_address(folded):
        if rest in _PARTS and f"{slot}.{_PARTS[rest]}" in columns:
            return f"{slot}.{_PARTS[rest]}", LATER
        if slot == "invoice" and rest in known and known[rest][0] in ALSO_OF_INVOICE:
            return known[rest][0], LATER
    return "", 0


class Headers:
    """The vocabulary of a set of columns, made once."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._known = _vocabulary(tuple(columns.values()))

    def knows(self, header: str) -> bool:
        return bool(target_of(header, self._known, self._columns)[0])

    def guess(
        self, headers: Sequence[str], rows: Sequence[Sequence[str]], *, has_header: bool
    ) -> ColumnChoice:
        """A target for each column of a file. Two that would be the same: the surer, then the fuller one."""
        if not has_header:
            return ColumnChoice(_by_content(rows, len(headers), self._columns))
        wanted: dict[str, list[tuple[bool, int, int, int]]] = defaultdict(list)
        for place, header in enumerate(headers):
            target, rank = target_of(header, self._known, self._columns)
            texts = [row[place] for row in rows if place < len(row)]
            filled = sum(1 for one in texts if one)
            if target and not _contradicts(self._columns[target], texts):
                # An empty column is a guess of last resort; then the surest header, then the fullest column.
                wanted[target].append((filled == 0, rank, -filled, place))
        chosen = [""] * len(headers)
        for target, places in wanted.items():
            for *_, place in places if self._columns[target].is_several else [min(places)]:
                chosen[place] = target
        return ColumnChoice(tuple(chosen))


def _contradicts(column: Column, texts: Sequence[str]) -> bool:
    """Whether what stands below a header cannot be that: "true" and "false" are nobody's name or street."""
    filled = [fold(one) for one in texts if one]
    is_text = type(column) in (Column, PieceColumn, AddressPartColumn)
    return is_text and bool(filled) and all(one in YES | NO and len(one) > 1 for one in filled)


_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_POSTCODE = re.compile(r"\d{4} ?[A-Z]{2}", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?[\d() .-]{9,}")
_STREET = re.compile(r"[^\d]{3,}\s\d+\s?\w{0,4}(-\w+)?")
_CONTENT = (
    ("email", re.compile(_MAIL)),
    ("address.zipcode", re.compile(_POSTCODE)),
    ("address.zip_city", re.compile(r"\d{4} ?[A-Z]{2}\s+\S.*", re.IGNORECASE)),
    ("phone", _PHONE),
    ("address.line1", _STREET),
)


def _by_content(rows: Sequence[Sequence[str]], width: int, columns: Mapping[str, Column]) -> tuple[str, ...]:
    """Targets of columns without header, by what stands in them; the first with letters is the name."""
    chosen = [""] * width
    if "number" not in columns:
        return tuple(chosen)
    for place in range(width):
        texts = [row[place] for row in rows if place < len(row) and row[place]]
        for target, pattern in _CONTENT:
            if (
                texts
                and target not in chosen
                and sum(map(bool, map(pattern.fullmatch, texts))) * 2 > len(texts)
            ):
                chosen[place] = target
                break
    for place in range(width):
        texts = [row[place] for row in rows if place < len(row) and row[place]]
        if not chosen[place] and texts and all(any(map(str.isalpha, one)) for one in texts):
            chosen[place] = "name"
            break
    return tuple(chosen)


def check_mapping(mapping: ColumnChoice, subject: str, columns: Mapping[str, Column]) -> list[Problem]:
    """Everything that is wrong with a choice of columns."""
    problems = []
    used: dict[str, int] = defaultdict(int)
    for target in (*mapping.columns, *mapping.fixed):
        if target and target not in columns:
            problems.append(unknown_target(target))
        elif target:
            used[target] += 1
    problems += [
        target_twice(columns[target].label)
        for target, times in used.items()
        if times > 1 and not columns[target].is_several
    ]
    if subject == Subject.CUSTOMERS:
        named = any(one in used for one in NAME_GIVING) or any(
            one.partition(".")[2] in ("name", "company", "last_name") for one in used
        )
        missing = [] if named or "number" in used else ["name"]
    else:
        missing = [one for one in NEEDED[subject] if one not in used]
    return problems + [target_missing(columns[one].label) for one in missing]


def headers_key(headers: Sequence[str]) -> str:
    """What a set of headers is remembered by: their words, in any order of columns and any spelling."""
    folded = "\x1f".join(fold_header(one) for one in headers)
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


class RowReader:
    """Reads rows by a mapping: each column of it resolves, cleans and assigns."""

    def __init__(self, mapping: ColumnChoice, columns: Mapping[str, Column], known: Known) -> None:
        self._known = known
        self._seen: dict[tuple[str, str], Any] = {}
        places: dict[str, list[int]] = defaultdict(list)
        for place, target in enumerate(mapping.columns):
            if target in columns:
                places[target].append(place)
        self._plan = [(columns[target], several) for target, several in places.items()]
        self._fixed = [
            (columns[target], [text])
            for target, text in mapping.fixed.items()
            if target in columns and target not in places and text.strip()
        ]

    def draft(self, cells: Sequence[str]) -> Draft:
        """What a row says, with everything that is wrong in its cells."""
        draft = Draft()
        width = len(cells)
        for column, places in self._plan:
            column.read([cells[one] if one < width else "" for one in places], draft, self._known, self._seen)
        for column, texts in self._fixed:
            column.read(texts, draft, self._known, self._seen)
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.clear()
        return draft


MOST_REMEMBERED = 20_000
