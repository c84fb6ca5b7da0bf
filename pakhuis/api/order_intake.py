"""Orders of the API in our words: a new one, a change of one, and their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pakhuis.api.body import (
    first,
    flag,
    identifier,
    identifiers,
    number,
    raw_day,
    text,
    text_or_not,
)
from pakhuis.api.countries import words
from pakhuis.api.own_values import given_values
from pakhuis.api.words import ADDRESS_FIELDS
from pakhuis.customers.intake import NewAddress
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.orders.intake import LineChange, NewLine, NewOrder, OrderChange
from pakhuis.ownfields.intake import GivenOwnValue


def new_order(fields: Mapping[str, Any]) -> NewOrder:
    """An order of the API in our words."""
    lists = first(fields, "pricelists")
    return NewOrder(
        customer_id=identifier(first(fields, "idcustomer")),
        lines=_lines(first(fields, "products")),
        delivery=_address("delivery", fields),
        invoice=_address("invoice", fields),
        email=text(fields.get("emailaddress")),
        phone=text(fields.get("telephone")),
        reference=text(fields.get("reference")),
        remarks=text(fields.get("customer_remarks")),
        discount=number(first(fields, "discount")),
        template_id=identifier(first(fields, "idtemplate")),
        autosplit=flag(first(fields, "auto_split", "partialdelivery")),
        calculate_vat=flag(first(fields, "calculatevat")),
        language=text(fields.get("language")),
        price_list_ids=None if lists in (NOT_GIVEN, None) else identifiers(lists, "idpricelist"),
        warehouse_ids=identifiers(first(fields, "warehouses"), "idwarehouse"),
        preferred_delivery_date=raw_day(fields.get("preferred_delivery_date")),
        invoiced=bool(flag(first(fields, "invoiced"))),
        pickup_point=_point(fields.get("pickup_point_data")),
        own_values=_own_values(fields),
    )


def change_of(fields: Mapping[str, Any], before: Mapping[str, Any]) -> OrderChange:
    """What a PUT changes of an order as it was given out before; lines are not looked at."""
    given: dict[str, Any] = {}
    for theirs, ours in (
        ("reference", "reference"),
        ("customer_remarks", "remarks"),
        ("emailaddress", "email"),
        ("telephone", "phone"),
    ):
        if theirs in fields:
            given[ours] = text(fields[theirs])
    for prefix in ("delivery", "invoice"):
        address = _changed_address(prefix, fields, before)
        if address is not None:
            given[prefix] = address
    given |= {
        ours: read(first(fields, *theirs))
        for ours, theirs, read in _TERMS
        if first(fields, *theirs) is not NOT_GIVEN
    }
    own = given_values(first(fields, "orderfields"), "idorderfield")
    return OrderChange(**given, own_values=own)


def _own_values(fields: Mapping[str, Any]) -> tuple[GivenOwnValue, ...]:
    given = given_values(first(fields, "orderfields"), "idorderfield")
    return () if given is NOT_GIVEN else given


def new_line(fields: Mapping[str, Any]) -> NewLine:
    """One line; with `own_line` true it needs no product but a name and a price."""
    return NewLine(
        product_id=identifier(first(fields, "idproduct")),
        product_code=text(fields.get("productcode")),
        amount=number(first(fields, "amount")),
        price=number(first(fields, "price")),
        name=text(fields.get("name")),
        remarks=text(fields.get("remarks")),
        vat_group_id=identifier(first(fields, "idvatgroup")),
        is_own=bool(flag(first(fields, "own_line"))),
    )


def line_change(line_id: int, fields: Mapping[str, Any]) -> LineChange:
    """What a PUT changes of a line; a price of null is one by the rules again."""
    price, amount = first(fields, "price"), first(fields, "amount")
    group = first(fields, "idvatgroup")
    return LineChange(
        line_id=line_id,
        amount=NOT_GIVEN if amount is NOT_GIVEN else number(amount),
        price=NOT_GIVEN if price is NOT_GIVEN else number(price),
        name=text_or_not(first(fields, "name")),
        remarks=text_or_not(first(fields, "remarks")),
        vat_group_id=NOT_GIVEN if group is NOT_GIVEN else identifier(group),
    )


def _lines(value: Any) -> tuple[NewLine, ...]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(new_line(one if isinstance(one, Mapping) else {}) for one in value)


def _address(prefix: str, fields: Mapping[str, Any]) -> NewAddress | None:
    """The address whose keys begin with `prefix`; None when none of them says anything."""
    given = {ours: fields.get(f"{prefix}{theirs}") for theirs, ours in ADDRESS_FIELDS.items()}
    address = _read(given)
    return None if address.is_empty else address


def _changed_address(prefix: str, fields: Mapping[str, Any], before: Mapping[str, Any]) -> NewAddress | None:
    """The order's address with the given parts changed; None when no part is given."""
    keys = {f"{prefix}{theirs}": ours for theirs, ours in ADDRESS_FIELDS.items()}
    if not any(key in fields for key in keys):
        return None
    return _read({ours: fields.get(key, before[key]) for key, ours in keys.items()})


def _read(given: Mapping[str, Any]) -> NewAddress:
    """An address by our names, its country by code or name."""
    return NewAddress(**{ours: words(ours, said) for ours, said in given.items()})


def _lists(value: Any) -> tuple[int, ...] | None:
    return None if value is None else identifiers(value, "idpricelist")


def _point(value: Any) -> dict[str, Any] | None:
    """A pick-up point as it was sent; what is no object is none."""
    return dict(value) if isinstance(value, Mapping) and value else None


_TERMS: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("discount", ("discount",), number),
    ("template_id", ("idtemplate",), identifier),
    ("autosplit", ("auto_split", "partialdelivery"), flag),
    ("calculate_vat", ("calculatevat",), flag),
    ("language", ("language",), lambda value: text(value) or None),
    (
        "price_list_ids",
        ("pricelists",),
        _lists,
    ),
    ("warehouse_ids", ("warehouses",), lambda value: identifiers(value, "idwarehouse")),
    ("preferred_delivery_date", ("preferred_delivery_date",), raw_day),
    ("invoiced", ("invoiced",), lambda value: bool(flag(value))),
    ("pickup_point", ("pickup_point_data",), _point),
)
"""Our name, their spellings, and how it is read; null means: as agreed again."""
