"""A pick-up point as a client sent it: whatever it says, as long as a database can keep and give it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from pakhuis.kernel.checking import Checks, not_a_number, too_long
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.text import storable
from pakhuis.orders.problems import too_deep

LONGEST_POINT = 5_000
"""Characters of all of it: it comes along in every list of orders."""
DEEPEST_POINT = 5
"""The point itself, its `options`, and room for what a carrier may hang below."""
_PLACE = ("pickup_point",)


def kept_point(value: Mapping[str, Any] | None, checks: Checks) -> dict[str, Any] | None:
    """The point as it is kept; None when nothing is said. What is too much of it goes to `checks`."""
    if not value:
        return None
    kept = _kept(value, checks, levels=DEEPEST_POINT)
    if not checks.problems and len(json.dumps(kept, ensure_ascii=False)) > LONGEST_POINT:
        checks.add(too_long(_PLACE, LONGEST_POINT))
    return dict(kept)


def _kept(value: Any, checks: Checks, *, levels: int) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping | list):
        if not levels:
            checks.add(too_deep(_PLACE, DEEPEST_POINT))
            return None
        if isinstance(value, list):
            return [_kept(one, checks, levels=levels - 1) for one in value]
        return {storable(name): _kept(one, checks, levels=levels - 1) for name, one in value.items()}
    is_wild = isinstance(value, float) and not isfinite(value)
    if is_wild or (isinstance(value, int) and abs(value) > HIGHEST_ID):
        checks.add(not_a_number(_PLACE))
        return None
    return value
