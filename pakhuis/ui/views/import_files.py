"""Files that imports give: the user's own file with the result of each row, and a sample to begin with."""

from __future__ import annotations

import codecs
import csv
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from pakhuis.imports.actions import columns_for
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.readers.encodings import ENCODINGS
from pakhuis.imports.states import COUNTED, Subject
from pakhuis.kernel.cells import safe
from pakhuis.ui import import_words as words
from pakhuis.ui.access import page
from pakhuis.ui.import_samples import SAMPLES
from pakhuis.ui.views.import_run import is_looked_at, looked_at, numbers_of
from pakhuis.ui.views.imports import RIGHTS, may, run_for

AT_ONCE = 1000
PLAINLY = "pakhuis.plainly"
PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "...", "→": "->"}


@page(*RIGHTS)
def result(request: HttpRequest, run_id: int) -> HttpResponse:
    """The user's own columns in their order, and behind them row number, outcome, number and reason.

    Asked for one `outcome`, only its rows: those that were refused can be mended and imported by themselves.
    """
    run = run_for(request, run_id)
    if not run.is_stored:
        return redirect("import", run.pk)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in COUNTED else ""
    lines = _lines(run, get_language() or "nl", outcome)
    name = slugify(run.name.rpartition(".")[0] or run.name) or "import"
    name = f"{name}-{slugify(words.OUTCOME[outcome] if outcome else _('result'))}"
    if run.understood.get("kind") == "spreadsheet":
        book = FileResponse(_workbook(lines), as_attachment=True, filename=f"{name}.xlsx")
        return cast(HttpResponse, book)
    options = run.understood["options"]
    delimiter, encoding = options.get("delimiter", ";"), _encoding(options.get("encoding", ""))
    text = _text(lines, ";" if delimiter == "none" else delimiter)
    answer = StreamingHttpResponse(
        codecs.iterencode(text, encoding, PLAINLY),
        content_type=f"text/csv; charset={encoding.removesuffix('-sig')}",
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return cast(HttpResponse, answer)


def _lines(run: ImportRun, language: str, outcome: str) -> Iterator[list[str]]:
    """The rows piece by piece, in this language: the answer streams when the request is over.

    Rows that a stopped import did not come to are among them, and told so: it is the user's whole file.
    """
    own = list(run.understood["headers"])
    with override(language):
        headers = words.headers_of(run, columns_for(run.subject))
        number = _("Customer number") if run.subject == Subject.CUSTOMERS else _("Product code")
        first = [*own, _("Row"), _("Outcome"), number, _("Reason")]
    yield first
    wanted = looked_at(run).filter(outcome=outcome) if outcome else run.rows
    after = 0
    while rows := list(wanted.filter(number__gt=after).order_by("number")[:AT_ONCE]):
        with override(language):
            piece = _piece(run, rows, headers, width=len(own))
        yield from piece
        after = rows[-1].number


def _piece(run: ImportRun, rows: list[ImportRow], headers: dict[str, str], *, width: int) -> list[list[str]]:
    numbers = numbers_of(run, rows)
    piece = []
    for row in rows:
        cells = row.cells + [""] * (width - len(row.cells))
        if not is_looked_at(run, row):
            piece.append([*cells[:width], str(row.number), _("Not reached"), "", "", *cells[width:]])
            continue
        told = words.HEAP.get(row.heap) or words.OUTCOME.get(row.outcome, "")
        reason = " ".join(words.said([*row.problems, *row.heap_reasons], headers))
        label = numbers.get(row.subject_id or 0, row.subject_label)
        # Cells that no column is for stand last: within the table they would pass for what they are not.
        piece.append([*cells[:width], str(row.number), str(told), label, reason, *cells[width:]])
    return piece


class _Echo:
    """Gives back what is written, for a csv writer that streams."""

    def write(self, value: str) -> str:
        return value


def _encoding(given: str) -> str:
    """That of the user's file, with a mark where there can be one, so that every spreadsheet knows it."""
    if given.startswith("utf-16"):
        return "utf-16"
    return given if given in ENCODINGS and not given.startswith("utf-8") else "utf-8-sig"


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Our own words in an encoding without typographic signs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(one, "?") for one in error.object[error.start : error.end]), error.end


codecs.register_error(PLAINLY, _plainly)


def _text(lines: Iterable[list[str]], delimiter: str) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=delimiter)
    for line in lines:
        yield writer.writerow([safe(one) for one in line])


def _workbook(lines: Iterable[list[str]]) -> IO[Any]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the answer, which closes it
    options = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, {**options, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for place, line in enumerate(lines):
            for column, value in enumerate(line):
                sheet.write_string(place, column, value)
    file.seek(0)
    return file


@page(*RIGHTS)
def sample(request: HttpRequest, subject: str) -> HttpResponse:
    """A small file with every usual column, in the reader's language."""
    if subject not in SAMPLES:
        return redirect("imports")
    may(request, subject)
    language = "en" if get_language() == "en" else "nl"
    lines = SAMPLES[subject][language]
    content = "".join(_text(lines, ";")).encode("utf-8-sig")
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = slugify(f"{_('Sample file')} {words.SUBJECT[subject]}")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
