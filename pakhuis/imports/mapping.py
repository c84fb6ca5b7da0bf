"""Which column of a file is what: guessed from its headers and first rows, checked, remembered. Pure."""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pakhuis.imports.by_content import targets_by_content
from pakhuis.imports.choice_problems import target_missing, target_twice, unknown_target
from pakhuis.imports.columns.contract import CLEAR_MARKS, Column, Draft, Known, WrongCell
from pakhuis.imports.columns.customers.addresses import AddressPartColumn
from pakhuis.imports.columns.yes_no import NEITHER, NO, YES, YesNoColumn
from pakhuis.imports.further_addresses import with_further_addresses
from pakhuis.imports.header_words import (
    NOTHING,
    Meaning,
    fold_header,
    meaning_of,
    vocabulary,
    with_copies_named,
    without_shared_word,
)
from pakhuis.imports.second_look import second_look, with_last_resorts, with_stand_ins
from pakhuis.imports.states import Subject
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import fold

NAME_GIVING = ("name", "company", "first_name", "last_name", "contact_name", "screen_name")
LONGEST_HEADER = 200
ALSO_NAMES = frozenset(("an", "on"))
LOOKED_AT = 1000
"""So much of a cell tells what its column is."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    Subject.PRODUCTS: ("code",),
    Subject.PRICES: ("price_list_id", "code", "price"),
}
"""What a file must have a column (or fixed value) for. Of customers: a name, or the number."""


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


class Headers:
    """The vocabulary of a set of columns, made once."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._known = vocabulary(columns.values())

    def knows(self, header: str) -> bool:
        return len(header) <= LONGEST_HEADER and bool(meaning_of(header, self._known, self._columns)[0])

    def guess(
        self, headers: Sequence[str], rows: Sequence[Sequence[str]], *, has_header: bool
    ) -> ColumnChoice:
        """A target for each column of a file. Two that would be the same: the surer, then the fuller one."""
        texts = [
            [row[place][:LOOKED_AT] for row in rows if place < len(row) and row[place]]
            for place in range(len(headers))
        ]
        if not has_header:
            return ColumnChoice(
                tuple(targets_by_content(texts) if "number" in self._columns else [""] * len(headers))
            )
        headers = with_copies_named(without_shared_word([one[:LONGEST_HEADER] for one in headers]))
        meanings = [meaning_of(one, self._known, self._columns) for one in headers]
        if "number" in self._columns:
            meanings = second_look(meanings, headers, texts)
        chosen = self._surest(meanings, headers, texts)
        if "number" in self._columns:
            chosen = with_further_addresses(chosen, headers, meanings)
            chosen = self._with_what_is_left(chosen, meanings, headers, texts)
            chosen = with_last_resorts(with_stand_ins(chosen, meanings, texts), headers, texts)
        return ColumnChoice(tuple(chosen))

    def _with_what_is_left(
        self,
        chosen: Sequence[str],
        meanings: Sequence[Meaning],
        headers: Sequence[str],
        texts: Sequence[Sequence[str]],
    ) -> list[str]:
        """The choice, with the columns that lost to one that has become something else."""
        left = [
            meaning if not chosen[place] and meaning[0] not in chosen else NOTHING
            for place, meaning in enumerate(meanings)
        ]
        again = self._surest(left, headers, texts)
        return [one or other for one, other in zip(chosen, again, strict=True)]

    def _surest(
        self, meanings: Sequence[Meaning], headers: Sequence[str], texts: Sequence[Sequence[str]]
    ) -> list[str]:
        wanted: dict[str, list[tuple[bool, bool, int, int, int]]] = defaultdict(list)
        for place, (target, rank) in enumerate(meanings):
            if target and not _contradicts(self._columns[target], texts[place]):
                # An empty column is a guess of last resort; then the first of numbered lines, the surest
                # header, and the fullest column.
                is_other = not (target.endswith(".line1") and headers[place].rstrip().endswith("1"))
                filled = len(texts[place])
                wanted[target].append((filled == 0, is_other, rank, -filled, place))
        chosen = [""] * len(headers)
        for target, places in wanted.items():
            for *_, place in places if self._columns[target].is_several else [min(places)]:
                chosen[place] = target
        return chosen


def _contradicts(column: Column, texts: Sequence[str]) -> bool:
    """Whether what stands below a header cannot be that.

    "true" and "false" are nobody's name or street, though An is somebody's; ids, mostly, are no answer to
    yes or no.
    """
    filled = [fold(one) for one in texts if one.lower() not in CLEAR_MARKS]
    answers = sum(1 for one in filled if one in YES | NO | NEITHER)
    if isinstance(column, YesNoColumn):
        return answers * 2 < len(filled)
    is_text = type(column).clean is Column.clean
    if is_text and set(filled) == {"0", "1"} and column.target != "number":
        # How workbooks hold no and yes.
        return True
    is_only_answers = bool(filled) and answers == len(filled) and all(len(one) > 1 for one in filled)
    return is_text and is_only_answers and not ALSO_NAMES.issuperset(filled)


