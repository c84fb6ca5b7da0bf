"""Reading what is announced: per product, and what that means for whoever waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from pakhuis.accounts.rows import rows
from pakhuis.kernel.text import fold
from pakhuis.orders.models import Backorder, BackorderState, OrderWarehouse
from pakhuis.purchasing.models import PurchaseLine, Supplier
from pakhuis.purchasing.rules import Coming, Waits, days_expected
from pakhuis.purchasing.states import PurchaseStatus
from pakhuis.stock.models import Warehouse

AT_ONCE = 300
"""So many products have a condition of their own in one query: of a thousand SQLite takes no more."""


def announced(product_ids: Collection[int]) -> QuerySet[Any]:
    """The lines by which pieces of these products are still to come, the soonest first."""
    open_ones: QuerySet[Any] = PurchaseLine.objects.filter(
        product__in=product_ids, order__status=PurchaseStatus.PURCHASED, received__lt=F("amount")
    )
    dated: QuerySet[Any] = open_ones.annotate(on=Coalesce("expected_on", "order__expected_on"))
    return dated.order_by(F("on").asc(nulls_last=True), "pk")


def expected_days(backorders: Iterable[Backorder]) -> dict[int, date]:
    """By id of those of these backorders for which that is known: the day on which all of it can be there.

    What somebody said counts; else it follows from purchase orders (`rules.days_expected`). Nothing is said
    of what lies ready. Who stands behind all that are asked for is not read. Two queries, four where
    something is announced, and two more for each further `AT_ONCE` products.
    """
    asked = list(backorders)
    found = {one.pk: one.expected_on for one in asked if one.expected_on is not None}
    open_ones = [one for one in asked if one.pk not in found and one.available < one.amount]
    if not open_ones:
        return found
    coming: dict[int, list[Coming]] = defaultdict(list)
    lines = announced({one.product_id for one in open_ones}).filter(on__isnull=False)
    told = lines.values_list("product_id", "order__warehouse_id", "amount", "received", "on")
    for product, house, amount, received, on in told:
        coming[product].append(Coming(warehouse=house, pieces=amount - received, on=on))
    if not coming:
        return found
    queues = _queues([one for one in open_ones if one.product_id in coming])
    days = {
        pk: on for product in coming for pk, on in days_expected(coming[product], queues[product]).items()
    }
    return found | {one.pk: days[one.pk] for one in open_ones if one.pk in days}


def _in_line(one: Backorder) -> tuple[int, datetime, int]:
    """By which goods are handed out."""
    return one.priority, one.ordered_at, one.pk


def _up_to(last: Backorder) -> Q:
    """Everybody who waits for the same and stands no further back."""
    earlier = Q(ordered_at__lt=last.ordered_at) | Q(ordered_at=last.ordered_at, pk__lte=last.pk)
    in_front = Q(priority__lt=last.priority) | Q(priority=last.priority) & earlier
    return Q(product=last.product_id) & in_front


def _queues(asked: Sequence[Backorder]) -> dict[int, list[Waits]]:
    """Per product everybody who waits, as far as the last that is asked for, in the order in which goods are
    handed out, and from where."""
    houses = frozenset(
        one.pk for one in rows(Warehouse, order="priority, id", active=True) if one.accepts_orders
    )
    last = list({one.product_id: one for one in sorted(asked, key=_in_line)}.values())
    queues: dict[int, list[Waits]] = defaultdict(list)
    for start in range(0, len(last), AT_ONCE):
        for product, one in _in_front_of(last[start : start + AT_ONCE], houses):
            queues[product].append(one)
    return queues


def _in_front_of(last: Sequence[Backorder], houses: frozenset[int]) -> Iterator[tuple[int, Waits]]:
    """Who waits for the products of these, one of each, and stands no further back, with the product.

    `houses`: the warehouses that deliver where an order has none of its own choice. Two queries.
    """
    waiting = Backorder.objects.filter(
        reduce(or_, map(_up_to, last)), state=BackorderState.OPEN, available__lt=F("amount")
    ).order_by("priority", "ordered_at", "pk")
    found = list(
        waiting.values_list(
            "product_id", "pk", "amount", "available", "warehouse_id", "order_id", "order__autosplit",
            "line__part_of_id",
        )
    )  # fmt: skip
    chosen: dict[int, set[int]] = defaultdict(set)
    told = OrderWarehouse.objects.filter(
        order__in=waiting.order_by().filter(order__autosplit=True).values("order")
    )
    for order, house in told.values_list("order_id", "warehouse_id"):
        chosen[order].add(house)
    for product, pk, amount, available, house, order, autosplit, part_of in found:
        able = frozenset({house})
        if autosplit and part_of is None:
            able |= frozenset(chosen[order]) if chosen[order] else houses
        yield product, Waits(backorder=pk, missing=amount - available, warehouses=able)


def suppliers_by(words: str) -> QuerySet[Supplier]:
    """The suppliers in which every one of these words stands, in number, name, contact, town or e-mail."""
    found = Supplier.objects.all()
    for word in fold(words).split():
        found = found.filter(search_text__contains=word)
    return found
