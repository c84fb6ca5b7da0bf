"""Address books as values: how they are told in facts and in the logbook. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pakhuis.customers.intake import BulkAddress, NewAddress

PARTS = NewAddress._fields
FLAGS = ("is_default_invoice", "is_default_delivery")
BETWEEN = "; "
"""What stands between the addresses of a book as text."""


def as_told(one: BulkAddress) -> dict[str, Any]:
    """An address as facts tell it, its defaults included."""
    told: dict[str, Any] = one.address._asdict()
    told["is_default_invoice"], told["is_default_delivery"] = one[2:]
    return told


def book_text(book: Iterable[BulkAddress]) -> str:
    """The whole book as text, defaults marked, as the logbook shows it."""
    return BETWEEN.join(
        " ".join(filter(None, (*address, "[F]" * is_invoice, "[L]" * is_delivery)))
        for _, address, is_invoice, is_delivery in book
    )


def country_in(book: Iterable[BulkAddress]) -> str:
    """The country a VAT number without letters is of: that of the first address that has one; else empty."""
    return next((one.country for one in book if one.country), "")
