"""Rows that only tell a further address of the customer in the row above, as some shops write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pakhuis.imports.columns.customers.addresses import NAMES, SLOTS
from pakhuis.imports.header_words import fold_header

ANCHORS = 3
"""So many columns that are filled on every row must be empty before a row belongs to the one above."""
NAMING = NAMES - {"contact_name"}
"""Columns, and parts of an address, that give a customer its name."""
_BEGINS = re.compile(r"(address|adresse?) \w")
"""How headers begin that speak of an address and of what belongs to it."""


def follow_on(
    targets: Sequence[str], rows: Sequence[Sequence[str]], headers: Sequence[str] = ()
) -> Callable[[Sequence[str]], bool] | None:
    """What tells whether a row only goes on with the one above; None where the file has no such shape.

    All of the row is empty but its address, while its first `rows` say that several other columns never are:
    columns nobody imports tell that as well as an e-mail does. A row that names a customer is one: without a
    number it is a new one. A name in an address is no customer's where the file has no numbers and always
    names its customers elsewhere, and the address is not said to be for invoices or deliveries. What the
    `headers` call the address's is so whatever it is taken for: `_address_telephone`, `_address_prefix`.
    """
    ours = [place for place, target in enumerate(targets) if target.partition(".")[0] in SLOTS]
    of_address = {place for place, header in enumerate(headers) if _BEGINS.match(fold_header(header))}
    others = [place for place in range(len(targets)) if place not in of_address.union(ours)]
    whole = [cells for cells in rows if any(_filled(cells, one) for one in others)]
    anchors = [place for place in others if whole and all(_filled(cells, place) for cells in whole)]
    if len(anchors) < ANCHORS:
        return None
    are_named_elsewhere = "number" not in targets and any(targets[place] in NAMING for place in anchors)
    of_nobody = "address" if are_named_elsewhere else ""
    naming = [place for place in ours if _names(targets[place], but=of_nobody)]

    def goes_on(cells: Sequence[str]) -> bool:
        says_else = any(_filled(cells, one) for one in (*others, *naming))
        return not says_else and any(_filled(cells, one) for one in ours)

    return goes_on


def _names(target: str, *, but: str) -> bool:
    """Whether a part of an address names a customer; no part of the address that is called `but` does."""
    slot, _, part = target.partition(".")
    return part in NAMING and slot != but


def _filled(cells: Sequence[str], place: int) -> bool:
    return place < len(cells) and bool(cells[place])
