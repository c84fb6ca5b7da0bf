"""A short storm in every run of the tests; `python -m tests.concurrency.storm` makes a long one."""

from __future__ import annotations

import pytest

from pakhuis.fulfilment.proof import deviations
from tests.concurrency.gale import blow
from tests.invariants import check

MOVES = 60
"""So many of each process: every move of the list once, and some of them again."""

pytestmark = pytest.mark.django_db(transaction=True)


def test_mixed_moves_of_four_processes_lose_nothing_and_wait_for_no_one_for_ever() -> None:
    done, refused = blow(0, processes=4, seed=1, least=MOVES)
    assert done.total() + refused.total() == 4 * MOVES
    assert done.total() >= MOVES, (done, refused)
    assert {"place and process", "receive"} <= set(done)
    assert list(deviations()) == []
    check()
