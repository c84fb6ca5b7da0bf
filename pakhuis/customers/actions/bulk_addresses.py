"""Addresses of a book as values and as rows, side by side: what `in_bulk` writes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter, itemgetter
from typing import Any

from pakhuis.bulk.writing import new_row
from pakhuis.customers.intake import BulkAddress, NewAddress
from pakhuis.customers.models import Address

PARTS = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")
FLAGS = ("is_default_invoice", "is_default_delivery")

_parts_of: Callable[[NewAddress], tuple[str, ...]] = attrgetter(*PARTS)
_columns_of: Callable[[Mapping[str, Any]], tuple[str, ...]] = itemgetter(*PARTS)


def is_as(row: Address, one: BulkAddress) -> bool:
    """Whether the row is what is wanted already."""
    return (
        _parts_of(one.address) == _columns_of(row.__dict__)
        and row.is_default_invoice == one.is_default_invoice
        and row.is_default_delivery == one.is_default_delivery
    )


def drafted_row(one: BulkAddress, customer_id: int | None = None) -> Address:
    """A row for an address, not yet written."""
    values: dict[str, Any] = dict(zip(PARTS, _parts_of(one.address), strict=True))
    values["is_default_invoice"], values["is_default_delivery"] = (
        one.is_default_invoice,
        one.is_default_delivery,
    )
    values["customer_id"] = customer_id
    return new_row(Address, values)


def as_told(address: Address) -> dict[str, Any]:
    """A row as facts tell it, its defaults included."""
    held = address.__dict__
    return {name: held[name] for name in (*PARTS, *FLAGS)}
