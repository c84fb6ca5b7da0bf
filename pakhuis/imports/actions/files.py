"""Uploaded files: kept under random names in a folder that is not served, removed after some days."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from pakhuis.imports.problems import file_gone, too_big
from pakhuis.kernel.problem import Refused

_NAME = re.compile(r"[\w-]{32}", re.ASCII)


def keep(pieces: Iterable[bytes], *, limit: int) -> tuple[str, int]:
    """Write a file piece by piece; its random name and size. Too big a file is given up half-way."""
    folder = Path(settings.IMPORT_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_urlsafe(24)
    path = folder / name
    size = 0
    with path.open("xb") as file:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                break
            file.write(piece)
    if size > limit:
        path.unlink()
        raise Refused([too_big(limit)])
    return name, size


def path_of(name: str) -> Path:
    """Where a kept file is; refused in words when it has been removed."""
    path = Path(settings.IMPORT_FOLDER) / name
    if not name or not path.is_file():
        raise Refused([file_gone()])
    return path


def forget(name: str) -> None:
    """Remove a kept file."""
    if name:
        (Path(settings.IMPORT_FOLDER) / name).unlink(missing_ok=True)


def kept_before(moment: datetime) -> list[str]:
    """The files that were kept before this moment."""
    folder = Path(settings.IMPORT_FOLDER)
    if not folder.is_dir():
        return []
    found = (one for one in folder.iterdir() if _NAME.fullmatch(one.name))
    return [one.name for one in found if _changed_at(one) < moment.timestamp()]


def _changed_at(path: Path) -> float:
    """When a file was written last; one that somebody else just removed is as good as new."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
