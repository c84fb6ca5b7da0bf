"""What a row does to a customer: made, changed, left, ignored or refused, and which values differ. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from pakhuis.customers.books import book_text, country_in
from pakhuis.customers.rules import check_values
from pakhuis.customers.vat import vat_number_of
from pakhuis.imports.assembling import NOTHING, CustomerRow, RowAddress
from pakhuis.imports.book_rules import NONE_TOLD, Book, kinds_told, merged_book
from pakhuis.imports.columns.contract import CLEAR, Clear
from pakhuis.imports.problems import is_duplicate, is_retired, not_clearable
from pakhuis.imports.states import Duplicates, Outcome
from pakhuis.imports.trial_problems import stays_archived
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Problem
from pakhuis.ownfields.values import OwnFieldSpec, OwnText, check_own_value, joined

EMPTY_VALUES: Mapping[str, Any] = {
    "discount": Decimal("0.00"),
    "template_id": None,
    "autosplit": None,
    "calculate_vat": True,
    "language": "",
}
"""What a cleared field holds; all others become an empty text."""
NEVER_EMPTY = frozenset(("calculate_vat", "language"))
"""Fields that always hold something, so that "fill empty fields only" never writes them."""

Own = Mapping[int, tuple[OwnText, ...]]
Change = tuple[str, str, str]
"""A field with its old and new value as text."""


class Present(NamedTuple):
    """A customer as it is: there already, or as the rows before have made it.

    `fields` may hold more than a file can say; it is replaced, never changed. `said` are the addresses of
    the last row about it, `told` the kinds of default address that rows before that told.
    """

    id: int | None
    fields: Mapping[str, Any]
    book: Book = ()
    tags: frozenset[str] = frozenset()
    price_lists: frozenset[int] = frozenset()
    own: Own = NOTHING
    is_of_this_run: bool = False
    said: tuple[RowAddress, ...] = ()
    told: frozenset[str] = NONE_TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a decision needs to know of the account: names by field and id, and which lists are retired."""

    language: str
    country: str = ""
    specs: Mapping[int, OwnFieldSpec] = field(default_factory=dict)
    names: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    retired_lists: frozenset[int] = frozenset()


class Decision(NamedTuple):
    """What becomes of a row. `after` is the customer as it then is; None when the row is left out.

    `problems` are why it is left out, or what is to be known of a row that went in.
    """

    outcome: Outcome
    after: Present | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


def decide(row: CustomerRow, present: Present | None, *, duplicates: str, world: World) -> Decision:
    """What a row does. Every problem of it is told at once, and then nothing of it goes in.

    Without `present` a new customer is made. Rows of a customer this very run made supplement it, whatever
    was chosen for duplicates: two rows with the same new number are one customer.
    """
    if present is not None and duplicates == Duplicates.IGNORE and not present.is_of_this_run:
        told = (is_duplicate(str(present.fields["name"])), *_archived(present))
        return Decision(outcome=Outcome.IGNORED, problems=told)
    checks = Checks()
    checks.problems += row.problems
    given = _cleaned(row, checks, is_new=present is None)
    own = _own(row, present, world, checks)
    before = present or Present(id=None, fields={}, is_of_this_run=True)
    fills = duplicates == Duplicates.FILL and not before.is_of_this_run
    _check_retired(row, before, world, checks, fills=fills)
    if checks.problems:
        return Decision(outcome=Outcome.REFUSED, problems=tuple(dict.fromkeys(checks.problems)))
    after = _applied(row, before, given, own, fills=fills, world=world)
    changes = _differences(before, after, given, world)
    if present is None:
        return Decision(Outcome.CREATED, after, changes, row.notes)
    notes = (*row.notes, *_archived(present))
    return Decision(Outcome.CHANGED if changes else Outcome.UNCHANGED, after, changes, notes)


def _archived(present: Present) -> tuple[Problem, ...]:
    """An archived customer is changed like any other and stays out of lists, which is to be told."""
    return (stays_archived(),) if present.fields.get("archived_at") else ()


def _cleaned(row: CustomerRow, checks: Checks, *, is_new: bool) -> dict[str, Any]:
    """The row's fields by the same rules as those of people; clearing what must be filled is a problem."""
    given = dict(row.fields)
    cleared = [name for name, value in given.items() if value is CLEAR]
    for name in cleared:
        del given[name]
    if "name" in cleared:
        checks.add(not_clearable(("name",)))
    if is_new and row.number:
        given["number"] = row.number
    cleaned = check_values(given, checks, is_new=is_new)
    return cleaned | {name: EMPTY_VALUES.get(name, "") for name in cleared} if cleared else cleaned


