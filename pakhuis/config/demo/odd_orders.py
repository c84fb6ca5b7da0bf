"""Orders that are not like the others: paused, put in front, with own fields and own lines."""

from __future__ import annotations

from datetime import datetime

from pakhuis.config.demo.world import World
from pakhuis.fulfilment.actions import pause_order
from pakhuis.orders.actions import change_order, create_order_field, prioritise_order
from pakhuis.orders.intake import NewLine, OrderChange, OrderFieldFields
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.states import OrderStatus
from pakhuis.ownfields.intake import GivenOwnValue

WINDOWS = ("Ochtend", "Middag", "Avond")
REASONS = ("Afleveradres klopt niet, klant belt terug.", "Wacht op akkoord van de klant op de levertijd.")


def set_apart(world: World, now: datetime) -> None:
    """Two orders wait for a word of the customer, one goes first, concepts say when they may come."""
    office = world.account.clerk.as_actor()
    processing = Order.objects.filter(status=OrderStatus.PROCESSING).order_by("-pk")
    for order, reason in zip(processing[3:5], REASONS, strict=True):
        pause_order(order.pk, reason=reason, by=office, now=now)
    waiting = Backorder.objects.filter(state=BackorderState.OPEN, order__status=OrderStatus.PROCESSING)
    last = waiting.order_by("-pk").first()
    if last is not None:
        prioritise_order(last.order_id, by=office, now=now)
    window = create_order_field(
        OrderFieldFields(title="Tijdvak", kind="radio", on_picklist=True, choices=WINDOWS), by=office, now=now
    )
    pallet = NewLine(is_own=True, name="Bezorging per pallet", amount=1, price="12.50")
    concepts = Order.objects.filter(status=OrderStatus.CONCEPT).order_by("-pk")[:3]
    for order, when in zip(concepts, WINDOWS, strict=False):
        change = OrderChange(
            own_values=(GivenOwnValue(field_id=window.pk, value=when),),
            add_lines=(pallet,) if when == WINDOWS[0] else (),
        )
        change_order(order.pk, change, by=office, now=now)
