"""So many rows of everything that an engine has reason to use its indexes."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.db import connection, models

from pakhuis.catalogue.models import Product, ProductTag
from pakhuis.comments.models import Comment, Mention
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Batch, Parcel, Picklist, Shipment
from pakhuis.journal.models import Fact
from pakhuis.orders.models import Backorder, Order, OrderLine, OrderTag, OrderWarehouse
from pakhuis.purchasing.models import PurchaseOrder, Receipt
from pakhuis.returns.models import Return
from pakhuis.stock.models import Location, LocationMove, StockMove

COPIES = 2500
BIG: tuple[type[models.Model], ...] = (
    *(Customer, Product, Location, Order, OrderLine, Picklist, Batch, Shipment, Parcel, Backorder),
    *(PurchaseOrder, Receipt, Return, Comment, Mention, StockMove, LocationMove),
)
"""Tables that grow with the years."""
LINKS: tuple[tuple[type[models.Model], str, type[models.Model]], ...] = (
    (OrderTag, "order", Order),
    (OrderWarehouse, "order", Order),
    (ProductTag, "product", Product),
)
"""Rows that tie something to few others: each of the many gets its own."""
_number = count(1)


def fill() -> None:
    """Copies of the first row of each big table, each with its own texts where a text is unique."""
    for model in BIG:
        row = model._default_manager.order_by("pk").first()
        assert row is not None, model.__name__
        model._default_manager.bulk_create([_copy(row) for _ in range(COPIES)], batch_size=500)
    for link, name, of in LINKS:
        row = link._default_manager.order_by("pk").first()
        assert row is not None, link.__name__
        have = link._default_manager.values(name)
        free = of._default_manager.exclude(pk__in=have).values_list("pk", flat=True)
        link._default_manager.bulk_create([_copy(row, **{f"{name}_id": pk}) for pk in free], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(row: models.Model, **other: Any) -> models.Model:
    values = {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key
    }
    for one in row._meta.concrete_fields:
        if isinstance(one, models.CharField) and _is_unique(row, one.name) and values[one.attname]:
            values[one.attname] = f"X{next(_number)}"[: one.max_length]
    return type(row)(**values | other)


def _is_unique(row: models.Model, name: str) -> bool:
    """Whether the field is unique, alone or together with others."""
    constraints = [one for one in row._meta.constraints if isinstance(one, models.UniqueConstraint)]
    field = row._meta.get_field(name)
    return bool(getattr(field, "unique", False)) or any(
        name in one.fields or any(name in str(it) for it in one.expressions) for one in constraints
    )


def tables() -> set[str]:
    """The names of the big tables."""
    models_: list[type[models.Model]] = [*BIG, *(link for link, _, _ in LINKS), Fact]
    return {model._meta.db_table for model in models_}
