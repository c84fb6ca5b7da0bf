"""What a shop changed and nobody has followed yet, on the pages of those who pick and send the order."""

from __future__ import annotations

from typing import Any

from django import template

from pakhuis.connectors.models import Notice
from pakhuis.orders.models import Order

register = template.Library()


@register.inclusion_tag("ui/parts/shop_said.html", takes_context=True)
def shop_said(context: template.Context, order: Order) -> dict[str, Any]:
    """The notices of an order that nobody has seen to; without a shop there are none."""
    rows = Notice.objects.filter(order=order, seen_at=None).select_related("webshop").order_by("pk")
    return {"rows": list(rows) if order.webshop_id else [], "can": context["can"]}
