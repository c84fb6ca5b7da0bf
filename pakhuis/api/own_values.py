"""Values of own fields in bodies and answers, the same for customers, orders and products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pakhuis.api.body import NO_ID, identifier, text
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.ownfields.intake import GivenOwnValue


def given_values(value: Any, id_name: str) -> tuple[GivenOwnValue, ...] | NotGiven:
    """A list of `{<id_name>, value}`; a field not in it stays as it is."""
    if value is NOT_GIVEN or value is None:
        return NOT_GIVEN
    rows: Sequence[Any] = value if isinstance(value, list) else [None]
    return tuple(_given(one if isinstance(one, Mapping) else {}, id_name) for one in rows)


def _given(one: Mapping[str, Any], id_name: str) -> GivenOwnValue:
    field_id = identifier(one.get(id_name))
    return GivenOwnValue(
        field_id=NO_ID if field_id is None else field_id, value=value_given(one.get("value"))
    )


def value_given(value: Any) -> str | tuple[str, ...]:
    """What is to stand in a field: text, a number, true or false, or a list of choices."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return tuple(text(one) for one in value)
    return text(value)


def value_rows(
    fields: Iterable[tuple[int, str]], texts: Mapping[int, str], id_name: str
) -> list[dict[str, Any]]:
    """What stands in those of these fields (id, title) that are filled in; a value is always text."""
    return [{id_name: pk, "title": title, "value": texts[pk]} for pk, title in fields if pk in texts]
