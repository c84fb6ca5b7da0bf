"""How fields are described: a type, what it means, and who writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

Schema = dict[str, Any]


class Access(StrEnum):
    """`made`: by Pakhuis, never taken. `needed`: when the thing is made. `hidden`: never shown."""

    MADE = "made"
    NEEDED = "needed"
    OPEN = "open"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `taken` is what a body may hold where that is more than what an answer holds."""

    schema: Schema
    about: str
    access: Access = Access.OPEN
    taken: Schema | None = None

    @property
    def made(self) -> Field:
        return replace(self, access=Access.MADE)

    @property
    def needed(self) -> Field:
        return replace(self, access=Access.NEEDED)

    @property
    def hidden(self) -> Field:
        return replace(self, access=Access.HIDDEN)

    @property
    def or_null(self) -> Field:
        """The same, or null where there is nothing."""
        kind = self.schema.get("type")
        if kind is None or "enum" in self.schema:
            return replace(self, schema={"anyOf": [self.schema, {"type": "null"}]})
        return replace(self, schema={**self.schema, "type": [kind, "null"]})


def text(about: str) -> Field:
    return Field({"type": "string"}, about)


def whole(about: str) -> Field:
    """A whole number; digits as text are taken too."""
    return Field({"type": "integer"}, about, taken={"type": ["integer", "string", "null"]})


def number(about: str) -> Field:
    """A number; digits as text are taken too."""
    return Field({"type": "number"}, about, taken={"type": ["number", "string", "null"]})


def flag(about: str) -> Field:
    return Field({"type": "boolean"}, about, taken={"type": ["boolean", "integer", "string", "null"]})


def moment(about: str) -> Field:
    """Date and time in the account's time zone, without saying so."""
    pattern = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"
    return Field({"type": "string", "pattern": pattern, "examples": ["2026-11-25 10:05:00"]}, about)


def day(about: str) -> Field:
    return Field({"type": "string", "format": "date"}, about)


def one_of(values: list[str], about: str) -> Field:
    return Field({"type": "string", "enum": values}, about)


def several(item: Schema, about: str, *, taken: Schema | None = None) -> Field:
    """A list; `taken` where a body's items look different."""
    taken_list = None if taken is None else {"type": ["array", "null"], "items": taken}
    return Field({"type": "array", "items": item}, about, taken=taken_list)


def keyed(item: Schema, about: str) -> Field:
    """An object by title; an empty list where there is nothing, as some clients know it."""
    whole_one = {"type": "object", "additionalProperties": item}
    return Field({"anyOf": [whole_one, {"type": "array", "maxItems": 0}]}, about)


def nothing(about: str = "Not used here; always null.") -> Field:
    return Field({"type": "null"}, about, Access.MADE)


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource by name: what an answer holds, and what a body may hold."""

    name: str
    fields: Mapping[str, Field] = field(default_factory=dict)

    @property
    def ref(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self.name}"}

    @property
    def body_ref(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self.name}Body"}

    def answer_schema(self) -> Schema:
        """Everything but what is hidden, all of it always there, nothing else."""
        shown = {name: one for name, one in self.fields.items() if one.access is not Access.HIDDEN}
        return {
            "type": "object",
            "properties": {
                name: {
                    **one.schema,
                    "description": one.about,
                    **({"readOnly": True} if one.access is Access.MADE else {}),
                }
                for name, one in shown.items()
            },
            "required": list(shown),
            "additionalProperties": False,
        }

    def body_schema(self) -> Schema:
        """What may be written; unknown fields are left aside, so more is allowed."""
        open_ones = {name: one for name, one in self.fields.items() if one.access is not Access.MADE}
        return {
            "type": "object",
            "properties": {
                name: {
                    **(one.taken or one.schema),
                    "description": one.about,
                    **({"writeOnly": True} if one.access is Access.HIDDEN else {}),
                }
                for name, one in open_ones.items()
            },
            "x-needed": [name for name, one in open_ones.items() if one.access is Access.NEEDED],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a route takes and gives. `answer` None is 204, or any JSON with `anything`."""

    answer: Thing | Schema | None = None
    is_list: bool = False
    status: int = 200
    body: Thing | None = None
    query: tuple[str, ...] = ()
    about: str = ""

    def answer_schema(self) -> Schema | None:
        if self.answer is None:
            return None
        one = self.answer.ref if isinstance(self.answer, Thing) else self.answer
        return {"type": "array", "items": one} if self.is_list else one
