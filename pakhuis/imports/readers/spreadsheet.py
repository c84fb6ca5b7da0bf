"""Spreadsheets that are read as a whole (XLS, XLSB, ODS) by calamine: one sheet, its cells as text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pakhuis.imports.problems import (
    broken_file,
    empty_file,
    merged_downwards,
    no_such_sheet,
    other_sheets,
    password_protected,
    too_many_cells,
    too_many_rows,
)
from pakhuis.imports.readers.cells import cell_text
from pakhuis.imports.readers.contract import Limits, ReadOptions
from pakhuis.imports.readers.merged import Downwards
from pakhuis.kernel.problem import Problem, Refused


class SheetSource:
    """One sheet of a workbook. Hidden sheets are offered but never chosen by themselves."""

    kind = "spreadsheet"
    keeps_width = False
    is_tidy = True

    def __init__(self, path: Path, options: ReadOptions, limits: Limits) -> None:
        self.warnings: list[Problem] = []
        with _said_in_words():
            self._read(path, options, limits)

    def _read(self, path: Path, options: ReadOptions, limits: Limits) -> None:
        book = CalamineWorkbook.from_path(str(path))
        tables = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
        self.sheets = tuple(one.name for one in tables)
        visible = [one.name for one in tables if one.visible is SheetVisibleEnum.Visible]
        if options.sheet and options.sheet not in self.sheets:
            raise Refused([no_such_sheet(options.sheet)])
        name = options.sheet or _first_table(book, visible) or _first_filled(book, list(self.sheets))
        if not name:
            raise Refused([empty_file()])
        self._sheet = book.get_sheet_by_name(name)
        _check_size(self._sheet, limits)
        others = [one for one in visible if one != name and _is_filled(book.get_sheet_by_name(one))]
        if others and not options.sheet:
            self.warnings.append(other_sheets(", ".join(others)))
        spans = self._sheet.merged_cell_ranges or ()
        self._merged = Downwards((top + 1, bottom + 1, left) for (top, left), (bottom, _) in spans)
        if self._merged:
            self.warnings.append(merged_downwards())
        self.options = ReadOptions(sheet=name, header_row=options.header_row)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Numbered as the spreadsheet does; a merged cell has its text in its first column, in each row."""
        return self._merged.filled(self._rows())

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        # Calamine gives the empty rows above the first filled cell, but not the columns before it.
        lead = [""] * (self._sheet.start[1] if self._sheet.start else 0)
        for place, row in enumerate(self._sheet.iter_rows(), start=1):
            yield place, lead + [cell_text(one) for one in row]


@contextmanager
def _said_in_words() -> Iterator[None]:
    """What calamine stumbles over, as a person can read it; what comes of Rust is no `Exception`."""
    try:
        yield
    except PasswordError:
        raise Refused([password_protected()]) from None
    except (CalamineError, OSError, ValueError):
        raise Refused([broken_file()]) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Refused([broken_file()]) from None


def _first_table(book: CalamineWorkbook, names: list[str]) -> str:
    """The first sheet with rows and columns, as one may only explain; else the first with anything."""
    tables = (name for name in names if (one := book.get_sheet_by_name(name)).width > 1 and one.height > 1)
    return next(tables, "") or _first_filled(book, names)


def _first_filled(book: CalamineWorkbook, names: list[str]) -> str:
    return next((name for name in names if _is_filled(book.get_sheet_by_name(name))), "")


def _is_filled(sheet: CalamineSheet) -> bool:
    return sheet.start is not None


def _check_size(sheet: CalamineSheet, limits: Limits) -> None:
    if sheet.height > limits.rows + 100:
        raise Refused([too_many_rows(limits.rows)])
    if sheet.height * sheet.width > limits.cells:
        raise Refused([too_many_cells(limits.cells)])
