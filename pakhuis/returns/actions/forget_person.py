"""Erasing a person: their returns keep what came back, and no longer say of whom."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from pakhuis.comments.actions import forget_comments
from pakhuis.journal.actions import forget_texts
from pakhuis.returns.actions.head import TEXTS
from pakhuis.returns.models import Return


def forget_returns(*, customer_ids: Collection[int], order_ids: Collection[int]) -> list[int]:
    """Blank the returns of these customers and orders, and what was said of them; gives their ids."""
    theirs = Return.objects.filter(Q(customer__in=customer_ids) | Q(order__in=order_ids))
    ids = list(theirs.order_by("pk").values_list("pk", flat=True))
    blank = dict.fromkeys((*TEXTS, "email", "country"), "")
    Return.objects.filter(pk__in=ids).update(**blank)
    forget_comments("return", ids)
    forget_texts("return", ids)
    return ids
