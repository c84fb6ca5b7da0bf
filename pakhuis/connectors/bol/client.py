"""Asking bol.com: a token that is used again, pages of orders, and single orders for their addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pakhuis.connectors.calls import Params, Reply, ask, safe, with_token
from pakhuis.connectors.contract import (
    Access,
    OrderGone,
    Page,
    Payload,
    Shipped,
    TemporaryFailure,
)
from pakhuis.connectors.problems import gone, nonsense_answer
from pakhuis.connectors.reading import at, mappings, money, text_at
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import as_whole

KIND = "bol.com"
PER_PAGE = 50
"""So many orders bol.com puts on a page; less on one means that it is the last."""
ACCEPT = "application/vnd.retailer.v10+json"
TRANSPORTERS = (
    ("postnl", "TNT"),
    ("dhl parcel", "DHLFORYOU"),
    ("dhl", "DHLFORYOU"),
    ("dpd be", "DPD-BE"),
    ("dpd", "DPD-NL"),
    ("gls", "GLS"),
    ("ups", "UPS"),
    ("bpost", "BPOST_BE"),
    ("fedex", "FEDEX_NL"),
    ("trunkrs", "TRUNKRS"),
)
LATELY, AGAIN = "lately", "again"
MOST_MINUTES = 60
"""So far back bol.com tells of changes by minutes."""
SHORT = timedelta(days=7)
LONGEST = timedelta(days=90)
"""Further back bol.com does not tell of changes."""


def fetch(access: Access, order_id: str) -> Payload:
    reply = _get(access, f"/retailer/orders/{safe(order_id)}", missing_is_fine=True)
    if reply.status == 404:
        raise OrderGone(gone())
    order = reply.data
    if not isinstance(order, dict) or "orderId" not in order:
        raise TemporaryFailure(nonsense_answer())
    return order


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """Orders that changed in the last minutes; further back by day, a page at a time, then the next day's.

    After each page the one before it is read again: what that lost meanwhile has moved up into it.
    """
    at = _place(start, since)
    orders = mappings(_listed(access, at, since))
    is_full = len(orders) >= PER_PAGE
    if at.is_again:
        following = replace(at, number=at.number + 2, is_again=False) if at.has_more else at.next_period()
    elif at.number > 1:
        following = replace(at, number=at.number - 1, is_again=True, has_more=is_full)
    else:
        following = replace(at, number=2) if is_full else at.next_period()
    return Page(orders=orders, next=str(following or ""))


@dataclass(frozen=True, slots=True)
class _Place:
    """A page of what changed on a day, or (without one) lately; read again with what is to come behind it."""

    day: date | None
    number: int = 1
    is_again: bool = False
    has_more: bool = False

    def __str__(self) -> str:
        more = (AGAIN, "more" if self.has_more else "end") if self.is_again else ()
        return ":".join((self.day.isoformat() if self.day else LATELY, str(self.number), *more))

    def next_period(self) -> _Place | None:
        """The first page of the next day, as long as there is one."""
        today = now().astimezone(UTC).date()
        return _Place(self.day + timedelta(days=1)) if self.day is not None and self.day < today else None


def _place(start: str, since: datetime | None) -> _Place:
    """Where to read: what changed in the last hour is a list of its own, and of a day there are many."""
    minutes = _minutes(since)
    period, _, rest = start.partition(":")
    if minutes is None and (not start or period == LATELY):
        today = now().astimezone(UTC).date()
        return _Place(max(since.astimezone(UTC).date(), today - LONGEST) if since else today - SHORT)
    number, _, again = rest.partition(":")
    day = None if period in ("", LATELY) else date.fromisoformat(period)
    return _Place(day, int(number or 1), bool(again), again == f"{AGAIN}:more")


def _minutes(since: datetime | None) -> int | None:
    """How many minutes to look back; None where bol.com does not tell by minutes."""
    if since is None:
        return None
    minutes = -((since - now()) // timedelta(minutes=1)) + 1
    return minutes if 1 <= minutes <= MOST_MINUTES else None


def _listed(access: Access, at: _Place, since: datetime | None) -> object:
    period = (
        {"latest-change-date": at.day.isoformat()}
        if at.day is not None
        else {"change-interval-minute": str(_minutes(since))}
    )
    params = {"status": "ALL", "fulfilment-method": "FBR", **period, "page": str(at.number)}
    answer = _get(access, "/retailer/orders", params=params).data
    if not isinstance(answer, dict):
        raise TemporaryFailure(nonsense_answer())
    return answer.get("orders")


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """What the seller sends himself and bol.com does not count as sent yet, as one shipment."""
    items = [
        {"orderItemId": text_at(one, "orderItemId"), "quantity": left}
        for one in mappings(fetch(access, parcel.order_id).get("orderItems"))
        if text_at(one, "fulfilment", "method") != "FBB" and (left := _left(one)) > 0
    ]
    if not items:
        return
    code = parcel.tracking_code.split(",")[0].strip()
    transport = {"transporterCode": transporter(parcel.carrier)} | ({"trackAndTrace": code} if code else {})
    value = {"orderItems": items, "shipmentReference": parcel.order_id, "transport": transport}
    call(access, "/retailer/shipments", method="POST", body=json.dumps(value).encode())


def _left(item: Mapping[str, Any]) -> int:
    """Pieces of an item that are still to be sent."""
    gone_already = (as_whole(item.get(name)) or 0 for name in ("quantityShipped", "quantityCancelled"))
    return (as_whole(item.get("quantity")) or 0) - sum(gone_already)


def transporter(carrier: str) -> str:
    """bol.com's own code of a carrier, by a word in the name it has here."""
    name = carrier.casefold()
    return next((code for word, code in TRANSPORTERS if word in name), "OTHER")


def signature_keys(access: Access) -> dict[str, str]:
    """bol.com's public keys by their id, for checking its messages."""
    answer = _get(access, "/retailer/subscriptions/signature-keys").data
    return {text_at(one, "id"): text_at(one, "publicKey") for one in mappings(at(answer, "signatureKeys"))}


def _get(access: Access, path: str, *, params: Params = (), missing_is_fine: bool = False) -> Reply:
    return call(access, path, params=params, missing_is_fine=missing_is_fine)


def call(access: Access, path: str, *, accept: str = ACCEPT, **given: Any) -> Reply:
    """Call with a token that is asked for when it is needed; `accept` names the version of the API."""

    def call_with(bearer: str) -> Reply:
        headers = {"Authorization": f"Bearer {bearer}", "Accept": accept}
        if given.get("body"):
            headers["Content-Type"] = accept
        return ask(access, path, kind=KIND, headers=headers, **given)

    return with_token(_names(access), lambda: _token(access), call_with)


def _names(access: Access) -> tuple[str, ...]:
    return (KIND, access["login_address"], access["key"], access["key_secret"])


def _token(access: Access) -> tuple[str, float]:
    answer: Any = ask(
        access,
        "/token",
        kind=KIND,
        method="POST",
        base=access["login_address"],
        params={"grant_type": "client_credentials"},
        auth=(access["key"], access["key_secret"]),
        headers={"Accept": "application/json"},
    ).data
    found = text_at(answer, "access_token")
    if not found:
        raise TemporaryFailure(nonsense_answer())
    return found, float(money(at(answer, "expires_in")) or 300)
