"""Pages and XML that are called `.xls`, and lines that stand in one cell."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from pakhuis.imports.readers import Limits, ReadOptions
from tests.imports.making import read, sheet_file, text_file
from tests.imports.test_readers import refusal

pytestmark = pytest.mark.once
PAGE = (
    "<html><head><meta charset=iso-8859-1></head><body><table><tr><td>Menu</table>"
    "<table><tr><th colspan=3>Klanten</th></tr><tr><th>Naam</th><th>Adres</th><th>Plaats</th></tr>"
    "<tr><td>Café &amp; Bar</td><td>Kade 1<br>achter</td><td><b>Epe</b></td></tr>"
    "<tr><td>Jan<td colspan=2>Laan&nbsp;2</table><table><tr><td>1<td>2<tr><td>3<td>4</table></body>"
)
WORKBOOK = (
    '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="Klanten"><Table><Row><Cell><Data ss:Type="String">Naam</Data></Cell>'
    '<Cell ss:MergeAcross="1"><Data ss:Type="String">Plaats</Data></Cell>'
    "<Cell><Data>Sinds</Data></Cell></Row>"
    '<Row ss:Index="4"><Cell><Data ss:Type="Number">12.0</Data></Cell><Cell ss:Index="4">'
    '<Data ss:Type="DateTime">2026-01-31T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>'
)


def rows_of(path: Path, options: ReadOptions | None = None) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in read(path, options)[1]]


def test_a_table_of_a_page(tmp_path: Path) -> None:
    path = text_file(tmp_path, PAGE, encoding="latin-1", name="a.xls")
    understood, rows = read(path)
    assert (understood.sheets, understood.options.sheet) == (("Table 1", "Table 2", "Table 3"), "Table 2")
    assert [one.code for one in understood.warnings] == ["other_sheets"]
    assert understood.headers == ("Naam", "Adres", "Plaats")
    assert [row.cells for row in rows] == [["Café & Bar", "Kade 1\nachter", "Epe"], ["Jan", "Laan 2", ""]]
    assert rows_of(path, ReadOptions(sheet="Table 3", header_row=1)) == [(2, ["3", "4"])]
    assert refusal(path, ReadOptions(sheet="Table 9")) == ["no_such_sheet"]
    assert refusal(path, limits=Limits(cells=5)) == ["too_many_cells"]
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert rows_of(text_file(tmp_path, PAGE, encoding=encoding))[0] == (3, rows[0].cells)


def test_a_workbook_of_excel_2003(tmp_path: Path) -> None:
    path = text_file(tmp_path, WORKBOOK, name="a.xls")
    understood, rows = read(path)
    assert understood.headers == ("Naam", "Plaats", "C", "Sinds")
    assert [(row.number, row.cells) for row in rows] == [(4, ["12", "", "", "2026-01-31"])]
    assert refusal(text_file(tmp_path, WORKBOOK[:300])) == ["broken_file"]
    assert refusal(text_file(tmp_path, WORKBOOK.replace('Index="4"', 'Index="99999999"'))) == ["broken_file"]
    bomb = WORKBOOK.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook', 1)
    assert refusal(text_file(tmp_path, bomb)) == ["broken_file"]


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE html><html><body><form>Login</form></body>",
        "<html><table><tr><td>Naam",
        "<?xml version='1.0'?><eExact><Accounts><Account code='1'/></Accounts></eExact>",
        "<table></table>",
    ],
)
def test_a_page_without_a_table_is_said_in_words(tmp_path: Path, content: str) -> None:
    assert refusal(text_file(tmp_path, content)) == ["not_a_table"]


def test_lines_that_stand_in_quotation_marks_as_a_whole(tmp_path: Path) -> None:
    whole = '"Naam;Plaats"\n"Piet;Epe"\n"""Jan; Zn"";Ede"\n'
    understood, rows = read(text_file(tmp_path, whole))
    assert (understood.headers, understood.options.delimiter) == (("Naam", "Plaats"), ";")
    assert [row.cells for row in rows] == [["Piet", "Epe"], ["Jan; Zn", "Ede"]]
    some = 'Naam,Plaats\nPiet,Epe\n"""Jan, Zn"",Ede"\n"Kees, alleen"\n'
    _, rows = read(text_file(tmp_path, some))
    assert [row.cells for row in rows] == [["Piet", "Epe"], ["Jan, Zn", "Ede"], ["Kees", "alleen"]]
    _, rows = read(text_file(tmp_path, '"Naam"\n"Bakker, Jan"\n"Smit, Piet"\n'))
    assert [row.cells for row in rows] == [["Bakker, Jan"], ["Smit, Piet"]]


