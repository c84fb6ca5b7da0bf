"""The proof that nothing was lost and nothing promised twice: every count against the rows it counts.

Each promise is one statement, which sees one moment of the database: others may work on meanwhile, and
what it finds is really wrong. Nothing is locked and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from pakhuis.catalogue.models import ProductPart
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.orders.models import Allocation, AllocationState, Backorder, BackorderState, OrderLine
from pakhuis.orders.states import OrderStatus
from pakhuis.stock.models import LocationMove, LocationStock, StockLevel, StockMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A count that is not what its rows say: where, what it should be, what it is."""

    promise: str
    place: str
    expected: int
    found: int

    def __str__(self) -> str:
        return f"{self.promise}: {self.place}: {self.found} instead of {self.expected}"


def deviations() -> Iterator[Deviation]:
    """Every deviation there is; none at all is the proof."""
    yield from _levels()
    yield from _locations()
    yield from _allocations()
    yield from _lines()
    yield from _compositions()
    yield from _strays()


def _sum(rows: QuerySet[Model], of: str | Combinable, *group: str) -> Coalesce:
    """The sum over those rows that belong to the outer row, as part of its statement."""
    summed = rows.order_by().values(*group).annotate(total=Sum(of)).values("total")
    return Coalesce(Subquery(summed[:1]), Value(0), output_field=IntegerField())


def _here(model: type[Model], **only: object) -> QuerySet[Model]:
    rows = model._default_manager.filter(product=OuterRef("product"), warehouse=OuterRef("warehouse"))
    return rows.filter(**only)


def _levels() -> Iterator[Deviation]:
    """On hand is the sum of moves, each promise the sum of its rows, and no more is promised than lies."""
    place = ("product", "warehouse")
    waits = _here(Backorder, state=BackorderState.OPEN)
    sums = {
        "on_hand": _sum(_here(StockMove), "change", *place),
        "located": _sum(_here(LocationStock), "on_hand", *place),
        "picking": _sum(_here(Allocation, state=AllocationState.PICKING), "amount", *place),
        "allocated": _sum(_here(Allocation, state=AllocationState.SET_ASIDE), "amount", *place),
        "held": _sum(waits, "available", *place),
        "waiting": _sum(waits, F("amount") - F("available"), *place),
    }
    for count, summed in sums.items():
        wrong = StockLevel.objects.annotate(summed=summed).exclude(**{count: F("summed")})
        for one in wrong.select_related("product", "warehouse"):
            yield Deviation(
                promise=f"stock level, {count}",
                place=f"{one.product.code} in {one.warehouse.name}",
                expected=one.summed,
                found=getattr(one, count),
            )
    oversold = StockLevel.objects.filter(on_hand__lt=F("picking") + F("held"))
    for level in oversold.select_related("product", "warehouse"):
        yield Deviation(
            promise="promised at most what lies there",
            place=f"{level.product.code} in {level.warehouse.name}",
            expected=level.on_hand,
            found=level.picking + level.held,
        )


def _locations() -> Iterator[Deviation]:
    moves = LocationMove.objects.filter(product=OuterRef("product"), location=OuterRef("location"))
    summed = _sum(moves, "change", "product", "location")
    wrong = LocationStock.objects.annotate(summed=summed).exclude(on_hand=F("summed"))
    for one in wrong.select_related("product", "location"):
        yield Deviation(
            promise="location, sum of its moves",
            place=f"{one.product.code} on {one.location.name}",
            expected=one.summed,
            found=one.on_hand,
        )


def _allocations() -> Iterator[Deviation]:
    """What is being picked stands on one open picklist, and nothing else does."""
    listed = PicklistLine.objects.filter(allocation=OuterRef("pk"), picklist__status__in=OPEN_STATUSES)
    picking = Allocation.objects.annotate(listed=_sum(listed, "amount", "allocation"))
    wrong = picking.filter(
        (Q(state=AllocationState.PICKING) & ~Q(listed=F("amount")))
        | (~Q(state=AllocationState.PICKING) & Q(listed__gt=0))
    )
    for one in wrong.select_related("order"):
        is_picking = one.state == AllocationState.PICKING
        yield Deviation(
            promise="pieces on an open picklist",
            place=f"order {one.order.number}, line {one.line_id}",
            expected=one.amount if is_picking else 0,
            found=one.listed,
        )


def _lines() -> Iterator[Deviation]:
    """Of a processed line every piece is delivered, cancelled, on a picklist, or waits: once."""
    of_line = Allocation.objects.filter(line=OuterRef("pk"))
    waits = Backorder.objects.filter(line=OuterRef("pk"), state=BackorderState.OPEN)
    lines = OrderLine.objects.filter(
        parts=None,
        product__isnull=False,
        order__status__in=(OrderStatus.PROCESSING, OrderStatus.PAUSED, OrderStatus.COMPLETED),
    ).annotate(
        picking=_sum(of_line.filter(state=AllocationState.PICKING), "amount", "line"),
        waits=_sum(waits, "amount", "line"),
    )
    whole = F("amount_delivered") + F("amount_cancelled") + F("picking") + F("waits")
    for one in lines.exclude(amount=whole).select_related("order"):
        yield Deviation(
            promise="order line, every piece once",
            place=f"order {one.order.number}, {one.code}",
            expected=one.amount,
            found=one.amount_delivered + one.amount_cancelled + one.picking + one.waits,
        )


def _compositions() -> Iterator[Deviation]:
    """Parts keep step with their composition, and compositions have no stock of their own."""
    steps = Q(amount=F("part_of__amount") * F("part_amount")) & Q(
        amount_delivered=F("part_of__amount_delivered") * F("part_amount")
    )
    parts = OrderLine.objects.filter(part_of__isnull=False).exclude(steps)
    for part in parts.select_related("order", "part_of"):
        yield Deviation(
            promise="parts of a composition",
            place=f"order {part.order.number}, {part.code}",
            expected=part.part_of.amount_delivered * part.part_amount if part.part_of else 0,
            found=part.amount_delivered,
        )
    composed = Exists(ProductPart.objects.filter(main=OuterRef("product")))
    for level in StockLevel.objects.filter(composed, on_hand__gt=0).select_related("product"):
        yield Deviation(
            promise="composition without stock of its own",
            place=level.product.code,
            expected=0,
            found=level.on_hand,
        )


def _strays() -> Iterator[Deviation]:
    """Rows of which no level knows."""
    for model, only in (
        (StockMove, Q()),
        (LocationStock, Q(on_hand__gt=0)),
        (Backorder, Q(state=BackorderState.OPEN)),
        (Allocation, Q(state__in=(AllocationState.PICKING, AllocationState.SET_ASIDE))),
    ):
        known = Exists(
            StockLevel.objects.filter(product=OuterRef("product"), warehouse=OuterRef("warehouse"))
        )
        for one in model._default_manager.filter(only).exclude(known):
            yield Deviation(
                promise="every row has its stock level",
                place=f"{model._meta.model_name} {one.pk}",
                expected=0,
                found=1,
            )
