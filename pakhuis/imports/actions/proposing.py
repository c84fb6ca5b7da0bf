"""Which columns are proposed for a file that was read, and what is told of them at once."""

from __future__ import annotations

from collections.abc import Mapping

from pakhuis.imports.actions.names_here import lists_and_templates
from pakhuis.imports.columns.contract import Column
from pakhuis.imports.mapping import (
    ColumnChoice,
    Headers,
    check_mapping,
    headers_key,
    in_order_of,
    without_strangers,
)
from pakhuis.imports.models import RememberedMapping
from pakhuis.imports.readers import Understood
from pakhuis.imports.states import Subject
from pakhuis.imports.trial_problems import names_not_here


def proposed(
    subject: str, understood: Understood, headers: Headers, columns: Mapping[str, Column]
) -> tuple[Understood, ColumnChoice]:
    """What people chose for these headers before, else a guess; with what is to be told of it.

    A guess costs no rows: a column whose names are mostly not here is left out and told so.
    """
    choice = _remembered(subject, understood, columns)
    if choice is not None:
        return understood, choice
    rows = [row.cells for row in understood.preview]
    choice = headers.guess(understood.headers, rows, has_header=bool(understood.options.header_row))
    if subject != Subject.CUSTOMERS:
        return understood, choice
    choice, strangers = without_strangers(choice, rows, columns, lists_and_templates())
    told = [names_not_here(understood.headers[place], names) for place, names in strangers.items()]
    return understood.warned(*told), choice


def _remembered(subject: str, understood: Understood, columns: Mapping[str, Column]) -> ColumnChoice | None:
    if not understood.options.header_row:
        return None
    key = headers_key(understood.headers)
    remembered = RememberedMapping.objects.filter(subject=subject, headers_key=key).first()
    if remembered is None:
        return None
    stored = remembered.mapping
    choice = in_order_of(ColumnChoice.from_json(stored), stored.get("headers", ()), understood.headers)
    return None if check_mapping(choice, subject, columns) else choice
