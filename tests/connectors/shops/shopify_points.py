"""What a question costs at Shopify: an object is a point, a list two and its size times what each brings.

Source: Shopify's page about the limits of its Admin API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MOST = 1000
"""A dearer question is refused."""
PIECES = re.compile(r"\w+\([^)]*\)|\w+|[{}]")
SIZE = re.compile(r"first: (\$?)(\w+)")


def points(query: str, variables: Mapping[str, Any]) -> int:
    """The price of a question before it is answered: for all that it could bring."""
    pieces = PIECES.findall(query[query.index("{") :])
    return _inside(pieces, 1, variables)[0]


def _inside(pieces: list[str], place: int, variables: Mapping[str, Any]) -> tuple[int, int]:
    """The price of what stands between two braces, and where it ends."""
    total, name = 0, ""
    while pieces[place] != "}":
        if pieces[place] == "{":
            inner, place = _inside(pieces, place + 1, variables)
            size = SIZE.search(name)
            if size:
                total += 2 + inner * int(variables[size[2]] if size[1] else size[2])
            elif name != "pageInfo":
                total += 1 + inner
        name, place = pieces[place], place + 1
    return total, place
