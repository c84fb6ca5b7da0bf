"""Colours of tags: written as #rrggbb, with a text colour that can be read on them."""

from __future__ import annotations

import re
from math import sqrt

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
BRIGHT = 127.5


def is_color(text: str) -> bool:
    return _COLOR.fullmatch(text) is not None


def text_color(color: str) -> str:
    """Black on bright colours, white on dark ones, by perceived brightness."""
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    brightness = sqrt(0.299 * red**2 + 0.587 * green**2 + 0.114 * blue**2)
    return "#000000" if brightness >= BRIGHT else "#FFFFFF"
