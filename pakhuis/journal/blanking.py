"""What a fact still says when the person it is about was erased. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

SAID_ABOUT_NOBODY = frozenset(
    {"field", "how", "identity", "status", "from_status", "kind", "mail", "currency"}
)
"""Texts of facts that are words of ours, whatever they are about."""
OUR_NUMBERS = frozenset({"number", "to_number"})
"""Of orders and picklists these are numbers of ours; of a customer it is a VAT number, perhaps a person."""


def blanked(data: Any, *, kind: str) -> Any:
    """What a fact about a subject of this kind tells, without what it says in words."""
    return _blanked(data, kept=SAID_ABOUT_NOBODY if kind == "customer" else SAID_ABOUT_NOBODY | OUR_NUMBERS)


def _blanked(value: Any, *, kept: Collection[str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _blanked(one, kept=kept, name=key) for key, one in value.items()}
    if isinstance(value, list):
        return [_blanked(one, kept=kept, name=name) for one in value]
    return "" if isinstance(value, str) and name not in kept else value
