"""Which rights it takes to have a file carried out: those of doing by hand what its rows do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pakhuis.accounts.rights import Right
from pakhuis.imports.states import Subject

RIGHT_FOR: Mapping[str, Right] = {
    Subject.CUSTOMERS: Right.CUSTOMERS_IMPORT,
    Subject.PRODUCTS: Right.PRODUCTS_CHANGE,
    Subject.PRICES: Right.PRICES_CHANGE,
}
FOR_TAGS = Right.SETTINGS_CHANGE
"""What it takes to make a tag that is not there yet."""
MAKES_TAGS = "makes_tags"
"""Where a run remembers, beside its columns, whether whoever began it may do so."""


def needed_for(subject: str, mapping: Mapping[str, Any]) -> frozenset[Right]:
    """The rights for a file of this kind with these columns: opening stock takes that of changing stock."""
    stock = {Right.STOCK_CHANGE} if "stock" in targets_in(mapping) else set()
    return frozenset((RIGHT_FOR[subject], *stock))


def targets_in(mapping: Mapping[str, Any]) -> frozenset[str]:
    """What is given by a column of the file, or by a value for every row."""
    return frozenset((*mapping.get("columns", ()), *mapping.get("fixed", ()))) - {""}
