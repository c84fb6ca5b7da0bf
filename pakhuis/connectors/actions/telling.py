"""Telling a shop what happened here: found by looking, sent once, tried again, given up visibly.

What is due follows from what is (orders that are completed, pieces that are free), not from messages: what
was missed while a worker was down is found by the next look.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.connections import access_to
from pakhuis.connectors.actions.queued import waited_for
from pakhuis.connectors.contract import NotAsked, PermanentFailure, Shipped, ShopError, TemporaryFailure
from pakhuis.connectors.models import Connection, Telling
from pakhuis.connectors.problems import broke_off, not_live
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import TellKind, TellState
from pakhuis.connectors.stock_told import free_of
from pakhuis.connectors.tasks import tell
from pakhuis.fulfilment.models import Parcel
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Problem, Refused, as_stored

MOST_TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)
AT_LEAST = timedelta(minutes=1)
"""A product's free stock is told at most once in so long."""
PATIENCE = timedelta(minutes=5)
"""How long a task that was queued may take before the telling is queued again."""
AT_ONCE = 200
LOOKED_AT = 5000
NOT_THERE = "not_known_there"
"""A shop need not have every product: it is asked again when the free stock differs, and nobody told."""
logger = logging.getLogger("pakhuis.connectors")


def claim_due(*, now: datetime) -> list[int]:
    """What is to be told now and no task is about to tell, each given to one caller only."""
    due = Q(state=TellState.DUE, due_at__lte=now)
    found = list(Telling.objects.filter(due).order_by("due_at").values_list("pk", flat=True)[:LOOKED_AT])
    have_one = waited_for(tell.module_path, found) if found else set()
    candidates = [pk for pk in found if pk not in have_one][:AT_ONCE]
    return [pk for pk in candidates if Telling.objects.filter(due, pk=pk).update(due_at=now + PATIENCE)]


def tell_shop(telling_id: int, *, now: datetime) -> TellState:
    """Tell one thing, as it is now; safe to call twice."""
    one = Telling.objects.select_related("webshop", "product", "order").filter(pk=telling_id).first()
    if one is None or one.state != TellState.DUE:
        return TellState(one.state) if one else TellState.DONE
    try:
        told = _tell(one)
    except PermanentFailure as failure:
        return _give_up(one, failure.problem, now=now)
    except TemporaryFailure as failure:
        return _try_later(one, failure, now=now)
    except Refused as refused:
        return _give_up(one, refused.problems[0], now=now)
    except Exception:
        # Nothing of ours was written; the telling is here and is tried again.
        logger.exception("Telling %s broke off", telling_id)
        return _try_later(one, TemporaryFailure(broke_off()), now=now)
    Telling.objects.filter(pk=one.pk).update(
        state=TellState.DONE, told_at=now, told_free=told, tries=0, problems=[], due_at=now + AT_LEAST
    )
    return TellState.DONE


def _tell(one: Telling) -> int | None:
    """Call the shop; gives the free stock that was told, for the next look to compare with."""
    webshop = one.webshop
    if not Connection.objects.filter(webshop=webshop, is_live=True, webshop__active=True).exists():
        raise Refused([not_live()])
    connector, access = connectors()[webshop.kind], access_to(webshop)
    if one.kind == TellKind.STOCK and one.product is not None:
        free = free_of([one.product_id or 0]).get(one.product_id or 0, 0)
        connector.tell_stock(access, one.product.code, free)
        return free
    if one.order is not None:
        connector.tell_shipment(access, _shipped(one))
    return None


def _shipped(one: Telling) -> Shipped:
    """Every parcel of the order that was not called back, in one word."""
    assert one.order is not None
    parcels = list(
        Parcel.objects.filter(shipment__order=one.order, shipment__cancelled_at=None)
        .select_related("shipment")
        .order_by("pk")
    )
    codes = [parcel.tracking_code for parcel in parcels if parcel.tracking_code]
    urls = [parcel.tracking_url for parcel in parcels if parcel.tracking_url]
    carriers = dict.fromkeys(parcel.shipment.provider_name for parcel in parcels)
    return Shipped(
        order_id=one.order.external_id,
        carrier=", ".join(filter(None, carriers)),
        tracking_code=", ".join(codes),
        tracking_url=urls[0] if urls else "",
    )


def _not_there(one: Telling, problem: Problem, *, now: datetime) -> TellState:
    free = free_of([one.product_id or 0]).get(one.product_id or 0, 0)
    Telling.objects.filter(pk=one.pk).update(
        state=TellState.DONE,
        told_free=free,
        problems=as_stored([problem]),
        tries=0,
        due_at=now + AT_LEAST,
    )
    return TellState.DONE


def _give_up(one: Telling, problem: Problem, *, now: datetime) -> TellState:
    if one.kind == TellKind.STOCK and problem.code == NOT_THERE:
        return _not_there(one, problem, now=now)
    Telling.objects.filter(pk=one.pk).update(
        state=TellState.FAILED, problems=as_stored([problem]), tries=F("tries") + 1, due_at=now
    )
    return TellState.FAILED


def _try_later(one: Telling, failure: ShopError, *, now: datetime) -> TellState:
    """Wait twice as long after each failure; a shop that is only busy, or was not asked, counts none."""
    is_free = isinstance(failure, NotAsked) or failure.problem.code == "too_busy"
    tries = one.tries + (0 if is_free else 1)
    if tries >= MOST_TRIES:
        return _give_up(one, failure.problem, now=now)
    pause = max(FIRST_PAUSE * 2 ** max(tries - 1, 0), failure.wait)
    Telling.objects.filter(pk=one.pk, state=TellState.DUE).update(
        tries=tries, problems=as_stored([failure.problem]), due_at=now + pause
    )
    return TellState.DUE


def retry_telling(telling_id: int, *, by: Actor, now: datetime) -> Telling:
    """Tell once more what was given up."""
    with transaction.atomic():
        again = Telling.objects.filter(pk=telling_id, state=TellState.FAILED).update(
            state=TellState.DUE, tries=0, due_at=now + PATIENCE, problems=[]
        )
        one = Telling.objects.filter(pk=telling_id).first()
        if one is None:
            raise Refused([not_found("telling")])
        if not again:
            raise Refused([not_allowed_now(one.state)])
        tell.enqueue(one.pk)
        logger.info("Telling %s is tried again by %s %s", telling_id, by.kind, by.id)
    return one


def leave_telling(telling_id: int, *, by: Actor) -> Telling:
    """Say that the shop need not hear of a shipment that could not be told."""
    mine = Telling.objects.filter(pk=telling_id, kind=TellKind.SHIPMENT, state=TellState.FAILED)
    left = mine.update(state=TellState.DONE, problems=[], tries=0)
    one = Telling.objects.filter(pk=telling_id).first()
    if one is None:
        raise Refused([not_found("telling")])
    if not left:
        raise Refused([not_allowed_now(one.state)])
    logger.info("Telling %s is left as it is by %s %s", telling_id, by.kind, by.id)
    return one


def live_webshops() -> list[tuple[Webshop, Connection]]:
    """Shops that are told things."""
    found = Connection.objects.filter(is_live=True, webshop__active=True).select_related("webshop")
    return [(one.webshop, one) for one in found.order_by("pk")]
