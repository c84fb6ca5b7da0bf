"""What comes back in the demonstration: one return that is expected, one that is unpacked."""

from __future__ import annotations

from datetime import datetime, timedelta

from pakhuis.config.demo.world import World
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus
from pakhuis.returns.actions import create_return, log_return, receive_return, save_reason, usual_status
from pakhuis.returns.intake import CameBack, NewReturnLine, ReturnFields
from pakhuis.returns.models import ReturnStatus

ON_THE_WAY = timedelta(days=7)
"""Nothing comes back before it has arrived."""
REASONS = ("Beschadigd aangekomen", "Verkeerd geleverd", "Bevalt niet", "Te veel besteld")


def send_back(world: World, now: datetime) -> None:
    """Two customers send back a piece of what they got a week ago."""
    office, packer = world.account.clerk.as_actor(), world.account.packer.as_actor()
    reasons = [save_reason(None, name=name, by=office, now=now) for name in REASONS]
    usual_status()
    delivered = Order.objects.filter(
        status=OrderStatus.COMPLETED,
        created_at__lt=now - ON_THE_WAY,
        lines__amount_delivered__gte=2,
        lines__parts=None,
        lines__product__isnull=False,
    )
    for place, order in enumerate(delivered.distinct().order_by("-pk")[:2]):
        line = order.lines.filter(amount_delivered__gte=2, parts=None, product__isnull=False).order_by("pk")[
            0
        ]
        wanted = NewReturnLine(order_line_id=line.pk, amount=2, reason_id=reasons[place].pk)
        when = now - timedelta(days=3 - place)
        made = create_return(ReturnFields(order_id=order.pk), [wanted], by=office, now=when)
        if place == 0:
            goods = [
                CameBack(line_id=made.lines.get().pk, amount=1),
                CameBack(line_id=made.lines.get().pk, amount=1, is_fit=False),
            ]
            house = world.account.warehouses[0].pk
            receive_return(made.pk, warehouse_id=house, goods=goods, by=packer, now=now - timedelta(hours=5))
            received = ReturnStatus.objects.get(name="Ontvangen")
            log_return(
                made.pk,
                status_id=received.pk,
                message="Een fles was gebroken",
                by=packer,
                now=now - timedelta(hours=5),
            )
