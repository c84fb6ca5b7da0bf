"""Moving an account: step by step, some things at a time, each with its entry in one transaction.

Killed at any moment, the next start goes on where the last transaction ended: nothing is lost or twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.db import transaction

from pakhuis.kernel.clock import now
from pakhuis.migrating.actions.customers import Customers
from pakhuis.migrating.actions.houses import Locations, Warehouses
from pakhuis.migrating.actions.items import Done, Item
from pakhuis.migrating.actions.ledger import count, finish, go_on, keep, pass_over, split, step_of
from pakhuis.migrating.actions.orders import Orders
from pakhuis.migrating.actions.own_fields import CustomerFieldsMover, OrderFieldsMover, ProductFieldsMover
from pakhuis.migrating.actions.parts import Parts
from pakhuis.migrating.actions.people import Users
from pakhuis.migrating.actions.pictures import Pictures
from pakhuis.migrating.actions.places import Places
from pakhuis.migrating.actions.prices import Prices
from pakhuis.migrating.actions.processing import Processing
from pakhuis.migrating.actions.products import Products
from pakhuis.migrating.actions.purchases import Purchases
from pakhuis.migrating.actions.said import Comments
from pakhuis.migrating.actions.settings_lists import PriceLists, Tags, Templates
from pakhuis.migrating.actions.suppliers import Suppliers
from pakhuis.migrating.actions.vat_groups import VatGroups
from pakhuis.migrating.actions.work import Mover, Work
from pakhuis.migrating.models import MovingRun, MovingStep, SourceAccount
from pakhuis.migrating.source import Source
from pakhuis.migrating.states import Resource

MOVERS: tuple[Mover, ...] = (
    VatGroups(),
    Tags(),
    Templates(),
    PriceLists(),
    Warehouses(),
    Locations(),
    CustomerFieldsMover(),
    OrderFieldsMover(),
    ProductFieldsMover(),
    Users(),
    Suppliers(),
    Products(),
    Prices(),
    Parts(),
    Places(),
    Pictures(),
    Customers(),
    Orders(),
    Processing(),
    Purchases(),
    Comments(),
)
"""In the order in which things point to each other."""
Told = Callable[[Resource, int], None]


def begin_run(address: str) -> MovingRun:
    """The run that was broken off, else a new one."""
    with transaction.atomic():
        account, _ = SourceAccount.objects.get_or_create(address=address)
        run, _ = MovingRun.objects.get_or_create(
            source=account, finished_at=None, defaults={"started_at": now()}
        )
        run.source = account
    return run


def move_all(run: MovingRun, source: Source, *, told: Told) -> None:
    """Move everything that is not here yet. `told` hears of each step how many things it has looked at.

    Raises `SourceError` when the account stops answering: start again later, it goes on from there.
    """
    work = Work(source, run, is_pakhuis=source.is_pakhuis())
    for mover in MOVERS:
        step = step_of(run, mover.resource)
        if not step.is_done:
            _moved(mover, step, work, told)
    MovingRun.objects.filter(pk=run.pk).update(finished_at=now())


def _moved(mover: Mover, step: MovingStep, work: Work, told: Told) -> None:
    looked_at = step.read
    told(mover.resource, looked_at)
    for batch in mover.batches(work, step):
        fresh, known = split(work.run, mover.resource, batch.items)
        for some in _portions(fresh, mover.size):
            prepared = mover.prepared(some, work)
            with transaction.atomic():
                _kept(mover, prepared, work)
            looked_at += len(some)
            told(mover.resource, looked_at)
        with transaction.atomic():
            pass_over(work.run, mover.resource, known)
            go_on(step, batch)
        looked_at += len(known)
        told(mover.resource, looked_at)
    finish(step)


def _kept(mover: Mover, items: Sequence[Item], work: Work) -> None:
    """Bring these here and write down what became of them, together with how many were read."""
    done = mover.put(items, work)
    own = [one for one in done if one.resource in (None, mover.resource)]
    assert sorted(one.key for one in own) == sorted(item.key for item in items)
    keep(work.run, mover.resource, done)
    by_resource: dict[Resource, list[Done]] = {}
    for one in done:
        by_resource.setdefault(one.resource or mover.resource, []).append(one)
    for resource, some in by_resource.items():
        total = sum((one.amount or Decimal(0) for one in some), Decimal(0))
        count(work.run, resource, read=len(some), total=total)


def _portions(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
