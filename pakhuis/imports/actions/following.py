"""Rows that go on with the row above, joined to it before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pakhuis.imports.actions.engine import Parsed
from pakhuis.imports.assembling import NOTHING
from pakhuis.imports.follow_on import follow_on
from pakhuis.imports.models import ImportRun
from pakhuis.imports.problems import goes_on_above
from pakhuis.imports.states import Subject

GoesOn = Callable[[Sequence[str]], bool]
OWNER = "\x1f"
"""With this begins the key of a row without a number that others go on with: no number holds it."""


def follow_on_of(run: ImportRun) -> GoesOn | None:
    """What tells the rows of a run that only go on with the row above; None where it has none such."""
    if run.subject != Subject.CUSTOMERS:
        return None
    rows = [cells for _, cells, _ in run.understood["preview"]]
    return follow_on(run.mapping.get("columns", ()), rows, run.understood["headers"])


def with_owners(parsed: Sequence[Parsed], goes_on: GoesOn | None) -> list[Parsed]:
    """The rows of customers, each that goes on with the one above known by the same key.

    It says nothing but its addresses, and those come beside what the customer has: a name in one of them is
    the address's, not the customer's.
    """
    if goes_on is None:
        return list(parsed)
    joined: list[Parsed] = []
    owner: int | None = None
    for one in parsed:
        if owner is None or not goes_on(one.row.cells):
            owner = len(joined)
            joined.append(one)
            continue
        above = joined[owner]
        # One that has slipped stays out: whoever has its number is not known to be whom it tells of.
        known = "" if above.row.mark == "wide" else above.key
        key = known or f"{OWNER}{above.row.number}"
        joined[owner] = joined[owner]._replace(key=key)
        notes = (*one.value.notes, goes_on_above())
        beside = tuple(address._replace(is_further=True) for address in one.value.addresses)
        value = one.value._replace(fields=NOTHING, addresses=beside, notes=notes)
        joined.append(one._replace(key=key, value=value, goes_on=True))
    return joined
