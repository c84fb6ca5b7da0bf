"""Asking a CCV Shop: each call signed, each signed answer checked; the rows of an order by a second call."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from pakhuis.connectors.calls import ask, path_of, safe
from pakhuis.connectors.contract import Access, OrderGone, Page, Payload, TemporaryFailure
from pakhuis.connectors.problems import gone, nonsense_answer
from pakhuis.connectors.reading import at, mappings, moment, text_at
from pakhuis.connectors.webhooks import is_same

KIND = "CCV Shop"
PER_PAGE = 100
ROOT = "/api/rest/v1"
LOOK_BACK = timedelta(days=14)
"""A shop that does not say when an order changed is asked for the orders of these days each time."""


def fetch(access: Access, order_id: str) -> Payload:
    answer = _get(access, f"{ROOT}/orders/{safe(order_id)}/", missing_is_fine=True)
    if answer is None:
        raise OrderGone(gone())
    if "id" not in answer:
        raise TemporaryFailure(nonsense_answer())
    return _whole(access, answer)


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """All orders placed since some days before; only where the shop's answer says there are more, go on."""
    query = urlencode({"start": "0", "size": str(PER_PAGE)})
    answer = _get(access, start or f"{ROOT}/orders/?{query}") or {}
    if not isinstance(answer.get("items"), list):
        raise TemporaryFailure(nonsense_answer())
    oldest = since - LOOK_BACK if since is not None else None
    found = [one for one in mappings(answer["items"]) if _is_placed_since(one, oldest)]
    following = text_at(answer, "next")
    return Page(orders=[_whole(access, one) for one in found], next=path_of(following) if following else "")


def _is_placed_since(order: Mapping[str, Any], oldest: datetime | None) -> bool:
    placed = moment(order.get("create_date"))
    return oldest is None or placed is None or placed >= oldest


def _whole(access: Access, order: Mapping[str, Any]) -> Payload:
    answer = _get(access, f"{ROOT}/orders/{safe(text_at(order, 'id'))}/orderrows/", missing_is_fine=True)
    return {"order": order, "rows": mappings(at(answer, "items"))}


def _get(access: Access, uri: str, *, missing_is_fine: bool = False) -> dict[str, Any] | None:
    """The answer with its signature checked; None where there is no such thing."""
    date = datetime.now(UTC).isoformat(timespec="seconds")
    headers = {
        "x-public": access["key"],
        "x-date": date,
        "x-hash": signature(access, "GET", uri, b"", date),
        "Accept": "application/json",
    }
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


def signature(access: Access, method: str, uri: str, body: bytes, date: str) -> str:
    """hex(HMAC-SHA512(secret, "public|METHOD|uri|body|date"))."""
    signed = b"|".join((access["key"].encode(), method.encode(), uri.encode(), body, date.encode()))
    return hmac.new(access["key_secret"].encode(), signed, hashlib.sha512).hexdigest()
