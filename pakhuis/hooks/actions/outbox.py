"""Messages are written in the transaction of their facts: what was committed will be told, nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pakhuis.hooks.models import Message
from pakhuis.hooks.queries import listening
from pakhuis.hooks.rules import FREE_STOCK, events_of
from pakhuis.journal.models import Fact
from pakhuis.orders.models import OrderLine

PRODUCT = "product"


def note(facts: Sequence[Fact]) -> None:
    """Write a message for every active hook of every event of these facts; one query when nobody listens."""
    heard = [(fact, event) for fact in facts for event in events_of(fact.name, by=fact.actor_kind)]
    if not heard:
        return
    hooks: dict[str, list[int]] = defaultdict(list)
    for hook_id, event in listening({event for _, event in heard}):
        hooks[event].append(hook_id)
    wanted = [(fact, event) for fact, event in heard if event in hooks]
    if not wanted:
        return
    Message.objects.bulk_create(
        (
            Message(
                hook_id=hook_id,
                event=event,
                fact_id=fact.pk,
                subject_kind=kind,
                subject_id=subject_id,
                happened_at=fact.at,
                next_try_at=fact.at,
            )
            for fact, event, kind, subject_id in _subjects(wanted)
            for hook_id in hooks[event]
        ),
        ignore_conflicts=True,
    )


def _subjects(wanted: Iterable[tuple[Fact, str]]) -> Iterator[tuple[Fact, str, str, int]]:
    """What each event is about: the fact's own subject; for free stock the products of the order."""
    wanted = list(wanted)
    orders = {fact.subject_id for fact, event in wanted if _is_of_products(fact, event)}
    products: dict[int, set[int]] = defaultdict(set)
    if orders:
        lines = OrderLine.objects.filter(order_id__in=orders, product__isnull=False)
        for order_id, product_id in lines.values_list("order_id", "product_id"):
            products[order_id].add(product_id)
    for fact, event in wanted:
        if _is_of_products(fact, event):
            for product_id in sorted(products[fact.subject_id]):
                yield fact, event, PRODUCT, product_id
        else:
            yield fact, event, fact.subject_kind, fact.subject_id


def _is_of_products(fact: Fact, event: str) -> bool:
    return event == FREE_STOCK and fact.subject_kind != PRODUCT
