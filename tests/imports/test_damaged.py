"""Damaged files end in a sentence: never in a traceback, and never in all the memory there is."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.imports.assembling import assembled
from pakhuis.imports.columns.contract import Known
from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.mapping import ColumnChoice, Headers, RowReader
from pakhuis.imports.readers.ole import check_container
from pakhuis.imports.readers.records import Dialect, records
from pakhuis.imports.states import Subject
from pakhuis.imports.whole_address import taken_apart
from pakhuis.kernel.problem import Refused
from tests.imports.making import read, sheet_file, text_file
from tests.imports.test_readers import refusal

pytestmark = pytest.mark.once
COLUMNS = columns_of(Subject.CUSTOMERS)
END, TABLE = 0xFFFFFFFE, 0xFFFFFFFD


def container(*follows: int, start: int = 2, length: int = 5000, entries: int = 4) -> bytes:
    """An old spreadsheet's container: a header, its table of what follows what, its directory, its pieces."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<III", header, 48, 1, 0, 4096)
    struct.pack_into("<III", header, 60, END, 0, END)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", TABLE, END, *follows, *[0xFFFFFFFF] * (126 - len(follows)))
    directory = bytearray()
    for kind, name in ((5, "Root Entry"), (2, "Workbook"), (0, ""), (0, ""))[:entries]:
        entry = bytearray(128)
        entry[: 2 * len(name)] = name.encode("utf-16-le")
        entry[64], entry[66] = 2 * len(name) + 2, kind
        struct.pack_into("<II", entry, 116, start if kind == 2 else END, length if kind == 2 else 0)
        directory += entry
    return bytes(header) + table + bytes(directory) + bytes(512) * len(follows)


