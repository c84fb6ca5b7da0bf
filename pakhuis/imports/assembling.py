"""What a row with a customer says as a whole: the name from its pieces, each address from its parts. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from pakhuis.accounts.mail_names import is_email
from pakhuis.customers.intake import NewAddress
from pakhuis.customers.rules import check_parts
from pakhuis.imports.columns.contract import CLEAR, Clear, Draft
from pakhuis.imports.columns.customers.addresses import SLOTS
from pakhuis.imports.problems import further_emails, kept_though_no_email
from pakhuis.imports.whole_address import lines_of, taken_apart, without_place
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import fold

PARTS = NewAddress._fields
PIECES = frozenset(
    ("first_name", "infix", "last_name", "company", "street", "house_number", "addition", "zip_city")
)
"""What parts of an address are put together from."""
FLAGS = frozenset(("is_invoice", "is_delivery"))
WHERE = frozenset(("zipcode", "city"))
"""Parts without which an address may stand in one cell as a whole."""
ONE_CELL = frozenset(("line1", "name"))
"""The parts of an address that stands in one cell as a whole."""
NOTHING: Mapping[Any, Any] = MappingProxyType({})
ON_ONE_LINE = ("name", "contact_name", "email", "phone", "vat_number")
"""Fields that are lines, though a cell may hold several."""
SAYS_NONE = frozenset(("na", "none", "null", "geen", "onbekend", "unknown", "keine", "no", "nee", "x", "."))
"""What is written where there is no e-mail, telephone or VAT number; a name may be one of these."""
LONGEST_NONE = 8
OTHERS = {"phone": ("mobile", "other_phone"), "email": ("other_email",)}
"""What stands in where a field is empty."""
LONGEST = 1000
"""So far into a text e-mail addresses are looked for."""
_LABEL = re.compile(r"(tel|telefoon|phone|telefon|mob|mobiel|mobile|t|m)\.?\s*:\s*", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s,;/<>|:()\"']+@[^\s,;/<>|:()\"']+\.\w+")
_ENDS_IN_NUMBER = re.compile(r"\d$")
_ZIP_CITY = re.compile(
    r"(?P<zip>\d{4} ?[A-Z]{2}|[A-Z]{0,2}-?\d{4,5}|\d{3} ?\d{2})[ ,]+(?P<city>\D.*)", re.IGNORECASE | re.DOTALL
)


class RowAddress(NamedTuple):
    """An address of a row: the parts that were given (`None`: to be cleared), and what it is for.

    `slot` is ``invoice`` or ``delivery`` for an address that is said to be that, else any other word. One
    that `is_further` never takes the place of another, nor changes what stands in it.
    """

    slot: str
    parts: Mapping[str, str | None]
    is_invoice: bool | None = None
    is_delivery: bool | None = None
    is_further: bool = False


def said_once(addresses: Sequence[RowAddress]) -> tuple[RowAddress, ...]:
    """The addresses; one that stands in one cell and says what the row's own columns say has their parts.

    Shops write `Kade 1 Zwolle 8011 AB` as the billing address beside street, city and postcode of their own.
    """
    whole = [one for one in addresses if one.parts.keys() <= ONE_CELL]
    own = next((one for one in addresses if one.slot == "address"), None) if whole else None
    needed = [own.parts.get(part) or "" for part in ("line1", "zipcode", "city")] if own else []
    if own is None or not all(needed):
        return tuple(addresses)
    words = set(fold(" ".join(needed)).split())
    return tuple(
        one._replace(parts={**own.parts, **one.parts, "line1": own.parts["line1"]})
        if one in whole and words <= set(fold(one.parts.get("line1") or "").split())
        else one
        for one in addresses
    )


class CustomerRow(NamedTuple):
    """What a row says of a customer. Values are as handed in, not yet checked; `CLEAR` clears."""

    number: str = ""
    fields: Mapping[str, Any] = NOTHING
    addresses: tuple[RowAddress, ...] = ()
    tags: tuple[str, ...] | Clear = ()
    price_lists: tuple[int, ...] | Clear = ()
    own: Mapping[int, str | tuple[str, ...] | Clear] = NOTHING
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def assembled(draft: Draft) -> CustomerRow:
    """The row as a whole. A company is the name and the person its contact; without one the person is it."""
    given = dict(draft.fields)
    number = _on_one_line(given.pop("number", ""))
    problems = list(draft.problems)
    _name(given, draft)
    _contacts(given, draft)
    for name in ON_ONE_LINE:
        if name in given and given[name] is not CLEAR:
            given[name] = _on_one_line(given[name])
    addresses = []
    for slot in SLOTS:
        if slot in draft.addresses:
            one = _address(slot, draft.addresses[slot], problems)
            if one is not None:
                addresses.append(one)
    if not given.get("name"):
        whose = next((one.parts for one in addresses if one.parts.get("name")), None) or _only_named(draft)
        best = whose.get("name") or given.get("contact_name") or draft.pieces.get("screen_name") or ""
        if best and best is not CLEAR:
            given["name"] = best
        if whose.get("contact_name"):
            given.setdefault("contact_name", whose["contact_name"])
    return CustomerRow(
        number=number,
        fields=given,
        addresses=said_once(addresses),
        tags=draft.tags if isinstance(draft.tags, Clear) else tuple(draft.tags or ()),
        price_lists=(
            draft.price_lists if isinstance(draft.price_lists, Clear) else tuple(draft.price_lists or ())
        ),
        own=draft.own,
        problems=tuple(problems),
        notes=tuple(draft.notes),
    )


def _only_named(draft: Draft) -> Mapping[str, str]:
    """Who an address is of that tells nothing else: it makes no address, but a name."""
    for slot in SLOTS:
        if slot in draft.addresses:
            name, person, company = _put_together(dict(draft.addresses[slot]))
            if name:
                return {"name": _on_one_line(name), "contact_name": _on_one_line(person) if company else ""}
    return NOTHING


def _on_one_line(text: str) -> str:
    return text if text.isprintable() else " ".join(text.split())


def _name(given: dict[str, Any], draft: Draft) -> None:
    """Settle name and contact person from what there is of company, name and the pieces of a name.

    A piece that is there and empty is one that is to be cleared; of a person with none left the contact is.
    """
    pieces = draft.pieces
    if not pieces:
        return
    person = " ".join(filter(None, (pieces.get(one, "") for one in ("first_name", "infix", "last_name"))))
    company = pieces.get("company", "")
    name = given.get("name", "")
    contact = person
    if company and name and fold(company) != fold(name):
        contact = contact or name
    given_name = company or name or person
    if given_name:
        given["name"] = given_name
    is_same = set(fold(contact).split()) <= set(fold(given_name).split())
    said = given.get("contact_name") or ""
    if contact and not is_same and (not said or said == given_name):
        given["contact_name"] = contact
    elif not person and not said and "" in (pieces.get("first_name"), pieces.get("last_name")):
        given["contact_name"] = CLEAR


def _contacts(given: dict[str, Any], draft: Draft) -> None:
    """One e-mail and one telephone, though a cell or several columns may hold more."""
    for name in ("email", "phone", "vat_number"):
        text = given.get(name)
        if text and text is not CLEAR and len(text) <= LONGEST_NONE and text.lower() in SAYS_NONE:
            del given[name]
    pieces = draft.pieces
    if pieces:
        for name, others in OTHERS.items():
            told = next(filter(None, (pieces.get(one) for one in others)), "")
            if told and not given.get(name):
                given[name] = told.partition("\n")[0]
    phone = given.get("phone")
    if phone and phone is not CLEAR and (phone[0].isalpha() or ":::" in phone):
        given["phone"] = _LABEL.sub("", phone).replace(" ::: ", " / ")
    email = given.get("email")
    if email and email is not CLEAR and not is_email(email):
        _no_single_email(given, email, draft)


def _no_single_email(given: dict[str, Any], email: str, draft: Draft) -> None:
    """The first of several e-mails, or the one between what else stands there; else what a shop may have."""
    found = [one for one in _EMAIL.findall(email[:LONGEST]) if is_email(one)]
    if found:
        given["email"] = found[0]
    if len(found) > 1:
        draft.notes.append(further_emails())
    if not found:
        draft.notes.append(kept_though_no_email(email))


def _address(slot: str, raw: Mapping[str, Any], problems: list[Problem]) -> RowAddress | None:
    """The parts of one address put together and checked; None when nothing was given."""
    values = dict(raw)
    is_invoice = is_delivery = None
    if not FLAGS.isdisjoint(values):
        is_invoice, is_delivery = values.pop("is_invoice", None), values.pop("is_delivery", None)
    name = person = company = ""
    if not PIECES.isdisjoint(values):
        name, person, company = _put_together(values)
    elif values.get("name"):
        name = _text(values["name"])
    values.pop("name", None)
    if not values:
        return None
    if "line1" in values:
        _take_apart(values)
    parts: dict[str, str | None] = {
        part: None if value is CLEAR else " ".join(value.split()) for part, value in values.items()
    }
    if name:
        parts["name"] = _on_one_line(name)
    if person and company:
        parts.setdefault("contact_name", _on_one_line(person))
    checks = Checks()
    cleaned = check_parts(parts, checks, ())
    if checks.problems:
        problems += [one.at((f"{slot}.{one.path[0]}",)) for one in checks.problems]
    return RowAddress(slot, cleaned, is_invoice, is_delivery)


def _put_together(values: dict[str, Any]) -> tuple[str, str, str]:
    """Street, postcode and city out of their pieces, which go; gives name, person and company."""
    person = " ".join(
        filter(None, (_text(values.pop(one, "")) for one in ("first_name", "infix", "last_name")))
    )
    company = _text(values.pop("company", ""))
    name = company or _text(values.get("name", "")) or person
    is_cleared = values.get("street") is CLEAR
    street, number = _text(values.pop("street", "")), _text(values.pop("house_number", ""))
    if number and not street:
        # “Adres” may be the street only, or all of it with its number once more.
        line1 = _text(values.pop("line1", ""))
        street = line1.removesuffix(number).rstrip() if line1.endswith(f" {number}") else line1
    street = " ".join(filter(None, (street, number)))
    addition = _text(values.pop("addition", ""))
    if addition and not street and _ENDS_IN_NUMBER.search(_text(values.get("line1", ""))):
        street, number = _text(values.pop("line1")), "?"
    if addition.isdigit() and values.get("country") == "BE":
        addition = f" bus {addition}"
    street += _addition(addition, street, has_number=bool(number))
    if street and not values.get("line1"):
        values["line1"] = street
    elif street and street != values["line1"]:
        _both_told(values, street)
    elif is_cleared:
        values.setdefault("line1", CLEAR)
    zip_city = values.pop("zip_city", "")
    if zip_city is CLEAR:
        values.setdefault("zipcode", CLEAR)
        values.setdefault("city", CLEAR)
    elif zip_city:
        found = _ZIP_CITY.fullmatch(zip_city)
        values.setdefault("city", found["city"] if found else zip_city)
        if found:
            values.setdefault("zipcode", found["zip"])
    return name, person, company


def _both_told(values: dict[str, Any], street: str) -> None:
    """A street beside a first line: one may be all of the address once more, else it is the second line."""
    shorter, longer = sorted((street, _text(values["line1"])), key=len)
    rest = longer[len(shorter) :]
    if not longer.lower().startswith(shorter.lower()) or rest[:1].isalnum():
        values["line2"] = values.get("line2") or street
        return
    values["line1"] = shorter
    said = {word for part, value in values.items() if part != "line1" for word in _words(value)}
    if not _words(rest) <= said:
        values["line2"] = values.get("line2") or " ".join(rest.strip(" ,;").split())


def _words(value: Any) -> set[str]:
    return set(fold(_text(value).replace(",", " ")).split())


def _take_apart(values: dict[str, Any]) -> None:
    """Where the street's cell holds a whole address, or several lines, each part goes where it belongs."""
    text = values["line1"]
    if text is CLEAR:
        return
    if WHERE.isdisjoint(values):
        found = taken_apart(text)
    elif values.get("zipcode") and _text(values["zipcode"]) in text:
        found = without_place(text, _text(values["zipcode"]), _text(values.get("city", "")))
        found = found or lines_of(text)
    elif "\n" in text:
        found = lines_of(text)
    else:
        return
    values.update({**found, **values, "line1": found["line1"]})


def _text(value: Any) -> str:
    return "" if value is CLEAR else str(value)


def _addition(addition: str, street: str, *, has_number: bool) -> str:
    """An addition as it stands behind a house number: 12a, 12-3, 12 bis."""
    if not addition or not street:
        return addition
    if addition[0] == " " or (not has_number and not street[-1].isdigit()):
        return f" {addition.strip()}"
    return f"-{addition}" if addition[0].isdigit() else addition if len(addition) == 1 else f" {addition}"
