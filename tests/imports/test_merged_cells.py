"""Cells merged over several rows: each row has their text, however the workbook is read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from pakhuis.imports.readers.contract import Limits, ReadOptions
from pakhuis.imports.readers.merged import PIECE, Downwards, spans_in
from pakhuis.imports.readers.spreadsheet import SheetSource
from pakhuis.imports.readers.xlsx import StreamedSource
from tests.imports.running import counts, imported

Merge = tuple[int, int, int, int, str]


def workbook(path: Path, cells: Sequence[tuple[int, int, str]], *merges: Merge) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, column, text in cells:
            sheet.write(row, column, text)
        for merge in merges:
            sheet.merge_range(*merge)
    return path


CELLS = [
    *((0, place, text) for place, text in enumerate(["Klantnummer", "Naam", "Adres", "Plaats"])),
    *((1, place, text) for place, text in enumerate(["", "", "Kade 1", "Epe"])),
    *((2, place, text) for place, text in enumerate(["", "", "Laan 2", ""])),
    *((3, place, text) for place, text in enumerate(["7", "Bakker", "Plein 3", "Heerde"])),
]
MERGES: tuple[Merge, ...] = ((1, 0, 2, 0, "00012"), (1, 1, 2, 1, "Smit"), (4, 0, 9, 1, "8"))


@pytest.mark.parametrize("source", [SheetSource, StreamedSource])
def test_each_row_has_the_text(tmp_path: Path, source: type[SheetSource | StreamedSource]) -> None:
    path = workbook(tmp_path / "a.xlsx", CELLS, *MERGES)
    opened = source(path, ReadOptions(), Limits())
    assert [one.code for one in opened.warnings] == ["merged_downwards"]
    found = [(number, (cells + [""] * 4)[:4]) for number, cells in opened.rows() if any(cells)]
    assert found == [
        (1, ["Klantnummer", "Naam", "Adres", "Plaats"]),
        (2, ["00012", "Smit", "Kade 1", "Epe"]),
        (3, ["00012", "Smit", "Laan 2", ""]),
        (4, ["7", "Bakker", "Plein 3", "Heerde"]),
        # Below it nothing else stands, so there are no more rows.
        (5, ["8", "", "", ""]),
    ]


def test_nothing_is_said_of_cells_merged_sideways(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", CELLS, (5, 0, 5, 3, "Einde"))
    assert not SheetSource(path, ReadOptions(), Limits()).warnings


@pytest.mark.django_db
def test_a_customer_over_several_rows_has_several_addresses(tmp_path: Path) -> None:
    run = imported(workbook(tmp_path / "klanten.xlsx", CELLS, *MERGES[:2]))
    assert counts(run) == (3, 2, 1, 0, 0, 0)


def test_a_span_begins_anew_and_ends() -> None:
    rows = [(1, ["a", "x"]), (2, ["", "x"]), (3, ["b", ""]), (4, ["", "y"]), (5, ["", "z"])]
    spans = [(1, 2, 0), (3, 4, 0), (2, 3, 1), (1, 1, 1)]
    filled = list(Downwards(spans).filled([(number, list(cells)) for number, cells in rows]))
    assert filled == [(1, ["a", "x"]), (2, ["a", "x"]), (3, ["b", "x"]), (4, ["b", "y"]), (5, ["", "z"])]


def test_merged_cells_are_found_wherever_pieces_of_the_file_end() -> None:
    cell = b'<mergeCell ref="B%d:C%d"/>'
    told = b"".join(cell % (row, row + 1) for row in range(1, 90_000, 2))
    assert len(told) > PIECE
    for shift in (0, 7, 19):
        spans = list(spans_in(io.BytesIO(b" " * shift + told)))
        assert spans == [(row, row + 1, 1) for row in range(1, 90_000, 2)]
