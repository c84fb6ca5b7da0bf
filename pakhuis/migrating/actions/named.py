"""Short lists whose things are matched by their names with what is here, made where they are missing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model

from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean, key
from pakhuis.migrating.actions.items import Done, Item
from pakhuis.migrating.actions.listing import ListMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.states import Outcome


class NamedMover(ListMover):
    """One short list; `known` is what is here by its name for comparing."""

    label: ClassVar[str] = "name"

    @abstractmethod
    def known(self) -> dict[str, int]:
        """What is here: its name for comparing, and its row."""

    @abstractmethod
    def make(self, told: Fields, work: Work) -> Model:
        """Make one, by its door. Raises `Refused`."""

    def name(self, told: Fields) -> str:
        return key(told.text(self.label))

    def detail(self, told: Fields) -> dict[str, Any]:
        return {}

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        known = self.known()
        done = []
        for item in items:
            one = self._one(item, known, work)
            if one.target_id is not None:
                known[self.name(item.told)] = one.target_id
            done.append(one)
        return done

    def _one(self, item: Item, known: dict[str, int], work: Work) -> Done:
        told, label = item.told, clean(item.told.text(self.label))
        there = known.get(self.name(told))
        if there is not None:
            return self._done(item, label, Outcome.EXISTING, target=there)
        try:
            with transaction.atomic():
                made = self.make(told, work)
        except Refused as refused:
            return self._done(item, label, Outcome.LEFT, notes=refused.problems)
        return self._done(item, label, Outcome.MADE, target=made.pk)

    def _done(
        self,
        item: Item,
        label: str,
        outcome: Outcome,
        *,
        target: int | None = None,
        notes: Sequence[Problem] = (),
    ) -> Done:
        detail = self.detail(item.told)
        return Done(key=item.key, label=label, outcome=outcome, target_id=target, notes=notes, detail=detail)
