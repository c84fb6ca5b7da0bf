"""Warehouses."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import RawNumber
from pakhuis.kernel.problem import Refused
from pakhuis.stock.events import WarehouseCreated
from pakhuis.stock.models import Warehouse
from pakhuis.stock.problems import warehouse_taken


def create_warehouse(
    name: str, *, priority: RawNumber, by: Actor, now: datetime, accepts_orders: bool = True
) -> Warehouse:
    """A new warehouse; the lower its priority number, the sooner it gets an order."""
    checks = Checks()
    name = checks.text(("name",), name, limit=100, required=True)
    rank = checks.whole(("priority",), priority, low=0, high=10_000)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            warehouse = Warehouse.objects.create(name=name, priority=rank, accepts_orders=accepts_orders)
            record([WarehouseCreated(id=warehouse.pk, label=name)], by=by, now=now)
    except IntegrityError:
        raise Refused([warehouse_taken(name)]) from None
    return warehouse
