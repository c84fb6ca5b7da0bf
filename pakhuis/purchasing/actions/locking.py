"""How every verb gets hold of a purchase order: its row first, whatever else is locked comes after it."""

from __future__ import annotations

from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.models import PurchaseOrder
from pakhuis.purchasing.states import PurchaseMove, PurchaseStatus, purchase_after


def locked_purchase(order_id: int, move: PurchaseMove) -> tuple[PurchaseOrder, PurchaseStatus]:
    """The order, locked until the commit, and its status after `move`; refused when that is not allowed.

    Others may point to it meanwhile (a foreign key).
    """
    found = PurchaseOrder.objects.select_for_update(no_key=True).filter(pk__in=possible_ids([order_id]))
    order = found.first()
    if order is None:
        raise Refused([not_found("purchase order")])
    after = purchase_after(move, PurchaseStatus(order.status))
    if after is None:
        raise Refused([not_allowed_now(order.status)])
    return order, after