def _own(row: CustomerRow, present: Present | None, world: World, checks: Checks) -> dict[int, Any]:
    wanted: dict[int, tuple[OwnText, ...]] = {}
    for field_id, value in row.own.items():
        spec = world.specs.get(field_id)
        if spec is None:
            continue
        had = present.own.get(field_id, ()) if present else ()
        mine = [one.choice_id for one in had if one.choice_id]
        text = "" if isinstance(value, Clear) else value
        wanted[field_id] = check_own_value(spec, text, checks, (f"own:{field_id}",), had=mine)
    return wanted


def _check_retired(row: CustomerRow, before: Present, world: World, checks: Checks, *, fills: bool) -> None:
    """A retired price list stays with whoever has it, and is given to nobody any more."""
    if not row.price_lists:
        return
    given = _joined_set(before.price_lists, row.price_lists, fills=fills)
    for one in sorted(given & world.retired_lists - before.price_lists):
        checks.add(is_retired("price list", "price_lists", world.names["price_lists"][one]))


def _applied(
    row: CustomerRow, before: Present, given: Mapping[str, Any], own: Own, *, fills: bool, world: World
) -> Present:
    """The customer with the row taken over; with `fills` only where nothing stood."""
    taken = given
    if given.get("language") == "":
        taken = {**given, "language": world.language}
    if fills:
        taken = {name: value for name, value in taken.items() if _is_empty(name, before.fields.get(name))}
    name = str(taken.get("name", before.fields.get("name", "")))
    told = before.told | kinds_told(before.said) if before.said else before.told
    book = merged_book(before.book, row.addresses, name=name, fills=fills, told=told)
    typed = taken.get("vat_number")
    if typed and typed != before.fields.get("vat_number"):
        country = country_in(before.book if before.fields else book) or world.country
        taken = {**taken, "vat_number": vat_number_of(typed, country=country)[0]}
    fields = {**before.fields, **taken}
    values = before.own
    if own:
        filled = {field_id: texts for field_id, texts in own.items() if not (fills and values.get(field_id))}
        values = {**values, **filled}
    return Present(
        before.id,
        fields,
        book,
        _joined_set(before.tags, row.tags, fills=fills),
        _joined_set(before.price_lists, row.price_lists, fills=fills),
        values,
        before.is_of_this_run,
        row.addresses,
        told,
    )


def _is_empty(name: str, value: Any) -> bool:
    """Whether nothing stands in a field; "no" is an answer, and stands."""
    return name not in NEVER_EMPTY and (value is None or value == EMPTY_VALUES.get(name, ""))


def _joined_set(before: frozenset[Any], given: tuple[Any, ...] | Clear, *, fills: bool) -> frozenset[Any]:
    """A set with what was given added; one that holds something is left by `fills`."""
    if not given or (fills and before):
        return before
    return frozenset() if isinstance(given, Clear) else before | frozenset(given)


def _differences(before: Present, after: Present, given: Collection[str], world: World) -> tuple[Change, ...]:
    """What the row changed; of the fields only those it gave can have."""
    changes = []
    had, has = before.fields, after.fields
    for name in given:
        old = had[name] if name in had else _unsaid(name, world) if had else EMPTY_VALUES.get(name, "")
        new = has.get(name, old)
        if old != new:
            told = new if isinstance(new, str) else _text(name, new, world)
            changes.append((name, old if isinstance(old, str) else _text(name, old, world), told))
    if before.book is not after.book and before.book != after.book:
        gone, new_ones = _apart(before.book, after.book)
        changes.append(("addresses", book_text(gone), book_text(new_ones)))
    if before.tags != after.tags:
        changes.append(("tags", ", ".join(sorted(before.tags)), ", ".join(sorted(after.tags))))
    if before.price_lists != after.price_lists:
        old_text, new_text = (
            _names("price_lists", some, world) for some in (before.price_lists, after.price_lists)
        )
        changes.append(("price_lists", old_text, new_text))
    for field_id, texts in after.own.items():
        own = before.own.get(field_id, ())
        if texts != own:
            changes.append((f"own:{field_id}", joined(own), joined(texts)))
    return tuple(changes)


def _apart(before: Book, after: Book) -> tuple[Book, Book]:
    """The addresses of a book that a row changed or added, as they were and as they are; none goes.

    Whole books would be told for every row: of a chain with thousands of shops, thousands of times.
    """
    places = [place for place, one in enumerate(before) if after[place] is not one]
    told = tuple(after[place] for place in places)
    return tuple(before[place] for place in places), told + after[len(before) :]


def _unsaid(name: str, world: World) -> Any:
    """What stands in a field that no row has said anything of, of a customer this run has made."""
    return world.language if name == "language" else EMPTY_VALUES.get(name, "")


def _text(name: str, value: Any, world: World) -> str:
    """A value that is none already as text."""
    if value is None:
        return ""
    if name == "template_id":
        return world.names.get(name, {}).get(value, "")
    return str(value)


def _names(kind: str, ids: Collection[int], world: World) -> str:
    return ", ".join(sorted(world.names.get(kind, {}).get(one, "") for one in ids))
