"""Locations, and which products belong on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from pakhuis.accounts.rows import rows
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.stock.actions.corrections import check_place
from pakhuis.stock.actions.levels import lock_levels
from pakhuis.stock.events import LocationChanged, LocationCreated, LocationRemoved, ProductPlaced
from pakhuis.stock.intake import LocationFields
from pakhuis.stock.models import Location, LocationKind, LocationStock, Warehouse
from pakhuis.stock.problems import location_not_empty, location_taken, unknown_location, unknown_warehouse


def create_location(warehouse_id: int, fields: LocationFields, *, by: Actor, now: datetime) -> Location:
    """A new place in a warehouse; its name is unique there."""
    checks = Checks()
    checked = _checked(fields, checks)
    if not checked.get("name") and not checks.problems:
        checks.text(("name",), "", limit=60, required=True)
    if not rows(Warehouse, id=possible_ids([warehouse_id])):
        checks.add(unknown_warehouse())
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            location = Location.objects.create(warehouse_id=warehouse_id, **checked)
            record([LocationCreated(id=location.pk, label=location.name)], by=by, now=now)
    except IntegrityError:
        raise Refused([location_taken(checked["name"])]) from None
    return location


def update_location(location_id: int, fields: LocationFields, *, by: Actor, now: datetime) -> Location:
    """Change the given fields. A location stays in its warehouse."""
    try:
        return _updated(location_id, fields, by=by, now=now)
    except IntegrityError:
        raise Refused([location_taken(str(fields.name))]) from None


@transaction.atomic
def _updated(location_id: int, fields: LocationFields, *, by: Actor, now: datetime) -> Location:
    location = Location.objects.select_for_update().filter(pk=location_id).first()
    if location is None:
        raise Refused([not_found("location")])
    checks = Checks()
    checked = _checked(fields, checks)
    checks.refuse_if_any()
    changes = tuple(
        FieldChange(field=name, old=str(getattr(location, name)), new=str(value))
        for name, value in checked.items()
        if getattr(location, name) != value
    )
    for name, value in checked.items():
        setattr(location, name, value)
    if changes:
        location.save()
        record([LocationChanged(id=location.pk, label=location.name, changes=changes)], by=by, now=now)
    return location


@transaction.atomic
def delete_location(location_id: int, *, by: Actor, now: datetime) -> None:
    """Remove an empty location; what once lay there stays in the history under its name."""
    location = Location.objects.filter(pk=location_id).first()
    if location is None:
        raise Refused([not_found("location")])
    here = LocationStock.objects.filter(location=location)
    lock_levels(list(here.values_list("product_id", flat=True)), warehouse_ids=[location.warehouse_id])
    pieces = sum(here.values_list("on_hand", flat=True))
    if pieces:
        raise Refused([location_not_empty(pieces)])
    here.delete()
    record([LocationRemoved(id=location.pk, label=location.name)], by=by, now=now)
    location.delete()


@transaction.atomic
def place_product(
    product_id: int,
    *,
    location_id: int,
    by: Actor,
    now: datetime,
    preferred: bool = False,
    note: str = "",
) -> LocationStock:
    """Say that a product belongs on a location, and whether it is picked there first; twice is once."""
    checks = Checks()
    note = checks.text(("note",), note, limit=200)
    found = rows(Location, id=possible_ids([location_id]))
    if not found:
        checks.add(unknown_location())
    warehouse_id = found[0].warehouse_id if found else 0
    check_place(product_id, warehouse_id=warehouse_id, location_id=None, checks=checks if found else Checks())
    checks.refuse_if_any()
    lock_levels([product_id], warehouse_ids=[warehouse_id])
    there = rows(LocationStock, product_id=product_id, location_id=location_id)
    one = (
        there[0]
        if there
        else LocationStock(product_id=product_id, location_id=location_id, warehouse_id=warehouse_id)
    )
    if preferred:
        others = LocationStock.objects.filter(product_id=product_id, warehouse_id=warehouse_id)
        others.exclude(location_id=location_id).filter(preferred=True).update(preferred=False)
    one.preferred, one.note = preferred, note
    one.save()
    fact = ProductPlaced(id=product_id, location=found[0].name, is_placed=True, preferred=preferred)
    record([fact], by=by, now=now)
    return one


@transaction.atomic
def unplace_product(product_id: int, *, location_id: int, by: Actor, now: datetime) -> None:
    """A product does not belong on a location any more; refused while pieces of it lie there."""
    found = rows(Location, id=possible_ids([location_id]))
    if not found:
        raise Refused([unknown_location()])
    lock_levels([product_id], warehouse_ids=[found[0].warehouse_id])
    there = rows(LocationStock, product_id=product_id, location_id=location_id)
    if not there:
        raise Refused([not_found("location")])
    if there[0].on_hand:
        raise Refused([location_not_empty(there[0].on_hand)])
    there[0].delete()
    record([ProductPlaced(id=product_id, location=found[0].name, is_placed=False)], by=by, now=now)


def _checked(fields: LocationFields, checks: Checks) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    if fields.name is not NOT_GIVEN:
        clean["name"] = checks.text(("name",), fields.name, limit=60, required=True)
    if fields.is_bulk is not NOT_GIVEN:
        clean["kind"] = LocationKind.BULK if fields.is_bulk else LocationKind.PICK
    if fields.pick_order is not NOT_GIVEN:
        clean["pick_order"] = checks.whole(("pick_order",), fields.pick_order, low=0, high=1_000_000)
    if fields.remarks is not NOT_GIVEN:
        clean["remarks"] = checks.text(("remarks",), fields.remarks, limit=500)
    return clean
