"""Blanking who an order was for, when its legal period is over; goods, amounts and VAT stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pakhuis.orders.models import Order

NOBODY = "…"
"""Stands where a name is required and none may be kept."""
_PARTS = ("contact_name", "line1", "line2", "zipcode", "city", "region")
_BLANK = {f"{kind}_{part}": "" for kind in ("delivery", "invoice") for part in _PARTS}


def blank_orders(ids: Collection[int], *, now: datetime) -> int:
    """Take names, addresses, contact data and remarks off these; countries stay, as VAT depends on them."""
    names = {"delivery_name": NOBODY, "invoice_name": NOBODY}
    texts = {"email": "", "phone": "", "remarks": "", "reference": ""}
    orders = Order.objects.filter(pk__in=ids)
    return orders.update(**names, **_BLANK, **texts, erased_at=now, updated_at=now)
