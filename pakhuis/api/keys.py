"""Who calls: the API key as user name of HTTP Basic, what it may do, and how often."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBasicAuth

from pakhuis.accounts.actions import api_key_for
from pakhuis.accounts.models import ApiKey
from pakhuis.accounts.rights import Right
from pakhuis.api.needed import READING, Needed, needed
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.clock import now

PREFIX = "/api/v1/"
ADMITTED, USED = "pakhuis.admitted", "pakhuis.used"
"""Where a request says which key may do it, and how many that key has made this minute, this one included."""


class NotAdmittedError(Exception):
    """A key that is known, but may not do this, or not now."""


class ReadOnlyKeyError(NotAdmittedError):
    """A key that may only read was used to change something."""


class MissingRightError(NotAdmittedError):
    """A key was used for what it has no right to."""

    def __init__(self, rights: Needed) -> None:
        super().__init__(" or ".join(sorted(rights)))


class LimitReachedError(NotAdmittedError):
    """A key has asked too often this minute; `seconds` until it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} seconds")
        self.seconds = seconds


class Limiter:
    """Counts requests per key and minute, in this process; the limit is per process and is said so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[int, int] = {}

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._minute, self._counts = 0, {}

    def count(self, key_id: int, *, at: float) -> int:
        """How many requests this key made in the minute of `at`, this one included."""
        with self._lock:
            minute = int(at // 60)
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[key_id] = self._counts.get(key_id, 0) + 1
            return self._counts[key_id]


limiter = Limiter()


class KeyAuth(HttpBasicAuth):
    """The password is not looked at, as clients send all sorts of them.

    Asked twice about one request (before a kept answer is given, and by the route) it counts once.
    """

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Any:
        if ADMITTED in request.META:
            return request.META[ADMITTED]
        key = api_key_for(username, now=now())
        if key is None:
            return None
        _count(request, key)
        if request.method not in READING and not key.can_write:
            raise ReadOnlyKeyError
        wanted = needed(request.method or "", request.path_info.removeprefix(PREFIX))
        if wanted and not key.has_all_rights and not wanted & key.granted_rights():
            raise MissingRightError(wanted)
        request.META[ADMITTED] = key
        return key


def _count(request: HttpRequest, key: ApiKey) -> None:
    """One request more of this key, unless this one is counted; raises when it is one too many."""
    at = time.time()
    if USED not in request.META:
        request.META[USED] = limiter.count(key.pk, at=at)
    if request.META[USED] > settings.API_REQUESTS_PER_MINUTE:
        raise LimitReachedError(60 - int(at % 60))


def rights_of(request: HttpRequest) -> frozenset[Right]:
    """What the key of this request may do, for routes whose answer depends on it (one query at most)."""
    key = getattr(request, "auth", None)
    assert isinstance(key, ApiKey)
    return key.granted_rights()


def has_all_rights(request: HttpRequest) -> bool:
    """Whether the key of this request may do everything, as an administrator may."""
    key = getattr(request, "auth", None)
    assert isinstance(key, ApiKey)
    return key.has_all_rights


def actor_of(request: HttpRequest) -> Actor:
    """The key that this request came with, as an actor."""
    key = getattr(request, "auth", None)
    assert isinstance(key, ApiKey)
    return key.as_actor()


def limit_headers(get_response: Any) -> Any:
    """Middleware: each answer of the API says how many requests the key has left this minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        if request.path_info.startswith("/api/v1"):
            limit = settings.API_REQUESTS_PER_MINUTE
            response.headers["X-RateLimit-Limit"] = str(limit)
            response.headers["X-RateLimit-Remaining"] = str(max(0, limit - request.META.get(USED, 1)))
        return response

    return middleware
