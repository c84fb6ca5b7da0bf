"""How many comments there are on each thing of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from django.db.models import Count

from pakhuis.api.prepared import Prepared
from pakhuis.comments.models import Comment


@cache
def _counts(kind: str) -> Prepared:
    return Prepared(
        lambda ids: (
            Comment.objects.filter(subject_kind=kind, subject_id__in=ids)
            .order_by()
            .values_list("subject_id")
            .annotate(count=Count("pk"))
        )
    )


def comment_counts(kind: str, ids: Sequence[int]) -> Mapping[int, int]:
    """By id; those without comments are left out."""
    return {int(subject): int(count) for subject, count in _counts(kind)(ids)}
