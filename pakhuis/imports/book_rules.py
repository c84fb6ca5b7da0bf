"""What the addresses of a row do to an address book: known again, completed, changed or added. Pure.

Without a word on what it is for, an address is looked for in the book: one that contradicts nothing is the
same, and what it lacks is filled in; else it is added. One that is said to be the invoice (or delivery)
address changes the customer's default one, part by part, as its cells are filled. With "fill empty fields
only" nothing that stands is touched: what is not known is added, and becomes a default where there is none.
An address of a row that goes on with the one above touches nothing that stands either, whatever was chosen.
Nor does a default address elsewhere than the one that an earlier row of the file told: both are in the book
then, the first as the default, and the same file once more changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_
from typing import Any

from pakhuis.customers.books import FLAGS
from pakhuis.customers.intake import BulkAddress, NewAddress
from pakhuis.imports.assembling import RowAddress
from pakhuis.kernel.text import key

Book = tuple[BulkAddress, ...]
KINDS = ("invoice", "delivery")
"""What a default address is for, as `FLAGS` mark it."""
NONE_TOLD: frozenset[str] = frozenset()


def merged_book(
    book: Book,
    given: Sequence[RowAddress],
    *,
    name: str,
    fills: bool,
    told: frozenset[str] = NONE_TOLD,
) -> Book:
    """The book with the addresses of a row taken over; `name` stands in where an address has none.

    `told` are the kinds of default address that earlier rows of the file told of this customer.
    """
    if not given:
        return book
    entries = list(book)
    for row_address in given:
        one = _beside(entries, row_address, told) if told else row_address
        if one.slot in KINDS:
            _set_default(entries, one, name=name, fills=fills or one.is_further)
        else:
            _add(entries, one, name=name, fills=fills)
    return book if all(map(is_, entries, book)) and len(entries) == len(book) else tuple(entries)


def kinds_told(given: Sequence[RowAddress]) -> frozenset[str]:
    """Of which kinds these are the default addresses, by their columns or in so many words."""
    return frozenset(kind for one in given if _says_where(one) for kind in KINDS if _is_of(one, kind))


def _is_of(given: RowAddress, kind: str) -> bool:
    return given.slot == kind or bool(given.is_invoice if kind == "invoice" else given.is_delivery)


def _beside(entries: Sequence[BulkAddress], given: RowAddress, told: frozenset[str]) -> RowAddress:
    """The address, beside the default one where an earlier row told one of its kind, elsewhere."""
    for kind, flag in zip(KINDS, FLAGS, strict=True):
        place = _default_of(entries, flag) if kind in told and _is_of(given, kind) else None
        if place is None or not _is_elsewhere(entries[place].address, given):
            continue
        if given.slot == kind:
            return given._replace(is_further=True)
        unmarked: dict[str, Any] = {f"is_{kind}": False}
        given = given._replace(**unmarked)
    return given


def _is_elsewhere(address: NewAddress, given: RowAddress) -> bool:
    """Whether a street is told and it, its postcode or its city is another one."""
    told = ((getattr(address, part), given.parts.get(part)) for part in ("line1", "zipcode", "city"))
    return bool(given.parts.get("line1")) and any(had and new and not _same(had, new) for had, new in told)


def _add(entries: list[BulkAddress], given: RowAddress, *, name: str, fills: bool) -> None:
    place, keeps = _place_of(entries, given), fills or given.is_further
    if place is None and not _says_where(given):
        return
    if place is None:
        is_first = not entries
        entries.append(BulkAddress(id=None, address=_new(given, name)))
        place = len(entries) - 1
        wants = {
            "is_default_invoice": is_first if given.is_invoice is None else given.is_invoice,
            "is_default_delivery": is_first if given.is_delivery is None else given.is_delivery,
        }
    else:
        entries[place] = _changed(entries[place], _over(entries[place].address, given, fills=keeps))
        wants = {"is_default_invoice": bool(given.is_invoice), "is_default_delivery": bool(given.is_delivery)}
    for flag, is_wanted in wants.items():
        if is_wanted and not (fills and any(getattr(one, flag) for one in entries)):
            _move_flag(entries, place, flag)


def _set_default(entries: list[BulkAddress], given: RowAddress, *, name: str, fills: bool) -> None:
    flag, other = FLAGS if given.slot == "invoice" else reversed(FLAGS)
    place = _default_of(entries, flag)
    changed = None if place is None else _over(entries[place].address, given, fills=False)
    if place is not None and not fills and changed is entries[place].address:
        return
    known = _place_of(entries, given)
    if place is None or changed is None or fills:
        if known is not None:
            entries[known] = _changed(entries[known], _over(entries[known].address, given, fills=fills))
            if place is None:
                _move_flag(entries, known, flag)
        elif _says_where(given):
            marked: dict[str, Any] = {flag: place is None}
            entries.append(BulkAddress(id=None, address=_new(given, name), **marked))
        return
    if known is not None and known != place and not _fits(entries[place].address, given):
        entries[known] = _changed(entries[known], _over(entries[known].address, given, fills=False))
        _move_flag(entries, known, flag)
        return
    if getattr(entries[place], other) and not _fits(entries[place].address, given):
        # The other kind keeps its address: this one becomes an entry of its own.
        entries.append(BulkAddress(id=None, address=_apart(entries[place].address, given)))
        _move_flag(entries, len(entries) - 1, flag)
        return
    entries[place] = _changed(entries[place], changed)


def _default_of(entries: Sequence[BulkAddress], flag: str) -> int | None:
    for place, one in enumerate(entries):
        if getattr(one, flag):
            return place
    return None


def _changed(entry: BulkAddress, address: NewAddress) -> BulkAddress:
    return entry if address is entry.address else entry._replace(address=address)


def _move_flag(entries: list[BulkAddress], to: int, flag: str) -> None:
    for place, one in enumerate(entries):
        if getattr(one, flag) != (place == to):
            marked: dict[str, Any] = {flag: place == to}
            entries[place] = one._replace(**marked)


def _place_of(entries: Sequence[BulkAddress], given: RowAddress) -> int | None:
    """Where the book has this address: the same street first, else the only one it does not contradict."""
    if not entries:
        return None
    fitting = [place for place, one in enumerate(entries) if _fits(one.address, given)]
    exact = [place for place in fitting if _same(entries[place].address.line1, given.parts.get("line1"))]
    return exact[0] if exact else fitting[0] if fitting else None


def _fits(address: NewAddress, given: RowAddress) -> bool:
    """Whether no part says something else; a street that one of them lacks is no contradiction."""
    for part, value in given.parts.items():
        had = getattr(address, part)
        if value and had and value != had and not _same(had, value):
            return False
    return True


def _same(one: str, other: str | None) -> bool:
    return one == other or "".join(key(one).split()) == "".join(key(other or "").split())


def _says_where(given: RowAddress) -> bool:
    """Whether enough is said to be an address: more than a name."""
    return any(value and part not in ("name", "contact_name") for part, value in given.parts.items())


def _new(given: RowAddress, name: str) -> NewAddress:
    parts: dict[str, str] = {part: value for part, value in given.parts.items() if value}
    if "name" not in parts:
        parts["name"] = name
    return NewAddress(**parts)


def _apart(address: NewAddress, given: RowAddress) -> NewAddress:
    """An address of its own beside this one: what is not said is as there, unless it is somewhere else.

    Another street in a place that is told has no second line, region or contact of this one.
    """
    is_elsewhere = given.parts.get("line1") and (given.parts.get("zipcode") or given.parts.get("city"))
    if is_elsewhere and not _same(address.line1, given.parts["line1"]):
        address = NewAddress(name=address.name, country=address.country)
    return _over(address, given, fills=False)


def _over(address: NewAddress, given: RowAddress, *, fills: bool) -> NewAddress:
    """The address with the given parts over it; the spelling of what is the same stays. A name never goes."""
    changed = {}
    for part, value in given.parts.items():
        had = getattr(address, part)
        if value is None:
            if had and not fills and part != "name":
                changed[part] = ""
        elif value and value != had and not (fills and had) and not _same(had, value):
            changed[part] = value
    return address._replace(**changed) if changed else address
