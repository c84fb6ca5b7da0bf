"""The prices on a list: set, changed, taken off, one by one or many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from pakhuis.bulk.among import Among
from pakhuis.catalogue.actions import hold_products, tell_changed
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.problems import unknown_code
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
from pakhuis.pricing.problems import entry_taken, unknown_price_list

TOLD = 200
"""Of so many prices at once a fact tells the old and the new one."""
BATCH = 500
ON_LIST = "prices."
"""Begins the name of a price in the logbook of its product: ``prices.Horeca ≥ 10``."""
Key = tuple[int, int, date | None]
ListKey = tuple[int, int, int, date | None]
"""List, product, from which amount, from which day."""
_NAMED = ("price", "min_amount", "valid_from", "valid_until")


class _Change(NamedTuple):
    """What becomes of one price, as its list tells it by the product, and as its product does by the list."""

    product_id: int
    on_list: FieldChange
    of_product: FieldChange


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
    hold_products([product_id])
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
    change = _change(found, product.pk, product.code, fields, old=same)
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
            change = _change(entry.price_list, entry.product_id, entry.product.code, fields, old=entry)
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
    change = _change(entry.price_list, entry.product_id, entry.product.code, None, old=entry)
    entry.delete()
    _tell(entry.price_list, [change] if change else [], by=by, now=now)


@transaction.atomic
def remove_prices(entry_ids: Collection[int], *, by: Actor, now: datetime) -> None:
    """Take these prices off their lists, as `remove_price` does one; those that are gone do nothing."""
    by_list: dict[int, list[PriceListEntry]] = defaultdict(list)
    for one in hold_prices(entry_ids).values():
        by_list[one.price_list_id].append(one)
    for _, entries in sorted(by_list.items()):
        found = entries[0].price_list
        changes = [_change(found, one.product_id, one.product.code, None, old=one) for one in entries]
        _tell(found, [one for one in changes if one], by=by, now=now)
    gone = [one.pk for entries in by_list.values() for one in entries]
    PriceListEntry.objects.filter(Among("id", gone)).delete()


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
    return _planned(price_list_id, pasted, _products(pasted))


def _products(pasted: Sequence[PastedPrice]) -> dict[str, tuple[int, str]]:
    """Id and name of each product that is named, by its code."""
    products: dict[str, tuple[int, str]] = {}
    for codes in _batches(sorted({one.code for one in pasted})):
        rows = Product.objects.filter(code__in=codes).values_list("code", "pk", "name")
        products |= {code: (pk, name) for code, pk, name in rows}
    return products


def _planned(
    price_list_id: int, pasted: Sequence[PastedPrice], products: Mapping[str, tuple[int, str]]
) -> tuple[list[PricePlan], list[Problem]]:
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
    products = _products(pasted)
    hold_products([pk for pk, _name_ in products.values()])
    found = _locked(price_list_id)
    if found is None:
        raise Refused([unknown_price_list(())])
    plans, problems = _planned(price_list_id, pasted, products)
    if problems:
        raise Refused(problems)
    changed = [plan for plan in plans if not plan.is_same]
    changes = [_change(found, one.product_id, one.new.code, _fields(one.new), old=one.old) for one in changed]
    news, olds = list[PriceListEntry](), list[PriceListEntry]()
    for plan in changed:
        entry = plan.old or PriceListEntry(price_list=found, product_id=plan.product_id)
        for name, value in _fields(plan.new).items():
            setattr(entry, name, value)
        (olds if plan.old else news).append(entry)
    PriceListEntry.objects.bulk_create(news, batch_size=BATCH)
    PriceListEntry.objects.bulk_update(olds, ["price", "valid_until"], batch_size=BATCH)
    _tell(found, [one for one in changes if one], by=by, now=now)
    return len(changed)


def _fields(new: PastedPrice) -> dict[str, Any]:
    return {name: getattr(new, name) for name in _NAMED}


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
    """An entry with its product and list locked."""
    asked = PriceListEntry.objects.filter(pk__in=possible_ids([entry_id]))
    owner = asked.values_list("price_list_id", "product_id").first()
    if owner is not None:
        hold_products([owner[1]])
        _locked(owner[0])
    found = PriceListEntry.objects.select_related("price_list", "product").filter(pk=entry_id).first()
    if owner is None or found is None:
        raise Refused([not_found("price")])
    return found


def hold_prices(entry_ids: Collection[int]) -> dict[int, PriceListEntry]:
    """Those of these prices that are there, with their products and lists, held until the commit."""
    asked = PriceListEntry.objects.filter(Among("id", entry_ids))
    owners = list(asked.values_list("price_list_id", "product_id"))
    _hold([one for one, _ in owners], [one for _, one in owners])
    return {one.pk: one for one in asked.select_related("price_list", "product").order_by("pk")}


def _hold(list_ids: Collection[int], product_ids: Collection[int]) -> None:
    """Nobody else writes prices of these products on these lists until the commit."""
    hold_products(product_ids)
    lists = PriceList.objects.select_for_update().filter(Among("id", list_ids))
    list(lists.order_by("pk").values_list("pk"))


def load_prices(
    list_ids: Collection[int], product_ids: Collection[int], *, lock: bool
) -> dict[ListKey, PriceListEntry]:
    """The prices of these products on these lists; with `lock` nobody else writes there until the commit."""
    if lock:
        _hold(list_ids, product_ids)
    found = PriceListEntry.objects.filter(Among("price_list_id", list_ids), Among("product_id", product_ids))
    return {(one.price_list_id, one.product_id, one.min_amount, one.valid_from): one for one in found}


def _change(
    found: PriceList,
    product_id: int,
    code: str,
    fields: Mapping[str, Any] | None,
    *,
    old: PriceListEntry | None,
) -> _Change | None:
    """What becomes of an entry of a product, as facts tell it; without `fields` it is taken off. None when it
    stays as it is."""
    on_list, of_product = (_as_told(head, fields, old=old) for head in (code, found.name))
    if on_list is None or of_product is None:
        return None
    return _Change(product_id, on_list, replace(of_product, field=ON_LIST + of_product.field))


def _as_told(
    head: str, fields: Mapping[str, Any] | None, *, old: PriceListEntry | None
) -> FieldChange | None:
    before = _name(head, old.min_amount, old.valid_from) if old else ""
    was = _told(old) if old else ""
    if fields is None:
        return FieldChange(field=before, old=was, new="")
    new = PriceListEntry(**fields)
    name = _name(head, new.min_amount, new.valid_from)
    if old is not None and (before, was) == (name, _told(new)):
        return None
    is_moved = old is not None and before != name
    return FieldChange(field=name, old=f"{before}: {was}" if is_moved else was, new=_told(new))


def _name(head: str, min_amount: int, valid_from: date | None) -> str:
    """Which price is meant: ``IPA-33``, ``IPA-33 ≥ 10``, ``IPA-33 ≥ 10 2026-12-01``."""
    amount = f" ≥ {min_amount}" if min_amount > 1 else ""
    return f"{head}{amount}" + (f" {valid_from}" if valid_from else "")


def _told(entry: PriceListEntry) -> str:
    price = f"{entry.price.normalize():f}"
    return f"{price} → {entry.valid_until}" if entry.valid_until else price


def _tell(found: PriceList, changes: Sequence[_Change], *, by: Actor, now: datetime) -> None:
    """The list says what changed on it, and each product that it changed: its prices are a part of it."""
    if not changes:
        return
    told = tuple(one.on_list for one in changes[:TOLD])
    record([PricesChanged(id=found.pk, label=found.name, count=len(changes), changes=told)], by=by, now=now)
    by_product: dict[int, list[FieldChange]] = defaultdict(list)
    for one in changes:
        by_product[one.product_id].append(one.of_product)
    tell_changed(by_product, by=by, now=now)
