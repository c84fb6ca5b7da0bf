"""Asking a shop over HTTP: only its own hosts, at its rate, every trouble in plain words."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import httpx

from pakhuis.connectors.contract import Access, PermanentFailure, TemporaryFailure
from pakhuis.connectors.problems import (
    forbidden_address,
    moved,
    nonsense_answer,
    not_this_kind,
    shop_trouble,
    too_busy,
    too_slow,
    unreachable,
    wrong_keys,
)
from pakhuis.outside import guard

LONGEST_WAIT = timedelta(hours=1)
WITHIN = 30.0
"""So many seconds a call takes at the most, however slowly the shop drips: others wait for this worker."""
Answered = TypeVar("Answered")
Params = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is no trouble: its status (2xx or 404), its body as sent and as JSON, its headers."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def data(self) -> Any:
        """The body as JSON; what is none is the shop's trouble, unless it says that nothing is there."""
        if not self.body and self.status == 204:
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            if self.status == 404:
                return None
            raise TemporaryFailure(nonsense_answer()) from None


def ask(
    access: Access,
    path: str,
    *,
    kind: str,
    method: str = "GET",
    base: str = "",
    params: Params = (),
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    body: bytes | None = None,
    missing_is_fine: bool = False,
) -> Reply:
    """Call the shop and give its answer; `base` only for a host that the shop's own settings name.

    404 means that there is no such shop here, unless `missing_is_fine`.
    """
    access.spend()
    url = (base or access.address).rstrip("/") + path
    host = guard.host_of(url)
    if not host or _origin(url) not in _origins(access):
        raise PermanentFailure(forbidden_address(host))
    pairs = list(params.items()) if isinstance(params, Mapping) else list(params)
    began = time.monotonic()
    try:
        answer = guard.call(
            method, url, params=pairs, headers=headers, auth=auth, content=body, within=WITHIN
        )
    except httpx.TimeoutException:
        access.unanswered()
        raise TemporaryFailure(too_slow(host)) from None
    except guard.ForbiddenAddressError:
        raise PermanentFailure(forbidden_address(host)) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ValueError):
        access.unanswered()
        raise TemporaryFailure(unreachable(host)) from None
    access.answered(time.monotonic() - began)
    _raise_for(answer, path, kind=kind, missing_is_fine=missing_is_fine)
    return Reply(answer.status, answer.body, answer.headers)


def send_json(
    access: Access, path: str, *, kind: str, value: Any, method: str = "POST", **given: Any
) -> Reply:
    """Call with a JSON body."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", **given.pop("headers", {})}
    body = json.dumps(value).encode()
    return ask(access, path, kind=kind, method=method, headers=headers, body=body, **given)


def _origins(access: Access) -> set[tuple[str, str, int | None]]:
    """Where the shop is, and where its settings say that something else of it is; no other port either."""
    named = [value for name, value in access.values.items() if name.endswith("_address") and value]
    return {_origin(one) for one in (access.address, *named)}


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; nothing for what is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, parts.hostname or "", port


def _raise_for(answer: guard.Answer, path: str, *, kind: str, missing_is_fine: bool) -> None:
    status = answer.status
    if status in (401, 403):
        raise PermanentFailure(wrong_keys())
    if 300 <= status < 400:
        raise PermanentFailure(moved(_moved_to(answer.headers.get("location", "?"), path)))
    if status == 429:
        raise TemporaryFailure(too_busy(), wait=wait_of(answer.headers.get("retry-after", "")))
    if status == 404 and not missing_is_fine:
        raise PermanentFailure(not_this_kind(kind))
    if status >= 500:
        raise TemporaryFailure(shop_trouble(status), wait=wait_of(answer.headers.get("retry-after", "")))
    if status != 404 and not 200 <= status < 300:
        raise PermanentFailure(shop_trouble(status))


def _moved_to(location: str, path: str) -> str:
    """The address to enter instead: without what was asked for there, which is none of a shop's address."""
    plain = location.partition("#")[0].partition("?")[0].rstrip("/")
    return plain.removesuffix(path.partition("?")[0].rstrip("/")) or "?"


def wait_of(header: str) -> timedelta:
    """How long a shop asks us to wait, by its ``Retry-After`` (seconds or a date); never over an hour."""
    try:
        wait = timedelta(seconds=float(header))
    except (ValueError, OverflowError):
        try:
            wait = parsedate_to_datetime(header).astimezone(UTC) - datetime.now(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return timedelta(0)
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def path_of(url: str) -> str:
    """Path and query of an address that a shop gave, so that only its own host is ever called."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


_tokens: dict[tuple[str, ...], tuple[str, float]] = {}
_token_lock = threading.Lock()


def token(names: tuple[str, ...], fetch: Callable[[], tuple[str, float]]) -> str:
    """A token that a shop gives for a while, used again until shortly before it ends.

    `names` tell apart whose it is: address and keys. `fetch` gives the token and for how many seconds.
    """
    with _token_lock:
        known, until = _tokens.get(names, ("", 0.0))
        if known and time.monotonic() < until:
            return known
    fresh, seconds = fetch()
    with _token_lock:
        _tokens[names] = (fresh, time.monotonic() + max(seconds - 30, seconds / 2))
    return fresh


def with_token(
    names: tuple[str, ...], fetch: Callable[[], tuple[str, float]], call: Callable[[str], Answered]
) -> Answered:
    """Call with the token; one that the shop no longer takes is asked for once more."""
    try:
        return call(token(names, fetch))
    except PermanentFailure as failure:
        if failure.problem.code != "wrong_keys":
            raise
    forget_token(names)
    return call(token(names, fetch))


def forget_token(names: tuple[str, ...]) -> None:
    """Ask for a new one next time: the shop no longer accepts this one."""
    with _token_lock:
        _tokens.pop(names, None)


def safe(order_id: str) -> str:
    """An id as one step of a path: whatever a message says, it never leads elsewhere."""
    step = quote(order_id, safe="")
    return "%2E" * len(step) if step in (".", "..") else step
