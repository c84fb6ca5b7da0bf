"""Presets of batches: made, changed, deleted, and used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pakhuis.fulfilment.actions.batch import create_batch_of_first
from pakhuis.fulfilment.batch_events import BatchPresetChanged, BatchPresetCreated, BatchPresetDeleted
from pakhuis.fulfilment.batch_rules import MOST_PICKLISTS
from pakhuis.fulfilment.models import Batch, BatchPreset, BatchPresetCondition
from pakhuis.fulfilment.preset_intake import BatchPresetFields
from pakhuis.fulfilment.states import BatchKind
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.rule_book import RuleDoors, RuleFacts
from pakhuis.orders.condition_checks import checked_conditions
from pakhuis.orders.conditions import OF_BATCH, Condition
from pakhuis.orders.rule_queries import asked_of
from pakhuis.orders.rule_values import known_values, told_conditions
from pakhuis.stock.models import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A preset that may be written."""

    title: str
    warehouse: Warehouse
    kind: BatchKind
    count: int
    conditions: tuple[Condition, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The preset in words for the logbook."""
        return {
            "title": self.title,
            "warehouses": self.warehouse.name,
            "kind": self.kind,
            "count": str(self.count),
            "conditions": told_conditions(self.conditions),
        }


def _told_as_it_stands(preset: BatchPreset) -> dict[str, str]:
    return _Checked(
        title=preset.title,
        warehouse=preset.warehouse,
        kind=BatchKind(preset.kind),
        count=preset.count,
        conditions=asked_of(preset.conditions.all()),
    ).texts


def _put(preset: BatchPreset, checked: _Checked) -> None:
    preset.warehouse, preset.kind, preset.count = checked.warehouse, checked.kind, checked.count


def _checked(given: BatchPresetFields) -> _Checked:
    checks = Checks()
    title = checks.text(("title",), given.title, limit=100, required=True)
    count = checks.whole(("count",), given.count, low=1, high=MOST_PICKLISTS)
    conditions = checked_conditions(
        given.conditions, checks, allowed=OF_BATCH, known=known_values(given.conditions)
    )
    ids = possible_ids([given.warehouse_id or 0])
    warehouse = Warehouse.objects.filter(pk__in=ids, active=True).first()
    if warehouse is None:
        checks.add(not_found("warehouse", ("warehouse",)))
        warehouse = Warehouse()
    checks.refuse_if_any()
    kind = BatchKind.SINGLES if given.is_singles else BatchKind.NORMAL
    return _Checked(title=title, warehouse=warehouse, kind=kind, count=count, conditions=conditions)


BATCH_PRESETS = RuleDoors(
    model=BatchPreset,
    conditions=BatchPresetCondition,
    facts=RuleFacts(created=BatchPresetCreated, changed=BatchPresetChanged, deleted=BatchPresetDeleted),
    subject="preset",
    checked=_checked,
    told=_told_as_it_stands,
    put=_put,
)
"""The doors for presets; a batch that came of one stays."""

create_batch_preset = BATCH_PRESETS.create
change_batch_preset = BATCH_PRESETS.change
delete_batch_preset = BATCH_PRESETS.remove


def create_batch_of_preset(preset_id: int, *, by: Actor, now: datetime) -> Batch:
    """A batch of the first in the queue that meet the preset; refused when there are none."""
    preset = BatchPreset.objects.filter(pk__in=possible_ids([preset_id])).first()
    if preset is None:
        raise Refused([not_found("preset")])
    return create_batch_of_first(
        warehouse_id=preset.warehouse_id,
        count=preset.count,
        kind=BatchKind(preset.kind),
        conditions=asked_of(preset.conditions.all()),
        by=by,
        now=now,
    )
