"""A logo as mails carry it: a picture of any kind, made small enough, as PNG. No database."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from pakhuis.catalogue.pictures import checked_picture

LONGEST_SIDE = 200
"""Pixels of a logo's longest side; a bigger one is made smaller."""


def scaled_logo(content: bytes) -> bytes:
    """The picture as PNG of at most 200 by 200 pixels; `Refused` for what is no picture."""
    checked_picture(content)
    with Image.open(io.BytesIO(content)) as sent:
        picture = ImageOps.exif_transpose(sent).convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
