"""Files with prices of price lists: recognised by list, product, amount and first day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from pakhuis.catalogue.models import Product
from pakhuis.imports.actions.engine import Before, FileRow, Parsed, Settled, Undone, traces_of
from pakhuis.imports.columns.contract import CLEAR, Draft, Known
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.problems import (
    field_touched_since,
    gone_since,
    holds_for_nobody,
    is_duplicate,
    unknown_name,
)
from pakhuis.imports.states import WENT_IN, Duplicates, Heap, Outcome
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.numbers import as_whole
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import clean, key
from pakhuis.pricing.actions import ListKey, hold_prices, load_prices, put_prices, remove_prices
from pakhuis.pricing.models import PriceList, PriceListEntry
from pakhuis.pricing.pasted import PastedPrice
from pakhuis.pricing.price_rules import check_price

NEEDED = ("price_list_id", "code", "price")


class Standing(NamedTuple):
    """A price as it stands on its list, or as the rows before have made it (then without an id)."""

    price: Decimal
    valid_until: date | None
    id: int | None = None


class PriceEngine:
    """Rows of one batch, decided on in memory, and put on their lists at once."""

    at_once: ClassVar[int] = 200
    """Of so many prices at once the journal tells the old and the new one."""

    def __init__(self, run: ImportRun, *, now: datetime) -> None:
        self._run, self._now = run, now
        self._by = run.as_actor()
        lists = list(PriceList.objects.values_list("pk", "name", "active"))
        self._lists = {pk: name for pk, name, _ in lists}
        self._retired = {pk for pk, _, is_active in lists if not is_active}
        self._products: dict[str, int] = {}

    @cached_property
    def known(self) -> Known:
        return Known(price_lists={key(name): pk for pk, name in self._lists.items()})

    def parse(self, row: FileRow, draft: Draft) -> Parsed:
        given = draft.fields
        code = clean(str(given.get("code", "")))
        amount = as_whole(given.get("min_amount", 1)) or 1
        day = _day(given.get("valid_from"))
        parts = (given.get("price_list_id", ""), code, amount, day or "")
        return Parsed(row=row, draft=draft, key=" ".join(map(str, parts)), value=code)

    def settle(self, rows: Sequence[Parsed], *, before: Before, writes: bool) -> list[Settled]:
        earlier = [] if writes else before({one.key for one in rows if one.key})
        every = [*earlier, *rows]
        found = Product.objects.filter(code__in={one.value for one in every})
        self._products = dict(found.values_list("code", "pk"))
        lists = {one.draft.fields.get("price_list_id", 0) for one in every}
        there = load_prices(lists, self._products.values(), lock=writes)
        standing = {key: Standing(one.price, one.valid_until, one.pk) for key, one in there.items()}
        for one in earlier:
            self._decided(one, standing)
        settled = [(self._key(one), self._decided(one, standing)) for one in rows]
        if writes:
            self._write({key: one for key, one in standing.items() if one.id is None})
            there = load_prices(lists, self._products.values(), lock=False)
        return [
            one._replace(subject_id=there[key].pk) if one.outcome in WENT_IN and key in there else one
            for key, one in settled
        ]

    def _key(self, one: Parsed) -> ListKey:
        given = one.draft.fields
        amount = as_whole(given.get("min_amount", 1)) or 1
        product_id = self._products.get(one.value, 0)
        return given.get("price_list_id", 0), product_id, amount, _day(given.get("valid_from"))

    def _decided(self, one: Parsed, standing: dict[ListKey, Standing]) -> Settled:
        """What a row does, with the rows before it taken into account; `standing` goes along."""
        given, code, price_key = one.draft.fields, one.value, self._key(one)
        found = standing.get(price_key)
        until = _day(given["valid_until"]) if "valid_until" in given else found.valid_until if found else None
        checks = Checks()
        fields = self._checked(one, checks, until=until)
        if checks.problems:
            problems = tuple(dict.fromkeys(checks.problems))
            return Settled(one.row, Outcome.REFUSED, one.key, problems, label=code)
        if found and self._run.duplicates != Duplicates.SUPPLEMENT:
            problem = is_duplicate(f"{self._lists[given['price_list_id']]}, {code}")
            return Settled(one.row, Outcome.IGNORED, one.key, (problem,), label=code)
        now = Standing(fields["price"], until)
        old = (_told(found.price), str(found.valid_until or "")) if found else ("", "")
        new = (_told(now.price), str(now.valid_until or ""))
        changes = [
            (name, before, after)
            for name, before, after in zip(("price", "valid_until"), old, new, strict=True)
            if before != after
        ]
        if found and not changes:
            return Settled(one.row, Outcome.UNCHANGED, one.key, label=code)
        standing[price_key] = now
        outcome = Outcome.CHANGED if found else Outcome.CREATED
        list_id = given["price_list_id"]
        notes = (holds_for_nobody(self._lists[list_id]),) if list_id in self._retired else ()
        return Settled(one.row, outcome, one.key, notes, changes, label=code)

    def _checked(self, one: Parsed, checks: Checks, *, until: date | None) -> dict[str, Any]:
        """The row as columns of a price; everything that is wrong with it is told at once."""
        given = one.draft.fields
        checks.problems += one.draft.problems
        wrong = {problem.path[0] for problem in one.draft.problems if problem.path}
        for name in NEEDED:
            if name not in given and name not in wrong:
                checks.add(missing((name,)))
        if one.value and one.value not in self._products:
            checks.add(unknown_name("product", ("code",), one.value))
        return check_price(
            checks,
            price=given.get("price", 0),
            min_amount=given.get("min_amount", 1),
            first=_day(given.get("valid_from")),
            last=until,
        )

    def _write(self, wanted: Mapping[ListKey, Standing]) -> None:
        codes = {pk: code for code, pk in self._products.items()}
        by_list: dict[int, list[PastedPrice]] = defaultdict(list)
        for line, ((list_id, product_id, amount, day), one) in enumerate(wanted.items(), start=1):
            pasted = PastedPrice(
                line=line,
                code=codes[product_id],
                price=one.price,
                min_amount=amount,
                valid_from=day,
                valid_until=one.valid_until,
            )
            by_list[list_id].append(pasted)
        _put(by_list, by=self._by, now=self._now)

    def warnings(self) -> list[Problem]:
        return []

    def undo(self, rows: Sequence[ImportRow]) -> Mapping[int, Undone]:
        """A price it put on a list is taken off, one it changed goes back, where it is as the run left it."""
        traces = traces_of(rows)
        entries = hold_prices(list(traces))
        undone: dict[int, Undone] = {}
        made: list[int] = []
        by_list: dict[int, list[PastedPrice]] = defaultdict(list)
        for line, pk in enumerate(traces, start=1):
            if pk not in entries:
                undone[pk] = Undone(heap=Heap.IMPOSSIBLE, reasons=(gone_since(),))
                continue
            entry, trace = entries[pk], traces[pk]
            present = {"price": _told(entry.price), "valid_until": str(entry.valid_until or "")}
            touched = [name for name, new in trace.last.items() if present[name] != new]
            if touched:
                undone[pk] = Undone(heap=Heap.KEPT, reasons=tuple(map(field_touched_since, touched)))
                continue
            undone[pk] = Undone(heap=Heap.REVERSED)
            if trace.was_made:
                made.append(pk)
            else:
                by_list[entry.price_list_id].append(_before(entry, present | trace.first, line=line))
        remove_prices(made, by=self._run.undoer, now=self._now)
        _put(by_list, by=self._run.undoer, now=self._now)
        return undone


def _put(by_list: Mapping[int, Sequence[PastedPrice]], *, by: Actor, now: datetime) -> None:
    for list_id in sorted(by_list):
        put_prices(list_id, by_list[list_id], by=by, now=now)


def _before(entry: PriceListEntry, told: Mapping[str, str], *, line: int) -> PastedPrice:
    """The entry as it was, told as the changes of a row have it."""
    return PastedPrice(
        line=line,
        code=entry.product.code,
        price=Decimal(told["price"]),
        min_amount=entry.min_amount,
        valid_from=entry.valid_from,
        valid_until=date.fromisoformat(told["valid_until"]) if told["valid_until"] else None,
    )


def _day(value: Any) -> date | None:
    return None if value is CLEAR or value == "" else value


def _told(price: Any) -> str:
    return f"{price.normalize():f}"
