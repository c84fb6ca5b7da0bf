"""Warehouses: made, changed, retired, removed when never used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Sum

from pakhuis.accounts.actions import claim
from pakhuis.accounts.rows import Lock, rows
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.stock.events import WarehouseChanged, WarehouseCreated, WarehouseRemoved
from pakhuis.stock.intake import WarehouseFields
from pakhuis.stock.models import LocationStock, StockLevel, StockMove, Warehouse
from pakhuis.stock.problems import (
    last_warehouse,
    warehouse_has_history,
    warehouse_in_use,
    warehouse_not_empty,
    warehouse_taken,
)


def create_warehouse(
    name: str,
    *,
    priority: RawNumber,
    by: Actor,
    now: datetime,
    accepts_orders: bool = True,
    counts_for_general_stock: bool = True,
) -> Warehouse:
    """A new warehouse; the lower its priority number, the sooner it gets an order."""
    checks = Checks()
    fields = WarehouseFields(
        name=name,
        priority=priority,
        accepts_orders=accepts_orders,
        counts_for_general_stock=counts_for_general_stock,
    )
    checked = _checked(fields, checks)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            warehouse = Warehouse.objects.create(**checked)
            record([WarehouseCreated(id=warehouse.pk, label=warehouse.name)], by=by, now=now)
    except IntegrityError:
        raise Refused([warehouse_taken(checked["name"])]) from None
    return warehouse


def update_warehouse(warehouse_id: int, fields: WarehouseFields, *, by: Actor, now: datetime) -> Warehouse:
    """Change the given fields. Retiring (`active` off) and taking no more orders are refused where they
    would leave goods or orders stuck, or no warehouse that takes orders."""
    try:
        return _updated(warehouse_id, fields, by=by, now=now)
    except IntegrityError:
        raise Refused([warehouse_taken(str(fields.name))]) from None


@transaction.atomic
def _updated(warehouse_id: int, fields: WarehouseFields, *, by: Actor, now: datetime) -> Warehouse:
    warehouse = _held(warehouse_id)
    checks = Checks()
    checked = _checked(fields, checks)
    if warehouse.active and checked.get("active") is False:
        _refuse_used(warehouse, checks)
    took_orders = warehouse.active and warehouse.accepts_orders
    changes = tuple(
        FieldChange(field=name, old=str(getattr(warehouse, name)), new=str(value))
        for name, value in checked.items()
        if getattr(warehouse, name) != value
    )
    for name, value in checked.items():
        setattr(warehouse, name, value)
    takes_orders = warehouse.active and warehouse.accepts_orders
    if took_orders and not takes_orders and not _others_take_orders(warehouse):
        checks.add(last_warehouse(("active",) if not warehouse.active else ("accepts_orders",)))
    checks.refuse_if_any()
    if changes:
        warehouse.save()
        fact = WarehouseChanged(id=warehouse.pk, label=warehouse.name, changes=changes)
        record([fact], by=by, now=now)
    return warehouse


@transaction.atomic
def delete_warehouse(warehouse_id: int, *, by: Actor, now: datetime) -> None:
    """Remove a warehouse in which nothing ever happened; what has a history can only be retired."""
    warehouse = _held(warehouse_id)
    if StockMove.objects.filter(warehouse=warehouse).exists():
        raise Refused([warehouse_has_history()])
    checks = Checks()
    _refuse_used(warehouse, checks)
    if not _others_take_orders(warehouse):
        checks.add(last_warehouse(()))
    checks.refuse_if_any()
    # Whoever points to it now holds its levels or has it held, and neither is possible any more.
    Warehouse.objects.select_for_update().get(pk=warehouse.pk)
    LocationStock.objects.filter(warehouse=warehouse).delete()
    StockLevel.objects.filter(warehouse=warehouse).delete()
    record([WarehouseRemoved(id=warehouse.pk, label=warehouse.name)], by=by, now=now)
    try:
        warehouse.delete()
    except ProtectedError:
        raise Refused([warehouse_has_history()]) from None


def _held(warehouse_id: int) -> Warehouse:
    """The warehouse, held until the commit, before its levels; one after the other, so that the last two that
    take orders do not retire at once. Whoever is about to bring something here is waited for; rows may
    still point to it, so that nobody who holds levels waits for us while we wait for the levels.
    """
    claim("warehouses")
    found = rows(Warehouse, lock=Lock.CHANGE, id=possible_ids([warehouse_id]))
    if not found:
        raise Refused([not_found("warehouse")])
    return found[0]


def _others_take_orders(warehouse: Warehouse) -> bool:
    return Warehouse.objects.filter(active=True, accepts_orders=True).exclude(pk=warehouse.pk).exists()


def _refuse_used(warehouse: Warehouse, checks: Checks) -> None:
    levels = StockLevel.objects.select_for_update(no_key=True).filter(warehouse=warehouse)
    list(levels.order_by("pk").values_list("pk", flat=True))
    counted = StockLevel.objects.filter(warehouse=warehouse).aggregate(
        pieces=Sum("on_hand"), reserved=Sum(F("picking") + F("held") + F("waiting") + F("allocated"))
    )
    if counted["reserved"]:
        checks.add(warehouse_in_use(counted["reserved"]))
    if counted["pieces"]:
        checks.add(warehouse_not_empty(counted["pieces"]))


def _checked(fields: WarehouseFields, checks: Checks) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    if fields.name is not NOT_GIVEN:
        clean["name"] = checks.text(("name",), fields.name, limit=100, required=True)
    if fields.priority is not NOT_GIVEN:
        clean["priority"] = checks.whole(("priority",), fields.priority, low=0, high=10_000)
    for name in ("accepts_orders", "counts_for_general_stock", "active"):
        value = getattr(fields, name)
        if value is not NOT_GIVEN:
            clean[name] = value
    return clean
