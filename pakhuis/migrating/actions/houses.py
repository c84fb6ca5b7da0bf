"""Warehouses and the locations in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import key
from pakhuis.migrating.actions.items import Done, Item
from pakhuis.migrating.actions.ledger import here
from pakhuis.migrating.actions.named import NamedMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.problems import is_a_container, not_moved
from pakhuis.migrating.states import Resource
from pakhuis.stock.actions import create_location, create_warehouse, update_warehouse
from pakhuis.stock.intake import LocationFields, WarehouseFields
from pakhuis.stock.models import Location, Warehouse


class Warehouses(NamedMover):
    """Warehouses with their place in line."""

    resource, path, id_name = Resource.WAREHOUSES, "warehouses", "idwarehouse"

    def known(self) -> dict[str, int]:
        return {key(one.name): one.pk for one in Warehouse.objects.all()}

    def detail(self, told: Fields) -> dict[str, Any]:
        is_usual = told.flag("accept_orders") is not False and told.flag("active") is not False
        return {"is_usual": is_usual}

    def make(self, told: Fields, work: Work) -> Model:
        made = create_warehouse(
            told.text("name"),
            priority=told.whole("priority") or 1,
            accepts_orders=told.flag("accept_orders") is not False,
            counts_for_general_stock=told.flag("counts_for_general_stock") is not False,
            by=work.by,
            now=work.now,
        )
        if told.flag("active") is False:
            made = update_warehouse(made.pk, WarehouseFields(active=False), by=work.by, now=work.now)
        return made


class Locations(NamedMover):
    """Locations by name inside their warehouse."""

    resource, path, id_name = Resource.LOCATIONS, "locations", "idlocation"

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        self._warehouses = here(work.run, Resource.WAREHOUSES)
        return super().put(items, work)

    def known(self) -> dict[str, int]:
        rows = Location.objects.values_list("warehouse_id", "name", "pk")
        return {f"{warehouse}:{key(name)}": pk for warehouse, name, pk in rows}

    def name(self, told: Fields) -> str:
        return f"{self._warehouses.get(told.id('idwarehouse') or 0)}:{key(told.text('name'))}"

    def make(self, told: Fields, work: Work) -> Model:
        if told.text("type") == "container":
            raise Refused([is_a_container()])
        warehouse = self._warehouses.get(told.id("idwarehouse") or 0)
        if warehouse is None:
            raise Refused([not_moved("warehouse", told.text("idwarehouse"))])
        fields = LocationFields(
            name=told.text("name"),
            remarks=told.text("remarks"),
            is_bulk=told.flag("is_bulk_location") is True,
            pick_order=told.whole("pick_order") or 0,
        )
        return create_location(warehouse, fields, by=work.by, now=work.now)
