"""Files as people have them, made on the spot."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from pakhuis.imports.readers import Limits, ReadOptions, SourceRow, Understood, read_rows, understand

KNOWN = {"naam", "name", "plaats", "city", "e-mail", "klantnummer", "telefoon"}


def known(header: str) -> bool:
    return header.lower() in KNOWN


def read(
    path: Path, options: ReadOptions | None = None, limits: Limits | None = None
) -> tuple[Understood, list[SourceRow]]:
    """How a file is understood, and all its rows."""
    bounds = limits or Limits()
    understood = understand(path, options or ReadOptions(), bounds, known=known)
    return understood, list(read_rows(path, understood, bounds))


def text_file(folder: Path, content: str | bytes, *, encoding: str = "utf-8", name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def sheet_file(folder: Path, rows: Sequence[Sequence[object]], *, name: str = "a.xlsx") -> Path:
    """A workbook with one sheet."""
    path = folder / name
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return path


def archive_file(folder: Path, entries: dict[str, bytes], *, name: str = "a.xlsx") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    return path
