"""What the worker does for webshops; every task may run twice."""

from __future__ import annotations

from importlib import import_module

from django_tasks import task

from pakhuis.kernel.clock import now

ACTIONS = "pakhuis.connectors.actions"
"""Loaded when a task runs: the actions enqueue these very tasks."""
SLOWLY = -3
"""Orders of a shop that answers slowly give way to those of others."""
AFTER_MESSAGES = -5
"""Asking and telling shops gives way to orders of which a message came."""
BEHIND = -10
"""Old orders give way to everything else."""


@task()
def take_in(delivery_id: int) -> str:
    """Work off one message of a shop."""
    return str(import_module(ACTIONS).take_in_delivery(delivery_id, now=now()))


@task(priority=BEHIND)
def import_history(webshop_id: int) -> int:
    """Read the next page of a shop's old orders."""
    return int(import_module(ACTIONS).read_page(webshop_id, now=now()))


@task(priority=BEHIND)
def import_part(webshop_id: int, lane: int) -> int:
    """Take in some old orders that were read."""
    return int(import_module(ACTIONS).work_off_part(webshop_id, lane, now=now()))


@task(priority=AFTER_MESSAGES)
def tell(telling_id: int) -> str:
    """Tell a shop one thing."""
    return str(import_module(ACTIONS).tell_shop(telling_id, now=now()))


@task(priority=AFTER_MESSAGES)
def poll(webshop_id: int) -> int:
    """Ask a shop what has changed."""
    return int(import_module(ACTIONS).poll_webshop(webshop_id, now=now()))
