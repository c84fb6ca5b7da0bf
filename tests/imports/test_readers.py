"""Reading: every file of every kind gives its rows, or a sentence a person understands."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.imports.readers import Limits, ReadOptions, SourceRow, Understood
from pakhuis.imports.readers.cells import cell_text, tidy
from pakhuis.imports.readers.delimiters import delimiter_of
from pakhuis.imports.readers.header import is_totals, letter_of, named
from pakhuis.kernel.problem import Refused
from tests.imports.making import archive_file, read, sheet_file, text_file
from tests.imports.shared import expected, files, needs_files

pytestmark = pytest.mark.once
TABLE = "Klantnummer;Naam;Plaats\n00123;Café De Kade;Zwolle\n124;Jansen, A.;Den Bosch\n"


def refusal(path: Path, options: ReadOptions | None = None, limits: Limits | None = None) -> list[str]:
    with pytest.raises(Refused) as raised:
        read(path, options, limits)
    return [one.code for one in raised.value.problems]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_each_encoding_delimiter_and_line_end(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    table = "Klantnummer;Naam;Plaats\n00123;Café De Kade;Zwolle\n124;Jansen A.;Den Bosch\n"
    content = table.replace(";", delimiter).replace("\n", newline)
    understood, rows = read(text_file(tmp_path, content, encoding=encoding))
    assert understood.headers == ("Klantnummer", "Naam", "Plaats")
    assert understood.options.delimiter == delimiter
    assert [row.cells for row in rows] == [
        ["00123", "Café De Kade", "Zwolle"],
        ["124", "Jansen A.", "Den Bosch"],
    ]
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize("encoding", ["windows-1252", "cp850", "mac-roman"])
@pytest.mark.parametrize(
    "words", ["Café Zoë;Liège", "Müller & Söhne;KÖLN", "Señor Núñez;São Paulo", "Bjørn Ødegård;Bodø"]
)
def test_letters_tell_the_encodings_of_one_byte_apart(tmp_path: Path, words: str, encoding: str) -> None:
    understood, rows = read(text_file(tmp_path, f"Naam;Plaats\n{words}\n", encoding=encoding))
    assert ";".join(rows[0].cells) == words
    assert understood.options.encoding == encoding


def test_signs_of_windows_are_no_letters_of_dos(tmp_path: Path) -> None:
    """A euro sign, an apostrophe or a dash alone is what Windows writes."""
    for text in ("Naam;Saldo\nPiet;€ 5\n", "Naam;Plaats\nPiet’s;Epe\n", "Naam;Plaats\nA – B;Epe\n"):
        understood, _ = read(text_file(tmp_path, text, encoding="windows-1252"))
        assert understood.options.encoding == "windows-1252", text


def test_a_mark_of_bytes_never_hides_the_first_column(tmp_path: Path) -> None:
    understood, _ = read(text_file(tmp_path, TABLE, encoding="utf-8-sig"))
    assert understood.headers[0] == "Klantnummer"


def test_the_delimiter_that_excel_is_told(tmp_path: Path) -> None:
    understood, rows = read(text_file(tmp_path, "sep=|\nNaam|Plaats\nA;B|Epe\n"))
    assert understood.headers == ("Naam", "Plaats")
    assert [row.cells for row in rows] == [["A;B", "Epe"]]


def test_line_breaks_and_delimiters_within_quotation_marks(tmp_path: Path) -> None:
    content = 'Naam,Plaats\n"De ""Kade""\nachterom","Zwolle, Ov."\nB,Epe\n'
    _, rows = read(text_file(tmp_path, content))
    assert rows[0].cells == ['De "Kade"\nachterom', "Zwolle, Ov."]
    assert [row.number for row in rows] == [2, 3]


def test_single_quotation_marks(tmp_path: Path) -> None:
    understood, rows = read(text_file(tmp_path, "'Naam','Plaats'\n'A, B','Epe'\n'C','Ede'\n"))
    assert understood.options.quote == "'"
    assert rows[0].cells == ["A, B", "Epe"]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    content = 'Naam,Plaats\n"A,Epe\n' + "B,Ede\n" * 400
    path = text_file(tmp_path, content)
    assert refusal(path) == ["quote_not_closed"]
    _, rows = read(path, ReadOptions(quote="none"))
    assert len(rows) == 401
    assert rows[0].cells == ['"A', "Epe"]


def test_ragged_and_empty_rows(tmp_path: Path) -> None:
    content = "Naam,Plaats,Telefoon\nA\n\n,,\nB,Epe,1,,,\nC,Ede,2,x\nD,12, Kade,3\n"
    understood, rows = read(text_file(tmp_path, content))
    assert len(understood.headers) == 3
    assert [(row.number, row.mark) for row in rows] == [(2, ""), (5, ""), (6, "wide"), (7, "joined")]
    assert rows[0].cells == ["A", "", ""]
    assert rows[2].cells == ["C", "Ede", "2", "x"]
    assert rows[3].cells == ["D", "12, Kade", "3"]


def test_title_lines_above_the_header(tmp_path: Path) -> None:
    content = "Export van 1 mei;;\n;;\nKLANTEN;;\n" + TABLE
    understood, rows = read(text_file(tmp_path, content))
    assert understood.options.header_row == 4
    assert [row.number for row in rows] == [5, 6]


def test_a_header_that_is_repeated_and_a_line_of_totals(tmp_path: Path) -> None:
    content = TABLE + "Klantnummer;Naam;Plaats\n9;Total;Parijs\nTotaal;12,50;€ 3.000\n"
    _, rows = read(text_file(tmp_path, content))
    assert [row.mark for row in rows] == ["", "", "header", "", "totals"]


def test_a_total_is_only_a_total_at_the_end_and_with_numbers() -> None:
    assert is_totals(["Totaal:", "", "12,50"])
    assert is_totals(["", "Total", "3"])
    assert not is_totals(["Total", "Parijs", "3"])
    assert not is_totals(["Totaal", "", ""])
    assert not is_totals(["1", "Totaal", "3"])


def test_headers_that_occur_twice_or_are_missing() -> None:
    assert named(["Tel", "Tel", "", "Tel"], 5) == ("Tel", "Tel (2)", "C", "Tel (3)", "E")
    assert [letter_of(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_without_header_the_first_row_is_data(tmp_path: Path) -> None:
    understood, rows = read(text_file(tmp_path, "Jansen,Kade 12,8011 AB Zwolle\nPietersen,Laan 3,Epe\n"))
    assert understood.options.header_row == 0
    assert understood.headers == ("A", "B", "C")
    assert [one.code for one in understood.warnings] == ["no_header"]
    assert len(rows) == 2
    forced, below = read(tmp_path / "a.csv", ReadOptions(header_row=1))
    assert forced.headers[0] == "Jansen"
    assert len(below) == 1


def test_one_column(tmp_path: Path) -> None:
    understood, rows = read(text_file(tmp_path, "Naam\nJansen\nPietersen & Zn, Epe\n"))
    assert understood.options.delimiter == "none"
    assert [row.cells for row in rows] == [["Jansen"], ["Pietersen & Zn, Epe"]]


def test_three_hundred_columns(tmp_path: Path) -> None:
    header = ",".join(["Naam", *(f"k{n}" for n in range(299))])
    path = text_file(tmp_path, f"{header}\n" + ",".join(["A"] * 300) + "\n")
    understood, rows = read(path)
    assert len(understood.headers) == len(rows[0].cells) == 300
    assert refusal(path, limits=Limits(columns=200)) == ["too_many_columns"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n \n", "empty_file"),
        (b"Naam,Plaats\n", "no_rows"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not_a_table"),
        (b"%PDF-1.7\n", "not_a_table"),
        (b"<html><table><tr><td>Naam", "not_a_table"),
        (b"PK\x03\x04 and then nonsense", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not_a_table"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\x07" * 900, "broken_file"),
        (bytes(range(1, 9)) * 100, "not_a_table"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_is_no_table_is_said_in_words(tmp_path: Path, content: bytes, code: str, name: str) -> None:
    assert refusal(text_file(tmp_path, content, name=name)) == [code]


def test_a_text_that_begins_like_a_picture_is_a_text(tmp_path: Path) -> None:
    _, rows = read(text_file(tmp_path, "BMW,Plaats\nMini,Epe 123\n"))
    assert len(rows) == 1


def test_limits(tmp_path: Path) -> None:
    path = text_file(tmp_path, TABLE)
    assert refusal(path, limits=Limits(bytes=20)) == ["too_big"]
    assert refusal(path, limits=Limits(rows=1)) == ["too_many_rows"]
    assert refusal(path, limits=Limits(cells=5)) == ["too_many_cells"]
    book = sheet_file(tmp_path, [["Naam", "Plaats"]] + [["A", "B"]] * 300)
    assert refusal(book, limits=Limits(cells=100)) == ["too_many_cells"]
    assert refusal(book, limits=Limits(rows=100)) == ["too_many_rows"]


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = archive_file(tmp_path, {"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"0" * 30_000_000})
    assert refusal(bomb) == ["unpacks_too_big"]
    assert refusal(bomb, limits=Limits(unpacked=1_000_000)) == ["unpacks_too_big"]


def test_a_cell_in_the_far_corner_is_not_laid_out_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["Naam", "Aa"])
        sheet.write(1_048_575, 16_383, "far")
    tracemalloc.start()
    _, rows = read(path)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert rows == [SourceRow(2, ["Aa"]), SourceRow(1_048_576, [""])]


def test_an_ods_that_repeats_itself(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="%d" office:value-type="string"/>'
    empty = '<table:table-row table:number-rows-repeated="%d"><table:table-cell/></table:table-row>'
    for rows in (
        f'<table:table-row table:number-rows-repeated="1000">{cell % 16_000}</table:table-row>',
        f"{empty % 1_000_000}<table:table-row>{cell % 20}</table:table-row>",
        f"<table:table-row>{cell % 6_000_000}</table:table-row>{empty % 7}",
    ):
        content = f'<x xmlns:table="t" xmlns:office="o"><table:table>{rows}</table:table></x>'.encode()
        bomb = archive_file(tmp_path, {"mimetype": b"x", "content.xml": content}, name="a.ods")
        assert refusal(bomb) == ["too_many_cells"]
    locked = {"content.xml": b"", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    assert refusal(archive_file(tmp_path, locked, name="b.ods")) == ["password_protected"]


def test_an_archive_that_is_no_spreadsheet(tmp_path: Path) -> None:
    assert refusal(archive_file(tmp_path, {"letter.txt": b"hello"})) == ["not_a_table"]


def test_cells_of_a_spreadsheet_are_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Klantnummer", "Naam", "Plaats"],
        ["00123", 123, 123.0],
        [True, 1.5, dt.datetime(2026, 5, 1)],
    ]
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(place, column, value)
        sheet.write_formula(3, 0, "=1+1", None, 2)
        sheet.write(3, 1, "formula")
        sheet.merge_range(4, 0, 4, 2, "merged")
    _, found = read(path)
    assert [row.cells for row in found] == [
        ["00123", "123", "123"],
        ["1", "1.5", "2026-05-01"],
        ["2", "formula", ""],
        ["merged", "", ""],
    ]


def test_rows_of_a_sheet_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(2, 1, "Naam")
        sheet.write(2, 2, "Plaats")
        sheet.write(4, 1, "A")
    understood, rows = read(path)
    assert understood.options.header_row == 3
    assert [(row.number, row.cells) for row in rows] == [(5, ["", "A", ""])]


def test_a_sheet_that_only_explains_is_not_the_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Uitleg").write(0, 0, "De klanten staan op het tweede blad.")
        table = book.add_worksheet("Klanten")
        table.write_row(0, 0, ["Naam", "Plaats"])
        table.write_row(1, 0, ["Piet", "Epe"])
    understood, rows = read(path)
    assert understood.options.sheet == "Klanten"
    assert [one.code for one in understood.warnings] == ["other_sheets"]
    assert [row.cells for row in rows] == [["Piet", "Epe"]]


def test_hidden_sheets_are_offered_and_not_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, cells in (
            ("geheim", ["Naam", "X"]),
            ("leeg", []),
            ("klanten", ["Naam", "A"]),
            ("oud", ["a", "b"]),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, cells)
            if name == "geheim":
                sheet.hide()
            if name == "klanten":
                sheet.activate()
                sheet.set_first_sheet()
    understood, rows = read(path)
    assert understood.options.sheet == "klanten"
    assert understood.sheets == ("geheim", "leeg", "klanten", "oud")
    assert [one.code for one in understood.warnings] == ["other_sheets"]
    assert [row.cells for row in rows] == [["A"]]
    chosen, others = read(path, ReadOptions(sheet="geheim"))
    assert chosen.options.sheet == "geheim"
    assert [row.cells for row in others] == [["X"]]
    assert refusal(path, ReadOptions(sheet="nergens")) == ["no_such_sheet"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123.0, "123"),
        (0.1, "0.1"),
        (7, "7"),
        (True, "1"),
        (False, "0"),
        (dt.date(2026, 12, 31), "2026-12-31"),
        (dt.datetime(2026, 12, 31, 4, 14), "2026-12-31 04:14:00"),
        (dt.time(16, 45), "16:45:00"),
        ("'00123", "00123"),
        ("'+31612345678", "+31612345678"),
        ("'t Rijks", "'t Rijks"),
        ("'70s Bar", "'70s Bar"),
        ("'1234AB", "1234AB"),
        ("'12,50", "12,50"),
        ("'=Laan 2", "=Laan 2"),
        ("'＝Laan 2", "＝Laan 2"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("NULL", ""),
        ("Null", "Null"),
        ("#N/B", ""),
        ("#VERW!", ""),
        ("NaN", ""),
        ("Nan", "Nan"),
        ("  a\x00b ", "ab"),
        ("Jan\u00a0Jansen\u200b", "Jan Jansen"),
        ("\u00a0Epe\u00ad ", "Epe"),
        ("J&amp;B &quot;Kade&quot; D&uuml;sseldorf", 'J&B "Kade" Düsseldorf'),
        ("&amp;amp; caf&#233;", "& café"),
        ("P&O; R&D &onbekend;", "P&O; R&D &onbekend;"),
    ],
)
def test_what_a_cell_says(value: object, text: str) -> None:
    assert cell_text(value) == text


@given(st.text(max_size=40))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert "\x00" not in once
    assert once == once.strip()


cells = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\x85\ufeff"),
    max_size=12,
)


@given(
    st.lists(st.tuples(cells, cells, cells), min_size=3, max_size=20), st.sampled_from([";", ",", "\t", "|"])
)
def test_what_is_written_quoted_is_cut_again(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    """Whatever stands in quoted cells, the delimiter is the one that cuts every line evenly."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])
    assert delimiter_of(out.getvalue(), '"') == delimiter


