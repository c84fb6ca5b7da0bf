"""The parts of compositions, when all products are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from pakhuis.kernel.problem import Refused
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.actions.ledger import here, made_without
from pakhuis.migrating.actions.work import Mover, Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.models import MovingStep
from pakhuis.migrating.problems import not_moved
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.stock.actions import compose


class Parts(Mover):
    """The parts of compositions that came along; a composition is one thing here, with all its parts."""

    resource = Resource.PARTS
    size = 20

    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        composed = made_without(work.run, Resource.PRODUCTS, self.resource).filter(detail__is_composed=True)
        things = list(composed.order_by("pk").values_list("key", "label", "target_id"))
        yield Batch([Item(key, Fields({"label": label, "here": pk})) for key, label, pk in things])

    def prepared(self, items: Sequence[Item], work: Work) -> Sequence[Item]:
        return [work.asked(item, self._parts) for item in items]

    def _parts(self, item: Item, work: Work) -> list[Fields]:
        pages = work.source.rows(f"products/{item.key}/parts", key="idproduct")
        return [Fields(row) for rows in pages for row in rows]

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        wanted = {one.id("idproduct") for item in items for one in item.more}
        ids = here(work.run, Resource.PRODUCTS, wanted)
        return [self._one(item, ids, work) for item in items]

    def _one(self, item: Item, ids: Mapping[int, int], work: Work) -> Done:
        label, main = item.told.text("label"), item.told.id("here")
        assert main is not None
        try:
            item.refuse_if_lacking()
            with transaction.atomic():
                for part in item.more:
                    compose(
                        main,
                        part_id=_part_here(part, ids),
                        amount=part.whole("amount"),
                        by=work.by,
                        now=work.now,
                    )
        except Refused as refused:
            return Done(key=item.key, label=label, outcome=Outcome.LEFT, notes=refused.problems)
        return Done(key=item.key, label=label, outcome=Outcome.MADE, target_id=main)


def _part_here(part: Fields, ids: Mapping[int, int]) -> int:
    found = ids.get(part.id("idproduct") or 0)
    if found is None:
        raise Refused([not_moved("product", part.text("productcode", "idproduct"))])
    return found
