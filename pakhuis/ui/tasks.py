"""What the worker does that a person asked for on a screen; every task may run twice."""

from __future__ import annotations

from django_tasks import task

from pakhuis.ui.bulk_deeds import work_a_while


@task()
def carry_out(deed_id: int) -> bool:
    """Carry a change on many customers on for a while; it is queued again while something is left."""
    is_left = work_a_while(deed_id)
    if is_left:
        carry_out.enqueue(deed_id)
    return is_left
