"""How far a change on many customers is, and which changes there are."""

from __future__ import annotations

from enum import StrEnum

DEEDS = ("tag", "untag", "add_list", "remove_list", "archive", "unarchive")
"""What can be done to many customers at once."""


class DeedState(StrEnum):
    """`refused` says why; what was done before stays, as with `stopped`."""

    WORKING = "running"
    DONE = "done"
    STOPPED = "stopped"
    REFUSED = "refused"


DEED_STATES = tuple(DeedState)
