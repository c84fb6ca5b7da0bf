"""Walks on a migrated, empty SQLite database in a process of its own; prints how each ends, for comparison.

Usage: python -m tests.stock.walk_elsewhere STEPS SEED [SEED …], with the settings of the tests.
"""

from __future__ import annotations

import json
import sys

import django
from django.db import transaction

django.setup()

# Models can be imported only now that Django is awake.
from tests.stock.doors import told, wander  # noqa: E402


def main() -> None:
    steps, *seeds = (int(word) for word in sys.argv[1:])
    ends = {}
    for seed in seeds:
        with transaction.atomic():
            wander(seed, steps)
            ends[seed] = told()
            transaction.set_rollback(True)
    json.dump(ends, sys.stdout)


if __name__ == "__main__":
    main()
