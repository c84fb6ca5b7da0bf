"""What a scan means: which pieces of which lines it counts, or why it counts nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pakhuis.fulfilment.problems import picked_too_many
from pakhuis.fulfilment.scan_problems import complete_already, nothing_to_count
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean, key

LONGEST_SCAN = 120
_SEVERAL = re.compile(r"\s*(\d{1,6})\s*\*\s*(.+)", re.DOTALL)
_NO_AMOUNT = re.compile(r"[-+]\s*\d+(?:[.,]\d+)?\s*\*.+|\d+[.,]\d+\s*\*.+", re.DOTALL)
_GTIN_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """So many pieces of what bears this code."""

    code: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A line that wants the scanned product, `left` pieces more; in the order in which lines are served."""

    line: int
    left: int


def code_key(code: str) -> str:
    """The form for telling whether two codes are the same: case and the zeros before a GTIN do not count."""
    plain = key(code)
    if plain.isascii() and plain.isdigit() and len(plain) in _GTIN_LENGTHS:
        return plain.zfill(14)
    return plain


def readings(text: str) -> tuple[Scan, ...]:
    """What a scanned or typed text may mean, the most literal first: ``5*MUG`` is a code, or five of MUG."""
    typed = clean(text)[:LONGEST_SCAN]
    if not typed:
        return ()
    found = [Scan(code=typed, amount=1)]
    several = _SEVERAL.fullmatch(typed)
    if several:
        found.append(Scan(code=several[2].strip(), amount=int(several[1])))
    return tuple(found)


def has_no_amount(text: str) -> bool:
    """Whether something that is no whole number of pieces stands before the code: ``-1*MUG``, ``1,5*MUG``."""
    return bool(_NO_AMOUNT.fullmatch(clean(text)[:LONGEST_SCAN]))


def served(lines: Sequence[Wanted], *, amount: int, code: str) -> tuple[tuple[int, int], ...]:
    """Which line gets how many pieces, one line after the other; all of `amount` or `Refused`."""
    left = sum(one.left for one in lines)
    if not left:
        raise Refused([complete_already(code)])
    if amount < 1:
        raise Refused([nothing_to_count()])
    if amount > left:
        raise Refused([picked_too_many(left, ("code",))])
    grips = []
    for one in lines:
        pieces = min(one.left, amount)
        if pieces:
            grips.append((one.line, pieces))
            amount -= pieces
    return tuple(grips)
