"""The head of a purchase order: supplier, warehouse, days and papers, checked."""

from __future__ import annotations

from typing import Any

from pakhuis.kernel.checking import Checks
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import possible_ids
from pakhuis.purchasing.actions.suppliers import checked_papers
from pakhuis.purchasing.intake import PurchaseFields
from pakhuis.purchasing.models import Supplier
from pakhuis.purchasing.problems import retired_supplier, unknown_supplier
from pakhuis.stock.models import Warehouse
from pakhuis.stock.problems import retired_warehouse, unknown_warehouse

TEXTS = {"supplier_name": 200, "supplier_order_number": 100, "remarks": 10_000}


def checked_head(fields: PurchaseFields, checks: Checks, *, standing: int | None = None) -> dict[str, Any]:
    """The given fields cleaned, by name; `standing` is the supplier it has, who may be retired by now."""
    checked: dict[str, Any] = {}
    for name, limit in TEXTS.items():
        value = getattr(fields, name)
        if value is not NOT_GIVEN:
            checked[name] = checks.text((name,), value, limit=limit)
    if fields.expected_on is not NOT_GIVEN:
        checked["expected_on"] = checks.day(("expected_on",), fields.expected_on)
    if fields.supplier_id is not NOT_GIVEN and fields.supplier_id is not None:
        checked |= _of_supplier(fields.supplier_id, checked, checks, standing=standing)
    elif fields.supplier_id is None:
        checked["supplier_id"] = None
    if fields.warehouse_id is not NOT_GIVEN and fields.warehouse_id is not None:
        checked["warehouse_id"] = fields.warehouse_id
        _check_warehouse(fields.warehouse_id, checks)
    return checked | checked_papers(fields.language, fields.template_id, checks)


def _of_supplier(
    supplier_id: int, checked: dict[str, Any], checks: Checks, *, standing: int | None
) -> dict[str, Any]:
    """The supplier, and its name where none was written."""
    supplier = Supplier.objects.filter(pk__in=possible_ids([supplier_id])).first()
    if supplier is None:
        checks.add(unknown_supplier())
        return {}
    if not supplier.active and supplier.pk != standing:
        checks.add(retired_supplier())
    return {"supplier_id": supplier.pk, "supplier_name": checked.get("supplier_name") or supplier.name}


def _check_warehouse(warehouse_id: int, checks: Checks) -> None:
    house = Warehouse.objects.filter(pk__in=possible_ids([warehouse_id])).first()
    if house is None:
        checks.add(unknown_warehouse())
    elif not house.active:
        checks.add(retired_warehouse())
