"""Where the goods of closed picklists were taken: facts of the stock history, which change no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.shares import Asked, shared_as_taken
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.stock.models import LocationMove
from pakhuis.stock.rules import Place, Taken


def reason_of(number: str) -> str:
    """What the stock history says of goods that leave with the picklist of this number."""
    return f"Picklist {number}"


def was_taken(asked: Collection[Asked]) -> dict[int, tuple[Taken, ...]]:
    """By line where its pieces were taken when its picklist was closed; nowhere, where that is not known.

    Of a cancelled picklist nothing was taken. Two queries.
    """
    if not asked:
        return {}
    closed = {
        (number, at): pk
        for pk, number, at in Picklist.objects.filter(
            pk__in={one.picklist for one in asked}, status=PicklistStatus.CLOSED
        ).values_list("pk", "number", "closed_at")
    }
    # By the moment, which has an index; the reason says which of those closed then it was.
    moves = LocationMove.objects.filter(
        at__in={at for _, at in closed}, reason__in=[reason_of(number) for number, _ in closed], change__lt=0
    ).order_by("pk")
    by_reason = {(reason_of(number), at): pk for (number, at), pk in closed.items()}
    taken: dict[tuple[int, int], list[Taken]] = defaultdict(list)
    fields = ("reason", "at", "product_id", "location_id", "location_name", "location__pick_order", "change")
    for reason, at, product, location, name, along, change in moves.values_list(*fields):
        picklist = by_reason.get((reason, at))
        if picklist is not None:
            place = Place(pieces=-change, location=location, name=name, pick_order=along or 0)
            taken[picklist, product].append(Taken(place=place, pieces=-change))
    return shared_as_taken(asked, taken)
