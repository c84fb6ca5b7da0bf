"""Files with products and their opening stock: recognised by code, written by the doors for people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import transaction

from pakhuis.catalogue.actions import create_product, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.catalogue.rules import check_product
from pakhuis.imports.actions.engine import FileRow, Parsed, Settled, Traces, Undone, each_undone, traces_of
from pakhuis.imports.columns.contract import CLEAR, Draft, Known
from pakhuis.imports.models import ImportRun
from pakhuis.imports.problems import (
    field_touched_since,
    gone_since,
    has_stock_already,
    is_duplicate,
    no_warehouse,
    stays_switched_off,
)
from pakhuis.imports.states import Duplicates, Heap, Outcome
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean, key
from pakhuis.stock.actions import correct_stock
from pakhuis.stock.models import StockMove, Warehouse

FIELDS = ("code", "name", "price", "vat_group_id", "barcode", "weight", "active")
OPENING = "Opening stock"


class ProductEngine:
    """Rows one by one, each in a savepoint: a refusal leaves nothing of its row. A dry run is rolled back.

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
        percents = {
            f"{one.percentage.normalize():f}{sign}": one.pk for one in groups for sign in ("", "%", " %")
        }
        return Known(
            vat_groups={**percents, **names}, warehouses={key(one.name): one.pk for one in self._warehouses}
        )

    def parse(self, row: FileRow, draft: Draft) -> Parsed:
        code = clean(str(draft.fields.get("code", "")))
        return Parsed(row=row, draft=draft, key=code)

    def settle(self, rows: Sequence[Parsed], *, before: Sequence[Parsed], writes: bool) -> list[Settled]:
        with transaction.atomic():
            self._look({one.key for one in (*before, *rows) if one.key})
            for one in before:
                self._settled(one)
            settled = [self._settled(one) for one in rows]
            if not writes:
                transaction.set_rollback(True)
        return settled

    def _look(self, codes: Collection[str]) -> None:
        """The products with these codes, and which of them ever had stock in which warehouse."""
        self._there = Product.objects.in_bulk(codes, field_name="code")
        ids = [one.pk for one in self._there.values()]
        moves = StockMove.objects.filter(product__in=ids).order_by()
        self._moved = set(moves.values_list("product_id", "warehouse_id").distinct())

    def _settled(self, one: Parsed) -> Settled:
        product = self._there.get(one.key)
        if product and self._run.duplicates == Duplicates.IGNORE and not self._is_mine(product, one.key):
            problem = is_duplicate(product.code)
            return Settled(
                row=one.row, outcome=Outcome.IGNORED, key=one.key, problems=(problem,), label=one.key
            )
        try:
            with transaction.atomic():
                return self._done(one, product)
        except Refused as refused:
            problems = [*one.draft.problems, *refused.problems]
            return Settled(
                row=one.row, outcome=Outcome.REFUSED, key=one.key, problems=problems, label=one.key
            )

    def _is_mine(self, product: Product, code: str) -> bool:
        """Whether an earlier row of this very file made it; what a trial told of later rows is no deed."""
        rows = self._run.rows.filter(number__lte=self._run.position)
        made = rows.filter(key=code, subject_id=product.pk, outcome=Outcome.CREATED)
        return product.pk in self._made or made.exists()

    def _done(self, one: Parsed, product: Product | None) -> Settled:
        given = {name: value for name, value in one.draft.fields.items() if name in FIELDS}
        given = {name: "" if value is CLEAR else value for name, value in given.items()}
        if product is not None and self._run.duplicates == Duplicates.FILL:
            given = {name: value for name, value in given.items() if not getattr(product, name)}
        before = {name: getattr(product, name) if product else "" for name in FIELDS}
        checked = self._check(one, given, is_new=product is None)
        if product is None:
            now = create_product(_new(given), by=self._by, now=self._now)
            if given.get("active") is False:
                now = update_product(now.pk, ProductFields(active=False), by=self._by, now=self._now)
        elif any(_told(getattr(product, name)) != _told(value) for name, value in checked.items()):
            now = update_product(product.pk, ProductFields(**given), by=self._by, now=self._now)
        else:
            now = product
        changes = [
            (name, _told(before[name]), _told(getattr(now, name)))
            for name in FIELDS
            if _told(before[name]) != _told(getattr(now, name))
        ]
        notes = self._stock(one, now, changes)
        # Only now, as a refusal takes all of the row back.
        self._there[now.code] = now
        if product is None:
            self._made.add(now.pk)
        outcome = Outcome.CREATED if product is None else Outcome.CHANGED if changes else Outcome.UNCHANGED
        return Settled(
            row=one.row,
            outcome=outcome,
            key=one.key,
            problems=notes,
            changes=changes,
            subject_id=now.pk,
            label=now.code,
        )

    def _check(self, one: Parsed, given: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
        """The values as they are to be stored; everything that is wrong with the row is told at once."""
        checks = Checks()
        checks.problems += one.draft.problems
        if not one.key:
            checks.add(missing(("code",)))
        wanted = {name: value for name, value in given.items() if name != "vat_group_id"}
        if is_new:
            wanted.setdefault("name", "")
        checked = check_product(ProductFields(**wanted), checks)
        if "stock" in one.draft.fields:
            checks.whole(("stock",), one.draft.fields["stock"], low=0, high=1_000_000_000)
            if not self._warehouses:
                checks.add(no_warehouse())
        if checks.problems:
            one.draft.problems.clear()
            raise Refused(dict.fromkeys(checks.problems))
        return checked | {name: given[name] for name in ("vat_group_id",) if name in given}

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
            correct_stock(
                product.pk,
                warehouse_id=warehouse_id,
                amount=amount,
                reason=OPENING,
                by=self._by,
                now=self._now,
            )
            self._moved.add((product.pk, warehouse_id))
            changes.append(("stock", "0", _told(amount)))
        return []

    def warnings(self) -> list[Problem]:
        return []

    def undo(self, subject_ids: Sequence[int]) -> Mapping[int, Undone]:
        traces = traces_of(self._run, subject_ids)
        return each_undone(subject_ids, lambda pk: self._undone(pk, traces[pk]))

    def _undone(self, product_id: int, traces: Traces) -> Undone:
        """A product it made is switched off, as stock and orders may point to it; changed fields go back."""
        product = Product.objects.select_for_update().filter(pk=product_id).first()
        if product is None:
            return Undone(heap=Heap.IMPOSSIBLE, reasons=(gone_since(),))
        by = Actor(ActorKind(self._run.actor_kind), self._run.actor_id, self._run.actor_label)
        if traces.was_made:
            update_product(product_id, ProductFields(active=False), by=by, now=self._now)
            return Undone(heap=Heap.KEPT, reasons=(stays_switched_off(),))
        back: dict[str, Any] = {}
        kept: list[Problem] = []
        for name, old in traces.first.items():
            if name == "stock" or _told(getattr(product, name)) != traces.last[name]:
                kept.append(field_touched_since(name))
            else:
                back[name] = _read(name, old)
        update_product(product_id, ProductFields(**back), by=by, now=self._now)
        return Undone(heap=Heap.KEPT if kept else Heap.REVERSED, reasons=tuple(kept))


def _new(given: Mapping[str, Any]) -> NewProduct:
    names = ("code", "name", "price", "vat_group_id", "barcode", "weight")
    return NewProduct(**{name: given[name] for name in names if name in given})


def _told(value: Any) -> str:
    if value is None:
        return ""
    number = None if isinstance(value, bool | str) else as_decimal(value)
    return str(value) if number is None else f"{number.normalize():f}"


def _read(name: str, text: str) -> Any:
    if name == "active":
        return text == "True"
    return int(text) if name == "vat_group_id" else text
