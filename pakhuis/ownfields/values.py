"""Own fields: which kinds there are, and what may stand in one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pakhuis.kernel.checking import Checks, missing, not_a_date, not_a_number
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Place
from pakhuis.kernel.text import clean, key
from pakhuis.kernel.written_numbers import with_point
from pakhuis.ownfields.problems import not_yes_or_no, only_one_choice, unknown_choice

SEPARATOR = ";"
"""Between the values of a multiple choice, where they stand in one text (API, files, logbook)."""
KEY_LENGTH = 200
_YES = frozenset(("yes", "ja", "true", "waar", "1", "on", "aan", "x", "j", "y"))
_NO = frozenset(("no", "nee", "false", "onwaar", "0", "off", "uit", "n"))


class OwnFieldKind(StrEnum):
    """What sort of value an own field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    RADIO = "radio"
    SELECT = "select"
    MULTIPLE = "multiple"


CHOICE_KINDS = frozenset((OwnFieldKind.RADIO, OwnFieldKind.SELECT, OwnFieldKind.MULTIPLE))
TEXT_LENGTHS: Mapping[OwnFieldKind, int] = {OwnFieldKind.TEXT: 300, OwnFieldKind.LONG_TEXT: 10_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible value; a retired one stays where it was chosen and is offered no more."""

    id: int
    title: str
    is_retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldSpec:
    """An own field as the rules read it."""

    id: int
    title: str
    kind: OwnFieldKind
    is_required: bool = False
    is_retired: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def has_choices(self) -> bool:
        return self.kind in CHOICE_KINDS

    @property
    def is_asked(self) -> bool:
        """Whether a customer without it is incomplete."""
        return self.is_required and not self.is_retired


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """One value as it is stored: a text, or one of the choices (`text` is its title then)."""

    text: str
    choice_id: int | None = None


def check_own_value(
    spec: OwnFieldSpec,
    value: str | Sequence[str],
    checks: Checks,
    path: Place,
    *,
    had: Collection[int] = (),
) -> tuple[OwnText, ...]:
    """What is stored for `value`; nothing for an empty one. What is wrong goes to `checks` at `path`.

    Several values of a multiple choice are a list, or a text with `;` between them. A choice is named by its
    title, without regard to case. A retired choice may stay with who has it (`had`: ids of choices).
    """
    if spec.has_choices:
        return _choices(spec, _several(spec, value), checks, path, had=had)
    text = clean(value if isinstance(value, str) else SEPARATOR.join(value))
    if not text:
        return ()
    stored = _plain(spec.kind, text, checks, path)
    return (OwnText(text=stored),) if stored else ()


def _plain(kind: OwnFieldKind, text: str, checks: Checks, path: Place) -> str:
    if kind is OwnFieldKind.NUMBER:
        number = as_decimal(with_point(text))
        if number is None:
            checks.add(not_a_number(path))
        return "" if number is None else number_text(number)
    if kind is OwnFieldKind.DATE:
        day = as_day(text)
        if day is None:
            checks.add(not_a_date(text, path))
        return "" if day is None else day.isoformat()
    if kind is OwnFieldKind.YES_NO:
        word = key(text)
        if word not in _YES | _NO:
            checks.add(not_yes_or_no(text, path))
        return "yes" if word in _YES else "no"
    return checks.text(path, text, limit=TEXT_LENGTHS[kind])


def _several(spec: OwnFieldSpec, value: str | Sequence[str]) -> list[str]:
    """The titles that were given; one that holds a `;` itself is found whole before it is cut."""
    if not isinstance(value, str):
        given: Iterable[str] = value
    elif spec.kind is OwnFieldKind.MULTIPLE and not _is_title(spec, value):
        given = value.split(SEPARATOR)
    else:
        given = (value,)
    return [text for text in dict.fromkeys(clean(one) for one in given) if text]


def _is_title(spec: OwnFieldSpec, text: str) -> bool:
    return any(key(choice.title) == key(text) for choice in spec.choices)


def _choices(
    spec: OwnFieldSpec, titles: Sequence[str], checks: Checks, path: Place, *, had: Collection[int]
) -> tuple[OwnText, ...]:
    offered = {key(one.title): one for one in spec.choices if not one.is_retired or one.id in had}
    found: dict[int, Choice] = {}
    for title in titles:
        choice = offered.get(key(title))
        if choice is None:
            checks.add(unknown_choice(title, path))
        else:
            found[choice.id] = choice
    if len(found) > 1 and spec.kind is not OwnFieldKind.MULTIPLE:
        checks.add(only_one_choice(path))
    order = {choice.id: place for place, choice in enumerate(spec.choices)}
    return tuple(
        OwnText(text=one.title, choice_id=one.id) for one in sorted(found.values(), key=lambda c: order[c.id])
    )


def check_required(
    specs: Iterable[OwnFieldSpec], filled: Collection[int], checks: Checks, *, under: str = "own_fields"
) -> None:
    """A problem at every field that must be filled in and is not among `filled` (ids of fields)."""
    for spec in specs:
        if spec.is_asked and spec.id not in filled:
            checks.add(missing((under, spec.id)))


def is_incomplete(specs: Iterable[OwnFieldSpec], filled: Collection[int]) -> bool:
    """Whether a required field is empty, of a customer with values in these fields."""
    return any(spec.is_asked and spec.id not in filled for spec in specs)


def joined(texts: Iterable[OwnText]) -> str:
    """The values of a field as one text."""
    return SEPARATOR.join(one.text for one in texts)


def value_key(text: str) -> str:
    """The form in which values are compared and found."""
    return key(text)[:KEY_LENGTH]


def number_text(number: Decimal) -> str:
    """A number without needless zeros: 12.50 is 12.5."""
    plain = f"{number:f}" if number else "0"
    return plain.rstrip("0").rstrip(".") or "0" if "." in plain else plain


def as_day(text: str) -> date | None:
    """A date as 2026-11-25, 25-11-2026 or 25/11/2026, also with a time behind it; None when it is none."""
    first = text.partition("T")[0].partition(" ")[0]
    parts = first.replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    if len(parts[0]) != 4:
        parts.reverse()
    if len(parts[0]) != 4:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None
