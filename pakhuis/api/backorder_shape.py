"""A backorder as the API gives it out; compositions that wait stand above the backorders of their parts.

Nothing waits of a composition itself: as on picklists it has an id below zero that can never be one of a row,
that of the first of its parts, negative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime
from pakhuis.api.lists import PAGE, few_of, start_of
from pakhuis.bulk.among import Among
from pakhuis.orders.models import Backorder, BackorderState, OrderLine

Place = tuple[int, int]
"""The line of a composition, and the warehouse where its parts wait."""


def waiting_page(waiting: QuerySet[Backorder], request: HttpRequest) -> list[int]:
    """One page of what waits: ids in their order, that of each composition just before its first part's.

    Compositions count like all others: who goes on after as many as came has left nothing out.
    """
    start = start_of(request)
    few = few_of(waiting, request)
    if few is not None:
        parts = _first_parts(Backorder.objects.filter(Among("id", few)))
        first = set(parts.values_list("pk", flat=True))
        ids = [one for pk in few for one in ((-pk, pk) if pk in first else (pk,))]
        return ids[start : start + PAGE]
    # What lies behind the page is left alone: each row gives one of it or two, so it ends here or before.
    last = waiting.order_by("pk").values_list("pk", flat=True)[start + PAGE - 1 : start + PAGE].first()
    if last is not None:
        waiting = waiting.filter(pk__lte=last)
    below = ExpressionWrapper(F("pk") * -1, output_field=BigIntegerField())
    alone = waiting.order_by().annotate(key=F("pk"), place=F("pk")).values_list("key", "place")
    wholes = _first_parts(waiting).annotate(key=below, place=F("pk")).values_list("key", "place")
    page = alone.union(wholes, all=True).order_by("place", "key")[start : start + PAGE]
    return [key for key, _ in page]


def _first_parts(waiting: QuerySet[Backorder]) -> QuerySet[Backorder]:
    """Those above which a composition stands."""
    earlier = Backorder.objects.filter(
        line__part_of=OuterRef("line__part_of"),
        warehouse=OuterRef("warehouse"),
        state=BackorderState.OPEN,
        pk__lt=OuterRef("pk"),
    )
    return waiting.order_by().filter(~Exists(earlier), line__part_of__isnull=False)


def backorder_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """What has these ids, in their order; those that are gone meanwhile are left out."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    found = {row["id"]: row for row in _rows(Backorder.objects.filter(pk__in={abs(one) for one in ids}))}
    wholes = _wholes({row["main"] for row in found.values() if row["main"]})
    by_id = {one["id"]: one for one in wholes.values()}
    shapes: list[dict[str, Any]] = []
    for one in ids:
        if one in by_id:
            shapes.append(_shape(by_id[one], None, local))
        elif one in found:
            row = found[one]
            shapes.append(_shape(row, wholes.get((row["main"], row["warehouse_id"])), local))
    return shapes


def _rows(backorders: Any) -> list[dict[str, Any]]:
    annotated = backorders.annotate(each=F("line__part_amount"), main=F("line__part_of"))
    return list(annotated.order_by("pk").values())


def _wholes(mains: Collection[int]) -> dict[Place, dict[str, Any]]:
    """By place the composition that waits there: as many as its parts ask for, and as they all allow."""
    if not mains:
        return {}
    products = dict(OrderLine.objects.filter(pk__in=mains).values_list("pk", "product_id"))
    parts: dict[Place, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(Backorder.objects.filter(line__part_of__in=mains, state=BackorderState.OPEN)):
        parts[row["main"], row["warehouse_id"]].append(row)
    return {
        place: {
            **rows[0],
            "id": -rows[0]["id"],
            "line_id": place[0],
            "product_id": products[place[0]],
            "amount": max(-(-row["amount"] // row["each"]) for row in rows),
            "available": min(row["available"] // row["each"] for row in rows),
            "is_whole": True,
        }
        for place, rows in parts.items()
    }


def _shape(row: Mapping[str, Any], whole: Mapping[str, Any] | None, local: LocalTime) -> dict[str, Any]:
    return {
        "idbackorder": row["id"],
        "idorder": row["order_id"],
        "idorder_product": row["line_id"],
        "idproduct": row["product_id"],
        "idcustomer": row["customer_id"],
        "idwarehouse": row["warehouse_id"],
        "idreturn": None,
        "amount": row["amount"],
        "amount_available": row["available"],
        "amountavailable": row["available"],
        "priority": row["priority"],
        "part_of_idbackorder": whole["id"] if whole else None,
        "parts_per_parent": row["each"] if whole else None,
        "has_parts": "is_whole" in row,
        "created_at": local(row["created_at"]),
    }
