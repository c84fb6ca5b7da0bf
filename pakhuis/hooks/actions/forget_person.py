"""Forgetting what was told to other programs about a person; that it was told stays."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from pakhuis.hooks.models import Message


def forget_bodies(*, customer_ids: Collection[int], order_ids: Collection[int]) -> int:
    """Empty the messages about these customers and orders, and the answers they got."""
    about = Q(subject_kind="customer", subject_id__in=customer_ids)
    about |= Q(subject_kind="order", subject_id__in=order_ids)
    return Message.objects.filter(about).update(body="", answer="")
