"""The quick way through a part of a workbook: runs of whole elements at once, everything else by expat."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import IO, Any

PIECE = 1 << 17
LONGEST = 8 * PIECE
"""An element that has not ended after so many bytes is left to expat."""
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")


def fed(file: IO[bytes], parser: Any, *, element: str, take: Callable[[str], bool]) -> Iterator[None]:
    """Give a part piece by piece to `parser`, but for what `take` takes; something may be there at each step.

    It is handed runs of whole `element`s, and says no to a run in which there is anything it does not know
    through and through: then expat gets it, which has seen all but the runs that were taken. So what is
    damaged, declared or commented out is found by expat as ever.
    """
    begins, ends = f"<{element}".encode(), f"</{element}>".encode()
    waiting = file.read(PIECE)
    start = waiting.find(begins)
    is_quick = start >= 0 and _is_plain(waiting[:start])
    if is_quick:
        parser.Parse(waiting[:start], False)
        waiting = waiting[start:]
    piece = waiting
    while piece:
        end = waiting.rfind(ends) + len(ends) if is_quick else len(waiting)
        if end >= len(ends):
            run, waiting = waiting[:end], waiting[end:]
            if not (is_quick and _taken(run, take)):
                parser.Parse(run, False)
                # Within a comment that begins here elements would be none.
                is_quick = is_quick and b"<!" not in run and b"<?" not in run
        is_quick = is_quick and len(waiting) < LONGEST
        yield
        piece = file.read(PIECE)
        waiting += piece
    parser.Parse(waiting, True)
    yield


def _is_plain(head: bytes) -> bool:
    """Whether a part is UTF-8, and declares nothing that texts could mean something else by."""
    said = _ENCODING.search(head)
    behind_declaration = head.removeprefix(BOM_UTF8)[1:]
    is_odd = b"<!" in head or b"<?" in behind_declaration or b"\x00" in head
    return not is_odd and (said is None or said[1].lower() == b"utf-8")


def _taken(run: bytes, take: Callable[[str], bool]) -> bool:
    try:
        text = run.decode()
    except UnicodeDecodeError:
        return False
    return "\r" not in text and take(text)
