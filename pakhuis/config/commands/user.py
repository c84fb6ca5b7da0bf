"""`pakhuis user NAME`: make an administrator."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass

from django.core.management.base import CommandError

from pakhuis.accounts.actions import create_user
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused


def run(given: Namespace) -> int:
    password = sys.stdin.readline().rstrip("\n") if given.password_stdin else getpass("Password: ")
    try:
        create_user(given.name, password=password, is_admin=True, by=SYSTEM, now=now())
    except Refused as refused:
        raise CommandError("\n".join(str(problem) for problem in refused.problems)) from None
    print(f"{given.name} can log in now.")
    return 0
