"""All that is kept of one person as a file they can be given: JSON for machines, tables for people."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import itemgetter, or_
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CASCADE, Model, Q, QuerySet

from pakhuis.bulk.among import Among
from pakhuis.comments.models import Comment
from pakhuis.customers.models import Customer, Merge
from pakhuis.customers.queries import former_ids
from pakhuis.customers.relations import keys_to
from pakhuis.hooks.models import Message
from pakhuis.imports.models import ImportRow
from pakhuis.journal.models import Fact
from pakhuis.kernel.cells import safe
from pakhuis.orders.models import Order
from pakhuis.privacy.queries import subjects_of

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
    """Every row about the customer by table: whatever points at it or at one of its orders, what is part of
    that, and what was said and told of all of it."""
    ids = [customer_id, *former_ids(customer_id)]
    tables: dict[str, Rows] = {}
    orders = Order.objects.filter(customer_id=customer_id)
    customers = Customer.objects.filter(pk=customer_id)
    for rows in (customers, orders):
        _add(tables, rows)
        for key in keys_to(rows.model):
            if key.model is not Order:
                _add_with_parts(tables, _pointing(key, rows))
    _add_what_was_said(tables, subjects_of(orders, customer_ids=ids))
    _add(tables, Merge.objects.filter(winner_id__in=ids, undone_at=None))
    _add(tables, ImportRow.objects.filter(run__subject="customers", subject_id__in=ids))
    return {name: rows for name, rows in tables.items() if rows}


def _add_with_parts(tables: dict[str, Rows], rows: QuerySet[Any], *above: type[Model]) -> None:
    """These rows, and those that would be deleted with one of them: the parcels of a shipment."""
    _add(tables, rows)
    for key in keys_to(rows.model):
        is_part = getattr(key.remote_field, "on_delete", None) is CASCADE
        if is_part and key.model not in (rows.model, *above):
            _add_with_parts(tables, _pointing(key, rows), rows.model, *above)


def _pointing(key: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = key.model._default_manager.filter(**{f"{key.name}__in": rows.values("pk")})
    return found


def _add_what_was_said(tables: dict[str, Rows], subjects: Mapping[str, Sequence[int]]) -> None:
    """Comments, the logbook, and what other programs were told.

    Comments and facts are asked for kind by kind, as their index is; messages, which have none by what they
    are about and go after a while, all at once.
    """
    for kind, ids in subjects.items():
        _add(tables, Comment.objects.filter(_about(kind, ids)))
    about = {**subjects, "comment": [row["id"] for row in tables.get(Comment._meta.label, ())]}
    for kind, ids in about.items():
        _add(tables, Fact.objects.filter(_about(kind, ids)))
    _add(tables, Message.objects.filter(reduce(or_, (_about(kind, ids) for kind, ids in about.items()))))


def _about(kind: str, ids: Sequence[int]) -> Q:
    return Q(Among("subject_id", ids), subject_kind=kind)


def _add(tables: dict[str, Rows], rows: QuerySet[Any]) -> None:
    known = tables.setdefault(rows.model._meta.label, [])
    name = rows.model._meta.pk.attname
    seen = {row[name] for row in known}
    known += [row for row in rows.order_by("pk").values() if row[name] not in seen]
    known.sort(key=itemgetter(name))


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    listed = list(rows)
    file = io.StringIO()
    if listed:
        writer = csv.DictWriter(file, fieldnames=list(listed[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({name: safe(str(value)) for name, value in row.items()} for row in listed)
    return "\ufeff" + file.getvalue()
