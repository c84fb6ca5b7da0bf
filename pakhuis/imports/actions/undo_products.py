"""Taking back what an import did to products: changed fields go back, made products are switched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pakhuis.catalogue.actions import hold_products, update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.imports.actions.engine import Traces, Undone, each_undone, traces_of
from pakhuis.imports.actions.product_values import read_back, told
from pakhuis.imports.models import ImportRun
from pakhuis.imports.problems import (
    field_touched_since,
    gone_since,
    has_orders,
    stays_switched_off,
    stock_stays,
    touched_since,
)
from pakhuis.imports.states import Heap
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem
from pakhuis.orders.models import OrderLine


def undo_products(ids: Sequence[int], *, run: ImportRun, now: datetime) -> Mapping[int, Undone]:
    """What became of each of these products, which are held from the start, as who writes prices does."""
    hold_products(ids)
    traces, others = traces_of(run, ids), _others(ids, run)
    return each_undone(ids, lambda pk: _undone(pk, traces[pk], others.get(pk), by=run.undoer, now=now))


def _undone(product_id: int, traces: Traces, other: str | None, *, by: Actor, now: datetime) -> Undone:
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        return Undone(heap=Heap.IMPOSSIBLE, reasons=(gone_since(),))
    if traces.was_made:
        return _made_back(product, other, by=by, now=now)
    back: dict[str, Any] = {}
    kept: list[Problem] = []
    for name, old in traces.first.items():
        if name == "stock":
            kept.append(stock_stays())
        elif told(getattr(product, name)) != traces.last[name]:
            kept.append(field_touched_since(name))
        else:
            back[name] = read_back(name, old)
    update_product(product_id, ProductFields(**back), by=by, now=now)
    return Undone(heap=Heap.KEPT if kept else Heap.REVERSED, reasons=tuple(kept))


def _made_back(product: Product, other: str | None, *, by: Actor, now: datetime) -> Undone:
    """A product it made is switched off, as stock may point to it, unless somebody works with it by now."""
    if other is not None:
        return Undone(heap=Heap.KEPT, reasons=(touched_since(other),))
    if OrderLine.objects.filter(product=product).exists():
        return Undone(heap=Heap.KEPT, reasons=(has_orders(),))
    update_product(product.pk, ProductFields(active=False), by=by, now=now)
    return Undone(heap=Heap.KEPT, reasons=(stays_switched_off(),))


def _others(ids: Sequence[int], run: ImportRun) -> dict[int, str]:
    """Who did something with each of these products since this run first did, the last of them."""
    mine = run.as_actor()
    facts = Fact.objects.filter(subject_kind="product", subject_id__in=ids).order_by("pk")
    begun: set[int] = set()
    others: dict[int, str] = {}
    for subject_id, *who, label in facts.values_list("subject_id", "actor_kind", "actor_id", "actor_label"):
        if who == [mine.kind, mine.id]:
            begun.add(subject_id)
        elif subject_id in begun:
            others[subject_id] = label
    return others
