"""The ledger of a move: which thing there is which row here, what was done with it, how far each step is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import F, QuerySet

from pakhuis.kernel.problem import as_stored
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.models import MovedThing, MovingRun, MovingStep
from pakhuis.migrating.states import Outcome, Resource

_CHANGED = ("label", "outcome", "target_id", "amount", "notes", "detail", "made_in", "seen_in")
MANY = 500


def here(run: MovingRun, resource: Resource, ids: Iterable[int | None] | None = None) -> dict[int, int]:
    """Ids there to ids here; of all there are, or of these."""
    things = _of(run, resource).filter(target_id__isnull=False)
    if ids is not None:
        things = things.filter(key__in={str(one) for one in ids if one is not None})
    pairs = things.values_list("key", "target_id")
    return {int(key): target for key, target in pairs if target is not None}


def details(run: MovingRun, resource: Resource) -> dict[int, Mapping[str, object]]:
    """What was kept of each thing for later steps, by its id there."""
    return {int(key): detail for key, detail in _of(run, resource).values_list("key", "detail")}


def split(run: MovingRun, resource: Resource, items: Sequence[Item]) -> tuple[list[Item], list[MovedThing]]:
    """Those to be done, and those that an earlier run brought here; what this run has done is in neither."""
    things = {one.key: one for one in _of(run, resource).filter(key__in={one.key for one in items})}
    fresh: dict[str, Item] = {}
    known = []
    for item in items:
        thing = things.get(item.key)
        if thing is None or (thing.outcome == Outcome.LEFT and thing.seen_in_id != run.pk):
            fresh.setdefault(item.key, item)
        elif thing.seen_in_id != run.pk:
            known.append(thing)
    return list(fresh.values()), known


def keep(run: MovingRun, resource: Resource, done: Sequence[Done]) -> None:
    """Write down what became of these things."""
    MovedThing.objects.bulk_create(
        [
            MovedThing(
                source_id=run.source_id,
                resource=one.resource or resource,
                key=one.key,
                label=one.label[:200],
                outcome=one.outcome,
                target_id=one.target_id,
                amount=one.amount,
                notes=as_stored(one.notes),
                detail=dict(one.detail),
                made_in=run if one.outcome == Outcome.MADE else None,
                seen_in=run,
            )
            for one in done
        ],
        batch_size=MANY,
        update_conflicts=True,
        unique_fields=("source", "resource", "key"),
        update_fields=_CHANGED,
    )


def count(run: MovingRun, resource: Resource, *, read: int, total: Decimal) -> None:
    """So many things more were read, which hold so much."""
    if read or total:
        step_of(run, resource)
        step = MovingStep.objects.filter(run=run, resource=resource)
        step.update(read=F("read") + read, total=F("total") + total)


def pass_over(run: MovingRun, resource: Resource, known: Sequence[MovedThing]) -> None:
    """Things of an earlier run that were read again: they are here already."""
    MovedThing.objects.filter(pk__in=[one.pk for one in known]).update(seen_in=run)
    total = sum((one.amount or Decimal(0) for one in known), Decimal(0))
    count(run, resource, read=len(known), total=total)


def step_of(run: MovingRun, resource: Resource) -> MovingStep:
    step, _ = MovingStep.objects.get_or_create(run=run, resource=resource)
    return step


def go_on(step: MovingStep, batch: Batch) -> None:
    """All of this batch is done: a later start begins with its turn."""
    MovingStep.objects.filter(pk=step.pk).update(turn=batch.turn)


def finish(step: MovingStep) -> None:
    MovingStep.objects.filter(pk=step.pk).update(is_done=True)


def made_without(run: MovingRun, parent: Resource, step: Resource) -> QuerySet[MovedThing]:
    """Things this run made that a later step has not looked at yet."""
    seen = _of(run, step).filter(seen_in=run).values("key")
    return made_here(run, parent).exclude(key__in=seen)


def made_here(run: MovingRun, parent: Resource) -> QuerySet[MovedThing]:
    """Things of this kind that this run made."""
    return _of(run, parent).filter(made_in=run)


def seen_keys(run: MovingRun, resource: Resource, keys: Collection[str]) -> set[str]:
    """Which of these this run has looked at."""
    seen = _of(run, resource).filter(seen_in=run, key__in=keys)
    return set(seen.values_list("key", flat=True))


def keys_there(run: MovingRun, resource: Resource, keys: Collection[str]) -> set[str]:
    """Which of these are in the ledger."""
    return set(_of(run, resource).filter(key__in=keys).values_list("key", flat=True))


def _of(run: MovingRun, resource: Resource) -> QuerySet[MovedThing]:
    return MovedThing.objects.filter(source_id=run.source_id, resource=resource)