def without_strangers(
    choice: ColumnChoice, rows: Sequence[Sequence[str]], columns: Mapping[str, Column], known: Known
) -> tuple[ColumnChoice, dict[int, list[str]]]:
    """A guess without the columns whose cells mostly name what is not here, and what these hold, by place."""
    strangers: dict[int, list[str]] = {}
    for place, target in enumerate(choice.columns):
        if not target or not columns[target].names_what_is_here:
            continue
        texts = [row[place] for row in rows if place < len(row) and row[place]]
        wrong = [one for one in texts if isinstance(columns[target].read(one, known), WrongCell)]
        if len(wrong) * 2 > len(texts):
            strangers[place] = list(dict.fromkeys(wrong))
    left = ("" if place in strangers else target for place, target in enumerate(choice.columns))
    return replace(choice, columns=tuple(left)), strangers


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
        target_twice(target) for target, times in used.items() if times > 1 and not columns[target].is_several
    ]
    if subject == Subject.CUSTOMERS:
        named = any(one in used for one in NAME_GIVING) or any(
            one.partition(".")[2] in ("name", "company", "last_name") for one in used
        )
        missing = [] if named or "number" in used else ["name"]
    else:
        missing = [one for one in NEEDED[subject] if one not in used]
    return problems + [target_missing(one) for one in missing]


def headers_key(headers: Sequence[str]) -> str:
    """What a set of headers is remembered by: their words, in any order of columns and any spelling."""
    return _digest(sorted(map(fold_header, headers)))


def layout_key(headers: Sequence[str]) -> str:
    """What these headers in this order are told by: columns are chosen by their place."""
    return _digest(headers)


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def in_order_of(choice: ColumnChoice, before: Sequence[str], headers: Sequence[str]) -> ColumnChoice:
    """A choice that was made for the headers `before`, for the same set of headers in another order."""
    targets: dict[str, deque[str]] = defaultdict(deque)
    for header, target in zip(before, choice.columns, strict=False):
        targets[fold_header(header)].append(target)
    columns = (targets[fold_header(one)] for one in headers)
    return replace(choice, columns=tuple(one.popleft() if one else "" for one in columns))


class RowReader:
    """Reads rows by a mapping: each column of it resolves, cleans and assigns.

    What a text was cleaned to is remembered, as countries, discounts and tags repeat; texts that stand for
    themselves need no cleaning.
    """

    def __init__(self, mapping: ColumnChoice, columns: Mapping[str, Column], known: Known) -> None:
        self._known = known
        places: dict[str, list[int]] = defaultdict(list)
        for place, target in enumerate(mapping.columns):
            if target in columns:
                places[target].append(place)
        self._width = max(map(max, places.values()), default=-1) + 1
        self._single = [
            _Plan.of(several[0], columns[target]) for target, several in places.items() if len(several) == 1
        ]
        self._joined = [(columns[target], several) for target, several in places.items() if len(several) > 1]
        self._fixed = [
            (columns[target], text.strip())
            for target, text in mapping.fixed.items()
            if target in columns and target not in places and text.strip()
        ]

    def draft(self, cells: Sequence[str]) -> Draft:
        """What a row says, with everything that is wrong in its cells."""
        draft = Draft()
        fields, addresses = draft.fields, draft.addresses
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        for place, is_plain, slot, part, column, seen in self._single:
            text = cells[place]
            if not text:
                continue
            if not is_plain or text[0] == "[":
                self._read(text, column, seen, draft)
            elif len(text) <= LONGEST_NOTHING and text.lower() in SAYS_NOTHING:
                continue
            elif slot is None:
                column.assign(text, draft)
            elif not slot:
                fields[part] = text
            elif slot in addresses:
                addresses[slot][part] = text
            else:
                addresses[slot] = {part: text}
        for column, places in self._joined:
            text = column.resolve([cells[one] for one in places])
            if text:
                column.put(text, column.read(text, self._known), draft)
        for column, text in self._fixed:
            column.put(text, column.read(text, self._known), draft)
        return draft

    def _read(self, text: str, column: Column, seen: dict[str, Any], draft: Draft) -> None:
        if text not in seen:
            if len(seen) > MOST_REMEMBERED:
                seen.clear()
            seen[text] = column.read(text, self._known)
        column.put(text, seen[text], draft)


class _Plan(NamedTuple):
    """How one column of a file is read, worked out once; `seen` are the values of the texts met so far.

    Most columns put their text under a name (`part`), of the customer (`slot` is empty) or of one of its
    addresses: that is done here without asking them. `slot` is None for the others.
    """

    place: int
    is_plain: bool
    slot: str | None
    part: str
    column: Column
    seen: dict[str, Any]

    @classmethod
    def of(cls, place: int, column: Column) -> _Plan:
        is_plain = type(column).clean is Column.clean
        if isinstance(column, AddressPartColumn) and type(column).assign is AddressPartColumn.assign:
            return cls(place, is_plain, column.slot, column.part, column, {})
        slot = "" if type(column).assign is Column.assign else None
        return cls(place, is_plain, slot, column.target, column, {})


MOST_REMEMBERED = 5_000
SAYS_NOTHING = frozenset(("-", "--", "---", "–", "—", "n.v.t.", "nvt", "n.v.t", "n/a", "n.a."))
"""What people type where there is nothing to say; as an e-mail it would make doubles of them all."""
LONGEST_NOTHING = 6
