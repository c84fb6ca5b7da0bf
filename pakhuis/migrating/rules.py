"""Where an account is asked, and how long to wait before asking again. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from pakhuis.kernel.numbers import as_whole
from pakhuis.kernel.problem import Refused
from pakhuis.migrating.problems import not_an_account

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
ITSELF = ("localhost", "127.0.0.1", "::1")
"""Hosts that may be called without https: nothing leaves the machine."""
FULL_MINUTE, LONGEST_WAIT = 20.0, 120.0
FEW_LEFT, A_BREATH = 20, 3.0


def address_of(account: str) -> str:
    """The address of an account by its name, or a full one, without what stands behind the host.

    Raises `Refused` for what is neither: a key is sent there, so only with https.
    """
    text = account.strip()
    if NAME.fullmatch(text.lower()):
        return f"https://{text.lower()}.picqer.com"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused([not_an_account(account)]) from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in ITSELF)
    path = parts.path.rstrip("/")
    if not (host and is_safe) or parts.username or path not in ("", "/api", "/api/v1"):
        raise Refused([not_an_account(account)])
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}" + (f":{port}" if port else "")


def wait_after_limit(headers: Mapping[str, str]) -> float:
    """Seconds to wait when the limit was reached; what the server says is believed within reason."""
    said = as_whole(headers.get("retry-after"))
    return min(max(1.0, float(said)), LONGEST_WAIT) if said is not None else FULL_MINUTE


def wait_before_limit(headers: Mapping[str, str]) -> float:
    """Seconds to wait so that the last few calls of a minute are left to the shop's other programs."""
    left = as_whole(headers.get("x-ratelimit-remaining"))
    return A_BREATH if left is not None and left < FEW_LEFT else 0.0


def wait_after_failure(tries: int) -> float:
    """Seconds to wait after so many failures in a row: 1, 2, 4 … at most a minute."""
    return float(min(2 ** (tries - 1), 60))
