"""`pakhuis key NAME`: make an API key and show it once."""

from __future__ import annotations

from argparse import Namespace

from django.core.management.base import CommandError

from pakhuis.accounts.actions import create_api_key
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused


def run(given: Namespace) -> int:
    try:
        _, text = create_api_key(given.name, can_write=not given.read_only, by=SYSTEM, now=now())
    except Refused as refused:
        raise CommandError("\n".join(str(problem) for problem in refused.problems)) from None
    print(text)
    return 0
