"""The brake on guessing passwords: wrong ones are counted, and too many close the door for a while.

Counted per name and address, so that nobody shuts somebody else out; and per name with a higher limit, for
who guesses from many addresses. Each process counts for itself.
"""

from __future__ import annotations

from hashlib import sha256
from ipaddress import ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST_FROM_ONE_ADDRESS = 10
MOST_FOR_ONE_NAME = 100
PAUSE = 300
"""Seconds from the first wrong password until it is forgotten."""


class Brake:
    """What was tried for one user name (known or not) from where this request comes from."""

    def __init__(self, request: HttpRequest | None, name: str) -> None:
        known = name.casefold()
        self._here = _key("here", f"{address_of(request)} {known}")
        self._name = _key("name", known)

    def is_shut(self) -> bool:
        """Whether nothing more is tried for now, the right password neither."""
        here: int = cache.get(self._here, 0)
        for_name: int = cache.get(self._name, 0)
        return here >= MOST_FROM_ONE_ADDRESS or for_name >= MOST_FOR_ONE_NAME

    def count(self) -> None:
        """Before a password is looked at, so that many at once do not slip through."""
        for key in (self._here, self._name):
            if not cache.add(key, 1, PAUSE):
                _raise(key)

    def was_right(self) -> None:
        """The one who came in starts anew; what others tried for this name stays counted."""
        cache.delete(self._here)
        _raise(self._name, by=-1)


def address_of(request: HttpRequest | None) -> str:
    """Where a request comes from: behind https what the proxy saw last, of IPv6 the network."""
    if request is None:
        return ""
    told: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_HTTPS:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        return str(ip_network((told, 64), strict=False)) if ":" in told else told
    except ValueError:
        return told


def _key(kind: str, about: str) -> str:
    return f"login-{kind}:{sha256(about.encode(errors='replace')).hexdigest()}"


def _raise(key: str, *, by: int = 1) -> None:
    try:
        cache.incr(key, by)
    except ValueError:  # it ended just now
        cache.add(key, max(by, 0), PAUSE)
