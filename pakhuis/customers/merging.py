"""How what belongs to a customer follows when two are merged: each model that points here says its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The rows become the winner's. `cleared` columns are set so on the way, and put back by an undo."""

    cleared: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unites:
    """As `Moves`, but a row that the winner has already by these columns is taken out and kept aside."""

    by: tuple[str, ...]
    cleared: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetAside:
    """The rows say nothing about the winner: taken out, kept with the merge, put back by an undo."""


MergeRule = Moves | Unites | SetAside
MergeRules = Mapping[str, MergeRule]
"""Rule by the name of the foreign key: the `on_merge` of a model with a key to `Customer`."""
