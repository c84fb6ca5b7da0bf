"""Forgetting the rows of files that a person came from; how many there were stays."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.imports.models import ImportRow


def forget_rows(*, customer_ids: Collection[int]) -> int:
    """Empty the cells, changes and labels of rows that made or changed these customers."""
    rows = ImportRow.objects.filter(run__subject="customers", subject_id__in=customer_ids)
    return rows.update(cells=[], changes=[], problems=[], key="", subject_label="", heap_reasons=[])
