"""`pakhuis migrate`: bring the database up to date."""

from __future__ import annotations

from argparse import Namespace

from django.core.management import call_command


def run(given: Namespace) -> int:
    call_command("migrate", interactive=False)
    return 0
