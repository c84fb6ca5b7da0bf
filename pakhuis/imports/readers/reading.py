"""Opening a file of any kind, finding its header, and giving its rows one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pakhuis.imports.problems import (
    empty_file,
    header_looks_like_data,
    no_rows,
    no_such_row,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)
from pakhuis.imports.readers.archive import can_be_whole, kind_of
from pakhuis.imports.readers.cells import is_tidy, tidy
from pakhuis.imports.readers.contract import PREVIEW, Limits, ReadOptions, Source, SourceRow, Understood
from pakhuis.imports.readers.header import end_mark, header_row_of, named, under_groups
from pakhuis.imports.readers.lines import CutSource, delimiter_within
from pakhuis.imports.readers.markup import MarkupSource
from pakhuis.imports.readers.spreadsheet import SheetSource
from pakhuis.imports.readers.text import TextSource
from pakhuis.imports.readers.xlsx import StreamedSource
from pakhuis.kernel.problem import Refused

SAMPLED = 200
LAST = 3
"""So many rows at the end may stand below the table."""


def understand(
    path: Path, options: ReadOptions, limits: Limits, *, known: Callable[[str], bool]
) -> Understood:
    """How this file is to be read, with its first rows; `known` tells headers somebody uses.

    What cannot be read at all is refused in words (`Refused`).
    """
    source = _opened(path, options, limits)
    sample = list(islice(source.rows(), SAMPLED))
    delimiter = delimiter_within([cells for _, cells in sample]) if not source.options.delimiter else ""
    if delimiter and not options.delimiter:
        source = CutSource(source, delimiter)
        sample = list(islice(source.rows(), SAMPLED))
    if not any(_is_filled(cells) for _, cells in sample):
        raise Refused([empty_file()])
    header = options.header_row
    if header is None:
        header = header_row_of(sample, known)
    width = _width(sample, header, keeps=source.keeps_width)
    if width > limits.columns:
        raise Refused([too_many_columns(limits.columns)])
    lines = {number: [tidy(one) for one in cells] for number, cells in sample}
    names = lines.get(header, [])
    if header and not any(names):
        raise Refused([no_such_row(str(header))])
    headers = named(under_groups(names, lines.get(header - 1, [])), width)
    chosen = replace(source.options, header_row=header)
    understood = Understood(kind=source.kind, options=chosen, sheets=source.sheets, headers=headers)
    understood = understood.warned(*source.warnings)
    if not header:
        understood = understood.warned(header_looks_like_data())
    found = (_source_row(*one, understood, source) for one in sample)
    preview = tuple(islice((one for one in found if one is not None), PREVIEW))
    if not preview:
        raise Refused([no_rows()])
    return replace(understood, preview=preview)


def read_rows(path: Path, understood: Understood, limits: Limits) -> Iterator[SourceRow]:
    """All rows below the header, blank ones left out, each as wide as the header; marked where odd."""
    source = _opened(path, understood.options, limits)
    width = len(understood.headers)
    waiting: deque[SourceRow] = deque()
    count = 0
    for number, cells in source.rows():
        row = _source_row(number, cells, understood, source)
        if row is None:
            continue
        count += 1
        if count > limits.rows:
            raise Refused([too_many_rows(limits.rows)])
        if count * width > limits.cells:
            raise Refused([too_many_cells(limits.cells)])
        waiting.append(row)
        if len(waiting) > LAST:
            yield waiting.popleft()
    yield from _ended(waiting)


def _ended(last: Sequence[SourceRow]) -> list[SourceRow]:
    """The last rows, those marked that stand below the table: nowhere else is a row the totals of others."""
    rows = list(last)
    for place in range(len(rows) - 1, -1, -1):
        mark = end_mark(rows[place].cells)
        if not mark:
            break
        rows[place] = rows[place]._replace(mark=mark)
    return rows


def _opened(path: Path, options: ReadOptions, limits: Limits) -> Source:
    source = _as_it_is(path, options, limits)
    is_of_lines = source.kind == "spreadsheet" and options.delimiter not in ("", "none")
    return CutSource(source, options.delimiter) if is_of_lines else source


def _as_it_is(path: Path, options: ReadOptions, limits: Limits) -> Source:
    kind = kind_of(path, limits)
    if kind == "text":
        return TextSource(path, options)
    if kind == "markup":
        return MarkupSource(path, options, limits)
    if kind == "workbook":
        return _of_workbook(path, options, limits)
    return SheetSource(path, options, limits)


def _of_workbook(path: Path, options: ReadOptions, limits: Limits) -> Source:
    """An XLSX as a stream; as a whole by calamine where we stumble over its first rows.

    Calamine knows more oddities of files, or says what is wrong with this one.
    """
    try:
        source = StreamedSource(path, options, limits)
        for _ in islice(source.rows(), SAMPLED):
            pass
    except Refused:
        if not can_be_whole(path, limits):
            raise
        return SheetSource(path, options, limits)
    return source


def _is_filled(cells: Sequence[str]) -> bool:
    return any(one.strip() for one in cells)


def _width(sample: Sequence[tuple[int, list[str]]], header: int, *, keeps: bool) -> int:
    """How many columns there are: the header's in text, the widest row's in a sheet or without header."""
    wide = [_filled_width(cells) for number, cells in sample if number >= header]
    if header and keeps:
        own = next((len(cells) for number, cells in sample if number == header), 0)
        first = next((cells for number, cells in sample if number == header), [])
        # A delimiter at the end of every line makes a column without name and without cells.
        return max(_filled_width(first), min(own, max(wide, default=0)), 1)
    return max(wide, default=1)


def _filled_width(cells: Sequence[str]) -> int:
    return max((place for place, one in enumerate(cells, start=1) if one.strip()), default=0)


def _source_row(number: int, cells: list[str], understood: Understood, source: Source) -> SourceRow | None:
    """A raw row as it is kept; None for the header, what is above it, and blank rows."""
    if number <= (understood.options.header_row or 0):
        return None
    width = len(understood.headers)
    needs_nothing = source.is_tidy or is_tidy(cells)
    if needs_nothing and len(cells) == width and tuple(cells) != understood.headers:
        return SourceRow(number, cells) if any(cells) else None
    if not _is_filled(cells):
        return None
    mark = ""
    if source.keeps_width and _filled_width(cells) > width:
        joined = _joined(cells, understood.options.delimiter)
        fits = len(joined) == width or _filled_width(joined) <= width
        cells, mark = (joined, "joined") if fits else (cells, "wide")
    tidied = [tidy(one) for one in cells]
    if mark != "wide":
        tidied = (tidied + [""] * (width - len(tidied)))[:width]
    if not mark and understood.options.header_row and tuple(tidied) == understood.headers:
        mark = "header"
    return SourceRow(number, tidied, mark)


def _joined(cells: Sequence[str], delimiter: str) -> list[str]:
    """The cells, with each that begins with a space put back behind the delimiter it was cut off at."""
    joined: list[str] = []
    for one in cells:
        if joined and one.startswith(" ") and one.strip():
            joined[-1] += delimiter + one
        else:
            joined.append(one)
    return joined
