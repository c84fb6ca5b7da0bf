"""Asking a WooCommerce shop: one order, or all that changed; every trouble in plain words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from pakhuis.connectors.contract import Access, OrderGone, Page, Payload, PermanentFailure, TemporaryFailure
from pakhuis.connectors.problems import (
    forbidden_address,
    gone,
    moved,
    nonsense_answer,
    not_this_kind,
    shop_trouble,
    too_slow,
    unreachable,
    wrong_keys,
)
from pakhuis.outside import guard

PER_PAGE = 100


def fetch(access: Access, order_id: str) -> Payload:
    """GET /orders/{id}; `OrderGone` when the shop says that this order does not exist."""
    status, answer, _ = _get(access, f"orders/{order_id}", {})
    if status == 404:
        # A shop without the API answers 404 too, but not with WooCommerce's words for a missing order.
        code = answer.get("code", "") if isinstance(answer, dict) else ""
        if "invalid_id" in str(code):
            raise OrderGone(gone())
        raise PermanentFailure(not_this_kind("WooCommerce"))
    if not isinstance(answer, dict) or "id" not in answer:
        raise TemporaryFailure(nonsense_answer())
    return answer


def changed_since(access: Access, since: datetime | None, *, page: int) -> Page:
    """GET /orders, the longest unchanged first, a hundred a page."""
    params = {
        "orderby": "modified",
        "order": "asc",
        "per_page": str(PER_PAGE),
        "page": str(page),
        "dates_are_gmt": "true",
    }
    if since is not None:
        params["modified_after"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    status, answer, headers = _get(access, "orders", params)
    if status == 404:
        raise PermanentFailure(not_this_kind("WooCommerce"))
    if not isinstance(answer, list):
        raise TemporaryFailure(nonsense_answer())
    pages = headers.get("x-wp-totalpages", "")
    more = page < int(pages) if pages.isdigit() else len(answer) == PER_PAGE
    return Page(orders=[one for one in answer if isinstance(one, dict)], has_more=more)


def _get(access: Access, path: str, params: Mapping[str, str]) -> tuple[int, Any, Mapping[str, str]]:
    """Status, JSON and headers of an answer of 200 or 404; everything else is raised."""
    url = f"{access.address.rstrip('/')}/wp-json/wc/v3/{path}"
    host = guard.host_of(access.address)
    try:
        answer = guard.get(url, auth=(access.key, access.key_secret), params=params)
    except httpx.TimeoutException:
        raise TemporaryFailure(too_slow(host)) from None
    except guard.ForbiddenAddressError:
        raise PermanentFailure(forbidden_address(host)) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError):
        raise TemporaryFailure(unreachable(host)) from None
    _raise_for(answer)
    try:
        return answer.status, json.loads(answer.body), answer.headers
    except (ValueError, RecursionError):
        if answer.status == 404:
            return answer.status, None, answer.headers
        raise TemporaryFailure(nonsense_answer()) from None


def _raise_for(answer: guard.Answer) -> None:
    status = answer.status
    if status in (401, 403):
        raise PermanentFailure(wrong_keys())
    if 300 <= status < 400:
        raise PermanentFailure(moved(answer.headers.get("location", "?")))
    if status == 429 or status >= 500:
        raise TemporaryFailure(shop_trouble(status))
    if status not in (200, 404):
        raise PermanentFailure(shop_trouble(status))
