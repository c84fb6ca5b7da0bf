"""What the account's own rules set on a picklist when it is made. Pure.

The rules are gone through in their order and a later one overrides an earlier; urgent stays urgent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pakhuis.orders.conditions import Condition, Seen, all_hold


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistRuling:
    """A rule: when it holds, and what is set then."""

    title: str
    conditions: tuple[Condition, ...] = ()
    profile_id: int | None = None
    user_id: int | None = None
    user: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistTerms:
    """What is set on a picklist, with the titles of the rules that held."""

    rules: tuple[str, ...] = ()
    profile_id: int | None = None
    user_id: int | None = None
    user: str = ""
    is_urgent: bool = False


def terms(rulings: Iterable[PicklistRuling], seen: Seen) -> PicklistTerms:
    """Go through the rules in their order."""
    held = [one for one in rulings if all_hold(one.conditions, seen)]
    carried = next((one for one in reversed(held) if one.profile_id is not None), None)
    given = next((one for one in reversed(held) if one.user_id is not None), None)
    return PicklistTerms(
        rules=tuple(one.title for one in held),
        profile_id=carried.profile_id if carried else None,
        user_id=given.user_id if given else None,
        user=given.user if given else "",
        is_urgent=any(one.is_urgent for one in held),
    )
