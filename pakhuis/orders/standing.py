"""An order as it stands, read once before it is changed, and in what it differs from what it will be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from pakhuis.accounts.models import Tag, Template
from pakhuis.customers.intake import NewAddress
from pakhuis.customers.models import Customer
from pakhuis.customers.rules import ADDRESS_LIMITS
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.numbers import possible_ids
from pakhuis.orders.change_rules import StandingLine
from pakhuis.orders.models import Order, OrderLine, OrderPriceList, OrderTag, OrderWarehouse
from pakhuis.orders.plan import Known
from pakhuis.pricing.models import PriceList
from pakhuis.stock.models import Warehouse

ADDRESS_NAMES = (*ADDRESS_LIMITS, "country")
NAMED: Mapping[str, tuple[str, type[Model]]] = {
    "customer_id": ("customer", Customer),
    "template_id": ("template", Template),
    "tag_ids": ("tags", Tag),
    "price_list_ids": ("price_lists", PriceList),
    "warehouse_ids": ("warehouses", Warehouse),
}
"""Values that are ids: the name of the field for people, and what the ids are of."""
LINE_FIELDS = ("amount", "price", "name", "remarks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an order has beside its own columns; the lines of parts follow their composition: not here."""

    lines: tuple[StandingLine, ...]
    tag_ids: tuple[int, ...]
    inherited_tag_ids: tuple[int, ...]
    price_list_ids: tuple[int, ...]
    warehouse_ids: tuple[int, ...]


def standing_of(order: Order) -> Standing:
    """Four queries, whatever the order's length."""
    tags = OrderTag.objects.filter(order=order).order_by("pk").values_list("tag_id", "is_inherited")
    is_inherited = dict(tags)
    return Standing(
        lines=tuple(_line(one) for one in order.lines.filter(part_of=None).order_by("position")),
        tag_ids=tuple(is_inherited),
        inherited_tag_ids=tuple(pk for pk, inherited in is_inherited.items() if inherited),
        price_list_ids=_ids(OrderPriceList, order, "price_list_id"),
        warehouse_ids=_ids(OrderWarehouse, order, "warehouse_id"),
    )


def _line(one: OrderLine) -> StandingLine:
    return StandingLine(
        id=one.pk,
        position=one.position,
        product_id=one.product_id,
        code=one.code,
        vat_group_id=one.vat_group_id,
        name=one.name,
        remarks=one.remarks,
        amount=one.amount,
        cancelled=one.amount_cancelled,
        delivered=one.amount_delivered,
        base=one.base_price,
        price=one.price,
        price_source=tuple(one.price_source),
    )


def _ids(model: type[Model], order: Order, column: str) -> tuple[int, ...]:
    rows = model._default_manager.filter(order_id=order.pk).order_by("pk")
    return tuple(rows.values_list(column, flat=True))


def kept_known(known: Known, order: Order, standing: Standing) -> Known:
    """What the order may name: a template, tag or list that was retired since stays where it is."""
    return replace(
        known,
        templates=known.templates.union(possible_ids([order.template_id])),
        tags=known.tags.union(standing.tag_ids),
        price_lists=known.price_lists.union(standing.price_list_ids),
    )


def differing(order: Order, standing: Standing, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that are not so yet."""
    return {name: value for name, value in values.items() if _value(order, standing, name) != value}


def _value(order: Order, standing: Standing, name: str) -> Any:
    value = getattr(standing, name) if hasattr(standing, name) else getattr(order, name)
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def told(order: Order, standing: Standing, values: Mapping[str, Any]) -> list[FieldChange]:
    """The differences as people read them: an address in one line, names for ids."""
    changes = [
        FieldChange(field=prefix, old=address_line(order, prefix), new=address_line(order, prefix, values))
        for prefix in ("delivery", "invoice")
        if any(name.startswith(f"{prefix}_") for name in values)
    ]
    for name, new in values.items():
        old = _value(order, standing, name)
        if name in NAMED:
            field, model = NAMED[name]
            changes.append(FieldChange(field=field, old=_names(model, old), new=_names(model, new)))
        elif not name.startswith(("delivery_", "invoice_")):
            changes.append(FieldChange(field=name, old=_text(old), new=_text(new)))
    return changes


def told_lines(before: Sequence[StandingLine], after: Sequence[StandingLine]) -> list[FieldChange]:
    """Per line and field what is different."""
    old = {one.id: one for one in before}
    return [
        FieldChange(
            field=f"lines.{one.position}.{name}",
            old=_text(getattr(old[one.id], name)),
            new=_text(getattr(one, name)),
        )
        for one in after
        for name in (*LINE_FIELDS, "vat_group_id")
        if getattr(old[one.id], name) != getattr(one, name)
    ]


def order_address(order: Order, prefix: str) -> NewAddress:
    """The delivery or invoice address of an order as an address of its own."""
    return NewAddress(**{name: getattr(order, f"{prefix}_{name}") for name in ADDRESS_NAMES})


def address_line(order: Order, prefix: str, values: Mapping[str, Any] | None = None) -> str:
    """An address of the order in one line, as it is or with these values."""
    given = values or {}
    parts = (given.get(f"{prefix}_{name}", getattr(order, f"{prefix}_{name}")) for name in ADDRESS_NAMES)
    return ", ".join(filter(None, parts))


def _names(model: type[Model], ids: int | Iterable[int] | None) -> str:
    wanted = () if ids is None else (ids,) if isinstance(ids, int) else tuple(ids)
    found = model._default_manager.in_bulk(list(wanted)) if wanted else {}
    return ", ".join(sorted(str(one) for one in found.values()))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
