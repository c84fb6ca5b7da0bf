"""The numbers of the warehouse on the first page: what is open where, and what of it is mine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistStatus


def warehouse_today(user_id: int, *, at: datetime, midnight: datetime) -> dict[str, Any]:
    """Three queries: the open ones counted, counted per warehouse, and those closed since midnight."""
    open_ones = Picklist.objects.filter(status__in=OPEN_STATUSES)
    asleep = Q(status=PicklistStatus.SNOOZED, snoozed_until__gt=at)
    counts = open_ones.aggregate(
        all=Count("pk"),
        urgent=Count("pk", filter=Q(urgent=True)),
        snoozed=Count("pk", filter=asleep),
        paused=Count("pk", filter=Q(status=PicklistStatus.PAUSED)),
        mine=Count("pk", filter=Q(assigned_to=user_id)),
    )
    per_house = open_ones.order_by("warehouse__priority", "warehouse_id").values_list(
        "warehouse_id", "warehouse__name"
    )
    return {
        "counts": counts,
        "houses": list(per_house.annotate(Count("pk"))),
        "closed_today": Picklist.objects.filter(closed_at__gte=midnight).count(),
    }
