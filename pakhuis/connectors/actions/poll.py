"""Asking a shop what has changed: finds what its webhooks missed."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pakhuis.accounts.actions import note_poll
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.connections import access_to, connection_of
from pakhuis.connectors.actions.orders import is_newer, options_of
from pakhuis.connectors.actions.passes import Pass, begin_again, begun, ended, keep_asked, moved_on
from pakhuis.connectors.actions.take_in import refuse, settle
from pakhuis.connectors.contract import (
    Access,
    Connector,
    NotAsked,
    OrderGone,
    Page,
    Payload,
    PermanentFailure,
    RateSpent,
    ShopError,
    ShopOrderData,
    TemporaryFailure,
)
from pakhuis.connectors.models import Connection, Delivery, ShopOrder
from pakhuis.connectors.problems import ABOUT_ONE, broke_off, nonsense_answer, not_connected
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import LEFT_ASIDE, DeliveryState, Route
from pakhuis.kernel.problem import Refused

SLICE = 30.0
"""So many seconds a poll reads on at one go; then others have their turn."""
BUSY = timedelta(seconds=30)
"""How long a shop is left in peace that says it is asked too much, and not until when."""
UNCONNECTED = timedelta(hours=1)
OVER = (DeliveryState.DONE, DeliveryState.IGNORED)
"""Nothing comes of a message like this any more, and nobody is asked to look at it."""
Listed = tuple[Payload, ShopOrderData]
logger = logging.getLogger("pakhuis.connectors")


def poll_webshop(webshop_id: int, *, now: datetime) -> int:
    """Take in every order that changed since the last poll; gives how many were new or newer.

    Where there is much of it, or the shop's rate is used up, the next call reads on from where this one
    stopped. The time of the last poll moves only when all pages were read, and to when that was begun: so
    nothing is missed.
    """
    webshop = Webshop.objects.select_related("connection").filter(pk=webshop_id, active=True).first()
    if webshop is None:
        return 0
    connection = connection_of(webshop)
    if connection is None:
        note_poll(webshop_id, next_at=now + UNCONNECTED, problem=not_connected())
        return 0
    reader = _Reader(webshop, connection, now=now)
    pause = timedelta(minutes=connection.poll_minutes)
    try:
        if not reader.read_on():
            note_poll(webshop_id, next_at=now)
    except RateSpent as spent:
        note_poll(webshop_id, next_at=now + spent.wait)
    except ShopError as error:
        is_busy = error.problem.code == "too_busy"
        next_at = now + max(BUSY if is_busy else pause, error.wait)
        note_poll(webshop_id, next_at=next_at, problem=error.problem)
    except Refused as refused:
        note_poll(webshop_id, next_at=now + pause, problem=refused.problems[0])
    except Exception:
        # A fault of ours, or the database: where that is away still, the look begins the poll again.
        logger.exception("The poll of shop %s broke off", webshop_id)
        note_poll(webshop_id, next_at=now + pause, problem=broke_off())
    return reader.taken


class _Reader:
    """Reads a shop's list on from where its pass stands."""

    def __init__(self, webshop: Webshop, connection: Connection, *, now: datetime) -> None:
        self.taken = 0
        self._webshop = webshop
        self._connection = connection
        self._connector: Connector = connectors()[webshop.kind]
        self._now = now
        self._ends = time.monotonic() + SLICE
        self._asked: Sequence[str] = ()

    def read_on(self) -> bool:
        """Page after page; gives whether nothing is left for a next call. Raises `ShopError`, `Refused`."""
        access = access_to(self._webshop, in_background=True)
        at: Pass | None = begun(self._webshop, self._connection, now=self._now)
        while at is not None:
            page = self._page(access, at)
            if not self._take_page(access, at, page.orders):
                return False
            if not page.next:
                ended(self._webshop, self._connection, at, now=self._now)
                return True
            at = moved_on(self._connection, at, start=page.next, asked=self._asked)
            if self._is_time():
                return False
        return True

    def _is_time(self) -> bool:
        return time.monotonic() > self._ends

    def _page(self, access: Access, at: Pass) -> Page:
        try:
            page = self._connector.changed_since(access, at.since, start=at.start)
            if page.next and page.next == at.start:
                raise TemporaryFailure(nonsense_answer())
        except ShopError as error:
            if isinstance(error, PermanentFailure) or error.problem.code == "nonsense_answer":
                begin_again(self._connection, at)
            raise
        return page

    def _take_page(self, access: Access, at: Pass, orders: Sequence[Payload]) -> bool:
        """Take in what is new on one page; gives whether that was done in time.

        What is known of all of them is asked in one query.
        """
        options = options_of(self._webshop)
        told = [(listed, self._connector.translate(listed, options)) for listed in orders]
        ids = [data.external_id for _, data in told if data.external_id]
        here = ShopOrder.objects.filter(webshop=self._webshop, external_id__in=ids)
        known = {one.external_id: one for one in here}
        asked = list(at.asked)
        try:
            for listed, data in self._made_whole(access, at, told, known):
                seen, version = known.get(data.external_id), _version(data)
                is_whole = self._connector.is_whole(listed)
                if version in asked or not self._may_be_new(data, seen, at, is_whole=is_whole):
                    continue
                if is_whole:
                    self._take(data, seen)
                    continue
                if self._is_time():
                    return False
                whole = whole_order(self._webshop, access, listed, data, route=Route.POLL, now=self._now)
                if whole is not None:
                    self._take(self._connector.translate(whole, options), seen)
                asked.append(version)
        finally:
            self._asked = asked
            if len(asked) > len(at.asked):
                keep_asked(self._connection, at, asked)
        return True

    def _made_whole(
        self, access: Access, at: Pass, told: Sequence[Listed], known: Mapping[str, ShopOrder]
    ) -> Sequence[Listed]:
        """The orders of a page, of which those that may be new are whole where that takes few calls."""
        wanted = {
            place: listed
            for place, (listed, data) in enumerate(told)
            if not self._connector.is_whole(listed)
            and _version(data) not in at.asked
            and self._may_be_new(data, known.get(data.external_id), at, is_whole=False)
        }
        found = dict(zip(wanted, made_whole(self._connector, access, list(wanted.values())), strict=True))
        options = options_of(self._webshop)
        return [
            (found[place], self._connector.translate(found[place], options)) if place in found else one
            for place, one in enumerate(told)
        ]

    def _take(self, data: ShopOrderData, seen: ShopOrder | None) -> None:
        if _is_new(data, seen):
            self.taken += take_version(self._webshop, data, route=Route.POLL, now=self._now)

    def _may_be_new(self, listed: ShopOrderData, seen: ShopOrder | None, at: Pass, *, is_whole: bool) -> bool:
        """Whether an order is to be looked at as a whole, by what the list tells of it.

        Two changes may have the same time; but those of before the last poll began were over then.
        """
        if seen is None or is_whole:
            return _is_new(listed, seen)
        if listed.modified_at is None or listed.modified_at != seen.modified_at:
            return is_newer(listed, seen)
        return not self._connector.dates_every_change or listed.modified_at >= at.usual_since


