"""Files with products and their opening stock: recognised by code, written by the doors for people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.db import transaction

from pakhuis.catalogue.actions import hold_products, update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.fulfilment.actions import correct_and_hand_out
from pakhuis.imports.actions.engine import FileRow, Parsed, Settled, Undone
from pakhuis.imports.actions.new_products import make_all
from pakhuis.imports.actions.product_values import (
    FIELDS,
    OPENING,
    checked,
    given_by,
    is_empty,
    told,
)
from pakhuis.imports.actions.undo_products import undo_products
from pakhuis.imports.columns.contract import Draft, Known
from pakhuis.imports.columns.products import percent_key
from pakhuis.imports.models import ImportRun
from pakhuis.imports.problems import has_stock_already, is_duplicate
from pakhuis.imports.states import Duplicates, Outcome
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean, key
from pakhuis.stock.models import StockMove, Warehouse


class ProductEngine:
    """New products at once; rows about others one by one, each in a savepoint. A dry run is rolled back.

    What is there is asked once a batch; a row that changes nothing asks nothing more.
    """

    at_once: ClassVar[int] = 100

    def __init__(self, run: ImportRun, *, now: datetime) -> None:
        self._run, self._now = run, now
        self._by = run.as_actor()
        self._made: set[int] = set()
        self._there: dict[str, Product] = {}
        self._moved: set[tuple[int, int]] = set()
        self._warehouses = list(Warehouse.objects.filter(active=True).order_by("priority", "pk"))

    @cached_property
    def known(self) -> Known:
        groups = VatGroup.objects.filter(active=True)
        names = {key(one.name): one.pk for one in groups}
        percents = {percent_key(one.percentage): one.pk for one in groups}
        return Known(
            vat_groups={**percents, **names}, warehouses={key(one.name): one.pk for one in self._warehouses}
        )

    def parse(self, row: FileRow, draft: Draft) -> Parsed:
        code = clean(str(draft.fields.get("code", "")))
        return Parsed(row=row, draft=draft, key=code)

    def settle(self, rows: Sequence[Parsed], *, before: Sequence[Parsed], writes: bool) -> list[Settled]:
        with transaction.atomic():
            self._look({one.key for one in (*before, *rows) if one.key}, holds=writes)
            self._settled(before)
            settled = self._settled(rows)
            if not writes:
                transaction.set_rollback(True)
        return settled

    def _settled(self, rows: Sequence[Parsed]) -> list[Settled]:
        """What became of the rows, one after the other; new products in a row are made at once."""
        settled: list[Settled] = []
        new: dict[str, Parsed] = {}
        for one in rows:
            if one.key not in self._there and one.key not in new:
                new[one.key] = one
                continue
            settled += self._made_all(new.values())
            new.clear()
            settled += [self._one(one)] if one.key in self._there else self._made_all([one])
        return settled + self._made_all(new.values())

    def _made_all(self, rows: Collection[Parsed]) -> list[Settled]:
        houses = [one.pk for one in self._warehouses]
        done = make_all(list(rows), houses=houses, by=self._by, now=self._now) if rows else []
        for _, product, house in done:
            if product is not None:
                self._there[product.code] = product
                self._made.add(product.pk)
                self._moved |= {(product.pk, house)} if house else set()
        return [settled for settled, *_ in done]

    def _look(self, codes: Collection[str], *, holds: bool) -> None:
        """The products with these codes, and which of them ever had stock in which warehouse.

        With `holds` they are held till the batch is committed: rows come in any order, and whoever holds one
        product after the other waits for who holds them by their ids, and that one for this one.
        """
        if holds:
            hold_products(Product.objects.filter(code__in=codes).values_list("pk", flat=True))
        self._there = Product.objects.in_bulk(codes, field_name="code")
        ids = [one.pk for one in self._there.values()]
        moves = StockMove.objects.filter(product__in=ids).order_by()
        self._moved = set(moves.values_list("product_id", "warehouse_id").distinct())

    def _one(self, one: Parsed) -> Settled:
        """What became of a row about a product that is there; a refusal leaves nothing of it."""
        product = self._there[one.key]
        if self._run.duplicates == Duplicates.IGNORE and not self._is_mine(product, one.key):
            return Settled(one.row, Outcome.IGNORED, one.key, (is_duplicate(product.code),), label=one.key)
        try:
            with transaction.atomic():
                return self._done(one, product)
        except Refused as refused:
            return Settled(one.row, Outcome.REFUSED, one.key, refused.problems, label=one.key)

    def _is_mine(self, product: Product, code: str) -> bool:
        """Whether an earlier row of this very file made it; what a trial told of later rows is no deed."""
        rows = self._run.rows.filter(number__lte=self._run.position)
        made = rows.filter(key=code, subject_id=product.pk, outcome=Outcome.CREATED)
        return product.pk in self._made or made.exists()

    def _done(self, one: Parsed, product: Product) -> Settled:
        given = given_by(one)
        if self._run.duplicates == Duplicates.FILL:
            given = {name: value for name, value in given.items() if is_empty(name, getattr(product, name))}
        before = {name: told(getattr(product, name)) for name in FIELDS}
        values = checked(one, given, is_new=False, has_warehouse=bool(self._warehouses))
        now = product
        if any(before[name] != told(value) for name, value in values.items()):
            now = update_product(product.pk, ProductFields(**given), by=self._by, now=self._now)
        changes = [(name, before[name], told(getattr(now, name))) for name in FIELDS]
        changes = [change for change in changes if change[1] != change[2]]
        notes = self._stock(one, now, changes)
        # Only now, as a refusal takes all of the row back.
        self._there[now.code] = now
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        return Settled(one.row, outcome, one.key, notes, changes, now.pk, now.code)

    def _stock(self, one: Parsed, product: Product, changes: list[tuple[str, str, str]]) -> list[Problem]:
        """Put the opening stock on the shelf where there was never any; what has moves is left alone."""
        amount = as_decimal(one.draft.fields.get("stock"))
        if amount is None:
            return []
        warehouse_id = one.draft.fields.get("warehouse_id") or self._warehouses[0].pk
        if (product.pk, warehouse_id) in self._moved:
            moves = StockMove.objects.filter(product=product, warehouse_id=warehouse_id)
            last = moves.order_by("-pk")[0]
            return [] if last.on_hand_after == amount else [has_stock_already(last.on_hand_after)]
        if amount:
            correct_and_hand_out(
                product.pk,
                warehouse_id=warehouse_id,
                amount=amount,
                reason=OPENING,
                by=self._by,
                now=self._now,
            )
            self._moved.add((product.pk, warehouse_id))
            changes.append(("stock", "0", told(amount)))
        return []

    def warnings(self) -> list[Problem]:
        return []

    def undo(self, subject_ids: Sequence[int]) -> Mapping[int, Undone]:
        return undo_products(subject_ids, run=self._run, now=self._now)
