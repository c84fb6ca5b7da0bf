"""Asking a CCV Shop: each call signed, each signed answer checked; the rows of an order by a second call."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from pakhuis.connectors.calls import ask, path_of, safe
from pakhuis.connectors.contract import (
    Access,
    OrderGone,
    Page,
    Payload,
    PermanentFailure,
    Shipped,
    TemporaryFailure,
)
from pakhuis.connectors.problems import gone, nonsense_answer, not_known_there
from pakhuis.connectors.reading import at, mappings, moment, text_at
from pakhuis.connectors.webhooks import is_same

KIND = "CCV Shop"
PER_PAGE = 100
SENT = 5
"""The number of CCV Shop's own status "sent"."""
ROOT = "/api/rest/v1"
LOOK_BACK = timedelta(days=14)
"""A shop that does not say when an order changed is asked for the orders of these days each time."""


def fetch(access: Access, order_id: str) -> Payload:
    answer = _get(access, f"{ROOT}/orders/{safe(order_id)}/", missing_is_fine=True)
    if answer is None:
        raise OrderGone(gone())
    if "id" not in answer:
        raise TemporaryFailure(nonsense_answer())
    return whole(access, answer)


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """All orders placed since some days before; only where the shop's answer says there are more, go on.

    CCV Shop has a filter for when an order was placed and none for when it changed.
    """
    oldest = since - LOOK_BACK if since is not None else None
    wanted = {"start": "0", "size": str(PER_PAGE)}
    if oldest is not None:
        wanted["min_create_date"] = oldest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = _get(access, start or f"{ROOT}/orders/?{urlencode(wanted)}") or {}
    if not isinstance(answer.get("items"), list):
        raise TemporaryFailure(nonsense_answer())
    found = [one for one in mappings(answer["items"]) if _is_placed_since(one, oldest)]
    following = text_at(answer, "next")
    return Page(orders=[{"order": one} for one in found], next=path_of(following) if following else "")


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """Status "sent" with the tracking code, of which the shop mails the buyer."""
    value: dict[str, Any] = {"status": SENT, "mail": True}
    if parcel.tracking_code:
        value |= {"track_and_trace_code": parcel.tracking_code, "track_and_trace_carrier": parcel.carrier}
    _patch(access, f"{ROOT}/orders/{safe(parcel.order_id)}/", value)


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The stock of the product with this number."""
    query = urlencode({"productnumber": sku, "size": "1"})
    found = mappings(at(_get(access, f"{ROOT}/products/?{query}"), "items"))
    if not found:
        raise PermanentFailure(not_known_there(sku))
    number = safe(text_at(found[0], "id"))
    _patch(access, f"{ROOT}/products/{number}/", {"use_stock": True, "stock": free})


def _is_placed_since(order: Mapping[str, Any], oldest: datetime | None) -> bool:
    placed = moment(order.get("create_date"))
    return oldest is None or placed is None or placed >= oldest


def whole(access: Access, order: Mapping[str, Any]) -> Payload:
    path = f"{ROOT}/orders/{safe(text_at(order, 'id'))}/orderrows/?{urlencode({'size': str(PER_PAGE)})}"
    rows, asked = list[Mapping[str, Any]](), set[str]()
    while path and path not in asked:
        asked.add(path)
        answer = _get(access, path, missing_is_fine=True)
        rows += mappings(at(answer, "items"))
        following = text_at(answer, "next")
        path = path_of(following) if following else ""
    return {"order": order, "rows": rows}


def _get(access: Access, uri: str, *, missing_is_fine: bool = False) -> dict[str, Any] | None:
    """The answer with its signature checked; None where there is no such thing."""
    headers = _headers(access, "GET", uri, b"")
    reply = ask(access, uri, kind=KIND, headers=headers, missing_is_fine=missing_is_fine)
    if reply.status == 404:
        return None
    given, dated = reply.headers.get("x-hash", ""), reply.headers.get("x-date", "")
    if given and not is_same(given, signature(access, "GET", uri, reply.body, dated)):
        raise TemporaryFailure(nonsense_answer())
    answer = reply.data
    if not isinstance(answer, dict):
        raise TemporaryFailure(nonsense_answer())
    return answer


def _patch(access: Access, uri: str, value: dict[str, Any]) -> None:
    body = json.dumps(value).encode()
    headers = {**_headers(access, "PATCH", uri, body), "Content-Type": "application/json"}
    ask(access, uri, kind=KIND, method="PATCH", headers=headers, body=body)


def _headers(access: Access, method: str, uri: str, body: bytes) -> dict[str, str]:
    date = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "x-public": access["key"],
        "x-date": date,
        "x-hash": signature(access, method, uri, body, date),
        "Accept": "application/json",
    }


def signature(access: Access, method: str, uri: str, body: bytes, date: str) -> str:
    """hex(HMAC-SHA512(secret, "public|METHOD|uri|body|date"))."""
    signed = b"|".join((access["key"].encode(), method.encode(), uri.encode(), body, date.encode()))
    return hmac.new(access["key_secret"].encode(), signed, hashlib.sha512).hexdigest()
