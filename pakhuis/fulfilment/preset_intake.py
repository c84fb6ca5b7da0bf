"""Presets of batches as others hand them in: not yet checked."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.kernel.numbers import RawNumber
from pakhuis.orders.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPresetFields:
    """A preset as a whole."""

    title: str
    warehouse_id: int | None
    count: RawNumber
    is_singles: bool = False
    conditions: tuple[Condition, ...] = ()
