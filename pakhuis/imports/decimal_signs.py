"""Which sign is the decimal one in a column of numbers, as its own cells tell, else those beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_NO_NUMBER = re.compile(r"[\s%€$£']|EUR", re.IGNORECASE)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""A thousand and more, or a fraction with three digits."""
_ONE_SIGN = re.compile(r"[+-]?\d*([.,])\d+")
_SEVERAL = re.compile(r"[+-]?\d{1,3}(?:(\.)\d{3}){2,}|[+-]?\d{1,3}(?:(,)\d{3}){2,}")
OTHER = {".": ",", ",": "."}


def sign_in(text: str) -> str:
    """The decimal sign that a number shows beyond doubt; empty when it shows none."""
    bare = _NO_NUMBER.sub("", text)
    if "," in bare and "." in bare:
        return "," if bare.rfind(",") > bare.rfind(".") else "."
    if several := _SEVERAL.fullmatch(bare):
        return OTHER[several[1] or several[2]]
    one = _ONE_SIGN.fullmatch(bare)
    return one[1] if one and not _EITHER.fullmatch(bare) else ""


@dataclass(slots=True)
class Signs:
    """What the cells of columns showed so far, by target: decimal signs, and the first that may be either."""

    shown: dict[str, set[str]] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)

    def look(self, target: str, texts: Iterable[str]) -> None:
        """Take more cells of a column into account."""
        shown = self.shown.setdefault(target, set())
        for text in texts:
            if "." not in text and "," not in text:
                continue
            sign = sign_in(text)
            if sign:
                shown.add(sign)
            elif target not in self.doubtful and _EITHER.fullmatch(_NO_NUMBER.sub("", text)):
                self.doubtful[target] = text

    def settled(self) -> dict[str, str]:
        """The decimal sign of each column with doubtful cells, as far as the file tells."""
        of_file = set().union(*self.shown.values())
        told = {target: self.shown[target] or of_file for target in self.doubtful}
        return {target: next(iter(signs)) for target, signs in told.items() if len(signs) == 1}

    def open(self) -> dict[str, str]:
        """Of each column that stays doubtful a cell that may be either."""
        known = self.settled()
        return {target: text for target, text in self.doubtful.items() if target not in known}
