"""Whole rows and texts are taken at once; what that gives is what expat gives, whoever wrote the workbook."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pakhuis.imports.readers import Limits, shared_texts, sheet_rows, whole_elements
from pakhuis.imports.readers.shared_texts import PART, SharedTexts
from pakhuis.imports.readers.sheet_rows import rows_in
from pakhuis.imports.readers.workbook import BROKEN, Book
from pakhuis.kernel.problem import Refused

pytestmark = pytest.mark.once
BOOK = Book(parts={}, hidden=frozenset(), is_1904=False, shows=["", "day", "percent", "00000", "length"])
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="x"><sheetData>'
ENDS = "</sheetData><mergeCells/></worksheet>"
SHARED = ("Jansen", " met spatie ", "a &amp; b", "_x0041_b", "", "'5", "NULL", "\u00a0x", "tien")

signs = st.sampled_from(["a", "é", " ", "&amp;", "&lt;", "&quot;", "_x000D_", "'", "5", "\n", "€"])
odd_signs = st.sampled_from(["a", "&#233;", "&foo;", "\r\n"])
USUAL = ("s", "n", "", "inlineStr", "str", "b", "e", "none", "formula", "spaced")
ODD = ("rich", "odd", "cdata", "listed", "late")


@st.composite
def cells(draw: st.DrawFn, *, is_odd: bool) -> str:
    column = draw(st.sampled_from(["A", "B", "C", "D", "AA", ""]))
    style = draw(st.sampled_from(["", ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="99"']))
    where = f' r="{column}7"' if column else ""
    kind = draw(st.sampled_from(USUAL + ODD if is_odd else USUAL))
    text = "".join(draw(st.lists(odd_signs if is_odd else signs, max_size=6)))
    number = draw(st.sampled_from(["0", "1", "007", "12", "3.5", "-4", "1E+20", "45000", "0.05", "1.50"]))
    number = draw(st.sampled_from([number, "eleven"])) if is_odd else number
    preserve = draw(st.sampled_from(["", ' xml:space="preserve"']))
    shared = draw(st.integers(0, len(SHARED) if is_odd else len(SHARED) - 1))
    return {
        "s": f'<c{where}{style} t="s"><v>{shared}</v></c>',
        "n": f'<c{where} t="n"{style}><v>{number}</v></c>',
        "": f"<c{where}{style}><v>{number}</v></c>",
        "inlineStr": f'<c{where}{style} t="inlineStr"><is><t{preserve}>{text}</t></is></c>',
        "str": f'<c{where}{style} t="str"><f>A1&amp;"x"</f><v>{text}</v></c>',
        "b": f'<c{where} t="b"><v>1</v></c>',
        "e": f'<c{where} t="e"><v>#N/A</v></c>',
        "rich": f'<c{where} t="inlineStr"><is><r><t>{text}</t></r><rPh><t>x</t></rPh></is></c>',
        "none": f"<c{where}{style}/>",
        "spaced": f"<c{where}{style} ><f>1+1</f><v /></c>",
        "formula": f'<c{where}{style}><f t="shared" si="0"/><v>{number}</v></c>',
        "late": f'<c{style} t="n"{where} cm="1"><v>{number}</v></c>',
        "odd": f"<c t='n'{where}{style}><v>{number}</v></c>",
        "cdata": f"<c{where}><v><![CDATA[{number}]]></v></c>",
        "listed": f"<c{where}{style}><v>{number}</v><extLst><v>1</v></extLst></c>",
    }[kind]


@st.composite
def rows(draw: st.DrawFn, *, is_odd: bool) -> str:
    usual = ["", ' r="2"', ' r="5"', ' r="5000"', ' spans="1:3" r="9"']
    number = draw(st.sampled_from([*usual, " r='8'"] if is_odd else usual))
    inside = "".join(draw(st.lists(cells(is_odd=is_odd), max_size=5)))
    before = ["<!-- <row><c><v>1</v></c></row> -->", "<row/>", "<!-- ", " -->", "<?x <row></row> ?>"]
    return draw(st.sampled_from(before if is_odd else ["", "", "\n  "])) + f"<row{number}>{inside}</row>"


many_rows = st.lists(st.one_of(*[rows(is_odd=False)] * 5, rows(is_odd=True)), max_size=8)
texts = st.lists(st.one_of(*[signs] * 9, odd_signs), max_size=6).map("".join)


def archive(shared: str) -> zipfile.ZipFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr(PART, shared)
    return zipfile.ZipFile(file)


class AfterHead(io.BytesIO):
    """A sheet of which the head comes in one piece, however small pieces are."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size if self.tell() else len(HEAD) + 10)


def shared_part(texts: tuple[str, ...] = SHARED) -> str:
    return "<sst>" + "".join(f"<si><t>{one}</t></si>" for one in texts) + "</sst>"


