"""The headers behind the user's own in a result file, which may be mended and imported."""

from __future__ import annotations

from collections.abc import Sequence

from pakhuis.imports.header_words import fold_header

ENDINGS = (
    ("Row", "Outcome", "Customer number", "Reason"),
    ("Row", "Outcome", "Product code", "Reason"),
    ("Regel", "Uitkomst", "Klantnummer", "Reden"),
    ("Regel", "Uitkomst", "Productcode", "Reden"),
)
"""As they are written, in English and in Dutch."""
FOLDED = frozenset(tuple(map(fold_header, one)) for one in ENDINGS)


def without_result(headers: Sequence[str]) -> Sequence[str]:
    """The user's own headers, of a result file; of any other file all of them."""
    last = tuple(map(fold_header, headers[-4:]))
    return headers[:-4] if last in FOLDED else headers