def _is_new(data: ShopOrderData, seen: ShopOrder | None) -> bool:
    return data.stage not in LEFT_ASIDE if seen is None else is_newer(data, seen)


def _version(data: ShopOrderData) -> str:
    """By what it is known that an order was asked for as it is now."""
    return f"{data.external_id} {data.modified_at}"


def made_whole(connector: Connector, access: Access, listed: Sequence[Payload]) -> Sequence[Payload]:
    """As many of these orders as can be asked for at once with all that belongs to them, each at its place.

    Where the shop does not tell of them together, whatever the reason, they stay as they are, to be asked for
    one by one: something before the shop may dislike such questions. Raises `NotAsked`.
    """
    try:
        return connector.together(access, listed) if listed else listed
    except NotAsked:
        raise
    except ShopError:
        return listed


def whole_order(
    webshop: Webshop, access: Access, listed: Payload, data: ShopOrderData, *, route: Route, now: datetime
) -> Payload | None:
    """All of a listed order; raises `ShopError` when the shop cannot be asked now.

    None of one that was removed since, and of one that the shop only answers nonsense about: that is left as
    a message, to be tried again by itself, and the others go on.
    """
    try:
        return connectors()[webshop.kind].whole(access, listed)
    except OrderGone:
        return None
    except ShopError as error:
        if error.problem.code not in ABOUT_ONE:
            raise
        kept(webshop, data, route=route, now=now)
        return None


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
    """The message that stands for this version of an order; nobody has fetched it twice.

    A version that the shop came back to, after another of its versions was taken in, has a message anew.
    """
    version = f"{data.modified_at.isoformat() if data.modified_at else ''} {data.fingerprint[:32]}"
    key = f"{route}:{data.external_id[:100]}:{version}"
    found = _message(webshop, data, route=route, key=key, now=now)
    last = _done_since(found)
    if last is None or (last.key or "").startswith(key):
        return found
    return _message(webshop, data, route=route, key=f"{key} {last.pk}", now=now)


def _done_since(message: Delivery) -> Delivery | None:
    """Of a message that is over, the one by which its order was taken in last, then or afterwards."""
    if message.state not in OVER:
        return None
    of_order = Delivery.objects.filter(webshop_id=message.webshop_id, external_id=message.external_id)
    done = of_order.filter(state=DeliveryState.DONE, finished_at__gte=message.finished_at)
    return done.order_by("finished_at", "pk").last()


def _message(webshop: Webshop, data: ShopOrderData, *, route: Route, key: str, now: datetime) -> Delivery:
    row = Delivery(
        webshop=webshop,
        route=route,
        key=key[:200],
        topic=data.status[:60],
        external_id=data.external_id[:100],
        received_at=now,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    return Delivery.objects.select_related("webshop").get(webshop=webshop, key=row.key)
