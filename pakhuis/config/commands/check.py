"""`pakhuis check`: is this installation fit for production?"""

from __future__ import annotations

from argparse import Namespace

from django.core.management import call_command


def run(given: Namespace) -> int:
    call_command("check", "--deploy", "--database", "default")
    call_command("migrate", "--check", verbosity=0)
    print("The database is up to date.")
    return 0
