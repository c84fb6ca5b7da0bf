"""Raising a storm on the database of this process: the scene, the processes, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from tests.concurrency.race import LONGEST, race
from tests.concurrency.weather import set_scene


def blow(seconds: float, *, processes: int, seed: int, least: int = 0) -> tuple[Counter[str], Counter[str]]:
    """So many processes for so long; how often each move was done and refused. A crash of one is an error.

    Each tries `least` moves or more.
    """
    given = {"seconds": seconds, "least": least, "scene": asdict(set_scene())}
    deeds = [("storm", {"seed": seed * 100 + one, **given}) for one in range(processes)]
    done, refused = Counter[str](), Counter[str]()
    for gave in race(deeds, longest=seconds + LONGEST):
        done.update(gave["done"])
        refused.update(gave["refused"])
    return done, refused
