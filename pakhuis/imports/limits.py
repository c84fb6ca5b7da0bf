"""How big a file may be here: the settings, as the readers want them."""

from __future__ import annotations

from django.conf import settings

from pakhuis.imports.readers.contract import Limits


def limits() -> Limits:
    """The limits of this installation."""
    return Limits(
        bytes=settings.IMPORT_MAX_BYTES,
        rows=settings.IMPORT_MAX_ROWS,
        cells=settings.IMPORT_MAX_CELLS,
        unpacked=settings.IMPORT_MAX_UNPACKED,
    )
