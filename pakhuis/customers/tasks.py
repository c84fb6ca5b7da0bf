"""What the worker does for customers; every task may run twice."""

from __future__ import annotations

from importlib import import_module

from django_tasks import task

ACTIONS = "pakhuis.customers.actions"
"""Loaded when a task runs: the actions enqueue these very tasks."""


@task()
def recount_incomplete() -> int:
    """Find anew which customers lack a required field."""
    return int(import_module(ACTIONS).mark_incomplete())
