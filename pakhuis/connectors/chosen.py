"""What a buyer chose or wrote with a product, such as an engraving: printed below its line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import strip_tags

from pakhuis.connectors.reading import text

LONGEST = 2_000
"""Letters of what is told with one line; more is cut off."""


def chosen(told: Iterable[tuple[object, object]], *, name: str) -> str:
    """A line for each label and value, but for what shops keep for themselves and what the name says already.

    Names that begin with ``_`` are hidden by shops too.
    """
    said = list[str]()
    for label, value in ((text(label), strip_tags(text(value)).strip()) for label, value in told):
        if value and not label.startswith("_") and not _is_said(value, name):
            said.append(f"{label}: {value}" if label else value)
    return "\n".join(said)[:LONGEST]


def _is_said(value: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", name, re.IGNORECASE) is not None
