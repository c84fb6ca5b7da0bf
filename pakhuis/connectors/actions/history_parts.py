"""Taking in old orders that were read: several workers at once, each buyer's orders in their order."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q

from pakhuis.accounts.actions import claim
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.orders import options_of, place
from pakhuis.connectors.actions.poll import kept
from pakhuis.connectors.actions.take_in import refuse
from pakhuis.connectors.contract import Payload, ShopOrderData
from pakhuis.connectors.models import Connection, HistoryPart, ShopOrder
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import Route
from pakhuis.connectors.tasks import import_part
from pakhuis.kernel.problem import Refused

PATIENCE = timedelta(minutes=2)
"""Longer nobody works on one part: whoever took it was killed."""
LOST_AFTER = timedelta(minutes=10)
"""A part that nobody has taken after so long lost its task."""
logger = logging.getLogger("pakhuis.connectors")


def hand_over(webshop: Webshop, lanes: Mapping[int, Sequence[Payload]], *, now: datetime) -> None:
    """Write down orders that were read, by lane; a lane that had nothing to do gets a task.

    Belongs in a transaction that began with `hold`.
    """
    busy = set(HistoryPart.objects.filter(webshop=webshop).values_list("lane", flat=True))
    HistoryPart.objects.bulk_create(
        HistoryPart(webshop=webshop, lane=lane, orders=json.dumps(orders), fetched_at=now)
        for lane, orders in sorted(lanes.items())
    )
    for lane in sorted(set(lanes) - busy):
        import_part.enqueue(webshop.pk, lane)


def work_off_part(webshop_id: int, lane: int, *, now: datetime) -> int:
    """Take in the first part of a lane, and queue its next; gives how many orders were taken in.

    Each order is a transaction of its own, and a part goes when all of its are done: a killed worker does
    some orders again, of which none is taken in twice.
    """
    webshop = Webshop.objects.select_related("connection").filter(pk=webshop_id, active=True).first()
    part = HistoryPart.objects.filter(webshop=webshop, lane=lane).order_by("pk").first()
    if webshop is None or part is None or not _is_mine(part, now=now):
        return 0
    connector, options = connectors()[webshop.kind], options_of(webshop)
    found = [connector.translate(payload, options) for payload in json.loads(part.orders)]
    ids = [data.external_id for data in found]
    here = ShopOrder.objects.filter(webshop=webshop, external_id__in=ids)
    known = set(here.values_list("external_id", flat=True))
    taken = sum(_take(webshop, data, now=now) for data in found if data.external_id not in known)
    _finish(part, taken=taken, now=now)
    return taken


def hold(webshop_id: int) -> None:
    """Who deals out and who finishes a part wait for each other, so that no lane is left without its task.

    Comes before anything is written: both write the shop's row too.
    """
    claim(f"history:{webshop_id}")


def _is_mine(part: HistoryPart, *, now: datetime) -> bool:
    """Whether this caller may work on it; nobody else does before it had its time."""
    free = HistoryPart.objects.filter(Q(taken_until=None) | Q(taken_until__lt=now), pk=part.pk)
    return bool(free.update(taken_until=now + PATIENCE))


@transaction.atomic
def _finish(part: HistoryPart, *, taken: int, now: datetime) -> None:
    hold(part.webshop_id)
    if HistoryPart.objects.filter(pk=part.pk).delete()[0]:
        mine = Connection.objects.filter(webshop_id=part.webshop_id)
        mine.update(history_count=F("history_count") + taken)
        if HistoryPart.objects.filter(webshop_id=part.webshop_id, lane=part.lane).exists():
            import_part.enqueue(part.webshop_id, part.lane)
        is_worked_off(part.webshop_id, now=now)


def _take(webshop: Webshop, data: ShopOrderData, *, now: datetime) -> int:
    """Take in one old order; only what a person must look at, or what broke off, is kept as a message."""
    try:
        _placed(webshop, data, now=now)
    except Refused as refused:
        refuse(kept(webshop, data, route=Route.HISTORY, now=now), refused, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Old order %s of shop %s broke off", data.external_id, webshop.pk)
        kept(webshop, data, route=Route.HISTORY, now=now)
    return 1


@transaction.atomic
def _placed(webshop: Webshop, data: ShopOrderData, *, now: datetime) -> None:
    if data.problems:
        raise Refused(data.problems)
    place(webshop, data, now=now, is_history=True)


def is_worked_off(webshop_id: int, *, now: datetime) -> bool:
    """Whether all old orders are in; notes when that is so."""
    done = Connection.objects.filter(
        webshop_id=webshop_id,
        history_read_at__isnull=False,
        history_done_at=None,
        webshop__history_parts__isnull=True,
    )
    return bool(Connection.objects.filter(pk__in=done.values("pk")).update(history_done_at=now))


def left_behind(*, now: datetime) -> list[tuple[int, int]]:
    """Shops and lanes whose worker was killed, or whose task was lost; each is given out once."""
    lost = Q(taken_until__lt=now) | Q(taken_until=None, fetched_at__lt=now - LOST_AFTER)
    parts = HistoryPart.objects.filter(lost, webshop__active=True)
    found = {pk: (webshop_id, lane) for pk, webshop_id, lane in parts.values_list("pk", "webshop_id", "lane")}
    if found:
        HistoryPart.objects.filter(lost, pk__in=found).update(taken_until=None, fetched_at=now)
    return sorted(set(found.values()))
