"""Tags and templates that may be chosen: those in use, and of retired ones those that stand there already."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from pakhuis.accounts.models import Tag, Template
from pakhuis.kernel.numbers import possible_ids


def choosable(
    model: type[Tag | Template], ids: Iterable[int | None], *, had: Iterable[int | None] = ()
) -> frozenset[int]:
    """Those of `ids` that may be chosen (one query); what something `had` before, it may keep."""
    wanted = possible_ids(ids)
    if not wanted:
        return frozenset()
    found = model._default_manager.filter(Q(active=True) | Q(pk__in=possible_ids(had)), pk__in=wanted)
    return frozenset(found.values_list("pk", flat=True))
