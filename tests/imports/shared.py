"""Real files that nobody here wrote: they lie beside the checkout and are never copied into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import ROOT


def folder() -> Path | None:
    """The folder with the real data, looked for beside the project and beside every folder above it."""
    for above in ROOT.parents:
        if (above / "shared" / "data" / "imports").is_dir():
            return above / "shared" / "data"
    return None


FOLDER = folder()
needs_files = pytest.mark.skipif(FOLDER is None, reason="../shared/data with the real files is not there")


def files() -> list[Path]:
    """Every file to import, the small nasty ones too."""
    if FOLDER is None:
        return []
    return sorted(one for one in (FOLDER / "imports").rglob("*") if one.is_file())


def expected() -> dict[str, dict[str, Any]]:
    """What each file holds, by its name."""
    if FOLDER is None:
        return {}
    known: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected-imports.json").read_text("utf-8"))
    return known
