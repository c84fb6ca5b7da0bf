"""What stands in own fields of orders, as words that rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pakhuis.orders.models import OrderField
from pakhuis.ownfields.reading import Texts
from pakhuis.ownfields.values import SEPARATOR, OwnFieldKind

ANYTHING = ""
"""Stands for whatever is filled in."""


def word_of(field_id: int, value: str = ANYTHING) -> str:
    """A value of a field, or that something stands in it, as one word."""
    return f"{field_id}:{value}"


def words_in(texts: Texts) -> set[str]:
    """Of each field in which something stands that it does, and every value it has."""
    return {
        word_of(field, value) for field, text in texts.items() for value in (ANYTHING, *text.split(SEPARATOR))
    }


def words_to_ask(fields: Iterable[OrderField]) -> Iterator[tuple[OrderField, str]]:
    """What a rule can ask of these fields: that each is filled in, and what can be chosen in it."""
    for field in fields:
        yield field, ANYTHING
        for value in ("yes", "no") if field.kind == OwnFieldKind.YES_NO else field.choices:
            yield field, value
