"""What somebody has entered in a form, and what is wrong with it, at each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.http import QueryDict
from django.utils.translation import get_language, gettext, ngettext

from pakhuis.kernel.problem import Place, Problem
from pakhuis.kernel.written_numbers import with_point
from pakhuis.ui.picking_words import BATCH_STATUS
from pakhuis.ui.words import (
    DELIVERY_STATE,
    FIELD,
    IMPORT_STATE,
    KIND,
    MAIL_STATE,
    ORDER_STATUS,
    PICKLIST_STATUS,
    TELLING_STATE,
)


def sentence(problem: Problem) -> str:
    """A problem in the reader's language."""
    params = {name: _param(name, value) for name, value in problem.params}
    text = ngettext(problem.one, problem.text, problem.number) if problem.one else gettext(problem.text)
    return text % params


def _param(name: str, value: str) -> str:
    """What a sentence names: states and kinds of things in words, all else as it is."""
    if name == "where":
        words = (one.partition(": ") for one in value.split(", "))
        return ", ".join(f"{gettext(word)}: {count}" for word, _colon, count in words)
    return str(_NAMED.get(name, {}).get(value, value))


_NAMED: dict[str, dict[str, Any]] = {
    "status": {
        **TELLING_STATE,
        **DELIVERY_STATE,
        **IMPORT_STATE,
        **MAIL_STATE,
        **BATCH_STATUS,
        **PICKLIST_STATUS,
        **ORDER_STATUS,
    },
    "kind": KIND,
    "field": FIELD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field as a form shows it, and the words for what can be chosen in it.

    Fields of one `row` belong together. Of radio buttons each is one, with the `code` it stands for.
    """

    name: str
    label: str
    kind: str = "text"
    options: Iterable[tuple[object, object]] = ()
    row: str = ""
    code: str = ""


@dataclass
class Entered:
    """The values of a form by name, with the problems of the last try by their dotted place.

    `mark` is of what the form was shown with. `theirs` stands there now, where somebody else was first;
    `shown` fills up with the fields while the page is put together, and tells both versions in words.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    mark: str = ""
    theirs: Mapping[str, Any] | None = None
    shown: list[Shown] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """What stands in a field."""
        if isinstance(self.values, QueryDict):
            return self.values.get(name, "")
        return self.values.get(name, "")

    def chosen(self, name: str) -> list[str]:
        """What is ticked or chosen in a field of several."""
        if isinstance(self.values, QueryDict):
            return [str(one) for one in self.values.getlist(name)]
        several = self.values.get(name, ())
        return [str(one) for one in several]

    def row_count(self, start: str) -> int:
        """How many rows there are whose fields are called `start.<row>.<field>`, in either version."""
        return row_count((*self.values, *(self.theirs or ())), start)

    @property
    def delivery_is_other(self) -> bool:
        return bool(self.value("delivery") == "other")

    @property
    def invoice_is_other(self) -> bool:
        return bool(self.value("invoice") == "other")

    def errors(self, place: str) -> list[str]:
        """The sentences that belong to this field or anything below it."""
        wanted = tuple(place.split("."))
        return [sentence(one) for one in self.problems if _text(one.path)[: len(wanted)] == wanted]

    def others(self, places: Iterable[str]) -> list[str]:
        """The sentences whose field is not on the form: shown above it, so that none is lost."""
        shown = [tuple(place.split(".")) for place in places]
        return [
            sentence(one)
            for one in self.problems
            if not any(_text(one.path)[: len(place)] == place for place in shown)
        ]


def _text(path: Place) -> tuple[str, ...]:
    return tuple(str(step) for step in path)


def text(values: QueryDict, name: str) -> str:
    return values.get(name, "").strip()


def flag(values: QueryDict, name: str) -> bool:
    return values.get(name) in ("on", "true", "1", "yes")


def three_way(values: QueryDict, name: str) -> bool | None:
    """Yes, no, or empty for "as set elsewhere"."""
    return {"yes": True, "no": False}.get(values.get(name, ""))


def whole(values: QueryDict, name: str) -> int | None:
    """An id that was chosen; None for none."""
    raw = values.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else None


def wholes(values: QueryDict, name: str) -> tuple[int, ...]:
    """The ids that were ticked."""
    return tuple(
        int(raw) for raw in values.getlist(name) if raw.isascii() and raw.isdigit() and len(raw) < 19
    )


def row_count(values: Iterable[str], start: str, *, most: int = 1000) -> int:
    """How many rows a form has whose fields are called `start.<row>.<field>`: as many as were sent."""
    split = (name.split(".") for name in values)
    rows = {one[1] for one in split if len(one) == 3 and one[0] == start}
    known = (int(row) for row in rows if row.isascii() and row.isdigit() and len(row) < 4)
    return min(most, 1 + max(known, default=-1))


def amount_text(value: Decimal) -> str:
    """A number as it stands in a field: without needless decimals, with the reader's decimal sign."""
    return format_decimal(value, format="0.####", locale=get_language() or "nl")


def number(values: QueryDict, name: str) -> str:
    """A number as people write it here, with a decimal point."""
    return with_point(text(values, name).replace("€", ""))


def day(values: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(text(values, name))
    except ValueError:
        return None
