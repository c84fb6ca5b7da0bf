"""What the worker looks for every few seconds: imports whose worker was killed, files that are old."""

from __future__ import annotations

from datetime import datetime, timedelta

from pakhuis.imports.actions import claim_left_behind, forget_old
from pakhuis.imports.tasks import work_on

LEFT_AFTER = timedelta(seconds=60)
"""An import that nobody has worked on for so long lost its task, or its worker was killed."""


def tick(now: datetime) -> None:
    """Queue what was left behind; several workers may do this at the same moment."""
    for run_id in claim_left_behind(now=now, before=now - LEFT_AFTER):
        work_on(run_id)
    forget_old(now=now)
