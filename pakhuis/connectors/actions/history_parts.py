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
from pakhuis.connectors.actions.connections import access_to
from pakhuis.connectors.actions.orders import hindrances, options_of, place
from pakhuis.connectors.actions.poll import kept, take_version, whole_order
from pakhuis.connectors.actions.take_in import refuse
from pakhuis.connectors.contract import Payload, RateSpent, ShopError, ShopOrderData
from pakhuis.connectors.models import Connection, HistoryPart, ShopOrder
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import Route, Stage
from pakhuis.connectors.tasks import import_part
from pakhuis.kernel.problem import Problem, Refused, as_stored

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
    taker = _Taker(webshop, part, now=now)
    try:
        taker.take_all()
    except RateSpent as spent:
        _put_back(part, taken=taker.taken, again_at=now + spent.wait, problem=None)
    except ShopError as error:
        again_at = now + max(PATIENCE, error.wait)
        _put_back(part, taken=taker.taken, again_at=again_at, problem=error.problem)
    else:
        _finish(part, taken=taker.taken, now=now)
    return taker.taken


class _Taker:
    """Takes in the orders of a part that are not here; what the list did not tell of them it asks for."""

    def __init__(self, webshop: Webshop, part: HistoryPart, *, now: datetime) -> None:
        self.taken = 0
        self._webshop = webshop
        self._part = part
        self._now = now

    def take_all(self) -> None:
        """Raises `ShopError` when the shop cannot be asked now: what was taken in before stays so."""
        connector, options = connectors()[self._webshop.kind], options_of(self._webshop)
        listed = [(one, connector.translate(one, options)) for one in json.loads(self._part.orders)]
        ids = [data.external_id for _, data in listed]
        here = ShopOrder.objects.filter(webshop=self._webshop, external_id__in=ids)
        known = set(here.values_list("external_id", flat=True))
        wanted = [(one, data) for one, data in listed if data.external_id not in known]
        is_asked = not all(connector.is_whole(one) for one, _ in wanted)
        access = access_to(self._webshop, in_background=True) if is_asked else None
        for one, data in wanted:
            whole: Payload | None = one
            if access is not None and not connector.is_whole(one):
                route = Route.HISTORY if data.stage is Stage.SENT else Route.POLL
                whole = whole_order(self._webshop, access, one, data, route=route, now=self._now)
            if whole is not None:
                told = data if whole is one else connector.translate(whole, options)
                self.taken += _take(self._webshop, told, now=self._now)


def hold(webshop_id: int) -> None:
    """Who deals out and who finishes a part wait for each other, so that no lane is left without its task.

    Comes before anything is written: both write the shop's row too.
    """
    claim(f"history:{webshop_id}")


def _is_mine(part: HistoryPart, *, now: datetime) -> bool:
    """Whether this caller may work on it; nobody else does before it had its time."""
    free = HistoryPart.objects.filter(Q(taken_until=None) | Q(taken_until__lt=now), pk=part.pk)
    return bool(free.update(taken_until=now + PATIENCE))


def release_part(webshop_id: int, lane: int) -> None:
    """Let others go on with this lane at once: who had its part is known to be dead."""
    HistoryPart.objects.filter(webshop_id=webshop_id, lane=lane).update(taken_until=None)


@transaction.atomic
def _put_back(part: HistoryPart, *, taken: int, again_at: datetime, problem: Problem | None) -> None:
    """The shop cannot be asked now: the part is gone on with later."""
    stored = as_stored([problem])[0] if problem else None
    hold(part.webshop_id)
    if HistoryPart.objects.filter(pk=part.pk).update(taken_until=None, fetched_at=again_at):
        mine = Connection.objects.filter(webshop_id=part.webshop_id)
        mine.update(history_count=F("history_count") + taken, history_problem=stored)
        import_part.using(run_after=again_at).enqueue(part.webshop_id, part.lane)


@transaction.atomic
def _finish(part: HistoryPart, *, taken: int, now: datetime) -> None:
    hold(part.webshop_id)
    if HistoryPart.objects.filter(pk=part.pk).delete()[0]:
        mine = Connection.objects.filter(webshop_id=part.webshop_id)
        mine.update(history_count=F("history_count") + taken, history_problem=None)
        if HistoryPart.objects.filter(webshop_id=part.webshop_id, lane=part.lane).exists():
            import_part.enqueue(part.webshop_id, part.lane)
        is_worked_off(part.webshop_id, now=now)


def _take(webshop: Webshop, data: ShopOrderData, *, now: datetime) -> int:
    """Take in one old order; only what a person must look at, or what broke off, is kept as a message.

    One that is still open there is no history: it is placed like one that a poll finds.
    """
    if data.stage in (Stage.READY, Stage.EXPECTED):
        return take_version(webshop, data, route=Route.POLL, now=now)
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
    problems = hindrances(webshop, data, is_history=True)
    if problems:
        raise Refused(problems)
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
