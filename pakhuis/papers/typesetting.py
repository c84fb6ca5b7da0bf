"""From what a paper says to a PDF: typst sets it, Code 128 makes the number scannable."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import typst
from barcode.codex import Code128
from barcode.errors import BarcodeError

from pakhuis.kernel.text import clean

TEMPLATE = Path(__file__).resolve().parent / "sheets.typ"
LONGEST_WORD = 16
_LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
Cell = tuple[str, ...]
"""The lines of a cell of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything one paper says, ready to be set, in the language of its reader."""

    number: str
    title: str
    badge: str = ""
    sender: Cell = ()
    """Where whoever sends it can be reached; stands under the company's name."""
    address_title: str
    address: Cell
    facts: tuple[tuple[str, str], ...]
    remarks_title: str
    remarks: Cell
    head: tuple[str, ...]
    wide: tuple[bool, ...]
    """Which columns take the room that is left; the last one stands at the right."""
    rows: tuple[tuple[Cell, ...], ...]
    rest_title: str = ""
    rest_head: tuple[str, ...] = ()
    rest: tuple[tuple[Cell, ...], ...] = ()
    foot: str = ""


def pdf_of(sheets: Sequence[Sheet], *, title: str, company: str, language: str, page: str) -> bytes:
    """One PDF of these sheets, each beginning a page. Text goes in as data, never as markup."""
    told = {
        "title": _printable(title),
        "company": _printable(company),
        "language": language,
        "page": page,
        "sheets": [{**_cleaned(asdict(one)), "bars": bars(one.number)} for one in sheets],
    }
    return typst.compile(str(TEMPLATE), format="pdf", sys_inputs={"told": json.dumps(told)})


def bars(number: str) -> str:
    """The Code 128 of a number, a sign per module: 1 for a bar. Empty for what Code 128 cannot say."""
    try:
        return str(Code128(number).build()[0])
    except (BarcodeError, ValueError, KeyError):
        return ""


def _cleaned(value: object) -> dict[str, object]:
    return cast("dict[str, object]", _each(value))


def _each(value: object) -> object:
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, dict):
        return {name: _each(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each(one) for one in value]
    return value


def _printable(text: str) -> str:
    """Without control characters; very long words may be broken, so that no line runs off the paper."""
    return _LONG_WORD.sub("\\1\u200b", _UNPRINTABLE.sub(" ", clean(text)))
