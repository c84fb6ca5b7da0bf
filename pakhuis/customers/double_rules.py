"""When two customers look like one: reasons with their weight, never a decision. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from pakhuis.kernel.text import fold


class Reason(StrEnum):
    """Why two customers may be the same, the surest first."""

    EMAIL = "email"
    VAT_NUMBER = "vat_number"
    PHONE = "phone"
    POSTCODE = "postcode"
    NAME = "name"


WEIGHT = {Reason.EMAIL: 40, Reason.VAT_NUMBER: 40, Reason.PHONE: 30, Reason.POSTCODE: 25, Reason.NAME: 15}
NEAR = 0.86
"""How alike two names must be, from 0 to 1: one letter in eight may differ."""
_FORMS = frozenset("bv b.v. nv n.v. vof v.o.f. cv gmbh ag kg sa sarl sprl bvba ltd limited inc llc".split())
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What of a customer is compared. Postcodes and cities are folded, of all addresses."""

    name: str
    email_key: str = ""
    phone_key: str = ""
    vat_number: str = ""
    postcodes: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()


def reasons(one: Looks, other: Looks) -> tuple[Reason, ...]:
    """Everything that speaks for the two being one; an empty value never does."""
    near = is_near(one.name, other.name)
    told = {
        Reason.EMAIL: bool(one.email_key) and one.email_key == other.email_key,
        Reason.VAT_NUMBER: bool(one.vat_number) and one.vat_number == other.vat_number,
        Reason.PHONE: bool(one.phone_key) and one.phone_key == other.phone_key,
        Reason.POSTCODE: bare(one.name) == bare(other.name) and bool(one.postcodes & other.postcodes),
        Reason.NAME: near and bool(one.cities & other.cities),
    }
    return tuple(reason for reason in Reason if told[reason])


def weight(found: Collection[Reason]) -> int:
    """How sure a pair is, for the order of the queue."""
    return sum(WEIGHT[reason] for reason in found)


def bare(name: str) -> str:
    """A name without its legal form and signs; all of it when nothing else would be left."""
    folded = fold(name)
    words = [word for word in folded.split() if word.strip(",;()") not in _FORMS]
    return " ".join(_WORD.findall(" ".join(words))) or folded


def is_near(one: str, other: str) -> bool:
    """Whether two names are nearly equal: a letter more, two words changed about, another legal form."""
    first, second = bare(one), bare(other)
    if first == second or sorted(first.split()) == sorted(second.split()):
        return True
    if abs(len(first) - len(second)) > max(len(first), len(second)) * (1 - NEAR) * 2:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= NEAR


def pieces(name: str) -> list[str]:
    """Fragments of which a nearly equal name has one: its longest words, of a single one both halves."""
    words = sorted({word for word in bare(name).split() if len(word) >= 3}, key=lambda one: (-len(one), one))
    if len(words) == 1 and len(words[0]) >= 6:
        half = len(words[0]) // 2
        return [words[0][:half], words[0][half:]]
    return words[:2]