def told(xml: str, *, quick: bool, piece: int = 1 << 17, shared: str = "") -> object:
    """The rows of a sheet, or that it is broken."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_elements, "PIECE", piece)
        patch.setattr(whole_elements, "LONGEST", 100_000)
        if not quick:
            patch.setattr(whole_elements, "_is_plain", lambda _: False)
        with SharedTexts(archive(shared or shared_part())) as texts:
            try:
                return list(rows_in(AfterHead(xml.encode()), BOOK, texts, Limits()))
            except BROKEN:
                return "broken"
            except Refused as refused:
                return [one.code for one in refused.problems]


@settings(max_examples=300)
@given(many_rows, st.sampled_from([1, 30, 60, 120, 1 << 17]), st.booleans())
@example(["<row><c><v>1</v></c></row>", "<!-- <row></row>", "<row><c><v>2</v></c></row>", "-->"], 60, True)
def test_what_is_taken_at_once_is_what_expat_says(inside: list[str], piece: int, is_whole: bool) -> None:
    xml = HEAD + "".join(inside) + (ENDS if is_whole else "")
    expected = told(xml, quick=False)
    assert told(xml, quick=True, piece=piece) == expected
    if not is_whole:
        assert expected == "broken" or isinstance(expected, list)


@given(st.lists(st.one_of(texts, st.just("<r/>")), max_size=8), st.integers(1, 200))
def test_shared_texts_are_what_expat_says(written: list[str], piece: int) -> None:
    part = "<sst>" + "".join(
        "<si><r><t>rich</t></r><rPh><t>x</t></rPh></si>" if one == "<r/>" else f"<si><t>{one}</t></si>"
        for one in written
    )
    found: list[object] = []
    for is_plain in (whole_elements._is_plain, lambda _: False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(whole_elements, "PIECE", piece)
            patch.setattr(whole_elements, "_is_plain", is_plain)
            patch.setattr(shared_texts, "RECENT", 2)
            with SharedTexts(archive(part + "</sst>")) as texts:
                try:
                    found.append(
                        [texts.text(place) for place in (*range(len(written)), *range(len(written)))]
                    )
                except BROKEN:
                    found.append("broken")
    assert found[0] == found[1]


def test_the_usual_cells_are_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick way is gone, not only slower, when this says no."""
    monkeypatch.setattr(sheet_rows._Sheet, "_row_ends", lambda self, *given: self.done.append(given))
    xml = (
        '<row r="4" spans="1:5" ht="12.5" customHeight="1"><c r="A4" s="1" t="s"><v>0</v></c>'
        '<c r="B4"><v>1</v></c><c r="C4" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>'
        '<c r="D4" t="n" s="0"><v>2</v></c>'
        '<c r="E4" s="0"/><c r="F4" t="str"><f>A1</f><v>uit</v></c>'
        '<c r="G4" t="inlineStr"><is><t /></is></c><c r="H4"><f>1+1</f><v /></c><c r="I4" /></row>'
    )
    with SharedTexts(archive(shared_part())) as texts:
        sheet = sheet_rows._Sheet(BOOK, texts, Limits())
        assert sheet.take(xml)
        assert sheet.done == [(4, ["Jansen", "1", " x ", "2", "", "uit"])]
        sheet.done.clear()
        for odd in (
            xml + "<!-- --><row></row>",
            xml.replace("<v>1</v>", "<v>1</v><extLst/>"),
            xml + "<row/><row></row>",
            xml.replace(' r="4"', " r='4'"),
            xml.replace("uit", "&uit;"),
            xml.replace("</row>", "loose</row>"),
        ):
            assert not sheet.take(odd)
        assert sheet.done == []


def test_shared_texts_are_read_no_further_than_they_are_asked_for() -> None:
    asked: list[int] = []
    with SharedTexts(archive(shared_part(tuple(f"tekst {n}" for n in range(100_000))))) as texts:
        assert texts.text(3) == "tekst 3"
        asked.append(len(texts._ends))
        assert texts.text(99_999) == "tekst 99999"
        assert texts.text(3) == "tekst 3", "out of the file: too many came after it"
        with pytest.raises(LookupError):
            texts.text(100_000)
        with pytest.raises(LookupError):
            texts.text(-1)
    assert asked[0] < 20_000


def test_a_part_in_another_encoding_is_left_to_expat() -> None:
    xml = HEAD.replace("UTF-8", "windows-1252") + '<row r="1"><c t="str"><v>é</v></c></row>' + ENDS
    with SharedTexts(archive(shared_part())) as texts:
        assert list(rows_in(io.BytesIO(xml.encode("windows-1252")), BOOK, texts, Limits())) == [(1, ["é"])]


def test_an_element_without_end_is_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one that is longer than usual nothing is looked at again and again."""
    monkeypatch.setattr(whole_elements, "LONGEST", 1000)
    monkeypatch.setattr(whole_elements, "PIECE", 100)
    one = '<c t="inlineStr"><is><t>x</t></is></c>'
    xml = f'{HEAD}<row r="1">{one * 500}</row><row r="2">{one}</row>{ENDS}'
    assert told(xml, quick=True, piece=100) == [(1, ["x"] * 500), (2, ["x"])]
