"""Tags inside other objects: an object keyed by title, with a text colour that can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pakhuis.accounts.colors import text_color
from pakhuis.accounts.models import Tag

COLUMNS = ("tag_id", "tag__title", "tag__color", "tag__inherit")
"""What is read of a tag on something, in this order."""


def shape(tag: Tag) -> dict[str, Any]:
    """One tag."""
    return shape_of(tag.pk, tag.title, tag.color, inherit=tag.inherit)


def shape_of(number: int, title: str, color: str, *, inherit: bool) -> dict[str, Any]:
    return {
        "idtag": number,
        "title": title,
        "color": color,
        "inherit": inherit,
        "textColor": text_color(color),
    }


def by_title(rows: Iterable[Sequence[Any]]) -> Mapping[int, dict[str, Any]]:
    """Tags by what they are on and by title; `rows` are that thing's id and `COLUMNS`, ordered by title."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for on, number, title, color, inherit in rows:
        found[on][title] = shape_of(number, title, color, inherit=inherit)
    return found
