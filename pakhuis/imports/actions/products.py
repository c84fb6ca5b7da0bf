"""Files with products and their opening stock: recognised by code, written by the doors for people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import transaction

from pakhuis.catalogue.actions import Made, change_products, hold_products
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.fulfilment.actions import correct_many_and_hand_out
from pakhuis.imports.actions.engine import Before, FileRow, Parsed, Settled, Undone, traces_of
from pakhuis.imports.actions.new_products import make_all
from pakhuis.imports.actions.product_values import (
    FIELDS,
    OPENING,
    checked,
    given_by,
    is_empty,
    pieces_of,
    told,
)
from pakhuis.imports.actions.undo_products import undo_products
from pakhuis.imports.columns.contract import Draft, Known
from pakhuis.imports.columns.products import percent_key
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.problems import has_stock_already, is_duplicate
from pakhuis.imports.states import Duplicates, Outcome
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean, key
from pakhuis.stock.models import StockLevel, StockMove, Warehouse

LEVEL = ("product_id", "warehouse_id", "on_hand")


class ProductEngine:
    """New products at once, changed ones at once with their opening stock.

    What is there is asked once a batch. A dry run does it all, and is rolled back.
    """

    at_once: ClassVar[int] = 100

    def __init__(self, run: ImportRun, *, now: datetime) -> None:
        self._run, self._now = run, now
        self._by = run.as_actor()
        self._made: set[str] = set()
        """Codes of products that earlier rows of this very file made."""
        self._there: dict[str, Product] = {}
        self._on_hand: dict[tuple[int, int], int] = {}
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

    def settle(self, rows: Sequence[Parsed], *, before: Before, writes: bool) -> list[Settled]:
        with transaction.atomic():
            earlier = [] if writes else before({one.key for one in rows if one.key})
            self._look({one.key for one in (*earlier, *rows) if one.key}, holds=writes)
            self._settled(earlier)
            settled = self._settled(rows)
            if not writes:
                transaction.set_rollback(True)
        return settled

    def _settled(self, rows: Sequence[Parsed]) -> list[Settled]:
        """What became of the rows, as if they had been done one after the other.

        They are done together as far as none of them meets another one: has its code, or a barcode that one
        of them has or wants.
        """
        settled: dict[int, Settled] = {}
        group: dict[str, Parsed] = {}
        barcodes: set[str] = set()
        for one in rows:
            mine = self._barcodes(one)
            if one.key in group or not barcodes.isdisjoint(mine):
                settled |= self._together(group.values())
                group.clear()
                barcodes.clear()
            group[one.key] = one
            barcodes |= mine
        settled |= self._together(group.values())
        return [settled[one.row.id] for one in rows]

    def _barcodes(self, one: Parsed) -> set[str]:
        product = self._there.get(one.key)
        had = product.barcode if product else ""
        return {had, clean(str(given_by(one).get("barcode", "")))} - {""}

    def _together(self, rows: Collection[Parsed]) -> dict[int, Settled]:
        new = [one for one in rows if one.key not in self._there]
        others = [one for one in rows if one.key in self._there]
        done = [*self._made_all(new), *self._changed_all(others)]
        return {one.row.id: one for one in done}

    def _made_all(self, rows: Sequence[Parsed]) -> list[Settled]:
        houses = [one.pk for one in self._warehouses]
        done = make_all(rows, houses=houses, by=self._by, now=self._now) if rows else []
        for settled, product, house in done:
            if product is not None:
                self._there[product.code] = product
                self._made.add(product.code)
                if house:
                    self._on_hand[product.pk, house] = pieces_of(settled)
        return [settled for settled, *_ in done]

    def _look(self, codes: Collection[str], *, holds: bool) -> None:
        """The products with these codes, and what lies where of those that ever had stock there.

        With `holds` they are held till the batch is committed: rows come in any order, and whoever holds one
        product after the other waits for who holds them by their ids, and that one for this one.
        """
        if holds:
            hold_products(Product.objects.filter(code__in=codes).values_list("pk", flat=True))
        self._there = Product.objects.in_bulk(codes, field_name="code")
        ids = [one.pk for one in self._there.values()]
        moves = StockMove.objects.filter(product__in=ids).order_by()
        moved = set(moves.values_list("product_id", "warehouse_id").distinct())
        if moved:
            levels = StockLevel.objects.filter(product__in=ids).values_list(*LEVEL)
            on_hand = {(pk, house): pieces for pk, house, pieces in levels}
            self._on_hand = {key: on_hand.get(key, 0) for key in moved}
        if self._run.duplicates == Duplicates.IGNORE:
            # What a trial told of later rows is no deed.
            rows = self._run.rows.filter(number__lte=self._run.position, outcome=Outcome.CREATED)
            made = rows.filter(key__in=codes).values_list("key", "subject_id")
            self._made |= {code for code, pk in made if code in self._there and self._there[code].pk == pk}

    def _changed_all(self, rows: Sequence[Parsed]) -> list[Settled]:
        """What became of rows about products that are there, each its own."""
        settled: list[Settled] = []
        wanted: list[tuple[Parsed, dict[str, Any]]] = []
        for one in rows:
            product = self._there[one.key]
            if self._run.duplicates == Duplicates.IGNORE and one.key not in self._made:
                problem = is_duplicate(product.code)
                settled.append(Settled(one.row, Outcome.IGNORED, one.key, (problem,), label=one.key))
                continue
            try:
                given = self._given(one, product)
            except Refused as refused:
                settled.append(_refused(one, refused.problems))
                continue
            wanted.append((one, given))
        return settled + self._written(wanted)

    def _given(self, one: Parsed, product: Product) -> dict[str, Any]:
        """What the row gives the product; nothing where it has all of it already. Checked, or refused."""
        given = given_by(one)
        if self._run.duplicates == Duplicates.FILL:
            given = {name: value for name, value in given.items() if is_empty(name, getattr(product, name))}
        values = checked(one, given, is_new=False, has_warehouse=bool(self._warehouses))
        differs = any(told(getattr(product, name)) != told(value) for name, value in values.items())
        return {name: value for name, value in given.items() if name != "code"} if differs else {}

    def _written(self, wanted: Sequence[tuple[Parsed, dict[str, Any]]]) -> list[Settled]:
        """Change the products and put their opening stock down.

        A row whose stock is refused is left out with all of it, and the others are done anew without it.
        """
        out: list[Settled] = []
        while wanted:
            with transaction.atomic():
                now = self._changed(wanted)
                pieces = self._pieces([one for one, _ in wanted if isinstance(now[one.key], Product)])
                wrong = self._opened(pieces)
                if wrong:
                    transaction.set_rollback(True)
            if not wrong:
                return [*out, *(self._done(one, now[one.key], pieces.get(one.key)) for one, _ in wanted)]
            shelves = {key: shelf for key, (shelf, _) in pieces.items()}
            left_out = {one.key: one for one, _ in wanted if shelves.get(one.key) in wrong}
            out += [
                _refused(one, [problem.at(("stock",)) for problem in wrong[shelves[key]]])
                for key, one in left_out.items()
            ]
            wanted = [(one, given) for one, given in wanted if one.key not in left_out]
        return out

    def _changed(self, wanted: Sequence[tuple[Parsed, dict[str, Any]]]) -> dict[str, Made]:
        """Each product of these rows by its code as it is then, or why it cannot be changed so."""
        differ = [(one, given) for one, given in wanted if given]
        changes = [(self._there[one.key].pk, ProductFields(**given)) for one, given in differ]
        done = change_products(changes, by=self._by, now=self._now) if changes else []
        as_it_was: dict[str, Made] = {one.key: self._there[one.key] for one, _ in wanted}
        return as_it_was | {one.key: product for (one, _), product in zip(differ, done, strict=True)}

    def _pieces(self, rows: Sequence[Parsed]) -> dict[str, tuple[tuple[int, int], int]]:
        """What rows put on which shelf, by their codes: where there was never any stock."""
        return {
            one.key: (self._shelf(one, product), int(as_decimal(one.draft.fields["stock"]) or 0))
            for one in rows
            if self._opens(one, product := self._there[one.key])
        }

    def _opened(
        self, pieces: Mapping[str, tuple[tuple[int, int], int]]
    ) -> Mapping[tuple[int, int], Sequence[Problem]]:
        amounts = dict(pieces.values())
        if not amounts:
            return {}
        return correct_many_and_hand_out(amounts, reason=OPENING, by=self._by, now=self._now)

    def _done(self, one: Parsed, product: Made, opened: tuple[tuple[int, int], int] | None) -> Settled:
        if not isinstance(product, Product):
            return _refused(one, product)
        had = self._there[one.key]
        self._there[one.key] = product
        if opened is None:
            return self._told(one, had, product, notes=self._stands(one, product))
        shelf, amount = opened
        self._on_hand[shelf] = amount
        return self._told(one, had, product, pieces=str(amount))

    def _told(
        self, one: Parsed, had: Product, product: Product, *, notes: Sequence[Problem] = (), pieces: str = ""
    ) -> Settled:
        pairs = [(name, told(getattr(had, name)), told(getattr(product, name))) for name in FIELDS]
        changes = [change for change in pairs if change[1] != change[2]]
        changes += [("stock", "0", pieces)] if pieces else []
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        return Settled(one.row, outcome, one.key, notes, changes, product.pk, product.code)

    def _opens(self, one: Parsed, product: Product) -> bool:
        """Whether the row's stock is to be put on the shelf: where there was never any."""
        return (
            bool(as_decimal(one.draft.fields.get("stock"))) and self._shelf(one, product) not in self._on_hand
        )

    def _shelf(self, one: Parsed, product: Product) -> tuple[int, int]:
        return product.pk, one.draft.fields.get("warehouse_id") or self._warehouses[0].pk

    def _stands(self, one: Parsed, product: Product) -> list[Problem]:
        """What is said of stock that is left alone, as there are moves of it."""
        amount = as_decimal(one.draft.fields.get("stock"))
        on_hand = None if amount is None else self._on_hand.get(self._shelf(one, product))
        return [] if on_hand is None or on_hand == amount else [has_stock_already(on_hand)]

    def warnings(self) -> list[Problem]:
        return []

    def undo(self, rows: Sequence[ImportRow]) -> Mapping[int, Undone]:
        return undo_products(traces_of(rows), run=self._run, now=self._now)


def _refused(one: Parsed, problems: Sequence[Problem]) -> Settled:
    return Settled(one.row, Outcome.REFUSED, one.key, problems, label=one.key)