def small_container(book: bytes) -> bytes:
    """The same with a workbook of less than 4096 bytes, which stands in small pieces of another stream."""
    pieces = -(-len(book) // 512)
    header = bytearray(container(END)[:512])
    struct.pack_into("<III", header, 60, 2, 1, END)
    table = [TABLE, END, END, *range(4, 3 + pieces), END]
    small = [*range(1, pieces * 8), END]
    directory = bytearray()
    for kind, name, start, length in (
        *((5, "Root Entry", 3, pieces * 512), (2, "Workbook", 0, len(book))),
        *((0, "", END, 0),) * 2,
    ):
        entry = bytearray(128)
        entry[: 2 * len(name)] = name.encode("utf-16-le")
        entry[64], entry[66] = 2 * len(name) + 2, kind
        struct.pack_into("<II", entry, 116, start, length)
        directory += entry
    filled = [one + [0xFFFFFFFF] * (128 - len(one)) for one in (table, small)]
    first, second = (struct.pack("<128I", *one) for one in filled)
    return bytes(header) + first + bytes(directory) + second + book.ljust(pieces * 512, b"\x00")


def large_container(book: bytes) -> bytes:
    """The same with a workbook in pieces of its own."""
    pieces = -(-len(book) // 512)
    held = container(*range(3, pieces + 2), END, length=len(book))
    return held[:1536] + book.ljust(pieces * 512, b"\x00")


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


BEGIN = record(0x0809, bytes(16))


@pytest.mark.parametrize(
    "odd",
    [
        record(0x0200, struct.pack("<IIHHH", 0, 0x7FFFFFFF, 0, 2, 0)),
        record(0x0200, struct.pack("<IIHHH", 9, 3, 0, 2, 0)),
        record(0x00FC, struct.pack("<II", 1, 0x7FFFFFFF)),
        record(0x00FD, struct.pack("<HHHI", 0xFFFF, 0xFFFF, 0, 0)),
        record(0x0085, struct.pack("<IHB", 33, 0, 0))
        + bytes(2)
        + record(0x0200, struct.pack("<IIHHH", 0, 0x7FFFFFFF, 0, 2, 0)),
        b"".join(record(0x0085, struct.pack("<IHB", place, 0, 0)) for place in range(1, 600)),
    ],
)
@pytest.mark.parametrize("size", [600, 8000])
def test_sheets_and_texts_without_end_ask_for_no_memory(tmp_path: Path, odd: bytes, size: int) -> None:
    """Calamine would ask for all of it at once, and the process would end with no word."""
    contain = small_container if size < 4096 else large_container
    check_container(text_file(tmp_path, contain(BEGIN.ljust(size, b"\x00"))))
    book = (BEGIN + odd).ljust(size, b"\x00")
    contain = small_container if len(book) < 4096 else large_container
    with pytest.raises(Refused) as refused:
        check_container(text_file(tmp_path, contain(book)))
    assert refused.value.problems[0].code in ("broken_file", "too_many_cells")


@pytest.mark.parametrize(
    "content",
    [
        container(2),
        container(3, 2),
        container(9),
        container(END, start=99),
        container(END, start=5, length=10),
        container(END, entries=3)[:-512],
        container(END)[:1300],
        container(END),
        container(END).replace(b"\x09\x00\x06\x00", b"\x1f\x00\x06\x00"),
    ],
)
def test_a_container_that_does_not_hold_together(tmp_path: Path, content: bytes) -> None:
    """The last but one is whole, with a workbook of zeros: calamine says what is wrong with that."""
    assert refusal(text_file(tmp_path, content, name="a.xls")) == ["broken_file"]


def test_a_table_of_pieces_that_goes_in_a_circle(tmp_path: Path) -> None:
    content = bytearray(container(END))
    struct.pack_into("<I", content, 68, 2)
    content[-512:] = struct.pack("<128I", *[0xFFFFFFFF] * 127, 2)
    assert refusal(text_file(tmp_path, bytes(content))) == ["broken_file"]


def test_an_archive_whose_packed_bytes_are_wrong(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, [["Naam", "Plaats"], ["Piet", "Epe"]])
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        places = [one.header_offset + 30 + len(one.filename) for one in archive.infolist()]
    for place in places:
        damaged = whole[: place + 4] + bytes(20) + whole[place + 24 :]
        try:
            read(text_file(tmp_path, damaged, name="b.xlsx"))
        except Refused as refused:
            assert [one.code for one in refused.problems] in (["broken_file"], ["empty_file"])


def rows_of(text: str) -> list[list[str]]:
    return list(records(text.splitlines(keepends=True), Dialect(",", '"')))


def test_a_mark_that_is_never_closed_takes_no_row_with_it() -> None:
    head = "nr,naam,plaats\n"
    assert rows_of(head + '1,"Half,Epe\n2,Jan,Ede\n') == [
        ["nr", "naam", "plaats"],
        ["1", '"Half', "Epe"],
        ["2", "Jan", "Ede"],
    ]
    assert rows_of(head + '1,"Half,Epe\n2,"Jan",Ede\n3,B,C\n')[1:] == [
        ["1", '"Half', "Epe"],
        ["2", "Jan", "Ede"],
        ["3", "B", "C"],
    ]
    assert rows_of(head + '1,"Half,Epe\n2,"Jan","Ede","x"\n')[1:] == [
        ["1", '"Half', "Epe"],
        ["2", "Jan", "Ede", "x"],
    ]
    assert rows_of(head + '1,"Jan\nen Zn",Ede\n')[1:] == [["1", "Jan\nen Zn", "Ede"]]


@given(st.lists(st.lists(st.text('ab"\n ,', max_size=5), min_size=3, max_size=3), max_size=5))
def test_what_is_written_rightly_is_read_as_it_was(rows: list[list[str]]) -> None:
    text = "".join(",".join(f'"{one.replace(chr(34), chr(34) * 2)}"' for one in row) + "\n" for row in rows)
    assert rows_of(text) == rows


def test_a_cell_without_end_takes_no_time() -> None:
    long = "9a" * 200_000
    assert taken_apart(long) == {"line1": long}
    cells = ("Naam", long + " ", f"{long} {long}")
    row = assembled(
        RowReader(ColumnChoice(("name", "email", "address.line1")), COLUMNS, Known()).draft(cells)
    )
    assert row.fields["email"].strip() == long
    choice = Headers(COLUMNS).guess(("Naam", "Plaats", "Postcode"), [("A", long, long)], has_header=True)
    assert choice.columns == ("name", "address.city", "address.zipcode")
    assert not Headers(COLUMNS).knows("naam " * 200_000)
    assert Headers(COLUMNS).guess(("Naam", long), [("A", "B")], has_header=True).columns == ("name", "")


def test_a_cell_in_the_far_corner_makes_no_sheet_of_millions(tmp_path: Path) -> None:
    """An XLS is refused, as no file of its size has so many cells; an XLSX is read as a stream."""
    chain = [*range(3, 12), END]
    content = bytearray(container(*chain))
    cell = struct.pack("<HHHHHd", 0x0203, 14, 65_535, 255, 0, 1.0)
    content[1536 : 1536 + 24] = struct.pack("<HHI", 0x0809, 4, 0) + cell[:16]
    assert refusal(text_file(tmp_path, bytes(content), name="a.xls")) == ["too_many_cells"]
    path = sheet_file(tmp_path, [["Naam", "Plaats"], ["Piet", "Epe"]])
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Naam", "Plaats"])
        sheet.write_row(1, 0, ["Piet", "Epe"])
        sheet.write(999_999, 20, "x")
    tracemalloc.start()
    _, rows = read(path)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert [(row.number, row.cells[:2]) for row in rows] == [(2, ["Piet", "Epe"]), (1_000_000, ["", ""])]
