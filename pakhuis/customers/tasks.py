"""What the worker does for customers; every task may run twice."""

from __future__ import annotations

from importlib import import_module

from django_tasks import task

from pakhuis.kernel.clock import now

ACTIONS = "pakhuis.customers.actions"
"""Loaded when a task runs: the actions enqueue these very tasks."""


@task()
def ask_vat_register(customer_id: int) -> str:
    """Ask the European register about a customer's VAT number."""
    return str(import_module(ACTIONS).check_vat_number(customer_id, now=now()))


@task()
def recount_incomplete() -> int:
    """Find anew which customers lack a required field."""
    return int(import_module(ACTIONS).mark_incomplete())
