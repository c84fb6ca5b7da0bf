"""What the cells of a row say of a product: checked all at once, and told as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.rules import check_product
from pakhuis.imports.actions.engine import Parsed, Settled
from pakhuis.imports.columns.contract import CLEAR
from pakhuis.imports.problems import no_warehouse
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Refused

FIELDS = ("code", "name", "price", "vat_group_id", "barcode", "weight", "active")
EMPTY_VALUES: Mapping[str, Any] = {"price": 0, "weight": 0}
"""What stands in a field that nobody filled in, where that is no empty text: its column knows no nothing."""
OPENING = "Opening stock"
MOST_PIECES = 1_000_000_000
_WHEN_MADE = ("code", "name", "price", "vat_group_id", "barcode", "weight")


def given_by(one: Parsed) -> dict[str, Any]:
    """The fields a row gives; what it clears becomes empty."""
    given = {name: value for name, value in one.draft.fields.items() if name in FIELDS}
    return {name: "" if value is CLEAR else value for name, value in given.items()}


def is_empty(name: str, value: Any) -> bool:
    """Whether nothing stands in a field; "no" is an answer, and stands."""
    return value is None or (value is not False and value == EMPTY_VALUES.get(name, ""))


def checked(one: Parsed, given: Mapping[str, Any], *, is_new: bool, has_warehouse: bool) -> dict[str, Any]:
    """The values as they are to be stored; everything that is wrong with the row is told at once."""
    checks = Checks()
    checks.problems += one.draft.problems
    if not one.key:
        checks.add(missing(("code",)))
    wanted = {name: value for name, value in given.items() if name != "vat_group_id"}
    if is_new:
        wanted.setdefault("name", "")
    values = check_product(ProductFields(**wanted), checks)
    if "stock" in one.draft.fields:
        checks.whole(("stock",), one.draft.fields["stock"], low=0, high=MOST_PIECES)
        if not has_warehouse:
            checks.add(no_warehouse())
    if checks.problems:
        raise Refused(dict.fromkeys(checks.problems))
    return values | {name: given[name] for name in ("vat_group_id",) if name in given}


def new_product(given: Mapping[str, Any]) -> NewProduct:
    """A product to be made of what a row gives."""
    fields = {name: given[name] for name in _WHEN_MADE if name in given}
    is_off = given.get("active") is False
    return NewProduct(**fields, more=ProductFields(active=False) if is_off else None)


def told(value: Any) -> str:
    """A value as the changes of a row have it: numbers in one spelling."""
    if value is None:
        return ""
    number = None if isinstance(value, bool | str) else as_decimal(value)
    return str(value) if number is None else f"{number.normalize():f}"


def pieces_of(settled: Settled) -> int:
    """How many pieces of opening stock a row put down."""
    return next((int(new) for name, _, new in settled.changes if name == "stock"), 0)


def read_back(name: str, text: str) -> Any:
    """What `told` made a text of."""
    if name == "active":
        return text == "True"
    return int(text) if name == "vat_group_id" else text
