"""Messages are written in the transaction of their facts: what was committed will be told, nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pakhuis.hooks.models import Message
from pakhuis.hooks.queries import listening
from pakhuis.hooks.rules import ASSEMBLED_STOCK, FREE_STOCK, ON_LOCATION, events_of
from pakhuis.hooks.subjects import LOCATION_MOVE, PRODUCT, compositions_of, free_of
from pakhuis.journal.models import Fact


def note(facts: Sequence[Fact]) -> None:
    """Write a message for every active hook of every event of these facts; one query when nobody listens."""
    heard = [(fact, event) for fact in facts for event in events_of(fact.name, by=fact.actor_kind)]
    if not heard:
        return
    hooks: dict[str, list[int]] = defaultdict(list)
    for hook_id, event in listening({event for _, event in heard}):
        hooks[event].append(hook_id)
    wanted = [(fact, event) for fact, event in heard if event in hooks]
    if not wanted:
        return
    Message.objects.bulk_create(
        (
            Message(
                hook_id=hook_id,
                event=event,
                fact_id=fact.pk,
                subject_kind=kind,
                subject_id=subject_id,
                happened_at=fact.at,
                next_try_at=fact.at,
            )
            for fact, event, kind, subject_id in _subjects(wanted)
            for hook_id in hooks[event]
        ),
        ignore_conflicts=True,
    )


def _subjects(wanted: Iterable[tuple[Fact, str]]) -> Iterator[tuple[Fact, str, str, int]]:
    """What each event is about, mostly the fact's own subject; see `hooks.subjects` for the others."""
    wanted = list(wanted)
    composed = compositions_of([fact for fact, event in wanted if event == ASSEMBLED_STOCK])
    for fact, event in wanted:
        if event == FREE_STOCK:
            yield from ((fact, event, PRODUCT, product_id) for product_id in sorted(free_of(fact)))
        elif event == ASSEMBLED_STOCK:
            yield from ((fact, event, PRODUCT, product_id) for product_id in sorted(composed[fact.pk]))
        elif event == ON_LOCATION:
            moves = fact.data.get("place_moves", ())
            yield from ((fact, event, LOCATION_MOVE, move_id) for move_id in moves)
        else:
            yield fact, event, fact.subject_kind, fact.subject_id
