"""Forgetting what shops said about a person: the bodies of messages go, that they came stays."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from pakhuis.connectors.models import Delivery


def forget_messages(*, order_ids: Collection[int], texts: Collection[str]) -> int:
    """Empty the messages about these orders, and those without an order in which one of `texts` stands."""
    about = Q(order_id__in=order_ids)
    for text in texts:
        about |= Q(order=None, body__icontains=text)
    return Delivery.objects.filter(about).exclude(body="").update(body="", problems=[])
