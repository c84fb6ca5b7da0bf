"""Working off a message: fetch the order afresh, translate it, and place it, all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from pakhuis.accounts.models import AccountSettings, Webshop
from pakhuis.bulk.built import Asked, Given, Updated
from pakhuis.bulk.reading import column_names, instance_of
from pakhuis.bulk.whole import whole
from pakhuis.connectors.actions.connections import access_to
from pakhuis.connectors.actions.following import note_removed
from pakhuis.connectors.actions.links import remember_unlinked
from pakhuis.connectors.actions.orders import hindrances, options_of, place
from pakhuis.connectors.actions.queued import is_queue_full
from pakhuis.connectors.contract import (
    InTurn,
    NotAsked,
    OrderGone,
    PermanentFailure,
    ShopError,
    ShopOrderData,
    TemporaryFailure,
)
from pakhuis.connectors.models import Connection, Delivery
from pakhuis.connectors.problems import broke_off, never_ended, said_later
from pakhuis.connectors.reading import mapping
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import NEEDS_A_PERSON, RECEIVED_ANEW, RETRYABLE, DeliveryState, Route
from pakhuis.connectors.tasks import SLOWLY, take_in
from pakhuis.connectors.webhooks import as_json
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Problem, Refused, as_stored
from pakhuis.orders.models import Order

MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=30)
LEASE = timedelta(minutes=5)
"""Nobody else works on a message for so long; its worker is dead by then."""
LINE = 20
"""So many messages of shops that answer slowly ask again and again for their turn."""
WAITING_FOR_A_PERSON = {"no_sku"}
COVERED = (DeliveryState.WAITING, DeliveryState.REFUSED, DeliveryState.FAILED)
"""What waits for a person about an order that a later message settles."""
logger = logging.getLogger("pakhuis.connectors")


def take_in_delivery(delivery_id: int, *, now: datetime) -> DeliveryState:
    """Do what a message asks for; gives what became of it. Safe to call twice, and at the same moment.

    One caller works on it at a time, and none before a failure has had its pause: however many tasks there
    are of one message, its tries are spent one by one. The order is fetched before the transaction begins:
    nobody waits for a shop while holding locks.
    """
    if _lease(delivery_id, now=now):
        return _worked_off(delivery_id, now=now)
    state = Delivery.objects.filter(pk=delivery_id).values_list("state", flat=True).first()
    return DeliveryState(state or DeliveryState.IGNORED)


def _worked_off(delivery_id: int, *, now: datetime) -> DeliveryState:
    delivery, told = _read(delivery_id)
    is_covered = told.is_said_later and not connectors()[delivery.webshop.kind].posts_whole_orders
    try:
        if not is_covered:
            data = _fetched(delivery, country=told.country)
            return settle(delivery, data, now=now, may_cover=told.has_older)
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
    return _finish(delivery, DeliveryState.IGNORED, [said_later()], now=now)


def settle(
    delivery: Delivery, data: ShopOrderData, *, now: datetime, may_cover: bool = True
) -> DeliveryState:
    """Place the order and mark the message, in one transaction; `Refused` means that nothing was done.

    Older messages about it that wait for a person are over then, unless it is known that there are none.
    """
    is_history = delivery.route == Route.HISTORY
    problems = hindrances(delivery.webshop, data, is_history=is_history)
    if problems:
        raise Refused(problems)
    with whole():
        outcome = place(delivery.webshop, data, now=now, is_history=is_history)
        state = DeliveryState.IGNORED if outcome.problem and outcome.order is None else DeliveryState.DONE
        said = [outcome.problem] if outcome.problem else []
        if may_cover:
            _cover_older(delivery, now=now)
        return _finish(delivery, state, said, now=now, order=outcome.order)


def refuse(delivery: Delivery, refused: Refused, *, now: datetime) -> DeliveryState:
    """Keep a message for a person, with everything that is wrong; older ones about the order say no more."""
    _cover_older(delivery, now=now)
    remember_unlinked(delivery.webshop, refused.problems)
    return _finish(delivery, _person_needed(refused.problems), refused.problems, now=now)


def retry_delivery(delivery_id: int, *, by: Actor) -> Delivery:
    """Have a message worked off once more that waits, was refused, ignored or given up."""
    with transaction.atomic():
        again = Delivery.objects.filter(pk=delivery_id, state__in=RETRYABLE).update(**RECEIVED_ANEW)
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


def release_messages(delivery_ids: Iterable[int]) -> None:
    """Let others work on these messages at once: who had them is known to be dead."""
    Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.RECEIVED).update(leased_until=None)


def give_up_messages(delivery_ids: Iterable[int], *, now: datetime) -> None:
    """Leave these messages to a person: each time somebody worked on one, that process ended."""
    left = Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.RECEIVED)
    left.update(
        state=DeliveryState.FAILED,
        problems=as_stored([never_ended()]),
        finished_at=now,
        next_try_at=None,
        leased_until=None,
    )


def _lease(delivery_id: int, *, now: datetime) -> bool:
    """Whether this caller may work on a message now; nobody else does before the lease is over."""
    return bool(_LEASED(id=delivery_id, now=now, until=now + LEASE))


def _free_and_due() -> QuerySet[Delivery]:
    now = Given("now")
    is_free = Q(leased_until=None) | Q(leased_until__lte=now)
    is_due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    return Delivery.objects.filter(is_free, is_due, pk=Given("id"), state=DeliveryState.RECEIVED)


_LEASED = Updated(_free_and_due, leased_until=Given("until"))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is read of a message beside itself, its shop and how that is reached."""

    is_said_later: bool
    has_older: bool
    country: str | None


