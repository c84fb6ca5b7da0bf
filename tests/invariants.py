"""What must be true of stock, orders and picklists at every moment."""

from __future__ import annotations

from django.db.models import F, Sum

from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.orders.models import Allocation, Backorder, Order, OrderLine
from pakhuis.stock.models import LocationMove, LocationStock, StockLevel, StockMove


def check() -> None:
    """Every count of every level and line against the rows it counts."""
    for level in StockLevel.objects.all():
        place = {"product": level.product_id, "warehouse": level.warehouse_id}
        moved = StockMove.objects.filter(**place).aggregate(sum=Sum("change"))["sum"] or 0
        assert level.on_hand == moved
        located = LocationStock.objects.filter(**place).aggregate(sum=Sum("on_hand"))["sum"] or 0
        assert level.located == located <= level.on_hand
        allocated = Allocation.objects.filter(**place)
        for state, count in (("picking", level.picking), ("set_aside", level.allocated)):
            assert count == (allocated.filter(state=state).aggregate(sum=Sum("amount"))["sum"] or 0)
        waiting = Backorder.objects.filter(**place, state="open")
        assert level.held == (waiting.aggregate(sum=Sum("available"))["sum"] or 0)
        missing = waiting.aggregate(sum=Sum(F("amount") - F("available")))["sum"] or 0
        assert level.waiting == missing
        assert level.on_hand >= level.picking + level.held
        assert level.warehouse.active or not (level.on_hand or level.reserved)
    for spot in LocationStock.objects.all():
        moves = LocationMove.objects.filter(product=spot.product_id, location=spot.location_id)
        assert spot.on_hand == (moves.aggregate(sum=Sum("change"))["sum"] or 0)
    on_lists = PicklistLine.objects.filter(picklist__status__in=OPEN_STATUSES)
    assert (on_lists.aggregate(sum=Sum("amount"))["sum"] or 0) == (
        Allocation.objects.filter(state="picking").aggregate(sum=Sum("amount"))["sum"] or 0
    )
    for main in OrderLine.objects.filter(parts__isnull=False).distinct():
        parts = list(main.parts.all())
        assert main.amount_delivered == min(one.amount_delivered // one.part_amount for one in parts)
        for part in parts:
            assert part.amount == main.amount * part.part_amount
            assert part.amount_cancelled == main.amount_cancelled * part.part_amount
            assert part.amount_delivered == main.amount_delivered * part.part_amount
    # An own line is never picked; a composition is its parts.
    asked = OrderLine.objects.filter(parts=None, product__isnull=False)
    for line in asked.exclude(order__status__in=("concept", "expected", "cancelled")):
        picking = line.allocations.filter(state="picking").aggregate(sum=Sum("amount"))["sum"] or 0
        waits = line.backorders.filter(state="open").aggregate(sum=Sum("amount"))["sum"] or 0
        assert line.amount == line.amount_delivered + line.amount_cancelled + picking + waits
    # Who an order is for, what is open of it says as well.
    for theirs in (Backorder.objects.filter(state="open"), Picklist.objects.filter(status__in=OPEN_STATUSES)):
        pairs = theirs.values_list("customer", "order__customer").order_by().distinct()
        assert all(customer == of_order for customer, of_order in pairs)
    for order in Order.objects.filter(status="completed"):
        assert all(line.outstanding == 0 for line in order.lines.all())
