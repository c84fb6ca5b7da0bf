"""All that a worker looks for about webshops, once, in one go."""

from __future__ import annotations

from datetime import datetime

from pakhuis.connectors.schedule import SLOW, SWIFT


def tick(now: datetime) -> None:
    """What is due is noted first, so that it is queued at the same look."""
    for part in (*SLOW, *SWIFT):
        part(now)
