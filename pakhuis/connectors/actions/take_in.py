"""Working off a message: fetch the order afresh, translate it, and place it, all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from pakhuis.connectors.actions.connections import access_to
from pakhuis.connectors.actions.following import note_removed
from pakhuis.connectors.actions.links import remember_unlinked
from pakhuis.connectors.actions.orders import options_of, place
from pakhuis.connectors.contract import (
    OrderGone,
    PermanentFailure,
    ShopError,
    ShopOrderData,
    TemporaryFailure,
)
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.problems import broke_off, said_later
from pakhuis.connectors.reading import mapping
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import NEEDS_A_PERSON, RETRYABLE, DeliveryState, Route
from pakhuis.connectors.tasks import take_in
from pakhuis.connectors.webhooks import as_json
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Problem, Refused, as_stored
from pakhuis.orders.models import Order

MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=30)
PATIENCE = timedelta(minutes=2)
"""How long a task that was queued may take to begin before the message is queued again."""
WAITING_FOR_A_PERSON = {"no_sku"}
logger = logging.getLogger("pakhuis.connectors")


def take_in_delivery(delivery_id: int, *, now: datetime) -> DeliveryState:
    """Do what a message asks for; gives what became of it. Safe to call twice, and at the same moment.

    The order is fetched before the transaction begins: nobody waits for a shop while holding locks.
    """
    delivery = Delivery.objects.select_related("webshop__connection").filter(pk=delivery_id).first()
    if delivery is None or delivery.state != DeliveryState.RECEIVED:
        return DeliveryState(delivery.state) if delivery else DeliveryState.IGNORED
    try:
        return _worked_off(delivery, now=now)
    except OrderGone as gone:
        note_removed(delivery.webshop, delivery.external_id, now=now)
        return _finish(delivery, DeliveryState.IGNORED, [gone.problem], now=now)
    except (TemporaryFailure, PermanentFailure) as failure:
        return _try_later(delivery, failure, now=now)
    except Refused as refused:
        return refuse(delivery, refused, now=now)
    except Exception:
        # A deadlock, a database that is away, a fault of ours: nothing was written, and the message is here.
        logger.exception("Delivery %s broke off", delivery_id)
        return _try_later(delivery, TemporaryFailure(broke_off()), now=now)


def _worked_off(delivery: Delivery, *, now: datetime) -> DeliveryState:
    is_whole = connectors()[delivery.webshop.kind].posts_whole_orders
    if not is_whole and _is_said_later(delivery):
        return _finish(delivery, DeliveryState.IGNORED, [said_later()], now=now)
    return settle(delivery, _fetched(delivery), now=now)


def settle(delivery: Delivery, data: ShopOrderData, *, now: datetime) -> DeliveryState:
    """Place the order and mark the message, in one transaction; `Refused` means that nothing was done."""
    if data.problems:
        raise Refused(data.problems)
    with transaction.atomic():
        is_history = delivery.route == Route.HISTORY
        outcome = place(delivery.webshop, data, now=now, is_history=is_history)
        state = DeliveryState.IGNORED if outcome.problem and outcome.order is None else DeliveryState.DONE
        problems = [outcome.problem] if outcome.problem else []
        return _finish(delivery, state, problems, now=now, order=outcome.order)


def refuse(delivery: Delivery, refused: Refused, *, now: datetime) -> DeliveryState:
    """Keep a message for a person, with everything that is wrong."""
    remember_unlinked(delivery.webshop, refused.problems)
    return _finish(delivery, _person_needed(refused.problems), refused.problems, now=now)


def retry_delivery(delivery_id: int, *, by: Actor, now: datetime) -> Delivery:
    """Have a message worked off once more that waits, was refused, ignored or given up."""
    with transaction.atomic():
        again = Delivery.objects.filter(pk=delivery_id, state__in=RETRYABLE).update(
            state=DeliveryState.RECEIVED,
            tries=0,
            next_try_at=now + PATIENCE,
            finished_at=None,
            problems=[],
        )
        delivery = Delivery.objects.filter(pk=delivery_id).first()
        if delivery is None:
            raise Refused([not_found("delivery")])
        if not again:
            raise Refused([not_allowed_now(delivery.state)])
        take_in.enqueue(delivery.pk)
        logger.info("Delivery %s is tried again by %s %s", delivery_id, by.kind, by.id)
    return delivery


def leave_delivery(delivery_id: int, *, by: Actor, now: datetime) -> Delivery:
    """Say that nothing is to be done with a message that waits for a person; it can still be tried again."""
    left = Delivery.objects.filter(pk=delivery_id, state__in=NEEDS_A_PERSON).update(
        state=DeliveryState.IGNORED, finished_at=now, next_try_at=None
    )
    delivery = Delivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        raise Refused([not_found("delivery")])
    if not left:
        raise Refused([not_allowed_now(delivery.state)])
    logger.info("Delivery %s is left as it is by %s %s", delivery_id, by.kind, by.id)
    return delivery


def _is_said_later(delivery: Delivery) -> bool:
    """Whether a later message about the same order waits: it fetches the order afresh and covers this one."""
    later = Delivery.objects.filter(
        webshop_id=delivery.webshop_id,
        external_id=delivery.external_id,
        state=DeliveryState.RECEIVED,
        pk__gt=delivery.pk,
    )
    return later.exists()


def _fetched(delivery: Delivery) -> ShopOrderData:
    connector = connectors()[delivery.webshop.kind]
    if connector.posts_whole_orders:
        payload = mapping(as_json(delivery.body.encode()))
    else:
        payload = connector.fetch(access_to(delivery.webshop), delivery.external_id)
    return connector.translate(payload, options_of(delivery.webshop))


def _person_needed(problems: Iterable[Problem]) -> DeliveryState:
    codes = {problem.code for problem in problems}
    return DeliveryState.WAITING if codes <= WAITING_FOR_A_PERSON else DeliveryState.REFUSED


def _finish(
    delivery: Delivery,
    state: DeliveryState,
    problems: Iterable[Problem],
    *,
    now: datetime,
    order: Order | None = None,
) -> DeliveryState:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        problems=as_stored(problems),
        finished_at=now,
        next_try_at=None,
        order=order,
        tries=delivery.tries + 1,
    )
    return state


def _try_later(delivery: Delivery, failure: ShopError, *, now: datetime) -> DeliveryState:
    """Wait twice as long after each failure; give up after the last, visibly."""
    tries = delivery.tries + 1
    if tries >= MOST_TRIES:
        return _finish(delivery, DeliveryState.FAILED, [failure.problem], now=now)
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.RECEIVED).update(
        tries=tries,
        problems=as_stored([failure.problem]),
        next_try_at=now + max(FIRST_PAUSE * 2 ** (tries - 1), failure.wait),
    )
    return DeliveryState.RECEIVED
