"""Making picklists from pieces that may be picked: one for each warehouse of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pakhuis.bulk.inserting import insert
from pakhuis.fulfilment.actions.making import made_picklists
from pakhuis.fulfilment.actions.ruling import terms_for
from pakhuis.fulfilment.events import PicklistAssigned, PicklistCreated, PicklistEvent, PicklistRuled
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.picklist_rules import PicklistTerms
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.models import Allocation, Order


def release_to_picking(
    order: Order, allocations: Iterable[Allocation], *, by: Actor, now: datetime
) -> list[Picklist]:
    """Put these pieces on picklists, one per warehouse, as the account's own rules and the order's wish say.

    Belongs in the caller's transaction.
    """
    by_warehouse: dict[int, list[Allocation]] = defaultdict(list)
    for one in allocations:
        by_warehouse[one.warehouse_id].append(one)
    terms = terms_for(order, by_warehouse) if by_warehouse else {}
    picklists = _made(order, by_warehouse, terms, now=now) if by_warehouse else []
    record([fact for one in picklists for fact in (created(one), *_ruled(one, terms))], by=by, now=now)
    return picklists


def _ruled(one: Picklist, terms: Mapping[int, PicklistTerms]) -> list[PicklistEvent]:
    """What the rules set on a new picklist."""
    given = terms[one.warehouse_id]
    if not given.rules:
        return []
    facts: list[PicklistEvent] = [PicklistRuled(id=one.pk, order_id=one.order_id, rules=given.rules)]
    if given.user_id is not None:
        facts.append(PicklistAssigned(id=one.pk, user_id=given.user_id, user=given.user))
    return facts


def _made(
    order: Order,
    by_warehouse: Mapping[int, Sequence[Allocation]],
    terms: Mapping[int, PicklistTerms],
    *,
    now: datetime,
) -> list[Picklist]:
    picklists = made_picklists(order, list(by_warehouse), now=now, terms=terms)
    insert(
        PicklistLine(
            picklist=picklist,
            order_line_id=one.line_id,
            allocation=one,
            product_id=one.line.product_id,
            amount=one.amount,
        )
        for picklist, pieces in zip(picklists, by_warehouse.values(), strict=True)
        for one in pieces
        if one.line.product_id is not None  # own lines have no pieces
    )
    return picklists


def created(one: Picklist) -> PicklistCreated:
    """The fact that a picklist was made."""
    return PicklistCreated(id=one.pk, number=one.number, order_id=one.order_id, warehouse_id=one.warehouse_id)
