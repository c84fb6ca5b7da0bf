"""Steps that read a list of the API, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from pakhuis.migrating.actions.items import Batch, Item
from pakhuis.migrating.actions.work import Mover, Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.models import MovingStep
from pakhuis.migrating.source import NotThere, SourceError


class ListMover(Mover):
    """Reads one list of the API, once for each of `turns`: filters, which each row then has as fields.

    A run that was broken off begins its turn anew: the list may have become shorter since, and the ledger
    knows what was done. A list that not every server has (`may_be_missing`) is empty where there is none.
    """

    path: ClassVar[str]
    id_name: ClassVar[str]
    turns: ClassVar[Sequence[Mapping[str, str]]] = ({},)
    may_be_missing: ClassVar[bool] = False

    def turns_of(self, work: Work) -> Sequence[Mapping[str, str]]:
        return self.turns

    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        for turn, query in enumerate(self.turns_of(work)):
            if turn < step.turn:
                continue
            for rows in self._rows(work, query):
                yield Batch([self.item(Fields({**query, **row})) for row in rows], turn)

    def _rows(self, work: Work, query: Mapping[str, str]) -> Iterator[list[Any]]:
        try:
            yield from work.source.rows(self.path, key=self.id_name, **query)
        except NotThere:
            if not self.may_be_missing:
                raise

    def item(self, told: Fields) -> Item:
        number = told.id(self.id_name)
        if number is None:
            raise SourceError(f"{self.path}: a row without {self.id_name}.")
        return Item(str(number), told)
