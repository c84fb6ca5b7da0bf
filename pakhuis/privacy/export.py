"""All that is kept of one person as a file they can be given: JSON for machines, tables for people."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from pakhuis.comments.models import Comment
from pakhuis.customers.models import Customer, Merge
from pakhuis.customers.queries import former_ids
from pakhuis.customers.relations import keys_to
from pakhuis.hooks.models import Message
from pakhuis.imports.models import ImportRow
from pakhuis.journal.models import Fact
from pakhuis.kernel.cells import safe
from pakhuis.orders.models import Order

Rows = list[dict[str, Any]]
SHEETS = ("customers.Customer", "customers.Address", "orders.Order", "orders.OrderLine")
"""Tables that are in the file as CSV too; all of them are in the JSON."""


def person_file(customer_id: int) -> bytes:
    """A ZIP with `person.json` (everything, table by table) and the main tables as CSV."""
    tables = everything_of(customer_id)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        told = json.dumps(tables, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("person.json", told)
        for name in SHEETS:
            archive.writestr(f"{name.split('.')[1].lower()}.csv", _csv(tables.get(name, [])))
    return file.getvalue()


def everything_of(customer_id: int) -> dict[str, Rows]:
    """Every row about the customer by table: whatever points at it or at its orders, and its logbook."""
    ids = [customer_id, *former_ids(customer_id)]
    tables = {"customers.Customer": _rows(Customer.objects.filter(pk=customer_id))}
    for key in keys_to(Customer):
        _add(tables, key.model, key.model._default_manager.filter(**{key.name: customer_id}))
    orders = Order.objects.filter(customer_id=customer_id)
    for key in keys_to(Order):
        _add(tables, key.model, key.model._default_manager.filter(**{f"{key.name}__in": orders}))
    _add(tables, Comment, Comment.objects.filter(subject_kind="customer", subject_id=customer_id))
    _add(tables, Comment, Comment.objects.filter(subject_kind="order", subject_id__in=orders.values("pk")))
    _add(tables, Merge, Merge.objects.filter(winner_id__in=ids, undone_at=None))
    _add(tables, Fact, Fact.objects.filter(subject_kind="customer", subject_id__in=ids))
    _add(tables, Fact, Fact.objects.filter(subject_kind="order", subject_id__in=orders.values("pk")))
    _add(tables, ImportRow, ImportRow.objects.filter(run__subject="customers", subject_id__in=ids))
    _add(tables, Message, Message.objects.filter(subject_kind="customer", subject_id__in=ids))
    return {name: rows for name, rows in tables.items() if rows}


def _add(tables: dict[str, Rows], model: type[Model], rows: QuerySet[Any]) -> None:
    known = tables.setdefault(model._meta.label, [])
    seen = {row["id"] for row in known}
    known += [row for row in _rows(rows) if row["id"] not in seen]


def _rows(rows: QuerySet[Any]) -> Rows:
    return list(rows.order_by("pk").values())


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    listed = list(rows)
    file = io.StringIO()
    if listed:
        writer = csv.DictWriter(file, fieldnames=list(listed[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({name: safe(str(value)) for name, value in row.items()} for row in listed)
    return "\ufeff" + file.getvalue()
