"""Big workbooks are read as a stream, and say what calamine says of them."""

from __future__ import annotations

import datetime as dt
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pakhuis.imports.readers import Limits, ReadOptions
from pakhuis.imports.readers import xlsx as streamed
from pakhuis.imports.readers.spreadsheet import SheetSource
from pakhuis.imports.readers.xlsx import StreamedSource
from pakhuis.kernel.problem import Refused
from tests.imports.making import archive_file, read, sheet_file
from tests.imports.shared import files

Rows = list[tuple[int, tuple[str, ...]]]


def _odd(folder: Path, *, is_1904: bool = False) -> Path:
    """A workbook with everything that a cell can be."""
    path = folder / "odd.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": is_1904}) as book:
        sheet = book.add_worksheet("Klanten")
        looks = {
            code: book.add_format({"num_format": code})
            for code in ("dd-mm-yyyy", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm:ss", "0.00%", "00000", '"dag" 0')
        }
        red = book.add_format({"num_format": "[Red]0"})
        sheet.write_row(2, 1, ["naam", "nummer"])
        sheet.write_datetime(3, 1, dt.datetime(2026, 3, 4), looks["dd-mm-yyyy"])
        sheet.write_datetime(3, 2, dt.datetime(2026, 3, 4, 13, 30), looks["yyyy-mm-dd hh:mm"])
        sheet.write_datetime(3, 3, dt.time(13, 30), looks["hh:mm"])
        sheet.write_datetime(3, 4, dt.timedelta(hours=30), looks["[h]:mm:ss"])
        for place, (value, look) in enumerate(
            [(0.05, looks["0.00%"]), (123, looks["00000"]), (12, looks['"dag" 0']), (4, red)], start=5
        ):
            sheet.write_number(3, place, value, look)
        for place, value in enumerate([1e20, 0.1, -3, 1234567890123, 0], start=9):
            sheet.write_number(3, place, value)
        sheet.write_boolean(3, 14, True)
        sheet.write_formula(4, 1, "=1+1", None, 2)
        sheet.write_formula(4, 2, '="a"&"b"', None, "ab")
        sheet.write_formula(4, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 4, "=TRUE", None, True)
        sheet.write_rich_string(5, 1, "een ", red, "twee", " drie")
        sheet.write_string(5, 2, "a\r\nb _x000D_ c")
        sheet.write_string(5, 3, "  met spaties ")
        sheet.write_string(5, 4, "00123")
        sheet.write_string(5, 5, "'t Rijk & <zonen>")
        sheet.merge_range(6, 1, 6, 3, "samen")
        for place, days in enumerate([1, 59, 60, 61, 36526], start=1):
            sheet.write_number(8, place, days, looks["dd-mm-yyyy"])
        hidden = book.add_worksheet("Verborgen")
        hidden.write(0, 0, "geheim")
        hidden.hide()
        book.add_worksheet("Leeg")
        book.add_worksheet("Ook").write(0, 0, "x")
    return path


def _told(source: SheetSource | StreamedSource) -> Rows:
    """The filled rows, without the empty cells behind the last filled one."""
    rows = []
    for number, cells in source.rows():
        last = max((place for place, one in enumerate(cells, start=1) if one), default=0)
        if last:
            rows.append((number, tuple(cells[:last])))
    return rows


def _as_calamine(rows: Rows) -> Rows:
    """What is written otherwise than it is counted is only known to the stream."""
    bare = {"5%": "0.05", "00123": "123"}
    return [(at, tuple(bare.get(one, one) for one in cells) if at == 4 else cells) for at, cells in rows]


@pytest.mark.parametrize("is_1904", [False, True])
@pytest.mark.parametrize("sheet", ["", "Verborgen", "Ook"])
def test_a_stream_says_what_calamine_says(tmp_path: Path, sheet: str, is_1904: bool) -> None:
    path, options = _odd(tmp_path, is_1904=is_1904), ReadOptions(sheet=sheet)
    whole, stream = SheetSource(path, options, Limits()), StreamedSource(path, options, Limits())
    assert (stream.sheets, stream.options, stream.warnings) == (whole.sheets, whole.options, whole.warnings)
    assert _as_calamine(_told(stream)) == _told(whole)
    assert len(_told(stream)) >= 1


@pytest.mark.parametrize(
    "path", [one for one in files() if one.suffix == ".xlsx"], ids=lambda path: path.name
)
def test_real_files_say_the_same_as_a_stream(path: Path) -> None:
    told: list[object] = []
    for kind in (SheetSource, StreamedSource):
        try:
            told.append(_told(kind(path, ReadOptions(), Limits())))
        except Refused as refused:
            told.append([one.code for one in refused.problems])
    assert told[0] == told[1]


def test_numbers_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    """A column formatted as 00000 shows 00123, and that is the customer's number; 0.05 shows as 5%."""
    path = tmp_path / "a.xlsx"
    rows: list[tuple[str, float, str]] = [
        ("00000", 123, "00123"),
        ("0000000000", 612345678, "0612345678"),
        ("00000", 123.5, "123.5"),
        ("00000", -5, "-5"),
        ("0%", 0.05, "5%"),
        ("0.00%", 0.0525, "5.25%"),
        ("0%", 1, "100%"),
        ("0", 7, "7"),
        ("0.00", 7, "7"),
        ("#,##0", 1234, "1234"),
    ]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Naam", "Klantnummer"])
        for place, (code, value, _) in enumerate(rows, start=1):
            sheet.write(place, 0, "A")
            sheet.write_number(place, 1, value, book.add_format({"num_format": code}))
    _, found = read(path)
    assert [row.cells[1] for row in found] == [seen for *_, seen in rows]
    # A writer that spells a part otherwise: calamine finds it, and the row is there.
    odd = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(odd, "w") as written:
        for name in given.namelist():
            written.writestr(name.replace("sharedStrings", "SharedStrings"), given.read(name))
    _, found = read(odd)
    assert found[0].cells == ["A", "123"]


def test_a_big_workbook_goes_through_the_whole_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sheet_file(
        tmp_path, [["Naam", "Plaats"], ["Aa", "Zwolle"], ["Bb", None], [None, None], ["Cc", 12.0]]
    )
    usual = read(path)
    monkeypatch.setattr(streamed, "BIG", 10)
    assert read(path) == usual


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Ten times the rows, hardly more memory."""
    peaks = []
    for count in (2_000, 20_000):
        path = tmp_path / f"{count}.xlsx"
        with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for place in range(count):
                sheet.write_row(place, 0, [f"K{place:07d}", f"Klant {place}", place])
        source = StreamedSource(path, ReadOptions(), Limits())
        tracemalloc.start()
        assert sum(1 for _ in source.rows()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def _with(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one of its parts replaced."""
    with zipfile.ZipFile(path) as archive:
        entries = {one: archive.read(one) for one in archive.namelist()}
    return archive_file(path.parent, entries | {name: content}, name="changed.xlsx")


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%s</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<worksheet><sheetData><row><c><v>1</v>", "broken_file"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET % b"", "broken_file"),
        (SHEET % b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>', "broken_file"),
        (SHEET % b'<row r="1"><c r="A1"><v>eleven</v></c></row>', "broken_file"),
        (SHEET % b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', "too_many_cells"),
        (SHEET % b'<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>', "too_many_cells"),
        (b"<?xml versi?>" + SHEET % b"<row><c r='ZZZZZ99999999'><v>1</v></c></row>", "broken_file"),
        (b"<?xml versi?>" + SHEET % b'<x:row r="4294967295"><x:c><v>1</v></x:c></x:row>', "broken_file"),
        (SHEET % b"", "empty_file"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    path = _with(_odd(tmp_path), "xl/worksheets/sheet1.xml", content)
    for part in ("sheet2", "sheet4"):
        path = _with(path, f"xl/worksheets/{part}.xml", SHEET % b"")
    with pytest.raises(Refused) as refused:
        _told(StreamedSource(path, ReadOptions(), Limits()))
    assert [one.code for one in refused.value.problems] == [code]


def test_cells_and_rows_without_an_address_follow_each_other(tmp_path: Path) -> None:
    content = (
        b'<row><c s="7777"><v>1</v></c>'
        b'<c t="inlineStr"><is><t>a</t><rPh><t>x</t></rPh><t>b</t></is></c></row>'
        b'<row r="9"><c><v>2</v></c></row>'
    )
    path = _with(_odd(tmp_path), "xl/worksheets/sheet1.xml", SHEET % content)
    assert _told(StreamedSource(path, ReadOptions(), Limits())) == [(1, ("1", "ab")), (9, ("2",))]


def test_a_workbook_that_says_it_has_endless_texts_is_read_by_no_other_reader(tmp_path: Path) -> None:
    """Calamine asks for room for as many, and the process would end with no word."""
    path = sheet_file(tmp_path, [["Naam", "Plaats"], ["Piet", "Epe"]])
    endless = b'<sst count="4" uniqueCount="4294967295"><si><t>Naam</t></si><si>'
    with pytest.raises(Refused) as refused:
        read(_with(path, "xl/sharedStrings.xml", endless))
    assert [one.code for one in refused.value.problems] == ["broken_file"]
