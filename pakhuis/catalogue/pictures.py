"""What may be kept as a picture: looked at as a picture, whatever its name or sender says. No database."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from pakhuis.catalogue.problems import no_picture, picture_too_big, picture_too_wide
from pakhuis.kernel.problem import Refused

MOST_BYTES = 4_000_000
MOST_PIXELS = 40_000_000
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""Formats that are kept, by their name in Pillow. Nothing that can hold a script."""
OPENED_AS = {**KINDS, "MPO": "image/jpeg"}
"""`MPO`: what Pillow calls a JPEG that holds a second picture after the first, as telephones make them."""
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}


def checked_picture(content: bytes) -> str:
    """The content type of a sound picture; `Refused` for anything else, and for what is too big."""
    if len(content) > MOST_BYTES:
        raise Refused([picture_too_big(MOST_BYTES // 1_000_000)])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(KINDS)) as picture:
                kind, width, height = picture.format or "", *picture.size
                if width * height > MOST_PIXELS:
                    raise Refused([picture_too_wide()])
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused([picture_too_wide()]) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused([no_picture()]) from None
    return OPENED_AS[kind]
