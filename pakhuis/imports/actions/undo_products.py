"""Taking back what an import did to products: changed fields go back, made products are switched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pakhuis.bulk.among import Among
from pakhuis.catalogue.actions import change_products, hold_products
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.imports.actions.engine import Traces, Undone
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
from pakhuis.kernel.problem import Problem
from pakhuis.orders.models import OrderLine


def undo_products(traces: Mapping[int, Traces], *, run: ImportRun, now: datetime) -> Mapping[int, Undone]:
    """What became of each of these products, which are held from the start, as who writes prices does."""
    ids = list(traces)
    hold_products(ids)
    products = Product.objects.in_bulk(ids)
    others = _others(ids, run)
    sold = OrderLine.objects.filter(Among("product_id", ids)).order_by()
    ordered = set(sold.values_list("product_id", flat=True).distinct())
    undone: dict[int, Undone] = {}
    back: dict[int, ProductFields] = {}
    for pk in ids:
        if pk not in products:
            undone[pk] = Undone(heap=Heap.IMPOSSIBLE, reasons=(gone_since(),))
        elif not traces[pk].was_made:
            fields, kept = _restored(products[pk], traces[pk])
            undone[pk] = Undone(heap=Heap.KEPT if kept else Heap.REVERSED, reasons=tuple(kept))
            if fields:
                back[pk] = ProductFields(**fields)
        elif pk in others:
            undone[pk] = Undone(heap=Heap.KEPT, reasons=(touched_since(others[pk]),))
        elif pk in ordered:
            undone[pk] = Undone(heap=Heap.KEPT, reasons=(has_orders(),))
        else:
            # Stock may point to it, so that it is switched off rather than deleted.
            undone[pk] = Undone(heap=Heap.KEPT, reasons=(stays_switched_off(),))
            back[pk] = ProductFields(active=False)
    # The last first: a barcode that went from one to the other goes back the same way.
    last_first = sorted(back, key=lambda pk: -traces[pk].row)
    done = change_products([(pk, back[pk]) for pk in last_first], by=run.undoer, now=now) if back else []
    for pk, made in zip(last_first, done, strict=True):
        if not isinstance(made, Product):
            undone[pk] = Undone(heap=Heap.IMPOSSIBLE, reasons=made)
    return undone


def _restored(product: Product, traces: Traces) -> tuple[dict[str, Any], list[Problem]]:
    """The fields that go back to what they were, and why others do not."""
    back: dict[str, Any] = {}
    kept: list[Problem] = []
    for name, old in traces.first.items():
        if name == "stock":
            kept.append(stock_stays())
        elif told(getattr(product, name)) != traces.last[name]:
            kept.append(field_touched_since(name))
        else:
            back[name] = read_back(name, old)
    return back, kept


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
