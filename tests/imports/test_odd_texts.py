"""Texts that few programs write: other delimiters, backslashes before quotation marks, columns of spaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from pakhuis.imports.readers import ReadOptions
from pakhuis.imports.readers.aligned import is_aligned
from pakhuis.imports.readers.delimiters import ESCAPED, delimiter_of, quote_of
from pakhuis.kernel.problem import Refused
from tests.imports.making import read, text_file


def cells(folder: Path, content: str, options: ReadOptions | None = None) -> list[list[str]]:
    return [row.cells for row in read(text_file(folder, content), options)[1]]


@pytest.mark.parametrize("delimiter", ["^", ":"])
def test_carets_and_colons_divide(tmp_path: Path, delimiter: str) -> None:
    content = "klantnummer;naam;plaats\n1;Kade, Laan, Dijk;Epe\n2;Bar, Zaal;Ede\n3;;Elst\n".replace(
        ";", delimiter
    )
    understood, rows = read(text_file(tmp_path, content))
    assert understood.options.delimiter == delimiter
    assert [row.cells[1] for row in rows] == ["Kade, Laan, Dijk", "Bar, Zaal", ""]
    assert [row.cells[2] for row in rows] == ["Epe", "Ede", "Elst"]


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("naam,van,tot\nKade,10:00:00,11:00:00\nLaan,9:00:00,9:30:00\n", ","),
        ("10:00:00,Kade\n11:30:00,Laan\n", ","),
        ("Naam: Kade\nPlaats: Epe\nTelefoon: 0578\n", "none"),
        ("naam\nhttps://kade.example:80/\nhttps://laan.example:80/\n", "none"),
        ("naam:plaats:land\nKade:Epe:NL\nLaan:Ede\n", "none"),
        ("naam^plaats\nKade^Epe\n", "^"),
        ("Klanten 2026\nnaam;plaats;land\na;b;c\n", ";"),
    ],
)
def test_a_colon_divides_only_where_nothing_else_does(content: str, delimiter: str) -> None:
    assert delimiter_of(content, '"') == delimiter


def test_quotation_marks_with_a_backslash(tmp_path: Path) -> None:
    content = (
        '"naam";"plaats";"e-mail"\n"Café \\"De Kade\\"; \\"Zaal\\"";"Epe";"a@x.nl"\n'
        '"Map C:\\\\klanten";"Ede";"b"\n'
        '"\\"Bar\\"";"Elst";"c"\n\\N;"Ens";"d"\n'
    )
    understood, rows = read(text_file(tmp_path, content))
    assert (understood.options.quote, understood.options.delimiter) == (ESCAPED, ";")
    assert [row.cells for row in rows] == [
        ['Café "De Kade"; "Zaal"', "Epe", "a@x.nl"],
        ["Map C:\\klanten", "Ede", "b"],
        ['"Bar"', "Elst", "c"],
        ["", "Ens", "d"],
    ]


@pytest.mark.parametrize(
    ("content", "quote"),
    [
        ('"Scherm 24\\"";"Epe"\n"Kade";"Ede"\n', ESCAPED),
        ('"Map C:\\";"Epe"\n"Kade";"Ede"\n', '"'),
        ('"Café ""De Kade""";"Epe"\n', '"'),
        ('"Een ""map\\"" x";"Epe"\n', '"'),
        ('Café \\"De Kade\\" BV;Epe\n', '"'),
    ],
)
def test_a_backslash_before_a_mark_is_no_proof_by_itself(content: str, quote: str) -> None:
    assert quote_of(content) == quote


def test_the_way_of_the_marks_can_be_chosen(tmp_path: Path) -> None:
    content = '"naam";"plaats"\n"Map C:\\";"Epe"\n'
    assert cells(tmp_path, content) == [["Map C:\\", "Epe"]]
    content = '"naam";"plaats"\n"Scherm \\" groot";"Epe"\n'
    assert cells(tmp_path, content, ReadOptions(quote=ESCAPED)) == [['Scherm " groot', "Epe"]]


TABLE = (
    "KLANTENLIJST 2026, GEMAAKT OP 1 JANUARI\n"
    "Nr      Naam                  Plaats\n"
    "1       Café De Kade          Epe\n"
    "2       Jansen en Zonen BV    Zwolle\n"
    "10      Laan                  's-Hertogenbosch\n"
    "11      Dijk                  Ede\n"
    "12      Bar                   Elst\n"
)


def test_columns_made_of_spaces_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(text_file(tmp_path, TABLE))
    assert [one.code for one in refused.value.problems] == ["fixed_width"]
    _, rows = read(text_file(tmp_path, TABLE), ReadOptions(delimiter="none"))
    assert len(rows) > 4


@pytest.mark.parametrize(
    "content",
    [
        "Naam\nJan Smit\nKim Bos\nPim Vos\n",
        "Naam\nJan  Smit\nPiet  Bakker\nLangenaam  Jansen\nA\n",
        "Naam\n  Jan\n  Piet\n  Kees\n",
        "Jan     Smit\nPiet    Bos\n",
        f"Naam      Plaats{'x' * 1000}\nPiet      Epe\nJan       Ede\n",
    ],
)
def test_one_column_is_no_table_of_spaces(content: str) -> None:
    assert not is_aligned(content.splitlines())
