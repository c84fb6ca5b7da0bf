"""The prices on a list: set, changed, taken off, one by one or many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from pakhuis.bulk.among import Among
from pakhuis.catalogue.models import Product
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.pricing.events import PricesChanged
from pakhuis.pricing.models import PriceList, PriceListEntry
from pakhuis.pricing.pasted import PastedPrice
from pakhuis.pricing.price_rules import check_price
from pakhuis.pricing.problems import entry_taken, unknown_code, unknown_price_list

TOLD = 200
"""Of so many prices at once a fact tells the old and the new one."""
BATCH = 500
Key = tuple[int, int, date | None]
ListKey = tuple[int, int, int, date | None]
"""List, product, from which amount, from which day."""


@transaction.atomic
def set_price(
    price_list_id: int,
    *,
    product_id: int,
    price: RawNumber,
    by: Actor,
    now: datetime,
    min_amount: RawNumber = 1,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> PriceListEntry:
    """Put a product's price on a list; the entry with the same amount and first day is replaced."""
    checks = Checks()
    fields = check_price(checks, price=price, min_amount=min_amount, first=valid_from, last=valid_until)
    found = _locked(price_list_id)
    if found is None:
        checks.add(unknown_price_list(()))
    product = Product.objects.filter(pk__in=possible_ids([product_id])).first()
    if product is None:
        checks.add(not_found("product", ("product",)))
    checks.refuse_if_any()
    assert found is not None
    assert product is not None
    same = found.entries.filter(
        product=product, min_amount=fields["min_amount"], valid_from=valid_from
    ).first()
    entry = same or PriceListEntry(price_list=found, product=product)
    change = _change(product.code, fields, old=same)
    if change:
        for name, value in fields.items():
            setattr(entry, name, value)
        entry.save()
        _tell(found, [change], by=by, now=now)
    return entry


def change_price(
    entry_id: int,
    *,
    price: RawNumber,
    min_amount: RawNumber,
    valid_from: date | None,
    valid_until: date | None,
    by: Actor,
    now: datetime,
) -> PriceListEntry:
    """Change an entry; another one of the same product, amount and first day is in its way."""
    checks = Checks()
    fields = check_price(checks, price=price, min_amount=min_amount, first=valid_from, last=valid_until)
    try:
        with transaction.atomic():
            entry = _entry(entry_id)
            checks.refuse_if_any()
            change = _change(entry.product.code, fields, old=entry)
            if change:
                for name, value in fields.items():
                    setattr(entry, name, value)
                entry.save(update_fields=list(fields))
                _tell(entry.price_list, [change], by=by, now=now)
    except IntegrityError:
        raise Refused([entry_taken()]) from None
    return entry


@transaction.atomic
def remove_price(entry_id: int, *, by: Actor, now: datetime) -> None:
    """Take a price off its list. Orders keep what they were told."""
    entry = _entry(entry_id)
    change = FieldChange(
        field=_name(entry.product.code, entry.min_amount, entry.valid_from), old=_told(entry), new=""
    )
    entry.delete()
    _tell(entry.price_list, [change], by=by, now=now)


@dataclass(frozen=True, slots=True)
class PricePlan:
    """One pasted line beside what stands on the list now; `old` None for a new one."""

    new: PastedPrice
    product_id: int
    product_name: str
    old: PriceListEntry | None

    @property
    def is_same(self) -> bool:
        old = self.old
        return old is not None and (old.price, old.valid_until) == (self.new.price, self.new.valid_until)


def plan_prices(price_list_id: int, pasted: Sequence[PastedPrice]) -> tuple[list[PricePlan], list[Problem]]:
    """What putting these on a list would do, and which codes are unknown at their line; writes nothing."""
    products: dict[str, tuple[int, str]] = {}
    for codes in _batches(sorted({one.code for one in pasted})):
        rows = Product.objects.filter(code__in=codes).values_list("code", "pk", "name")
        products |= {code: (pk, name) for code, pk, name in rows}
    there = _there(price_list_id, [pk for pk, _name_ in products.values()])
    plans = []
    problems = []
    for one in pasted:
        if one.code not in products:
            problems.append(unknown_code((one.line, "code"), one.code))
            continue
        pk, name = products[one.code]
        plans.append(PricePlan(one, pk, name, there.get((pk, one.min_amount, one.valid_from))))
    return plans, problems


