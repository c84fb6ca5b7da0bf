"""Tables as text: which encoding, which delimiter, which quotation mark; read as a stream."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from pakhuis.imports.problems import broken_letters, empty_file, not_a_table, quote_not_closed
from pakhuis.imports.readers.contract import ReadOptions
from pakhuis.imports.readers.delimiters import ONE_COLUMN, delimiter_of, quote_of, unwrapped
from pakhuis.imports.readers.encodings import checked_encoding, encoding_of, with_mark
from pakhuis.kernel.problem import Problem, Refused

SAMPLE = 256_000
LONGEST_RECORD = 200
"""A record over more lines than this comes from a quotation mark that was never closed."""
LONGEST_CELL = 1_000_000
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
csv.field_size_limit(LONGEST_CELL)


class TextSource:
    """A file of delimited text."""

    kind = "text"
    sheets: tuple[str, ...] = ()
    keeps_width = True

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
        self._skips_first = bool(said)
        self.options = ReadOptions(
            encoding=encoding, delimiter=delimiter, quote=quote, header_row=options.header_row
        )

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        has_quotes = self.options.quote != "none"
        with self._path.open(encoding=self.options.encoding, errors="replace", newline="") as file:
            reader = csv.reader(
                (line.replace("\x00", "") for line in file),
                delimiter=ONE_COLUMN if self.options.delimiter == "none" else self.options.delimiter,
                quotechar=self.options.quote if has_quotes else None,
                quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE,
            )
            number, line, width = 0, 0, 0
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    raise Refused([quote_not_closed(number + 1)]) from None
                number += 1
                if reader.line_num - line > LONGEST_RECORD:
                    raise Refused([quote_not_closed(number)])
                line = reader.line_num
                if number == 1 and self._skips_first:
                    continue
                if len(cells) == 1:
                    cells = unwrapped(cells, self.options.delimiter, width)
                width = width or len(cells)
                # A space in front tells that a cell was cut in two; it is looked at before it goes.
                yield number, cells


def _said_delimiter(sample: str) -> tuple[str, str]:
    """What the first line ``sep=;`` says, as Excel understands it, and the rest of the sample."""
    found = re.match("\ufeff?sep=(.)\r?\n", sample)
    return (found[1], sample[found.end() :]) if found else ("", sample)
