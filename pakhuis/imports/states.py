"""How far an import has come, and what became of each of its rows."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """What the rows of a file are about."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"
    PRICES = "prices"


class RunState(StrEnum):
    """`trying` and `running` begin with storing the rows where that has not been done yet."""

    UPLOADED = "uploaded"
    TRYING = "trying"
    TRIED = "tried"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What became of a row, or would become of it; pending until it has been looked at."""

    PENDING = "pending"
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"
    REFUSED = "refused"


class Duplicates(StrEnum):
    """What to do with a row whose customer is there already."""

    SUPPLEMENT = "supplement"
    FILL = "fill"
    IGNORE = "ignore"


class Heap(StrEnum):
    """Where a row ended when its import was undone."""

    NONE = "none"
    REVERSED = "reversed"
    KEPT = "kept"
    IMPOSSIBLE = "impossible"


WENT_IN = (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED)
COUNTED = tuple(one for one in Outcome if one is not Outcome.PENDING)
WORKING = (RunState.TRYING, RunState.RUNNING, RunState.UNDOING)
"""States in which a worker has something to do."""

MOVES: dict[RunState, frozenset[RunState]] = {
    RunState.UPLOADED: frozenset({RunState.TRYING, RunState.RUNNING, RunState.FAILED}),
    RunState.TRYING: frozenset({RunState.TRIED, RunState.UPLOADED, RunState.FAILED}),
    RunState.TRIED: frozenset({RunState.RUNNING, RunState.TRYING, RunState.UPLOADED}),
    RunState.RUNNING: frozenset({RunState.DONE, RunState.STOPPED, RunState.FAILED}),
    RunState.STOPPED: frozenset({RunState.RUNNING, RunState.UNDOING}),
    RunState.DONE: frozenset({RunState.UNDOING}),
    RunState.FAILED: frozenset(),
    RunState.UNDOING: frozenset({RunState.UNDONE}),
    RunState.UNDONE: frozenset(),
}


def can_move(state: str, to: RunState) -> bool:
    """Whether an import in this state may go on to that one."""
    return to in MOVES[RunState(state)]
