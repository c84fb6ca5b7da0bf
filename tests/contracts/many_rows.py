"""So many rows of everything that an engine has reason to use its indexes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection, models

from pakhuis.accounts.models import Tag, User
from pakhuis.catalogue.models import Product, ProductTag
from pakhuis.comments.models import Comment, Mention
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Batch, Parcel, Picklist, Shipment
from pakhuis.journal.models import Fact
from pakhuis.orders.models import Backorder, Order, OrderTag, OrderWarehouse
from pakhuis.purchasing.models import PurchaseOrder, Receipt, Supplier
from pakhuis.returns.models import Return
from pakhuis.stock.models import Location, LocationMove, StockMove

COPIES = 1000
BIG: tuple[type[models.Model], ...] = (
    *(Customer, Product, Location, Order, Picklist, Batch, Shipment, Parcel, Backorder),
    *(PurchaseOrder, Receipt, Return, Comment, StockMove, LocationMove),
)
"""Tables that grow with the years."""
FEWER: tuple[type[models.Model], ...] = (User, Tag, Supplier)
"""What the many are spread over."""
Spread = dict[Any, list[int]]
LINKS: tuple[tuple[type[models.Model], str, type[models.Model]], ...] = (
    (OrderTag, "order", Order),
    (OrderWarehouse, "order", Order),
    (ProductTag, "product", Product),
    (Mention, "comment", Comment),
)
"""Rows that tie something to few others: each of the many gets its own."""
APART: dict[type[models.Model], dict[str, Any]] = {
    Picklist: {"batch_id": None, "box": None},
    LocationMove: {"is_movement": True},
}
"""How a copy differs from the first row: what only one may have, and what most of them are in life."""
_number = count(1)


def fill() -> None:
    """Copies of the first row of each big table, each with its own texts where a text is unique."""
    spread: Spread = {}
    for model in (*FEWER, *BIG):
        row = model._default_manager.order_by("pk").first()
        assert row is not None, model.__name__
        copies = COPIES if model in BIG else COPIES // 25
        own = APART.get(model, {})
        rows = [_copy(row, spread, **own) for _ in range(copies)]
        model._default_manager.bulk_create(rows, batch_size=500)
        spread[model] = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    for link, name, of in LINKS:
        row = link._default_manager.order_by("pk").first() or _made_up(link)
        have = link._default_manager.values(name)
        free = of._default_manager.exclude(pk__in=have).values_list("pk", flat=True)
        link._default_manager.bulk_create(
            [_copy(row, spread, **{f"{name}_id": pk}) for pk in free], batch_size=500
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _made_up(link: type[models.Model]) -> models.Model:
    """A row that ties the first things there are."""
    keys = [one for one in link._meta.concrete_fields if isinstance(one, models.ForeignKey)]
    firsts = {one.attname: one.related_model._default_manager.order_by("pk")[0].pk for one in keys}
    return link(**firsts)


def _copy(row: models.Model, spread: Spread, **other: Any) -> models.Model:
    number = next(_number)
    values = {
        one.attname: _varied(getattr(row, one.attname), one, number)
        for one in row._meta.concrete_fields
        if not one.primary_key
    }
    for one in row._meta.concrete_fields:
        if one.related_model in spread and values[one.attname] is not None:
            others = spread[one.related_model]
            values[one.attname] = others[number % len(others)]
        if isinstance(one, models.CharField) and _is_unique(row, one.name) and values[one.attname]:
            values[one.attname] = f"X{number}"[: one.max_length]
    return type(row)(**values | other)


def _varied(value: Any, field: Any, number: int) -> Any:
    """Each row has times and texts to be found by of its own, as rows have in life."""
    if isinstance(value, datetime):
        return value - timedelta(hours=number)
    if field.name in ("reference", "email") and value == "":
        return f"{field.name}-{number}@x.example"
    return f"{value}-{number}" if field.name == "tracking_code" else value


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
