"""Decisions about merging two customers: which value of a field wins, and what an undo puts back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    """Whose value a field of the merged customer gets; `BOTH` for texts that can stand under each other."""

    WINNER = "winner"
    LOSER = "loser"
    BOTH = "both"


CHOSEN = (
    "number",
    "name",
    "contact_name",
    "email",
    "phone",
    "language",
    "discount",
    "template_id",
    "autosplit",
    "calculate_vat",
    "vat_number",
    "remarks",
    "default_order_remarks",
)
"""Fields that a person chooses a side for, in the order of the screen."""
JOINED = ("remarks", "default_order_remarks")
FOLLOWING = {
    "vat_number": ("vat_state", "vat_checked_at", "vat_ask_at", "vat_tries"),
    "language": ("locale",),
}
"""Columns that go along with a chosen one."""
DERIVED = ("number_key", "name_key", "email_key", "phone_key", "search_text", "is_incomplete")
"""Columns that are worked out anew from the others."""
OWN = (
    "id",
    "made_by",
    "created_at",
    "updated_at",
    "version",
    "archived_at",
    "erased_at",
    "last_order_at",
    "doubles_due",
    "field_sources",
    "field_dates",
)
"""Columns that say something about the record itself: the winner's stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Columns of the winner that change, with their new values, and the fields that came from the loser."""

    values: Mapping[str, Any]
    from_loser: tuple[str, ...]


def usual_side(field: str, *, winner: Any, loser: Any) -> Side:
    """What is chosen when nobody says: the winner's, unless that is empty; texts under each other."""
    if _is_empty(loser) or winner == loser:
        return Side.WINNER
    if _is_empty(winner):
        return Side.LOSER
    return Side.BOTH if field in JOINED else Side.WINNER


def decide(
    winner: Mapping[str, Any], loser: Mapping[str, Any], *, sides: Mapping[str, Side] | None = None
) -> Decision:
    """What the winner's columns become; a field that is not in `sides` gets its usual side."""
    values: dict[str, Any] = {}
    from_loser: list[str] = []
    for field in CHOSEN:
        side = (sides or {}).get(field) or usual_side(field, winner=winner[field], loser=loser[field])
        if side is Side.BOTH and field in JOINED:
            values[field] = "\n".join(dict.fromkeys(filter(None, (winner[field], loser[field]))))
        elif side is Side.LOSER:
            for column in (field, *FOLLOWING.get(field, ())):
                values[column] = loser[column]
            from_loser.append(field)
    changed = {column: value for column, value in values.items() if winner[column] != value}
    return Decision(values=changed, from_loser=tuple(one for one in from_loser if one in changed))


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """Columns an undo sets, and the chosen fields it leaves because somebody changed them since."""

    values: Mapping[str, Any]
    edited: tuple[str, ...]


def put_back(*, before: Mapping[str, Any], after: Mapping[str, Any], current: Mapping[str, Any]) -> PutBack:
    """Every column that is still as the merge left it becomes what it was; a later edit stays.

    Version and time of change go on counting, so that a form opened meanwhile is never taken for fresh.
    """
    columns = [one for one in after if one not in ("id", "version", "updated_at", "doubles_due")]
    untouched = [one for one in columns if one in current and current[one] == after[one]]
    edited = tuple(field for field in CHOSEN if field in columns and field not in untouched)
    kept = {column for field in edited for column in (field, *FOLLOWING.get(field, ()))}
    changed = [one for one in untouched if one not in kept and before[one] != after[one]]
    return PutBack(values={one: before[one] for one in changed}, edited=edited)


def left_over(both: Iterable[str], *, kept: str, key: Callable[[str], str | None]) -> str:
    """Of both numbers (or e-mails) the one that the merged customer does not have; empty for none."""
    return next((one for one in both if key(one) and key(one) != key(kept)), "")


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, Decimal) and not value)
