"""The words of imports on the screen: states, outcomes, columns; and what is said about a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhuis.catalogue.models import VatGroup
from pakhuis.imports.columns.contract import Column
from pakhuis.imports.columns.customers.addresses import SLOT_LABELS
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers.delimiters import ESCAPED
from pakhuis.imports.states import Subject
from pakhuis.kernel.problem import Problem, Refused, from_stored
from pakhuis.ui.entered import sentence
from pakhuis.ui.logbook import Specs, only_different, value_words
from pakhuis.ui.words import FIELD

OUTCOME: dict[str, Any] = {
    "created": _("New"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "ignored": _("Ignored"),
    "refused": _("Refused"),
}
HEAP: dict[str, Any] = {
    "reversed": _("Taken back"),
    "kept": _("Kept, as it was changed since"),
    "impossible": _("Could not be taken back"),
}
SUBJECT: dict[str, Any] = {
    Subject.CUSTOMERS: _("Customers"),
    Subject.PRODUCTS: _("Products"),
    Subject.PRICES: _("Prices of price lists"),
}
GROUP: dict[str, Any] = {
    "main": _("Main"),
    "terms": _("Terms"),
    "own": _("Customer fields"),
    "stock": _("Stock"),
    "address": _("Address"),
    "invoice": _("Invoice address"),
    "delivery": _("Delivery address"),
    "address2": _("Second address"),
    "address3": _("Third address"),
}
ENCODING: dict[str, Any] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "windows-1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "iso-8859-15": "ISO 8859-15",
    "cp850": "DOS (CP850)",
    "mac-roman": "Mac Roman",
}
DELIMITER: dict[str, Any] = {
    ";": _("Semicolon (;)"),
    ",": _("Comma (,)"),
    "\t": _("Tab"),
    "|": _("Bar (|)"),
    "^": _("Caret (^)"),
    ":": _("Colon (:)"),
    "none": _("None: one column"),
}
QUOTE: dict[str, Any] = {
    '"': _('Double (")'),
    ESCAPED: _('Double ("), with a backslash before one in a text (\\")'),
    "'": _("Single (')"),
    "none": _("No quotation marks"),
}


def column_word(column: Column) -> str:
    """What a column is called, with the address it belongs to."""
    label = column.label if column.group == "own" else gettext(column.label)
    around = SLOT_LABELS.get(column.group)
    return gettext(around) % label if around else label


def refusals(refused: Refused, columns: Mapping[str, Column]) -> list[str]:
    """What is wrong with a choice, with each column by its word."""
    told = []
    for one in refused.problems:
        params = dict(one.params)
        if params.get("column") in columns:
            params["column"] = column_word(columns[params["column"]])
        told.append(sentence(replace(one, params=tuple(params.items()))))
    return told


def headers_of(run: ImportRun, columns: Mapping[str, Column]) -> dict[str, str]:
    """For each target what the reader calls it: the header in their own file, else our word."""
    told = {target: column_word(column) for target, column in columns.items()}
    headers = run.understood.get("headers", ())
    chosen = run.mapping.get("columns", ())
    told |= {target: header for target, header in zip(chosen, headers, strict=False) if target}
    return told


def said(stored: Iterable[Mapping[str, Any]], headers: Mapping[str, str]) -> list[str]:
    """What is said about a row, each with its column."""
    return [_said(one, headers) for one in from_stored(stored)]


def _said(problem: Problem, headers: Mapping[str, str]) -> str:
    place = str(problem.path[0]) if problem.path else ""
    words = sentence(problem)
    where = headers.get(place) or FIELD.get(place, "")
    return f"{where}: {words}" if where else words


def change_words(
    changes: Iterable[list[str]], headers: Mapping[str, str], groups: Mapping[str, str], *, specs: Specs
) -> list[dict[str, str]]:
    """What was different: the field's word, the old and the new value.

    `groups` are the VAT groups by id, `specs` the own fields by their name in a change.
    """

    def told(name: str, text: str) -> str:
        known = groups.get(text) if name == "vat_group_id" else None
        return known or value_words(name, text, specs)

    return [
        {
            "field": str(FIELD.get(name) or headers.get(name, name)),
            "old": told(name, old),
            "new": told(name, new),
        }
        for name, old, new in ((one[0], *only_different(*one)) for one in changes)
    ]


def cells_of(run: ImportRun, cells: Iterable[str]) -> list[tuple[str, str]]:
    """What stands in a row of the file, below its headers; cells that are too many have none."""
    headers = run.understood.get("headers", ())
    return [(header, cell) for header, cell in zip_longest(headers, cells, fillvalue="") if cell]


def vat_groups_of(subject: str) -> dict[str, str]:
    """The names of VAT groups by id as changes have it, where a file of this kind may name them."""
    found = VatGroup.objects.values_list("pk", "name") if subject == Subject.PRODUCTS else ()
    return {str(pk): name for pk, name in found}
