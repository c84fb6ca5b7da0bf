"""All columns of each kind of file, found by looking: a new one is a new module, nothing else changes."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module

from pakhuis.imports.columns import customers, prices, products
from pakhuis.imports.columns.contract import Column
from pakhuis.imports.columns.customers.own_field import own_columns
from pakhuis.imports.states import Subject
from pakhuis.ownfields.values import OwnFieldSpec

ORDER = ("number", "texts", "persons", "terms", "language", "tags", "price_lists", "addresses")
"""The modules of customers in the order they are offered; others come after them."""


@cache
def customer_columns() -> tuple[Column, ...]:
    """Every column of customers that is the same for all accounts."""
    names = [one.name for one in pkgutil.iter_modules(customers.__path__)]
    names.sort(key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    found: list[Column] = []
    for name in names:
        found += import_module(f"{customers.__name__}.{name}").COLUMNS
    return tuple(found)


def columns_of(subject: str, *, own_fields: Iterable[OwnFieldSpec] = ()) -> dict[str, Column]:
    """The columns a file of this kind may have, by target; own fields of the account included."""
    of: dict[str, Sequence[Column]] = {
        Subject.CUSTOMERS: (*customer_columns(), *own_columns(own_fields)),
        Subject.PRODUCTS: products.COLUMNS,
        Subject.PRICES: prices.COLUMNS,
    }
    return {one.target: one for one in of[subject]}
