"""XLS and ODS: what old and open office programs save, read and taken in like any other file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pakhuis.customers.models import Customer
from tests.imports.making import archive_file, read, text_file
from tests.imports.running import counts, imported

pytestmark = pytest.mark.django_db
BOOKS = Path(__file__).parent / "books"
"""A file of Excel 97, made for these tests: a hidden sheet, an empty row, a date, a number as text."""
HEADS = ("Klantnummer", "Naam", "Korting", "Sinds", "Plaats")
ROWS = [
    (2, ["00123", "Café De Kade", "5.5", "2026-05-01", "Zwolle"]),
    (4, ["124", "Laan 🍺", "2", "", "Epe"]),
]
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Klanten">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def number(value: str, formula: str = "") -> str:
    said = f' table:formula="{formula}"' if formula else ""
    return (
        f'<table:table-cell{said} office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


DAY = (
    '<table:table-cell office:value-type="date" office:date-value="2026-05-01">'
    "<text:p>01-05-26</text:p></table:table-cell>"
)
EMPTY = "<table:table-cell/>"


@pytest.fixture(params=["xls", "ods", "misnamed"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "xls":
        return BOOKS / "klanten.xls"
    if request.param == "misnamed":
        return text_file(tmp_path, (BOOKS / "klanten.xls").read_bytes(), name="klanten.csv")
    lines = [
        [text(one) for one in HEADS],
        [text("00123"), text("Café De Kade"), number("5.5"), DAY, text("Zwolle")],
        [EMPTY],
        [number("124"), text("Laan 🍺"), number("2", "of:=1+1"), EMPTY, text("Epe")],
    ]
    rows = "".join(f"<table:table-row>{''.join(one)}</table:table-row>" for one in lines)
    entries = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": MANIFEST.encode(),
        "content.xml": ODS.format(rows=rows).encode(),
    }
    return archive_file(tmp_path, entries, name="klanten.ods")


def test_their_rows_are_text_like_those_of_any_other(book: Path) -> None:
    understood, rows = read(book)
    assert understood.kind == "spreadsheet"
    assert understood.headers == HEADS
    assert understood.options.sheet == "Klanten"
    assert [(row.number, row.cells) for row in rows] == ROWS


def test_they_go_in(book: Path) -> None:
    run = imported(book)
    assert counts(run) == (2, 2, 0, 0, 0, 0)
    told = Customer.objects.order_by("number").values_list("number", "name", "discount", "addresses__city")
    assert [(*one[:2], float(one[2]), one[3]) for one in told] == [
        ("00123", "Café De Kade", 5.5, "Zwolle"),
        ("124", "Laan 🍺", 2.0, "Epe"),
    ]
