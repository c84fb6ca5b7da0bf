"""What a move came to: every thing that was read is here or left with a reason, and the sums agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, F, Model, Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from pakhuis.kernel.problem import Problem, from_stored
from pakhuis.migrating.models import MovedThing, MovingRun, MovingStep
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.orders.models import OrderLine
from pakhuis.pricing.models import PriceListEntry
from pakhuis.purchasing.models import PurchaseLine
from pakhuis.stock.models import StockLevel

M = TypeVar("M", bound=Model)
NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind of thing. `existing`: here already, before this run or by another name for the same."""

    resource: Resource
    read: int
    made: int
    existing: int
    left: int
    noted: int

    @property
    def adds_up(self) -> bool:
        return self.read == self.made + self.existing + self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What things of one kind hold: `there` as it was read, less what stayed, and what is in our tables."""

    resource: Resource
    unit: str
    there: Decimal
    left: Decimal
    existing: Decimal
    here: Decimal

    @property
    def agrees(self) -> bool:
        return self.there - self.left - self.existing == self.here


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A thing that stayed, or came along with a remark."""

    resource: Resource
    key: str
    label: str
    is_left: bool
    problems: tuple[Problem, ...]


def lines(run: MovingRun) -> list[Line]:
    """A line for each kind of thing that was read, in the order of moving."""
    mine = Q(made_in=run)
    rows = (
        MovedThing.objects.filter(seen_in=run)
        .values("resource")
        .annotate(
            left=Count("pk", filter=Q(outcome=Outcome.LEFT)),
            made=Count("pk", filter=Q(outcome=Outcome.MADE) & mine),
            all=Count("pk"),
            noted=Count("pk", filter=~Q(notes=[]) & ~Q(outcome=Outcome.LEFT)),
        )
    )
    found = {row["resource"]: row for row in rows}
    read = dict(MovingStep.objects.filter(run=run).values_list("resource", "read"))
    nothing = {"left": 0, "made": 0, "all": 0, "noted": 0}
    told = []
    for resource in Resource:
        row = found.get(resource, nothing)
        told.append(
            Line(
                resource=resource,
                read=read.get(resource, 0),
                made=row["made"],
                existing=row["all"] - row["made"] - row["left"],
                left=row["left"],
                noted=row["noted"],
            )
        )
    return told


def sums(run: MovingRun) -> list[Sums]:
    """Pieces in stock and announced, prices on lists and what open orders come to: there and here."""
    here = {
        Resource.PRICES: _sum(PriceListEntry.objects.filter(pk__in=_made(run, Resource.PRICES)), "price"),
        Resource.STOCK: _sum(StockLevel.objects.filter(pk__in=_made(run, Resource.STOCK)), "on_hand"),
        Resource.ORDERS: _sum(
            OrderLine.objects.filter(order__in=_made(run, Resource.ORDERS), part_of=None),
            F("amount") * F("price"),
        ),
        Resource.PURCHASES: _sum(
            PurchaseLine.objects.filter(order__in=_made(run, Resource.PURCHASES)), "amount"
        ),
    }
    units = {
        Resource.PRICES: "price",
        Resource.STOCK: "pieces",
        Resource.ORDERS: "amount x price",
        Resource.PURCHASES: "pieces to come",
    }
    read = dict(MovingStep.objects.filter(run=run).values_list("resource", "total"))
    told = []
    for resource, found in here.items():
        things = MovedThing.objects.filter(seen_in=run, resource=resource)
        mine = Q(outcome=Outcome.MADE, made_in=run)
        told.append(
            Sums(
                resource=resource,
                unit=units[resource],
                there=read.get(resource, NONE),
                left=_sum(things.filter(outcome=Outcome.LEFT), "amount"),
                existing=_sum(things.exclude(outcome=Outcome.LEFT).exclude(mine), "amount"),
                here=found,
            )
        )
    return told


def notes(run: MovingRun) -> Iterator[Note]:
    """Everything that stayed or came along with a remark, in the order of moving."""
    things = MovedThing.objects.filter(seen_in=run).exclude(notes=[])
    for resource in Resource:
        for one in things.filter(resource=resource).order_by("pk").iterator():
            yield Note(
                resource=resource,
                key=one.key,
                label=one.label,
                is_left=one.outcome == Outcome.LEFT,
                problems=tuple(from_stored(one.notes)),
            )


def _made(run: MovingRun, resource: Resource) -> QuerySet[MovedThing, int | None]:
    made = MovedThing.objects.filter(made_in=run, resource=resource, outcome=Outcome.MADE)
    return made.values_list("target_id", flat=True)


def _sum(rows: QuerySet[M], of: str | Combinable) -> Decimal:
    total = rows.order_by().aggregate(total=Sum(of))["total"]
    return Decimal(str(total or 0)).quantize(Decimal("0.0001"))
