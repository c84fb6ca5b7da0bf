"""The texts that cells of a workbook share: read as far as they are asked for, and put in a file."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from array import array
from typing import Self

from pakhuis.imports.readers.whole_elements import fed
from pakhuis.imports.readers.workbook import escapes_out, parser_of, signs_known, signs_out

PART = "xl/sharedStrings.xml"
RECENT = 50_000
"""So many texts at most are at hand in memory."""
_TEXT = re.compile(r'<si><t(?: xml:space="preserve")? ?(?:/>|>([^<]*)</t>)</si>|(\S)')


class SharedTexts:
    """The texts by their place. Where each stands in a passing file is all that is kept of most of them.

    Programs write them in the order in which the cells ask for them, so those asked for are mostly at hand.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object
        self._ends = array("Q", [0])
        self._recent: dict[int, str] = {}
        self._source = archive.open(PART) if PART in archive.namelist() else None
        self._parts: list[str] = []
        # Within `rPh` stands how a text is pronounced, which nobody sees.
        self._is_read = self._is_hidden = False
        self._parser = parser_of()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._said
        self._coming = None
        if self._source is not None:
            self._coming = fed(self._source, self._parser, element="si", take=self._take)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._source is not None:
            self._source.close()

    def text(self, place: int) -> str:
        """The text at this place, as it was written; `LookupError` when there is none."""
        found = self._recent.get(place)
        if found is not None:
            return found
        if place < 0:
            raise LookupError(place)
        while len(self._ends) <= place + 1:
            if self._coming is None or next(self._coming, self) is self:
                raise LookupError(place)
        found = self._recent.get(place)
        return self._stored(place) if found is None else found

    def _stored(self, place: int) -> str:
        start, end = self._ends[place], self._ends[place + 1]
        self._file.flush()
        text = os.pread(self._file.fileno(), end - start, start).decode("utf-8", "surrogatepass")
        self._remember(place, text)
        return text

    def _remember(self, place: int, text: str) -> None:
        if len(self._recent) >= RECENT:
            self._recent.clear()
        self._recent[place] = text

    def _add(self, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._remember(len(self._ends) - 1, text)
        self._ends.append(self._ends[-1] + len(data))

    def _take(self, run: str) -> bool:
        """Texts without looks, which nearly all are."""
        found = _TEXT.findall(run)
        if any(other for _, other in found) or not signs_known(run):
            return False
        for text, _ in found:
            self._add(escapes_out(signs_out(text)))
        return True

    def _start(self, name: str, _: object) -> None:
        bare = name.rpartition(":")[2]
        if bare == "si":
            self._parts = []
        elif bare == "rPh":
            self._is_hidden = True
        self._is_read = bare == "t" and not self._is_hidden

    def _end(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        self._is_read = False
        if bare == "rPh":
            self._is_hidden = False
        elif bare == "si":
            self._add(escapes_out("".join(self._parts)))

    def _said(self, text: str) -> None:
        if self._is_read:
            self._parts.append(text)
