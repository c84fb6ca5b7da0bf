"""Tables as text: which encoding, which delimiter, which quotation mark; read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pakhuis.imports.problems import broken_letters, empty_file, fixed_width, not_a_table
from pakhuis.imports.readers.aligned import is_aligned
from pakhuis.imports.readers.contract import ReadOptions
from pakhuis.imports.readers.delimiters import delimiter_of, quote_of, unwrapped
from pakhuis.imports.readers.encodings import checked_encoding, encoding_of, with_mark
from pakhuis.imports.readers.records import Dialect, records
from pakhuis.kernel.problem import Problem, Refused

SAMPLE = 256_000
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


class TextSource:
    """A file of delimited text."""

    kind = "text"
    sheets: tuple[str, ...] = ()
    keeps_width = True
    is_tidy = False

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self._path = path
        self.warnings: list[Problem] = []
        with path.open("rb") as file:
            raw = file.read(SAMPLE)
        encoding = with_mark(checked_encoding(options.encoding), raw) or encoding_of(path, raw)
        sample = raw.decode(encoding, "replace")
        if not sample.strip("\ufeff\x00 \r\n\t"):
            raise Refused([empty_file()])
        if len(_CONTROLS.findall(sample)) > len(sample) / 100:
            raise Refused([not_a_table("?")])
        if "\ufffd" in sample[:-4]:
            self.warnings.append(broken_letters())
        said, sample = _said_delimiter(sample)
        quote = options.quote or quote_of(sample)
        delimiter = options.delimiter or said or delimiter_of(sample, quote)
        if delimiter == "none" and not options.delimiter and is_aligned(sample.splitlines()):
            raise Refused([fixed_width()])
        self._skips_first = bool(said)
        self.options = ReadOptions(
            encoding=encoding, delimiter=delimiter, quote=quote, header_row=options.header_row
        )

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        width = 0
        dialect = Dialect(self.options.delimiter, self.options.quote)
        with self._path.open(encoding=self.options.encoding, errors="replace", newline="") as file:
            for number, record in enumerate(records(file, dialect), start=1):
                if number == 1 and self._skips_first:
                    continue
                cells = record if len(record) > 1 else unwrapped(record, dialect.delimiter, width)
                width = width or len(cells)
                # A space in front tells that a cell was cut in two; it is looked at before it goes.
                yield number, cells


def _said_delimiter(sample: str) -> tuple[str, str]:
    """What the first line ``sep=;`` says, as Excel understands it, and the rest of the sample."""
    found = re.match("\ufeff?sep=(.)\r?\n", sample)
    return (found[1], sample[found.end() :]) if found else ("", sample)