def test_a_sheet_of_lines_is_cut(tmp_path: Path) -> None:
    lines = [["Naam;Plaats"], ["Piet;Epe"], ['"Jan; Zn";Ede']]
    understood, rows = read(sheet_file(tmp_path, lines))
    assert understood.headers == ("Naam", "Plaats")
    assert [one.code for one in understood.warnings] == ["lines_in_cells"]
    assert [row.cells for row in rows] == [["Piet", "Epe"], ["Jan; Zn", "Ede"]]
    uncut = ReadOptions(delimiter="none")
    assert read(sheet_file(tmp_path, lines), uncut)[1][1].cells == ["Piet;Epe"]
    understood, rows = read(sheet_file(tmp_path, [["Naam"], ["Bakker, Jan"], ["Smit, Piet"]]))
    assert [row.cells for row in rows] == [["Bakker, Jan"], ["Smit, Piet"]]


def test_of_a_long_table_only_the_first_rows_are_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.imports.readers.markup.SURVEYED", 2)
    path = text_file(tmp_path, PAGE.replace("<tr><td>Jan", "<tr><td>A<td>B<tr><td>C<td>D<tr><td>Jan"))
    understood, rows = read(path)
    assert (understood.sheets, understood.warnings) == (("Table 1", "Table 2"), ())
    assert [row.cells[0] for row in rows] == ["Café & Bar", "A", "C", "Jan"]
    assert rows_of(path, ReadOptions(sheet="Table 3", header_row=1)) == [(2, ["3", "4"])]


MERGED = (
    "<table><thead><tr><th rowspan=2>Nr</th><th rowspan='2'>Naam</th><th colspan=2>Adres</th>"
    "<th rowspan=2>Tel</th></tr><tr><th>Straat</th><th>Plaats</th></tr></thead><tbody>"
    "<tr><td rowspan=3>1</td><td rowspan=2>Kade</td><td>Kade 1</td><td>Epe</td><td>11</td></tr>"
    "<tr><td>Laan 2</td><td>Ede</td><td>12</td></tr>"
    "<tr><td>Dijk</td><td>Dijk 3</td><td>Elst</td><td>13</td></tr>"
    "<tr><td>2</td><td>Bar</td><td colspan=2 rowspan=2>onbekend</td><td rowspan=20000>14</td></tr>"
    "<tr><td>3</td><td rowspan=0>Zaal</td></tr><tr></tr>"
    "<tr><td>4</td><td>Hof</td><td>Hof 1</td><td>Ens</td></tr>"
    "</tbody><tfoot><tr><td>5</td><td>Weg</td></tr></tfoot></table>"
)


def test_cells_of_a_page_that_go_over_several_rows(tmp_path: Path) -> None:
    """What stands below such a cell is moved by it in the file, and stands in its own column here."""
    understood, rows = read(text_file(tmp_path, MERGED, name="a.xls"))
    assert understood.headers == ("Nr", "Naam", "Straat", "Plaats", "Tel")
    assert [one.code for one in understood.warnings] == ["merged_downwards"]
    assert [row.cells for row in rows] == [
        ["1", "Kade", "Kade 1", "Epe", "11"],
        ["1", "Kade", "Laan 2", "Ede", "12"],
        ["1", "Dijk", "Dijk 3", "Elst", "13"],
        ["2", "Bar", "onbekend", "", "14"],
        ["3", "Zaal", "onbekend", "", "14"],
        ["4", "Hof", "Hof 1", "Ens", "14"],
        ["5", "Weg", "", "", ""],
    ]


def test_a_merged_cell_of_another_table_is_not_spoken_of(tmp_path: Path) -> None:
    tables = (
        "<table><tr><td>Naam<td>Plaats<tr><td>A<td>B</table><table><tr><td rowspan=2>x<td>y<tr><td>z</table>"
    )
    understood, rows = read(text_file(tmp_path, tables))
    assert [one.code for one in understood.warnings] == ["other_sheets"]
    assert [row.cells for row in rows] == [["A", "B"]]
    assert rows_of(text_file(tmp_path, tables), ReadOptions(sheet="Table 2", header_row=1)) == [
        (2, ["x", "z"])
    ]


def test_cells_of_excel_2003_that_go_over_several_rows(tmp_path: Path) -> None:
    def row(*cells: tuple[str, str]) -> str:
        return f"<Row>{''.join(f'<Cell {said}><Data>{text}</Data></Cell>' for text, said in cells)}</Row>"

    table = (
        row(("Naam", ""), ("Plaats", "")),
        row(("Kade", 'ss:MergeDown="1"'), ("Epe", "")),
        row(("Ede", 'ss:Index="2"')),
        row(("Bar", ""), ("Elst", "")),
    )
    book = (
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="K"><Table>{"".join(table)}</Table></Worksheet></Workbook>'
    )
    understood, rows = read(text_file(tmp_path, book, name="a.xls"))
    assert [one.code for one in understood.warnings] == ["merged_downwards"]
    assert [row.cells for row in rows] == [["Kade", "Epe"], ["Kade", "Ede"], ["Bar", "Elst"]]


def test_a_row_wider_than_any_sheet_takes_no_memory(tmp_path: Path) -> None:
    path = text_file(tmp_path, "<table><tr>" + "<td colspan=1000 rowspan=9>x" * 10_000 + "<tr><td>y</table>")
    tracemalloc.start()
    try:
        assert refusal(path) == ["too_many_cells"]
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
