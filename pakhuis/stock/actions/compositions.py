"""Making a composition of a product: only where it has no stock of its own that would be forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.catalogue.actions import set_part
from pakhuis.catalogue.models import ProductPart
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import RawNumber
from pakhuis.kernel.problem import Refused
from pakhuis.stock.models import StockLevel
from pakhuis.stock.problems import has_own_stock


@transaction.atomic
def compose(main_id: int, *, part_id: int, amount: RawNumber, by: Actor, now: datetime) -> bool:
    """So many pieces of a part go into each piece of a product; 0 takes the part out.

    The first part makes a composition of it: refused while pieces of the product itself lie somewhere, are
    on picklists, or are waited for.
    """
    is_new = not ProductPart.objects.filter(main=main_id).exists()
    changed = set_part(main_id, part_id=part_id, amount=amount, by=by, now=now)
    levels = StockLevel.objects.select_for_update().filter(product=main_id).order_by("pk")
    if is_new and changed and any(_is_used(one) for one in levels):
        raise Refused([has_own_stock()])
    return changed


def _is_used(level: StockLevel) -> bool:
    return bool(level.on_hand or level.reserved)
