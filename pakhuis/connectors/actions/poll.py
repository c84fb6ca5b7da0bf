"""Asking a shop what has changed: finds what its webhooks missed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pakhuis.accounts.actions import account_settings, note_poll
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.connections import access_to
from pakhuis.connectors.actions.orders import is_newer, options_of
from pakhuis.connectors.actions.take_in import refuse, settle
from pakhuis.connectors.contract import Options, Payload, ShopError, ShopOrderData
from pakhuis.connectors.models import Connection, Delivery, ShopOrder
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import DeliveryState, Route, Stage
from pakhuis.kernel.problem import Refused

OVERLAP = timedelta(minutes=10)
"""How far a poll looks back before the last one: shops write their times before they commit."""
LOOK_BACK = timedelta(days=7)
"""How far the first poll of a shop looks back, and one poll each night."""
NIGHT = (1, 6)
HALF_A_DAY = timedelta(hours=12)
MOST_PAGES = 200
logger = logging.getLogger("pakhuis.connectors")


def poll_webshop(webshop_id: int, *, now: datetime) -> int:
    """Take in every order that changed since the last good poll; gives how many were new or newer.

    The time of the last poll moves only when all pages were read, so that nothing is missed; what was taken
    in before is skipped, so that reading it again costs little.
    """
    webshop = Webshop.objects.filter(pk=webshop_id, active=True).first()
    if webshop is None:
        return 0
    connection = Connection.objects.filter(webshop=webshop).first()
    pause = timedelta(minutes=connection.poll_minutes if connection else 60)
    since = (webshop.last_poll_at - OVERLAP) if webshop.last_poll_at else now - LOOK_BACK
    looks_back = _is_due_to_look_back(webshop, connection, now=now)
    if looks_back:
        since = min(since, now - LOOK_BACK)
    try:
        taken = _read_all(webshop, since, now=now)
    except ShopError as error:
        note_poll(webshop_id, now=now, next_at=now + max(pause, error.wait), problem=error.problem)
        return 0
    except Refused as refused:
        note_poll(webshop_id, now=now, next_at=now + pause, problem=refused.problems[0])
        return 0
    note_poll(webshop_id, now=now, next_at=now + pause)
    if looks_back:
        Connection.objects.filter(webshop=webshop).update(looked_back_at=now)
    return taken


def _is_due_to_look_back(webshop: Webshop, connection: Connection | None, *, now: datetime) -> bool:
    """Once a night, or when the last night was missed: what webhooks and polls missed is found then."""
    if connection is None or webshop.last_poll_at is None:
        return False
    last = connection.looked_back_at or webshop.last_poll_at
    hour = now.astimezone(ZoneInfo(account_settings().time_zone)).hour
    is_night = NIGHT[0] <= hour < NIGHT[1]
    return now - last > (HALF_A_DAY if is_night else 3 * HALF_A_DAY)


def _read_all(webshop: Webshop, since: datetime, *, now: datetime) -> int:
    access = access_to(webshop)
    connector = connectors()[webshop.kind]
    options = options_of(webshop)
    taken, start = 0, ""
    for _ in range(MOST_PAGES):
        page = connector.changed_since(access, since, start=start)
        taken += _take_page(webshop, page.orders, options, now=now)
        start = page.next
        if not start:
            break
    return taken


def _take_page(webshop: Webshop, orders: Sequence[Payload], options: Options, *, now: datetime) -> int:
    """Take in what is new on one page; what is known of all of them is asked in one query."""
    connector = connectors()[webshop.kind]
    translated = [connector.translate(payload, options) for payload in orders]
    ids = [data.external_id for data in translated if data.external_id]
    known = {one.external_id: one for one in ShopOrder.objects.filter(webshop=webshop, external_id__in=ids)}
    taken = 0
    for data in translated:
        seen = known.get(data.external_id)
        if seen is None and data.stage in (Stage.NOT_YET, Stage.CANCELLED, Stage.SENT):
            continue
        if seen is None or is_newer(data, seen):
            taken += take_version(webshop, data, route=Route.POLL, now=now)
    return taken


def take_version(webshop: Webshop, data: ShopOrderData, *, route: Route, now: datetime) -> int:
    """Write down what came and settle it; a version that waits for a person already is not asked again.

    What breaks off is left there, to be tried again from the message: the other orders go on.
    """
    delivery = kept(webshop, data, route=route, now=now)
    if delivery.state != DeliveryState.RECEIVED:
        return 0
    try:
        settle(delivery, data, now=now)
    except Refused as refused:
        refuse(delivery, refused, now=now)
    except Exception:
        logger.exception("Order %s of shop %s broke off", data.external_id, webshop.pk)
    return 1


def kept(webshop: Webshop, data: ShopOrderData, *, route: Route, now: datetime) -> Delivery:
    """The message that stands for this version of an order; nobody has fetched it twice."""
    version = f"{data.modified_at.isoformat() if data.modified_at else ''} {data.fingerprint[:32]}"
    row = Delivery(
        webshop=webshop,
        route=route,
        key=f"{route}:{data.external_id}:{version}"[:200],
        topic=data.status[:60],
        external_id=data.external_id[:100],
        received_at=now,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    return Delivery.objects.select_related("webshop").get(webshop=webshop, key=row.key)
