"""Files with prices of price lists: recognised by list, product, amount and first day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import transaction

from pakhuis.catalogue.models import Product
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.imports.actions.engine import FileRow, Parsed, Settled, Traces, Undone, each_undone, traces_of
from pakhuis.imports.columns.contract import CLEAR, Draft, Known
from pakhuis.imports.models import ImportRun
from pakhuis.imports.problems import field_touched_since, gone_since, is_duplicate, unknown_name
from pakhuis.imports.states import Duplicates, Heap, Outcome
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.numbers import as_whole
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean, key
from pakhuis.pricing.actions import remove_price, set_price
from pakhuis.pricing.models import PriceList, PriceListEntry


class PriceEngine:
    """Rows one by one, each in a savepoint. A dry run is rolled back."""

    at_once: ClassVar[int] = 100

    def __init__(self, run: ImportRun, *, now: datetime) -> None:
        self._run, self._now = run, now
        self._by = run.as_actor()
        self._lists = dict(PriceList.objects.values_list("pk", "name"))

    @cached_property
    def known(self) -> Known:
        return Known(price_lists={key(name): pk for pk, name in self._lists.items()})

    def parse(self, row: FileRow, draft: Draft) -> Parsed:
        given = draft.fields
        code = clean(str(given.get("code", "")))
        amount = as_whole(given.get("min_amount", 1)) or 1
        day = _day(given.get("valid_from"))
        parts = (given.get("price_list_id", ""), code, amount, day or "")
        return Parsed(row=row, draft=draft, key=" ".join(map(str, parts)))

    def settle(self, rows: Sequence[Parsed], *, before: Sequence[Parsed], writes: bool) -> list[Settled]:
        with transaction.atomic():
            for one in before:
                self._settled(one)
            settled = [self._settled(one) for one in rows]
            if not writes:
                transaction.set_rollback(True)
        return settled

    def _settled(self, one: Parsed) -> Settled:
        given = one.draft.fields
        code = clean(str(given.get("code", "")))
        try:
            with transaction.atomic():
                return self._done(one, given, code)
        except Refused as refused:
            return Settled(
                row=one.row, outcome=Outcome.REFUSED, key=one.key, problems=refused.problems, label=code
            )

    def _done(self, one: Parsed, given: Mapping[str, Any], code: str) -> Settled:
        product = self._checked(one, code)
        day = _day(given.get("valid_from"))
        found = PriceListEntry.objects.filter(
            price_list_id=given["price_list_id"],
            product=product,
            min_amount=as_whole(given.get("min_amount", 1)) or 1,
            valid_from=day,
        ).first()
        if found and self._run.duplicates != Duplicates.SUPPLEMENT:
            return Settled(
                row=one.row,
                outcome=Outcome.IGNORED,
                key=one.key,
                problems=(is_duplicate(f"{self._lists[given['price_list_id']]}, {code}"),),
                label=code,
            )
        until = _day(given["valid_until"]) if "valid_until" in given else found.valid_until if found else None
        old = (_told(found.price), str(found.valid_until or "")) if found else ("", "")
        if found and found.valid_until == until and _told(found.price) == _price(given["price"]):
            return Settled(
                row=one.row, outcome=Outcome.UNCHANGED, key=one.key, subject_id=found.pk, label=code
            )
        entry = set_price(
            given["price_list_id"],
            product_id=product.pk,
            price=given["price"],
            min_amount=given.get("min_amount", 1),
            valid_from=day,
            valid_until=until,
            by=self._by,
            now=self._now,
        )
        new = (_told(entry.price), str(entry.valid_until or ""))
        changes = [
            (name, before, after)
            for name, before, after in zip(("price", "valid_until"), old, new, strict=True)
            if before != after
        ]
        return Settled(
            row=one.row,
            outcome=Outcome.CHANGED if found else Outcome.CREATED,
            key=one.key,
            changes=changes,
            subject_id=entry.pk,
            label=code,
        )

    def _checked(self, one: Parsed, code: str) -> Product:
        """The product of a row; everything that is wrong with the row is told at once."""
        checks = Checks()
        checks.problems += one.draft.problems
        wrong = {problem.path[0] for problem in one.draft.problems if problem.path}
        for name in ("price_list_id", "code", "price"):
            if name not in one.draft.fields and name not in wrong:
                checks.add(missing((name,)))
        product = Product.objects.filter(code=code).first() if code else None
        if code and product is None:
            checks.add(unknown_name("product", ("code",), code))
        checks.refuse_if_any()
        assert product is not None
        return product

    def warnings(self) -> list[Problem]:
        return []

    def undo(self, subject_ids: Sequence[int]) -> Mapping[int, Undone]:
        traces = traces_of(self._run, subject_ids)
        return each_undone(subject_ids, lambda pk: self._undone(pk, traces[pk]))

    def _undone(self, entry_id: int, traces: Traces) -> Undone:
        entry = PriceListEntry.objects.select_for_update().filter(pk=entry_id).first()
        if entry is None:
            return Undone(heap=Heap.IMPOSSIBLE, reasons=(gone_since(),))
        by = Actor(ActorKind(self._run.actor_kind), self._run.actor_id, self._run.actor_label)
        present = {"price": _told(entry.price), "valid_until": str(entry.valid_until or "")}
        touched = [name for name, new in traces.last.items() if present[name] != new]
        if touched:
            return Undone(heap=Heap.KEPT, reasons=tuple(map(field_touched_since, touched)))
        if traces.was_made:
            remove_price(entry_id, by=by, now=self._now)
            return Undone(heap=Heap.REVERSED)
        back = present | traces.first
        set_price(
            entry.price_list_id,
            product_id=entry.product_id,
            price=back["price"],
            min_amount=entry.min_amount,
            valid_from=entry.valid_from,
            valid_until=date.fromisoformat(back["valid_until"]) if back["valid_until"] else None,
            by=by,
            now=self._now,
        )
        return Undone(heap=Heap.REVERSED)


def _day(value: Any) -> date | None:
    return None if value is CLEAR or value == "" else value


def _told(price: Any) -> str:
    return f"{price.normalize():f}"


def _price(text: str) -> str:
    """A price of a file as it would be stored, for comparing."""
    checks = Checks()
    return _told(checks.decimal(("price",), text, low=-HIGHEST_PRICE, high=HIGHEST_PRICE, step=PRICE_STEP))
