"""Several names in one text, as cells of files have them: told so that they come apart again as they were."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import islice

from pakhuis.kernel.text import key

_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
_NEEDS_QUOTES = re.compile(r'[,;|\n"]|:::')
_BETWEEN = re.compile(r"[,;|\n]|:::")
COMMA = ", "
LONGEST = 300
MOST_PARTS = 12
"""A name that is looked for whole has so many letters and pieces at most."""


def listed(names: Sequence[str], known: Container[str] = frozenset()) -> str:
    """The names with commas between them; one that holds what may stand between names is quoted.

    All of them are where they would be read as others that are `known`: `A` and `B` beside `A, B`.
    """
    told = COMMA.join(_quoted(one) if _NEEDS_QUOTES.search(one) else one for one in names)
    if len(names) < 2 or names_in(told, known) == [*names]:
        return told
    return COMMA.join(map(_quoted, names))


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def names_in(text: str, known: Container[str] = frozenset()) -> list[str]:
    """The names a text lists between commas, semicolons, bars or lines; empty ones are left out.

    A quoted name is taken whole, and so is the longest one that is `known` (by its form for comparing), as
    other programs do not quote.
    """
    names = []
    start = 0
    while start < len(text):
        name, start = _next(text, start, known)
        names.append(name.strip())
    return [name for name in names if name]


def _next(text: str, start: int, known: Container[str]) -> tuple[str, int]:
    """The name that begins here, and where the one behind it does."""
    quoted = _QUOTED.match(text, start)
    if quoted is not None:
        between = _BETWEEN.match(text, quoted.end())
        if between is not None or quoted.end() == len(text):
            end = len(text) if between is None else between.end()
            return quoted[1].replace('""', '"'), end
    first = _BETWEEN.search(text, start)
    if first is None:
        return text[start:], len(text)
    more = _BETWEEN.finditer(text, first.end(), start + LONGEST)
    ends = [(one.start(), one.end()) for one in islice(more, MOST_PARTS)]
    if len(text) <= start + LONGEST and len(ends) < MOST_PARTS:
        ends.append((len(text), len(text)))
    for stop, after in reversed(ends):
        if key(text[start:stop]) in known:
            return text[start:stop], after
    return text[start : first.start()], first.end()
