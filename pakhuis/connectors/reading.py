"""Reading what shops send: calm about any nonsense, never raising. Anything unusable is nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from html import unescape
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from pakhuis.kernel.numbers import RawNumber, as_decimal
from pakhuis.kernel.text import clean


def text(value: object) -> str:
    """Text or a number as clean text; anything else is nothing. A whole number is one however it came."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        if not isfinite(value):
            return ""
        value = int(value) if value.is_integer() else value
    return clean(unescape(str(value)))


def at(value: object, *steps: str | int) -> Any:
    """What lies behind these steps into mappings and lists, or None."""
    for step in steps:
        if isinstance(step, int):
            rows = sequence(value)
            value = rows[step] if len(rows) > step else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def text_at(value: object, *steps: str | int) -> str:
    return text(at(value, *steps))


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def sequence(value: object) -> Sequence[Any]:
    """A list; PHP makes ``{"0": …, "2": …}`` of one from which something was taken out."""
    if isinstance(value, Mapping) and value and all(str(one).isdecimal() for one in value):
        return list(value.values())
    return value if isinstance(value, list | tuple) else ()


def is_yes(value: object) -> bool:
    """Whether a switch is on, as JSON, as a number, or as a word."""
    return value is True or text(value).lower() in ("1", "true", "yes")


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The mappings of a list; what is none is passed over."""
    return [one for one in sequence(value) if isinstance(one, Mapping)]


def number(value: object) -> RawNumber:
    """A number as it was sent; what can be none is handed on as text, to be refused at its place."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None if value is None else str(value)[:40]
    return value


def money(value: object) -> Decimal | None:
    return as_decimal(value)


def first(*values: str) -> str:
    """The first that is not empty."""
    return next(filter(None, values), "")


def joined(*parts: str, by: str = " ") -> str:
    return by.join(filter(None, parts))


def named(rows: object, *, key: str = "name", value: str = "value") -> dict[str, Any]:
    """A list of {name, value} by name, the first of each."""
    found: dict[str, Any] = {}
    for one in mappings(rows):
        if isinstance(one.get(key), str):
            found.setdefault(one[key], one.get(value))
    return found


def of_fields(fields: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that says something, whatever the case of their names."""
    lower = {str(name).strip().lower(): value for name, value in fields.items()}
    return first(*(text(lower.get(name.strip().lower())) for name in names))


def moment(value: object, *, zone: str = "UTC") -> datetime | None:
    """A time as ISO or RFC 2822; one without an offset is on the clock of `zone`."""
    written = text(value)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        try:
            found = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError):
            return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=_zone(zone))).astimezone(UTC)
    except OverflowError:
        return None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")


def known_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return bool(name)


def fingerprint(value: object) -> str:
    """A hash of a document, for shops that do not say when an order changed."""
    written = json.dumps(value, sort_keys=True, default=str).encode("utf-8", "replace")
    return hashlib.sha256(written).hexdigest()