_MODELS = {Delivery: "", Webshop: "webshop__", Connection: "webshop__connection__"}


def _read(delivery_id: int) -> tuple[Delivery, _Told]:
    """The message with its shop and what is asked of both, by one statement."""
    ((*values,),) = _MESSAGE(id=delivery_id)
    told = _Told(*values[-3:])
    parts: list[Any] = []
    for model in _MODELS:
        count = len(model._meta.concrete_fields)
        of_model, values = values[:count], values[count:]
        parts.append(instance_of(model, of_model) if of_model[0] is not None else None)
    delivery, webshop, connection = parts
    delivery.webshop = webshop
    Webshop._meta.get_field("connection").set_cached_value(webshop, connection)
    return delivery, told


def _with_its_shop() -> QuerySet[Any, Any]:
    told = {"is_said_later": _later(), "has_older": _older(), "country": _country()}
    names = [f"{path}{name}" for model, path in _MODELS.items() for name in column_names(model)]
    return Delivery.objects.filter(pk=Given("id")).annotate(**told).values_list(*names, *told)


_MESSAGE = Asked(_with_its_shop)


def _later() -> Exists:
    """Whether a later webhook about the same order waits: it fetches the order afresh and covers this one.

    What a poll wrote down was read before, and covers nothing.
    """
    return Exists(
        _same_order().filter(state=DeliveryState.RECEIVED, route=Route.WEBHOOK, pk__gt=OuterRef("pk"))
    )


def _older() -> Exists:
    """Whether an older message about the same order waits for a person."""
    return Exists(_same_order().filter(state__in=COVERED, pk__lt=OuterRef("pk")))


def _country() -> Subquery:
    """That of the account, which orders are translated by: read along, not asked for apart."""
    return Subquery(AccountSettings.objects.values("country")[:1])


def _same_order() -> QuerySet[Delivery]:
    return Delivery.objects.filter(webshop=OuterRef("webshop"), external_id=OuterRef("external_id"))


def _cover_older(delivery: Delivery, *, now: datetime) -> None:
    """End older messages about this order that wait for a person: what they asked for is read anew.

    Not where messages are the orders themselves: there an older one may hold the newer version.
    """
    if not delivery.external_id or connectors()[delivery.webshop.kind].posts_whole_orders:
        return
    Delivery.objects.filter(
        webshop_id=delivery.webshop_id,
        external_id=delivery.external_id,
        state__in=COVERED,
        pk__lt=delivery.pk,
        received_at__lte=delivery.received_at,
    ).update(
        state=DeliveryState.IGNORED,
        problems=as_stored([said_later()]),
        finished_at=now,
        next_try_at=None,
    )


def _fetched(delivery: Delivery, *, country: str | None) -> ShopOrderData:
    connector = connectors()[delivery.webshop.kind]
    if connector.posts_whole_orders:
        payload = mapping(as_json(delivery.body.encode()))
    else:
        access = access_to(delivery.webshop, gives_way=delivery.next_try_at is None)
        payload = connector.fetch(access, delivery.external_id)
    return connector.translate(payload, options_of(delivery.webshop, country=country))


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
    """Mark what became of a message; only an order that was placed outdoes what was marked meanwhile."""
    mark = _PLACED if state == DeliveryState.DONE else _NOT_PLACED
    mark(
        id=delivery.pk,
        state=state,
        problems=as_stored(problems),
        now=now,
        order=order.pk if order else None,
        tries=delivery.tries + 1,
    )
    return state


_MARK: dict[str, Any] = {
    "state": Given("state"),
    "problems": Given("problems"),
    "finished_at": Given("now"),
    "next_try_at": None,
    "leased_until": None,
    "order": Given("order"),
    "tries": Given("tries"),
}
_PLACED = Updated(lambda: Delivery.objects.filter(pk=Given("id")), **_MARK)
_NOT_PLACED = Updated(lambda: Delivery.objects.filter(pk=Given("id"), state=DeliveryState.RECEIVED), **_MARK)


def _stand_in_line(delivery: Delivery, turn: InTurn, *, now: datetime) -> DeliveryState:
    """The shop answers slowly, and somebody asks it now: this asks again in a moment whether it is its turn.

    Only some of a shop do so at a time, as only the look lets them (`sweep.IN_LINE`).
    """
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.RECEIVED)
        if mine.update(next_try_at=now, leased_until=None):
            take_in.using(priority=SLOWLY, run_after=now + turn.wait).enqueue(delivery.pk)
    return DeliveryState.RECEIVED


def _is_line_full() -> bool:
    """Whether enough messages ask for their turn; more are there when many were queued in quicker times."""
    return is_queue_full(take_in.module_path, priority=SLOWLY, most=LINE)


def _try_later(delivery: Delivery, failure: ShopError, *, now: datetime) -> DeliveryState:
    """Wait twice as long after each failure; give up after the last, visibly. One try is counted once.

    None is, when the shop was not even asked.
    """
    if isinstance(failure, InTurn) and delivery.next_try_at is not None and not _is_line_full():
        return _stand_in_line(delivery, failure, now=now)
    tries = delivery.tries + (0 if isinstance(failure, NotAsked) else 1)
    is_last = tries >= MOST_TRIES
    state = DeliveryState.FAILED if is_last else DeliveryState.RECEIVED
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.RECEIVED, tries=delivery.tries)
    mine.update(
        state=state,
        tries=tries,
        problems=as_stored([failure.problem]),
        next_try_at=None if is_last else now + max(FIRST_PAUSE * 2 ** max(tries - 1, 0), failure.wait),
        leased_until=None,
        finished_at=now if is_last else None,
    )
    return state
