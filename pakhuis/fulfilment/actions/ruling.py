"""Letting the account's own rules have their say about picklists that are about to be made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db import connection
from django.db.models import Q, prefetch_related_objects

from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.accounts.rows import Lock, rows
from pakhuis.fulfilment.models import PicklistRule
from pakhuis.fulfilment.picklist_rules import PicklistRuling, PicklistTerms, terms
from pakhuis.orders.conditions import Seen, What
from pakhuis.orders.models import Allocation, Order
from pakhuis.orders.rule_queries import asked_of
from pakhuis.orders.seen import Goods, seen_of

_ANY = """SELECT EXISTS (SELECT 1 FROM fulfilment_picklistrule WHERE active),
    (SELECT profile_id FROM fulfilment_shippingwish WHERE order_id = %s)"""


def terms_for(order: Order, by_warehouse: Mapping[int, Sequence[Allocation]]) -> dict[int, PicklistTerms]:
    """What to set on the picklist of each warehouse; one query where there are no rules.

    Where the rules say nothing of shipping, what was wished for the order counts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ANY, [order.pk])
        has_rules, wished = cursor.fetchone()
    ruled = _by_rules(order, by_warehouse) if has_rules else dict.fromkeys(by_warehouse, PicklistTerms())
    return {warehouse: replace(one, profile_id=one.profile_id or wished) for warehouse, one in ruled.items()}


def _by_rules(order: Order, by_warehouse: Mapping[int, Sequence[Allocation]]) -> dict[int, PicklistTerms]:
    """What the rules set.

    A picklist shows its own goods to the rules, and of the order all else. A rule that gives to somebody who
    has left or may not pick any more gives to nobody. Nobody changes or deletes the rules until the commit.
    """
    kept = rows(PicklistRule, order="position, id", lock=Lock.SHARE, active=True)
    prefetch_related_objects(kept, "shipping_profile__provider", "conditions")
    pickers = _pickers({one.assigned_to_id for one in kept if one.assigned_to_id is not None})
    rulings = [_ruling(one, pickers) for one in kept]
    asked = {asks.what for one in rulings for asks in one.conditions}
    return {
        warehouse: terms(rulings, _seen(order, warehouse, pieces, asked))
        for warehouse, pieces in by_warehouse.items()
    }


def _pickers(user_ids: Collection[int]) -> dict[int, str]:
    """Those of the users who may pick, with their names."""
    may = Q(is_superuser=True) | Q(rights__right=Right.PICKLISTS_WORK)
    found = User.objects.filter(may, pk__in=user_ids, is_active=True) if user_ids else ()
    return {one.pk: one.full_name for one in found}


def _ruling(one: PicklistRule, pickers: Mapping[int, str]) -> PicklistRuling:
    profile = one.shipping_profile
    is_offered = profile is not None and profile.active and profile.provider.active
    return PicklistRuling(
        title=one.title,
        conditions=asked_of(one.conditions.all()),
        profile_id=one.shipping_profile_id if is_offered else None,
        user_id=one.assigned_to_id if one.assigned_to_id in pickers else None,
        user=pickers.get(one.assigned_to_id or 0, ""),
        is_urgent=one.urgent,
    )


def _seen(order: Order, warehouse: int, pieces: Sequence[Allocation], asked: set[What]) -> Seen:
    goods = [Goods(line=one.line, pieces=one.amount) for one in pieces]
    return seen_of(order, goods, asked).with_words(What.WAREHOUSE, [str(warehouse)])
