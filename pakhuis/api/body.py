"""Reading what clients send: JSON of any content type, `null`, `[]`, nothing at all; and values in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic import BaseModel, ConfigDict

from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber, as_whole
from pakhuis.kernel.text import storable

_MAY_BE_NO_LETTER = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)|\xed[\xa0-\xbf]|\x00")
"""NUL or half a letter, written as an escape, as bytes, or in two bytes a letter: else there is none."""
_OFFSET_AFTER_SPACE = re.compile(r"(:\d\d\S*) (\d\d:?\d\d)$")
NO_ID = -1
"""Stands for what can be no id, so that the rules report it as unknown at its place."""


class NotJsonError(Exception):
    """The body is not JSON."""


class LenientParser(Parser):
    """Takes every body there is for what it was meant to be."""

    def parse_body(self, request: HttpRequest) -> Any:
        text = request.body.strip()
        if not text:
            return {}
        try:
            parsed = json.loads(text, parse_constant=_refused)
            if _MAY_BE_NO_LETTER.search(text):
                parsed = _whole_letters(parsed)
        except (ValueError, RecursionError):
            raise NotJsonError from None
        return {} if parsed is None or parsed == [] else parsed


def _refused(constant: str) -> Any:
    """`NaN` and `Infinity`, which Python reads though they are not JSON."""
    raise ValueError(constant)


def _whole_letters(value: Any) -> Any:
    """The same without NUL and halves of letters, of which no database makes text."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_whole_letters(one) for one in value]
    if isinstance(value, dict):
        return {_whole_letters(name): _whole_letters(one) for name, one in value.items()}
    return value


class Body(BaseModel):
    """A JSON object with any keys; those that nobody reads are ignored."""

    model_config = ConfigDict(extra="allow")


EMPTY = Body()
"""What stands for no body at all."""


def fields_of(body: Body) -> Mapping[str, Any]:
    """What the client gave, by name."""
    return dict(body.model_extra or {})


def changed_fields(body: Body, before: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the client gave that is not as it was given out before.

    Clients send a whole thing back with one field changed; what is as it was says nothing, so that the old
    value under a new spelling does not stand in the way of the new value under an old one.
    """
    return {name: value for name, value in fields_of(body).items() if before.get(name, body) != value}


def first(given: Mapping[str, Any], *names: str) -> Any:
    """The value under the first of these spellings that was given, else `NOT_GIVEN`."""
    return next((given[name] for name in names if name in given), NOT_GIVEN)


def text(value: Any) -> str:
    """Text as text, a number as its digits, everything else as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def text_or_not(value: Any) -> str | NotGiven:
    return NOT_GIVEN if value is NOT_GIVEN else text(value)


def number(value: Any) -> RawNumber:
    """A number as it was sent; what cannot be one is handed on as text, to be refused at its place."""
    if value is NOT_GIVEN or value is None:
        return None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    return json.dumps(value)[:40]


def flag(value: Any) -> bool | None:
    """true, 1, "true", "1" and so on; None for null and everything else."""
    if isinstance(value, str):
        value = value.strip().lower()
    if value in (True, 1, "1", "true", "yes", "ja"):
        return True
    return False if value in (False, 0, "0", "false", "no", "nee") else None


def identifier(value: Any) -> int | None:
    """An id; None for null and nothing; `NO_ID` for what can be none."""
    if value is NOT_GIVEN or value is None or value == "":
        return None
    whole = as_whole(value)
    return whole if whole is not None and whole > 0 else NO_ID


def identifiers(value: Any, key: str) -> tuple[int, ...]:
    """A list of ids, each bare or in an object under `key`."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return () if value in (NOT_GIVEN, None) else (NO_ID,)
    bare = [one.get(key) if isinstance(one, Mapping) else one for one in value]
    return tuple(identifier(one) or NO_ID for one in bare)


def day(value: Any) -> date | None:
    """A date, also as the beginning of a date with time; None when it is none."""
    try:
        return date.fromisoformat(text(value).strip()[:10])
    except ValueError:
        return None


def raw_day(value: Any) -> str | None:
    """A day as it was sent, to be read by the rules; what cannot be one is refused there at its place."""
    if value is NOT_GIVEN or value is None:
        return None
    return value if isinstance(value, str) else json.dumps(value)[:40]


def moment(value: str) -> datetime | None:
    """A date with time as clients spell it, with or without an offset; a bare date is its beginning.

    Between day and time a plus may stand for a space; in a query the plus of an offset that was not escaped
    has become one. None when it is neither.
    """
    try:
        return datetime.fromisoformat(_OFFSET_AFTER_SPACE.sub(r"\1+\2", value.strip()))
    except ValueError:
        return None
