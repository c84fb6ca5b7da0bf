"""Blanking who an order was for, when its legal period is over; goods, amounts and VAT stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pakhuis.orders.models import Order, OrderFieldValue, OrderLine

NOBODY = "…"
"""Stands where a name is required and none may be kept."""
_PARTS = ("contact_name", "line1", "line2", "zipcode", "city", "region")
_BLANK = {f"{kind}_{part}": "" for kind in ("delivery", "invoice") for part in _PARTS}


def blank_orders(ids: Collection[int], *, now: datetime) -> int:
    """Take names, addresses, contact data, remarks, own fields off; countries stay: VAT depends on them."""
    OrderLine.objects.filter(order_id__in=ids).exclude(remarks="").update(remarks="")
    OrderFieldValue.objects.filter(order_id__in=ids).delete()
    names = {"delivery_name": NOBODY, "invoice_name": NOBODY, "pickup_point": None}
    texts = {"email": "", "phone": "", "remarks": "", "reference": "", "pause_reason": ""}
    orders = Order.objects.filter(pk__in=ids)
    return orders.update(**names, **_BLANK, **texts, erased_at=now, updated_at=now)
