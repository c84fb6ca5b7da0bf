"""Orders that nobody here wrote, with what is expected of them: in ../shared/data, and only there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.registry import connectors
from tests.architecture.source import ROOT
from tests.connectors.standin import example

KINDS = sorted(connectors())
MISSING = "the recorded orders (../shared/data) are not here"


def shared_data() -> Path | None:
    """The recorded orders: beside the project, or beside the folder that the project stands in."""
    for parent in ROOT.parents[:3]:
        if (parent / "shared/data").is_dir():
            return parent / "shared/data"
    return None


DATA = shared_data()


def real_orders() -> list[tuple[str, str, Payload, dict[str, Any]]]:
    """Kind, name, payload and what is expected of it, for every recorded order."""
    if DATA is None:
        return []
    expected = json.loads((DATA / "expected-payloads.json").read_text(encoding="utf-8"))
    found = []
    for kind in KINDS:
        folder = DATA / "payloads" / kind
        for file, payloads in example(kind).recorded(folder).items() if folder.is_dir() else ():
            told = expected.get(f"{kind}/{file}", [])
            found += [(kind, f"{kind}/{file}", *pair) for pair in zip(payloads, told, strict=False)]
    return found


REAL = real_orders()
