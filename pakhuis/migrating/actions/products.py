"""Products with their prices and what lies in each warehouse; then the parts of compositions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from pakhuis.catalogue.actions import create_product, update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.kernel.numbers import as_whole
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean
from pakhuis.migrating.actions.items import Done, Item
from pakhuis.migrating.actions.ledger import here
from pakhuis.migrating.actions.listing import ListMover
from pakhuis.migrating.actions.prices import Price, put_on_lists
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields, held
from pakhuis.migrating.problems import (
    has_own_moves,
    not_in_stock_terms,
    not_moved,
    without_barcode,
)
from pakhuis.migrating.reading import COMPOSITIONS, Ids, comments_of, product, stock_of
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.purchasing.actions import prefer_supplier
from pakhuis.stock.actions import correct_stock
from pakhuis.stock.models import StockMove

OPENING = "Opening stock"


class Products(ListMover):
    """By code. Active ones first, then those out of use."""

    resource, path, id_name = Resource.PRODUCTS, "products", "idproduct"
    turns = ({}, {"inactive": "true"})
    size = 50

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        ids = {
            "VAT group": here(work.run, Resource.VAT_GROUPS),
            "tag": here(work.run, Resource.TAGS),
            "productfield": here(work.run, Resource.PRODUCT_FIELDS),
            "supplier": here(work.run, Resource.SUPPLIERS),
        }
        self._warehouses = here(work.run, Resource.WAREHOUSES)
        codes = [clean(item.told.text("productcode")) for item in items]
        there = dict(Product.objects.filter(code__in=codes).values_list("code", "pk"))
        done = [self._one(item, Ids(ids), there, work) for item in items]
        ids_here = {one.key: one.target_id for one in done if one.target_id}
        prices = [] if work.is_pakhuis else _prices(items, ids_here)
        done += put_on_lists(prices, work)
        return done + [one for item in items for one in self._stock(item, ids_here.get(item.key), work)]

    def _one(self, item: Item, ids: Ids, there: dict[str, int], work: Work) -> Done:
        told, code = item.told, clean(item.told.text("productcode"))
        is_composed = told.text("type") in COMPOSITIONS or told.flag("assembled") is True
        images = [one for one in told.value("images") or () if isinstance(one, str)]
        detail = {"is_composed": is_composed, "images": images, "comments": comments_of(told)}
        if code in there:
            return Done(
                key=item.key, label=code, outcome=Outcome.EXISTING, target_id=there[code], detail=detail
            )
        try:
            with transaction.atomic():
                there[code] = _made(told, ids, work)
        except Refused as refused:
            return Done(key=item.key, label=code, outcome=Outcome.LEFT, notes=refused.problems)
        return Done(
            key=item.key,
            label=code,
            outcome=Outcome.MADE,
            target_id=there[code],
            notes=ids.notes,
            detail=detail,
        )

    def _stock(self, item: Item, target_id: int | None, work: Work) -> Iterator[Done]:
        """One entry for each warehouse in which something lies."""
        code = clean(item.told.text("productcode"))
        for warehouse, said in stock_of(item.told):
            reason: Problem | None = None
            level = None
            try:
                with transaction.atomic():
                    level = self._laid(target_id, warehouse, said, code=code, work=work)
            except Refused as refused:
                reason = refused.problems[0]
            yield Done(
                resource=Resource.STOCK,
                key=f"{item.key}:{warehouse}",
                label=code,
                outcome=Outcome.LEFT if level is None else Outcome.MADE,
                target_id=level,
                amount=held(Decimal(as_whole(said) or 0)),
                notes=[reason] if reason else (),
            )

    def _laid(self, target_id: int | None, warehouse: int, said: Any, *, code: str, work: Work) -> int:
        """Put so many pieces on the shelf where nothing ever moved; gives the level's row."""
        place, pieces = self._warehouses.get(warehouse), as_whole(said)
        if target_id is None:
            raise Refused([not_moved("product", code)])
        if place is None:
            raise Refused([not_moved("warehouse", str(warehouse))])
        if pieces is None or pieces < 0:
            raise Refused([not_in_stock_terms(str(said))])
        if StockMove.objects.filter(product_id=target_id, warehouse_id=place).exists():
            raise Refused([has_own_moves()])
        level = correct_stock(
            target_id, warehouse_id=place, amount=pieces, reason=OPENING, by=work.by, now=work.now
        )
        return level.pk


def _made(told: Fields, ids: Ids, work: Work) -> int:
    """A new product; the second one with a barcode comes without it."""
    barcode = clean(told.text("barcode"))
    if barcode and Product.objects.filter(barcode=barcode).exists():
        ids.notes.append(without_barcode(barcode))
        barcode = ""
    made = create_product(product(told, ids, barcode=barcode), by=work.by, now=work.now)
    supplier = ids.here("supplier", told.id("idsupplier"))
    if supplier is not None:
        prefer_supplier(made.pk, supplier, by=work.by, now=work.now)
    if told.flag("active") is False:
        update_product(made.pk, ProductFields(active=False), by=work.by, now=work.now)
    return made.pk


def _prices(items: Sequence[Item], ids: Mapping[str, int | None]) -> list[Price]:
    """Prices of lists as Picqer tells them: with the product, one for each list."""
    return [
        Price(
            key=f"{one.id('idpricelist')}:{item.key}",
            list_there=one.id("idpricelist"),
            product_id=ids.get(item.key),
            code=clean(item.told.text("productcode")),
            price=one.number("price") or Decimal(0),
        )
        for item in items
        for one in item.told.each("pricelists")
    ]