@transaction.atomic
def put_prices(price_list_id: int, pasted: Sequence[PastedPrice], *, by: Actor, now: datetime) -> int:
    """Put many prices on a list at once, all or none; gives how many were new or other."""
    found = _locked(price_list_id)
    if found is None:
        raise Refused([unknown_price_list(())])
    plans, problems = plan_prices(price_list_id, pasted)
    if problems:
        raise Refused(problems)
    changed = [plan for plan in plans if not plan.is_same]
    news: list[tuple[PriceListEntry, PricePlan, str]] = []
    olds: list[tuple[PriceListEntry, PricePlan, str]] = []
    for plan in changed:
        entry = plan.old or PriceListEntry(price_list=found, product_id=plan.product_id)
        told = _told(entry) if plan.old else ""
        for name in ("price", "min_amount", "valid_from", "valid_until"):
            setattr(entry, name, getattr(plan.new, name))
        (olds if plan.old else news).append((entry, plan, told))
    PriceListEntry.objects.bulk_create([entry for entry, _plan, _old in news], batch_size=BATCH)
    PriceListEntry.objects.bulk_update(
        [entry for entry, _plan, _old in olds], ["price", "valid_until"], batch_size=BATCH
    )
    changes = [
        FieldChange(
            field=_name(plan.new.code, plan.new.min_amount, plan.new.valid_from), old=old, new=_told(entry)
        )
        for entry, plan, old in (*news, *olds)
    ]
    _tell(found, changes, by=by, now=now)
    return len(changed)


def _there(price_list_id: int, product_ids: Collection[int]) -> dict[Key, PriceListEntry]:
    """What stands on the list of these products."""
    found: dict[Key, PriceListEntry] = {}
    for ids in _batches(sorted(product_ids)):
        for one in PriceListEntry.objects.filter(price_list_id=price_list_id, product_id__in=ids):
            found[one.product_id, one.min_amount, one.valid_from] = one
    return found


def _batches(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """A few hundred at a time: databases bound how many values one question may have."""
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def _locked(price_list_id: int) -> PriceList | None:
    """The list's row, locked, so that two who set the same price leave one entry."""
    return PriceList.objects.select_for_update().filter(pk__in=possible_ids([price_list_id])).first()


def _entry(entry_id: int) -> PriceListEntry:
    """An entry with its list locked."""
    asked = PriceListEntry.objects.filter(pk__in=possible_ids([entry_id]))
    owner = asked.values_list("price_list_id", flat=True).first()
    if owner is not None:
        _locked(owner)
    found = PriceListEntry.objects.select_related("price_list", "product").filter(pk=entry_id).first()
    if owner is None or found is None:
        raise Refused([not_found("price")])
    return found


def load_prices(
    list_ids: Collection[int], product_ids: Collection[int], *, lock: bool
) -> dict[ListKey, PriceListEntry]:
    """The prices of these products on these lists; with `lock` nobody else writes there until the commit."""
    if lock:
        lists = PriceList.objects.select_for_update().filter(Among("id", list_ids))
        list(lists.order_by("pk").values_list("pk"))
    found = PriceListEntry.objects.filter(Among("price_list_id", list_ids), Among("product_id", product_ids))
    return {(one.price_list_id, one.product_id, one.min_amount, one.valid_from): one for one in found}


def _change(code: str, fields: dict[str, Any], *, old: PriceListEntry | None) -> FieldChange | None:
    """What becomes of an entry as a fact tells it; None when it stays as it is."""
    new = PriceListEntry(**fields)
    name = _name(code, new.min_amount, new.valid_from)
    if old is None:
        return FieldChange(field=name, old="", new=_told(new))
    before = _name(code, old.min_amount, old.valid_from)
    if (before, _told(old)) == (name, _told(new)):
        return None
    was = _told(old) if before == name else f"{before}: {_told(old)}"
    return FieldChange(field=name, old=was, new=_told(new))


def _name(code: str, min_amount: int, valid_from: date | None) -> str:
    """Which price is meant: ``IPA-33``, ``IPA-33 ≥ 10``, ``IPA-33 ≥ 10 2026-12-01``."""
    amount = f" ≥ {min_amount}" if min_amount > 1 else ""
    return f"{code}{amount}" + (f" {valid_from}" if valid_from else "")


def _told(entry: PriceListEntry) -> str:
    price = f"{entry.price.normalize():f}"
    return f"{price} → {entry.valid_until}" if entry.valid_until else price


def _tell(found: PriceList, changes: Sequence[FieldChange], *, by: Actor, now: datetime) -> None:
    if changes:
        fact = PricesChanged(id=found.pk, label=found.name, count=len(changes), changes=tuple(changes[:TOLD]))
        record([fact], by=by, now=now)
