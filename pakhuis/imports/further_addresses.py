"""Columns of addresses whose headers are not ours: a second set of them, or words of another trade. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pakhuis.imports.columns.customers.addresses import PARTS
from pakhuis.imports.header_words import LATER, Meaning, fold_header, part_of

_NUMBERED = re.compile(r".*\D(?P<copy>[23])\)?")
"""`Postcode (2)`, as a header that comes again is called, or `Postcode 2`."""
STREETS = frozenset(("line1", "street", "zip_city"))
CITIES = frozenset(("city", "zipcode", "zip_city"))
SECOND_LINES = (("line1", "address.line2"), ("line2", "address.line2"))
"""What a second line of the plain address turns out to be of another."""
FREE = ("address", "address2", "address3")
LONGEST = 3
"""So many words at most name an address: `physical office address`."""


@dataclass
class _Group:
    """Columns that belong together, by part; `wants` is the address they had better be."""

    wants: str = ""
    parts: dict[str, int] = field(default_factory=dict)
    _sureness: dict[str, int] = field(default_factory=dict)

    def take(self, part: str, place: int, *, words: str) -> None:
        """Have this column be the part, unless another's words are surer: a suburb is a city at most."""
        known = PARTS[part][1]
        sureness = known.index(words) if words in known else len(known)
        if part not in self.parts or sureness < self._sureness[part]:
            self.parts[part], self._sureness[part] = place, sureness

    def is_address(self) -> bool:
        """A street alone, or a second telephone, makes no address."""
        return not STREETS.isdisjoint(self.parts) and not CITIES.isdisjoint(self.parts)


def with_further_addresses(
    chosen: Sequence[str], headers: Sequence[str], meanings: Sequence[Meaning]
) -> list[str]:
    """The choice, with further addresses for columns that have none, or only share one with others."""
    told = list(chosen)
    groups = [*_told_apart(told, meanings), *_numbered(told, headers, meanings), *_alike(told, headers)]
    for group in groups:
        parts = {
            part: place
            for part, place in group.parts.items()
            if _is_loose(told[place], meanings[place]) or (part, told[place]) in SECOND_LINES
        }
        slots = [one for one in (group.wants, *FREE) if one and not _is_taken(told, one, parts.values())]
        begun = _begun_before(told, parts)
        if begun:
            slots = [begun]
        if (begun or _Group(parts=parts).is_address()) and slots:
            for part, place in parts.items():
                told[place] = f"{slots[0]}.{part}"
    _see_second_lines(told, headers, meanings)
    return _halves_joined(told)


def _see_second_lines(told: list[str], headers: Sequence[str], meanings: Sequence[Meaning]) -> None:
    """`Address;Address;City`: the second line of the only such address."""
    for place, (target, _) in enumerate(meanings):
        slot, _, part = target.partition(".")
        is_again = part in ("line1", "street") and headers[place].endswith(" (2)")
        if is_again and not told[place] and target in told and f"{slot}.line2" not in told:
            told[place] = f"{slot}.line2"


def _halves_joined(told: Sequence[str]) -> list[str]:
    """`Street 1` beside `Ship City`: a plain street without a city, and one other city without a street."""
    slots = {one.partition(".")[0] for one in told if "." in one}
    streets = {slot for slot in slots if _has(told, slot, STREETS)}
    cities = {slot for slot in slots if _has(told, slot, CITIES)}
    halves = (streets - cities) | (cities - streets)
    if len(halves) != 2 or len(streets - cities) != 1 or "address" not in halves:
        return list(told)
    other = next(iter(halves - {"address"}))
    moved = (one.replace("address.", f"{other}.", 1) if one.startswith("address.") else one for one in told)
    joined = list(moved)
    return joined if len(set(filter(None, joined))) == len(set(filter(None, told))) else list(told)


def _has(told: Sequence[str], slot: str, parts: Iterable[str]) -> bool:
    return any(f"{slot}.{part}" in told for part in parts)


def _begun_before(told: Sequence[str], parts: Mapping[str, int]) -> str:
    """`Postadres;Postcode;Plaats` behind another address: the street of an address that lacks just these."""
    first = min(parts.values(), default=0)
    slot, _, part = told[first - 1].partition(".") if first else ("", "", "")
    if part not in STREETS or slot not in ("invoice", "delivery") or not STREETS.isdisjoint(parts):
        return ""
    has_city = any(f"{slot}.{one}" in told for one in CITIES)
    return "" if has_city or CITIES.isdisjoint(parts) else slot


def _is_loose(target: str, meaning: Meaning) -> bool:
    """A column that is nothing yet, or a part of the plain address though its header says of another."""
    return not target or (target.startswith("address.") and meaning[1] >= LATER)


def _is_taken(told: Sequence[str], slot: str, by_others_than: Iterable[int]) -> bool:
    mine = set(by_others_than)
    return any(one.startswith(f"{slot}.") for place, one in enumerate(told) if place not in mine)


def _told_apart(told: Sequence[str], meanings: Sequence[Meaning]) -> list[_Group]:
    """`Bezoekadres postcode` beside a plain `Postcode`: not the same address."""
    named, plain = _Group("address2"), set()
    for place, (target, rank) in enumerate(meanings):
        slot, _, part = target.partition(".")
        if slot == "address" and part in PARTS:
            if rank < LATER and told[place]:
                plain.add(part)
            elif LATER <= rank < 2 * LATER:
                named.parts.setdefault(part, place)
    is_there_twice = bool(plain & CITIES) and bool(named.parts.keys() & CITIES)
    return [named] if is_there_twice else []


def _numbered(told: Sequence[str], headers: Sequence[str], meanings: Sequence[Meaning]) -> list[_Group]:
    """`Postcode (2)` and `Postcode 2`; then `Adres 2` is no second line but the street of that address."""
    groups: dict[str, _Group] = {}
    for place, (target, _) in enumerate(meanings):
        slot, _, part = target.partition(".")
        found = _NUMBERED.fullmatch(headers[place].strip())
        if slot == "address" and found and part in PARTS:
            slot = f"address{found['copy']}"
            group = groups.setdefault(slot, _Group(slot))
            if part == "line2" and told[place]:
                group.parts.setdefault("line2" if "line1" in group.parts else "line1", place)
            elif not told[place]:
                group.parts.setdefault(part, place)
    return [one for one in groups.values() if not CITIES.isdisjoint(one.parts)]


def _alike(told: Sequence[str], headers: Sequence[str]) -> list[_Group]:
    """Columns without meaning whose headers share a word before or behind a part of an address."""
    groups: dict[tuple[bool, str], _Group] = defaultdict(_Group)
    for place, header in enumerate(headers):
        if told[place]:
            continue
        tokens = fold_header(header).split()
        for cut in range(1, min(LONGEST, len(tokens) - 1) + 1):
            shared = (True, tokens[:cut], tokens[cut:]), (False, tokens[-cut:], tokens[:-cut])
            for is_before, owner, rest in shared:
                part = part_of(" ".join(rest))
                if part:
                    groups[is_before, " ".join(owner)].take(part, place, words=" ".join(rest))
    return sorted(groups.values(), key=lambda one: -len(one.parts))
