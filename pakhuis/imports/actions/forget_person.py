"""Forgetting the rows of files that a person came from; how many there were stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import partial

from django.db import transaction

from pakhuis.imports.actions.files import forget
from pakhuis.imports.models import ImportRow, ImportRun


def forget_rows(*, customer_ids: Collection[int]) -> int:
    """Empty the cells, changes and labels of rows that made or changed these customers.

    The file itself goes with the commit, as its rows are rows here by then; so do those among the first rows
    that are kept for showing.
    """
    rows = ImportRow.objects.filter(run__subject="customers", subject_id__in=customer_ids)
    numbers = defaultdict[int, set[int]](set)
    for run_id, number in rows.values_list("run_id", "number"):
        numbers[run_id].add(number)
    for run in ImportRun.objects.select_for_update().filter(pk__in=numbers).order_by("pk"):
        shown = run.understood.get("preview", ())
        kept = [one for one in shown if one[0] not in numbers[run.pk]]
        if len(kept) < len(shown):
            run.understood = {**run.understood, "preview": kept}
            run.save(update_fields=["understood"])
        transaction.on_commit(partial(forget, run.file))
    return rows.update(cells=[], changes=[], problems=[], key="", subject_label="", heap_reasons=[])
