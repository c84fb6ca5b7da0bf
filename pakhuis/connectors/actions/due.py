"""Looking for what shops have not been told yet: orders that are complete, free stock that differs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Max, Q

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.telling import MOST_TRIES, live_webshops
from pakhuis.connectors.models import Connection, Telling
from pakhuis.connectors.problems import OF_THE_SHOP
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import TellKind, TellState
from pakhuis.connectors.stock_told import all_free
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus

AFTER_CLOSING = timedelta(minutes=5)
"""So long a shipment may still be called back before the shop hears of it."""
LOOK_EVERY = timedelta(minutes=1)
LOOK_BACK = timedelta(days=14)
AT_ONCE = 500
REST = timedelta(minutes=15)
"""So long what was given up rests at least."""
TRIED_EACH = timedelta(hours=1)
logger = logging.getLogger("pakhuis.connectors")


def note_due(*, now: datetime) -> int:
    """Write down what live shops are to be told; gives how much that is. Two who look at once do no harm."""
    found = 0
    mine = [one for one in live_webshops() if _is_my_turn(one[1], now=now)]
    free = all_free() if mine else {}
    for webshop, connection in mine:
        try:
            found += _note(webshop, connection, free, now=now)
        except Exception:
            # Of this shop it is found at the next look, or told again what is wrong; the others go on.
            logger.exception("The look for what webshop %s is to be told broke off", webshop.pk)
    return found


def _note(webshop: Webshop, connection: Connection, free: Mapping[int, int], *, now: datetime) -> int:
    connector, found = connectors().get(webshop.kind), 0
    if connector is None or not all(map(connection.choices.get, connector.needs_for_telling)):
        return 0
    if connector.tells_shipments and connection.tells_shipments:
        found += _note_shipments(webshop, connection, now=now)
        found += _note_given_up(webshop, TellKind.SHIPMENT, now=now)
    if connector.tells_stock and connection.tells_stock:
        found += _note_stock(webshop, free, now=now)
        found += _note_given_up(webshop, TellKind.STOCK, now=now)
    return found


def _note_given_up(webshop: Webshop, kind: TellKind, *, now: datetime) -> int:
    """What was given up for trouble of the shop as a whole is told once the shop takes anything again.

    Until then one of it is tried each hour. What the shop says of one thing alone waits for a person.
    """
    given_up = Telling.objects.filter(
        webshop=webshop, kind=kind, state=TellState.FAILED, due_at__lte=now - REST
    ).order_by("due_at")
    rows = [
        (pk, at)
        for pk, at, problems in given_up.values_list("pk", "due_at", "problems")[:AT_ONCE]
        if {one.get("code") for one in problems} & OF_THE_SHOP
    ]
    if not rows:
        return 0
    told = Telling.objects.filter(webshop=webshop, state=TellState.DONE).aggregate(last=Max("told_at"))
    well = [pk for pk, at in rows if told["last"] is not None and told["last"] > at]
    tried = [pk for pk, at in rows[:1] if at <= now - TRIED_EACH]
    again = Telling.objects.filter(pk__in=well or tried, state=TellState.FAILED)
    return again.update(state=TellState.DUE, tries=MOST_TRIES - 1, asked_at=now)


def _is_my_turn(connection: Connection, *, now: datetime) -> bool:
    """Whether this caller looks for this shop: one does, once in so long."""
    is_due = Q(looked_for_due_at=None) | Q(looked_for_due_at__lte=now - LOOK_EVERY)
    return bool(Connection.objects.filter(is_due, pk=connection.pk).update(looked_for_due_at=now))


def _note_shipments(webshop: Webshop, connection: Connection, *, now: datetime) -> int:
    """Orders completed since the shop went live, that are not history, once each."""
    since = max(now - LOOK_BACK, connection.live_since or now)
    done = Order.objects.filter(
        webshop=webshop,
        status=OrderStatus.COMPLETED,
        completed_at__gte=since,
        completed_at__lte=now - AFTER_CLOSING,
    ).exclude(tellings__kind=TellKind.SHIPMENT)
    new = [
        Telling(
            webshop=webshop, kind=TellKind.SHIPMENT, key=str(order.pk), order=order, asked_at=now, due_at=now
        )
        for order in done.order_by("pk")[:AT_ONCE]
    ]
    Telling.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _note_stock(webshop: Webshop, free: Mapping[int, int], *, now: datetime) -> int:
    """Products whose free stock is not what the shop heard last; one row each, due again and again."""
    told = {one.product_id: one for one in Telling.objects.filter(webshop=webshop, kind=TellKind.STOCK)}
    new = [
        Telling(
            webshop=webshop,
            kind=TellKind.STOCK,
            key=str(product_id),
            product_id=product_id,
            asked_at=now,
            due_at=now,
        )
        for product_id in free
        if product_id not in told
    ]
    Telling.objects.bulk_create(new[:AT_ONCE], ignore_conflicts=True)
    changed = [
        one.pk
        for product_id, one in told.items()
        if one.state == TellState.DONE and one.told_free != free.get(product_id or 0, 0)
    ]
    again = Telling.objects.filter(pk__in=changed[:AT_ONCE], state=TellState.DONE)
    return len(new[:AT_ONCE]) + again.update(state=TellState.DUE, asked_at=now)
