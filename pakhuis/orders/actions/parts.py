"""Compositions on an order: their lines get the lines of the parts, and follow from them afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F

from pakhuis.accounts.rows import rows
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.queries import parts_of
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.models import Order, OrderLine

NONE = Quantities[int]()


def with_parts(order: Order, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines, and below each composition those of its parts, as they are at this moment.

    An order that is processed for the second time keeps the parts it has: some may be delivered. One query
    where there is no composition.
    """
    have = {line.part_of_id for line in lines}
    _grown(lines)
    mains = [line for line in lines if line.part_of_id is None and line.pk not in have and line.outstanding]
    compositions = parts_of([line.product_id for line in mains if line.product_id])
    if not compositions:
        return [*lines]
    products = {part for parts in compositions.values() for part in parts}
    by_id = {one.pk: one for one in rows(Product, id=products)}
    position = max(line.position for line in lines)
    drafts = []
    for line in mains:
        for part, each in sorted(compositions.get(line.product_id or 0, NONE).items()):
            position += 1
            drafts.append(_part_line(order, line, by_id[part], each=each, position=position))
    return [*lines, *OrderLine.objects.bulk_create(drafts)]


def _grown(lines: Sequence[OrderLine]) -> None:
    """A composition that was ordered for more or less since then has that many more or less parts."""
    mains = {line.pk: line for line in lines}
    for line in lines:
        if line.part_of_id is not None:
            amount = mains[line.part_of_id].amount * line.part_amount
            if line.amount != amount:
                line.amount = amount
                line.save(update_fields=["amount"])


def _part_line(order: Order, main: OrderLine, product: Product, *, each: int, position: int) -> OrderLine:
    """A part costs nothing: the customer pays the composition."""
    return OrderLine(
        order=order,
        part_of=main,
        part_amount=each,
        position=position,
        product=product,
        vat_group_id=main.vat_group_id,
        code=product.code,
        name=product.name,
        amount=main.amount * each,
        amount_cancelled=main.amount_cancelled * each,
        amount_delivered=main.amount_delivered * each,
        price=0,
        base_price=0,
        price_source=["composition", ""],
        weight=product.weight,
    )


def count_compositions(line_ids: Collection[int]) -> None:
    """Of the compositions that these lines are parts of: as many are delivered as all parts allow."""
    mains = {one.part_of_id for one in rows(OrderLine, id=line_ids) if one.part_of_id is not None}
    if not mains:
        return
    parts = OrderLine.objects.filter(part_of__in=mains).values_list(
        "part_of_id", "part_amount", "amount_delivered"
    )
    whole: dict[int, list[int]] = defaultdict(list)
    for main, each, delivered in parts:
        if main is not None:
            whole[main].append(delivered // each)
    for main, counts in sorted(whole.items()):
        OrderLine.objects.filter(pk=main).update(amount_delivered=min(counts))


def cancel_compositions(parts: Collection[OrderLine], pieces: dict[int, int]) -> None:
    """Cancel so many compositions as these cancelled pieces of their parts make up."""
    units: dict[int, int] = {}
    for line in parts:
        if line.part_of_id is not None:
            units[line.part_of_id] = pieces[line.pk] // line.part_amount
    for main, amount in sorted(units.items()):
        OrderLine.objects.filter(pk=main).update(amount_cancelled=F("amount_cancelled") + amount)
