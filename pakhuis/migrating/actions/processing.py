"""Orders that were processed there are processed here, and picked as far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from pakhuis.fulfilment.actions import pause_order, process_order
from pakhuis.kernel.problem import Refused
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.actions.ledger import here, made_without
from pakhuis.migrating.actions.picks import count_picked
from pakhuis.migrating.actions.work import Mover, Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.models import MovingStep
from pakhuis.migrating.reading import IN_WORK
from pakhuis.migrating.states import Outcome, Resource

PAUSED_THERE = "Paused before the move"


class Processing(Mover):
    """Orders that were processed there are processed here: those on picklists first, then the oldest.

    So who had the goods there has them here. What was picked but not sent is counted as picked here.
    """

    resource = Resource.PROCESSING
    size = 10

    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        things = made_without(work.run, Resource.ORDERS, self.resource)
        rows = things.filter(detail__status__in=IN_WORK).values_list("key", "label", "target_id", "detail")
        waiting = sorted(rows, key=lambda row: (not row[3]["has_picklists"], int(row[0])))
        yield Batch(
            [Item(key, Fields({**detail, "label": label, "here": pk})) for key, label, pk, detail in waiting]
        )

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        wanted = {row[0] for item in items for row in item.told.value("picked") or ()}
        products = here(work.run, Resource.PRODUCTS, wanted)
        warehouses = here(work.run, Resource.WAREHOUSES)
        return [self._one(item, products, warehouses, work) for item in items]

    def _one(
        self, item: Item, products: Mapping[int, int], warehouses: Mapping[int, int], work: Work
    ) -> Done:
        told = item.told
        order_id, label = told.id("here"), told.text("label")
        assert order_id is not None
        picked: dict[tuple[int, int], int] = {}
        for product, warehouse, pieces in told.value("picked") or ():
            place = products.get(product, 0), warehouses.get(warehouse, 0)
            picked[place] = picked.get(place, 0) + pieces
        try:
            with transaction.atomic():
                process_order(order_id, by=work.by, now=work.now)
                notes = count_picked(order_id, picked, work)
                if told.text("status") == "paused":
                    reason = told.text("pause_reason") or PAUSED_THERE
                    pause_order(order_id, reason=reason, by=work.by, now=work.now)
        except Refused as refused:
            return Done(key=item.key, label=label, outcome=Outcome.LEFT, notes=refused.problems)
        return Done(key=item.key, label=label, outcome=Outcome.MADE, target_id=order_id, notes=notes)
