"""Pictures of the products that came along, fetched from wherever the account says they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db import transaction

from pakhuis.catalogue.actions import add_image
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.actions.ledger import made_without
from pakhuis.migrating.actions.work import Mover, Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.models import MovingStep
from pakhuis.migrating.problems import picture_not_fetched
from pakhuis.migrating.source import SourceError
from pakhuis.migrating.states import Outcome, Resource


class Pictures(Mover):
    """All pictures of a product are one thing; those that cannot be had are told, and the others come."""

    resource = Resource.PICTURES
    size = 10

    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        shown = made_without(work.run, Resource.PRODUCTS, self.resource).filter(
            detail__images__0__isnull=False
        )
        things = shown.order_by("pk").values_list("key", "label", "target_id", "detail")
        yield Batch(
            [
                Item(key, Fields({"label": label, "here": pk, "images": detail["images"]}))
                for key, label, pk, detail in things
            ]
        )

    def prepared(self, items: Sequence[Item], work: Work) -> Sequence[Item]:
        return [
            item.with_more([_fetched(str(one), work) for one in item.told.value("images")]) for item in items
        ]

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        return [self._one(item, work) for item in items]

    def _one(self, item: Item, work: Work) -> Done:
        label, product = item.told.text("label"), item.told.id("here")
        assert product is not None
        notes: list[Problem] = []
        made = 0
        for one in item.more:
            content = one.value("content")
            if content is None:
                notes.append(picture_not_fetched(one.text("why")))
                continue
            try:
                with transaction.atomic():
                    add_image(product, content, by=work.by, now=work.now)
                made += 1
            except Refused as refused:
                notes += refused.problems
        outcome = Outcome.MADE if made else Outcome.LEFT
        return Done(
            key=item.key,
            label=label,
            outcome=outcome,
            target_id=product if made else None,
            amount=Decimal(len(item.more)),
            notes=notes,
        )


def _fetched(address: str, work: Work) -> Fields:
    try:
        return Fields({"content": work.source.picture(address)})
    except SourceError as error:
        return Fields({"why": str(error)})
