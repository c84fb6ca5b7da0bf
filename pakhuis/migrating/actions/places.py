"""Which pieces lie on which location: asked location by location, as no list of the API tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from pakhuis.kernel.problem import Problem, Refused
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.actions.ledger import here, made_without
from pakhuis.migrating.actions.work import Mover, Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.models import MovingStep
from pakhuis.migrating.problems import not_moved
from pakhuis.migrating.source import NotThere
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.stock.actions import move_between_locations, place_product
from pakhuis.stock.models import Location

LAID = "Opening stock"


class Places(Mover):
    """Every location that was made here, with the products that lie and belong on it."""

    resource = Resource.PLACES
    size = 20

    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        things = made_without(work.run, Resource.LOCATIONS, self.resource).order_by("pk")
        rows = things.values_list("key", "label", "target_id")
        yield Batch([Item(key, Fields({"label": label, "here": pk})) for key, label, pk in rows])

    def prepared(self, items: Sequence[Item], work: Work) -> Sequence[Item]:
        return [work.asked(item, self._lying) for item in items]

    def _lying(self, item: Item, work: Work) -> list[Fields]:
        try:
            pages = work.source.rows(f"locations/{item.key}/products", key="idproduct")
            return [Fields(row) for rows in pages for row in rows]
        except NotThere:
            return []

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        wanted = {one.id("idproduct") for item in items for one in item.more}
        products = here(work.run, Resource.PRODUCTS, wanted)
        warehouses = dict(Location.objects.values_list("pk", "warehouse_id"))
        return [self._one(item, products, warehouses, work) for item in items]

    def _one(
        self, item: Item, products: Mapping[int, int], warehouses: Mapping[int, int], work: Work
    ) -> Done:
        place = item.told.id("here")
        assert place is not None
        notes: list[Problem] = list(item.lacks)
        for one in item.more:
            product = products.get(one.id("idproduct") or 0)
            if product is None:
                notes.append(not_moved("product", one.text("productcode", "idproduct")))
                continue
            try:
                with transaction.atomic():
                    _lay(one, product, place, warehouses[place], work)
            except Refused as refused:
                notes += refused.problems
        label = item.told.text("label")
        return Done(key=item.key, label=label, outcome=Outcome.MADE, target_id=place, notes=notes)


def _lay(one: Fields, product_id: int, place: int, warehouse_id: int, work: Work) -> None:
    """Say that the product belongs there, and how many of it lie there."""
    stock = one.value("stock_for_product", "stock")
    pieces = (Fields(stock) if isinstance(stock, Mapping) else Fields({"stock": stock})).whole("stock")
    place_product(
        product_id,
        location_id=place,
        preferred=one.flag("is_preferred") is True,
        note=one.text("note"),
        by=work.by,
        now=work.now,
    )
    if pieces:
        move_between_locations(
            product_id,
            warehouse_id=warehouse_id,
            from_location_id=None,
            to_location_id=place,
            amount=pieces,
            reason=LAID,
            by=work.by,
            now=work.now,
        )
