"""Warehouses: made, changed, retired, removed when never used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Sum

from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import RawNumber
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
    # All are locked, by id, so that the last two that take orders do not retire at once.
    everyone = {one.pk: one for one in Warehouse.objects.select_for_update().order_by("pk")}
    warehouse = everyone.get(warehouse_id)
    if warehouse is None:
        raise Refused([not_found("warehouse")])
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
    if took_orders and not any(one.active and one.accepts_orders for one in everyone.values()):
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
    everyone = {one.pk: one for one in Warehouse.objects.select_for_update().order_by("pk")}
    warehouse = everyone.pop(warehouse_id, None)
    if warehouse is None:
        raise Refused([not_found("warehouse")])
    if StockMove.objects.filter(warehouse=warehouse).exists():
        raise Refused([warehouse_has_history()])
    checks = Checks()
    _refuse_used(warehouse, checks)
    if not any(one.active and one.accepts_orders for one in everyone.values()):
        checks.add(last_warehouse(()))
    checks.refuse_if_any()
    LocationStock.objects.filter(warehouse=warehouse).delete()
    StockLevel.objects.filter(warehouse=warehouse).delete()
    record([WarehouseRemoved(id=warehouse.pk, label=warehouse.name)], by=by, now=now)
    try:
        warehouse.delete()
    except ProtectedError:
        raise Refused([warehouse_has_history()]) from None


def _refuse_used(warehouse: Warehouse, checks: Checks) -> None:
    levels = StockLevel.objects.select_for_update().filter(warehouse=warehouse)
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
