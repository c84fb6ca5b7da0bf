"""Tags inside other objects: an object keyed by title, with a text colour that can be read."""

from __future__ import annotations

from math import sqrt
from typing import Any

from pakhuis.accounts.models import Tag

BRIGHT = 127.5


def shape(tag: Tag) -> dict[str, Any]:
    """One tag."""
    return {
        "idtag": tag.pk,
        "title": tag.title,
        "color": tag.color,
        "inherit": tag.inherit,
        "textColor": text_color(tag.color),
    }


def text_color(color: str) -> str:
    """Black on bright colours, white on dark ones, by perceived brightness."""
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    brightness = sqrt(0.299 * red**2 + 0.587 * green**2 + 0.114 * blue**2)
    return "#000000" if brightness >= BRIGHT else "#FFFFFF"
