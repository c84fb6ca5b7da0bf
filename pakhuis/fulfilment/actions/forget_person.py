"""Forgetting where parcels went and what was said of picklists, when the legal period of an order is over."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.fulfilment.models import Parcel, Picklist


def forget_parcels(*, order_ids: Collection[int]) -> None:
    """Take tracking codes (a carrier shows the address behind them) and reasons off; goods stay."""
    Parcel.objects.filter(shipment__order_id__in=order_ids).update(tracking_code="", tracking_url="")
    Picklist.objects.filter(order_id__in=order_ids).update(paused_reason="")