def test_what_was_understood_is_kept_as_json(tmp_path: Path) -> None:
    understood, _ = read(text_file(tmp_path, "Jan,Kade 12\nPiet,Laan 3\n"))
    assert Understood.from_json(understood.as_json()) == understood


def test_broken_letters_are_told(tmp_path: Path) -> None:
    content = ("Naam;Plaats\n" + "Café;Genève\n" * 60).encode() + b"Caf\xe9;Epe\n"
    understood, rows = read(text_file(tmp_path, content))
    assert understood.options.encoding == "utf-8"
    assert [one.code for one in understood.warnings] == ["broken_letters"]
    assert len(rows) == 61
    assert refusal(tmp_path / "a.csv", ReadOptions(encoding="klingon")) == ["unknown_encoding"]


@needs_files
@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_real_file_gives_rows_or_words(path: Path) -> None:
    try:
        understood, rows = read(path)
    except Refused as refused:
        assert all(one.message and one.path for one in refused.problems)
        assert path.name not in expected()
        return
    assert rows
    width = len(understood.headers)
    assert all(len(row.cells) == width or row.mark == "wide" for row in rows)


def test_texts_are_tidied_the_short_way_as_the_long_one() -> None:
    seen = (
        "a",
        " a b ",
        "'123",
        " '=1",
        "'t Rijks",
        "&amp;",
        "NULL",
        " NULL ",
        "Caf\u00e9 \u2019s",
        "",
        "  ",
    )
    for one in seen:
        for unseen in ("", "\u00ad", "\u200b", "\x00", "\u00a0"):
            assert tidy(one) == tidy(unseen + one + unseen)


def test_many_lines_above_a_small_table_do_not_hide_it(tmp_path: Path) -> None:
    above = "".join(f"# veld {place}: uitleg\n" for place in range(9))
    understood, rows = read(text_file(tmp_path, f"{above}naam,plaats,telefoon\nPiet,Epe,1\nJan,Ede,2\n"))
    assert (understood.options.delimiter, understood.options.header_row) == (",", 10)
    assert [row.cells for row in rows] == [["Piet", "Epe", "1"], ["Jan", "Ede", "2"]]


@pytest.mark.parametrize(
    ("encoding", "ends"), [("mac-roman", "\r"), ("windows-1252", "\r"), ("cp850", "\n"), ("mac-roman", "\n")]
)
def test_letters_and_ends_of_lines_tell_whose_a_file_is(tmp_path: Path, encoding: str, ends: str) -> None:
    content = ends.join(("Naam;Land", "Beta Söhne;België", ""))
    understood, _ = read(text_file(tmp_path, content, encoding=encoding))
    assert understood.options.encoding == encoding
