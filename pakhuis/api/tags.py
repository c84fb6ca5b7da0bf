"""Tags inside other objects: an object keyed by title, with a text colour that can be read."""

from __future__ import annotations

from typing import Any

from pakhuis.accounts.colors import text_color
from pakhuis.accounts.models import Tag


def shape(tag: Tag) -> dict[str, Any]:
    """One tag."""
    return {
        "idtag": tag.pk,
        "title": tag.title,
        "color": tag.color,
        "inherit": tag.inherit,
        "textColor": text_color(tag.color),
    }
