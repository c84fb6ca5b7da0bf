"""Which columns are proposed for a file that was read, and what is told of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pakhuis.imports.actions.names_here import lists_and_templates
from pakhuis.imports.columns.contract import Column
from pakhuis.imports.header_words import fold_header
from pakhuis.imports.mapping import (
    ColumnChoice,
    Headers,
    check_mapping,
    headers_key,
    in_order_of,
    without_strangers,
)
from pakhuis.imports.models import ImportRun, RememberedMapping
from pakhuis.imports.order_exports import tells_orders
from pakhuis.imports.other_kind import other_kind
from pakhuis.imports.readers import Understood
from pakhuis.imports.result_headers import without_result
from pakhuis.imports.states import Subject
from pakhuis.imports.trial_problems import (
    NOT_HERE,
    ORDERS,
    OTHER_KIND,
    looks_like_orders,
    looks_like_other_kind,
    names_not_here,
)
from pakhuis.kernel.problem import Problem


def proposed(
    subject: str, understood: Understood, headers: Headers, columns: Mapping[str, Column]
) -> tuple[Understood, ColumnChoice]:
    """What people chose for these headers before, else a guess; with what is to be told of it.

    A guess costs no rows: a column whose names are mostly not here is left out and told so.
    """
    rows = [row.cells for row in understood.preview]
    if subject == Subject.CUSTOMERS and _tells_orders(understood.headers, rows):
        understood = understood.warned(looks_like_orders())
    choice = _remembered(subject, understood, columns)
    if choice is not None:
        return understood, choice
    choice = headers.guess(understood.headers, rows, has_header=bool(understood.options.header_row))
    other = other_kind(subject, choice, understood.headers, rows) if understood.options.header_row else None
    if other is not None and not understood.has_warned(ORDERS):
        understood = understood.warned(looks_like_other_kind(other))
    if subject != Subject.CUSTOMERS:
        return understood, choice
    choice, strangers = without_strangers(choice, rows, columns, lists_and_templates())
    told = [names_not_here(understood.headers[place], names) for place, names in strangers.items()]
    return understood.warned(*told), choice


def still_told(run: ImportRun) -> list[Problem]:
    """What is said of the columns after a trial, too: it is of another kind, or leaves names out."""
    understood = Understood.from_json(run.understood)
    chosen = dict(zip(understood.headers, run.mapping.get("columns", ()), strict=False))
    return [
        one for one in understood.warnings if one.code in (ORDERS, OTHER_KIND) or _is_left_out(one, chosen)
    ]


def _is_left_out(told: Problem, chosen: Mapping[str, str]) -> bool:
    return told.code == NOT_HERE and not chosen.get(dict(told.params)["header"])


def _tells_orders(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    texts = [[row[place] for row in rows if place < len(row) and row[place]] for place in range(len(headers))]
    return tells_orders([fold_header(one) for one in headers], texts)


def _remembered(subject: str, understood: Understood, columns: Mapping[str, Column]) -> ColumnChoice | None:
    """What was chosen for these headers; for those of a result file what was for the file it came of."""
    if not understood.options.header_row:
        return None
    seen = RememberedMapping.objects.filter(subject=subject)
    whole, own = headers_key(understood.headers), headers_key(without_result(understood.headers))
    remembered = seen.filter(headers_key=whole).first() or seen.filter(headers_key=own).first()
    if remembered is None:
        return None
    stored = remembered.mapping
    choice = in_order_of(ColumnChoice.from_json(stored), stored.get("headers", ()), understood.headers)
    return None if check_mapping(choice, subject, columns) else choice
