"""How what belongs to a customer follows when two are merged: each model that points here says its rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The rows become the winner's. `cleared` columns are set so on the way, and put back by an undo.

    Rows that others write without holding their customer have a `turn`: before anything moves they are
    locked, by id, in the order of turns, which is the one order of docs/decisions/0012. `under`, given the
    customer, locks what whoever writes these rows locks before them. `follows` names the row they belong to:
    an undo leaves them with the customer of that one, also those that came since the merge.
    """

    cleared: Mapping[str, Any] = field(default_factory=dict)
    turn: int = 0
    follows: str = ""
    under: Callable[[int], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unites:
    """As `Moves`, but a row that the winner has already by these columns is taken out and kept aside.

    `copied` columns follow from the customer: when they differ, nobody has edited the row.
    """

    by: tuple[str, ...]
    cleared: Mapping[str, Any] = field(default_factory=dict)
    copied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """The rows say nothing about the winner: taken out, kept with the merge, put back by an undo."""


MergeRule = Moves | Unites | SetAside
MergeRules = Mapping[str, MergeRule]
"""Rule by the name of the foreign key: the `on_merge` of a model with a key to `Customer`."""
