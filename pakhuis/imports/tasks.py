"""What the worker does for imports; every task may run twice, and at the same moment."""

from __future__ import annotations

from importlib import import_module

from django_tasks import task

ACTIONS = "pakhuis.imports.actions"
"""Loaded when a task runs: the actions enqueue these very tasks."""


@task()
def work(run_id: int) -> str:
    """Work on an import for a while; it is queued again while something is left."""
    return str(import_module(ACTIONS).work_a_while(run_id))
