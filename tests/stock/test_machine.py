"""Chance at every door: whatever order things happen in, nothing is oversold, lost, or delivered twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.architecture.source import ROOT
from tests.effort import examples
from tests.invariants import check
from tests.ready_database import copy_ready
from tests.stock.doors import DEEDS, USUAL, House, proven, told, wander

pytestmark = pytest.mark.django_db
NUMBER = st.integers(0, 60)
STEPS = 60
SEEDS = tuple(range(1, 5))


class Machine(RuleBasedStateMachine):
    """One house, in a transaction that is undone at the end."""

    @initialize()
    def open(self) -> None:
        self.sheet = transaction.atomic()
        self.sheet.__enter__()
        self.house = House()

    @rule(name=st.sampled_from(USUAL), a=NUMBER, b=NUMBER, c=NUMBER)
    def usual(self, name: str, a: int, b: int, c: int) -> None:
        self.house.do(name, a, b, c)

    @rule(name=st.sampled_from(DEEDS), a=NUMBER, b=NUMBER, c=NUMBER)
    def any(self, name: str, a: int, b: int, c: int) -> None:
        self.house.do(name, a, b, c)

    @invariant()
    def nothing_deviates(self) -> None:
        if hasattr(self, "house"):
            proven()

    def teardown(self) -> None:
        if hasattr(self, "sheet"):
            transaction.set_rollback(True)
            self.sheet.__exit__(None, None, None)


def test_any_sequence_of_deeds_keeps_every_promise() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples(7),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_long_walk_ends_with_every_piece_accounted_for(seed: int) -> None:
    house = wander(seed, STEPS)
    proven()
    check()
    done = {name: house.do(name, seed, 1, 2) for name in DEEDS}
    assert sum(done.values()) >= 4
    proven()


def test_walking_twice_ends_the_same() -> None:
    ends: list[Any] = []
    for _ in range(2):
        with transaction.atomic():
            wander(77, STEPS)
            ends.append(told())
            transaction.set_rollback(True)
    assert ends[0] == ends[1]
    assert len(ends[0]) > 6


@pytest.mark.compares
def test_the_same_walk_ends_the_same_on_both_engines(tmp_path: Path) -> None:
    """Run on PostgreSQL; the other half is a process with a fresh SQLite database."""
    assert connection.vendor == "postgresql"
    copy_ready(tmp_path / "walk.sqlite3")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'walk.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    elsewhere = subprocess.run(
        [sys.executable, "-m", "tests.stock.walk_elsewhere", str(STEPS), *(str(seed) for seed in SEEDS)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert elsewhere.returncode == 0, elsewhere.stderr[-3000:]
    there = json.loads(elsewhere.stdout)
    for seed in SEEDS:
        with transaction.atomic():
            wander(seed, STEPS)
            here = json.loads(json.dumps(told()))
            transaction.set_rollback(True)
        for mine, theirs in zip(here, there[str(seed)], strict=True):
            assert mine == theirs, f"seed {seed}"
