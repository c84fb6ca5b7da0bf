"""`pakhuis check`: is this installation fit for production? `pakhuis check stock`: do all counts agree?"""

from __future__ import annotations

from argparse import Namespace
from itertools import chain

from django.core.management import call_command

from pakhuis.fulfilment.proof import deviations
from pakhuis.purchasing.proof import purchasing_deviations


def run(given: Namespace) -> int:
    return _stock() if given.what == "stock" else _installation()


def _installation() -> int:
    call_command("check", "--deploy", "--database", "default")
    call_command("migrate", "--check", verbosity=0)
    print("The database is up to date.")
    return 0


def _stock() -> int:
    """Every deviation on a line of its own; 1 when there is any."""
    count = 0
    for one in chain(deviations(), purchasing_deviations()):
        print(one)
        count += 1
    print(f"{count} deviations." if count else "All counts agree with their rows.")
    return 1 if count else 0
