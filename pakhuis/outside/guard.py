"""Calling out: never into private networks, never to a changed address, never more than so many bytes."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx
from django.conf import settings

TIMEOUT = httpx.Timeout(20.0, connect=8.0)
LARGEST_ANSWER = 32 * 1024 * 1024
INWARD = tuple(
    ipaddress.ip_network(one) for one in ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10")
)
"""IPv6 that lies inside, or is turned into IPv4 nobody knows which, though Python takes it for the internet:
IPv4 written the old way, IPv4 translated (RFC 2765), translated within a network (RFC 8215), site-local."""


class ForbiddenAddressError(OSError):
    """The host lies on a network where Pakhuis may not call."""


class TooLargeError(OSError):
    """The answer is larger than anything a shop has to say."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address may be called: the open internet only, also behind IPv6 wrappings of IPv4."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if any(ip in network for network in INWARD):
            return False
    return ip.is_global and not ip.is_multicast


def left(timeout: float | None, ends_at: float | None) -> float | None:
    """The shorter of a timeout and what is left until `ends_at`."""
    if ends_at is None:
        return timeout
    seconds = max(0.001, ends_at - time.monotonic())
    return seconds if timeout is None else min(timeout, seconds)


class DeadlineStream(httpcore.NetworkStream):
    """A stream whose reads and writes together end at a moment."""

    def __init__(self, stream: httpcore.NetworkStream, ends_at: float) -> None:
        self._stream = stream
        self._ends_at = ends_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if time.monotonic() >= self._ends_at:
            raise httpcore.ReadTimeout
        return self._stream.read(max_bytes, left(timeout, self._ends_at))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(timeout, self._ends_at))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, left(timeout, self._ends_at))
        return DeadlineStream(secured, self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.SyncBackend):
    """Resolves a host once, refuses what is not public, and connects to the very address that was checked."""

    def __init__(self, ends_at: float | None) -> None:
        self._ends_at = ends_at

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in _resolved(host, port, within=left(timeout, self._ends_at)):
            try:
                stream = super().connect_tcp(
                    address, port, left(timeout, self._ends_at), local_address, socket_options
                )
                return stream if self._ends_at is None else DeadlineStream(stream, self._ends_at)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")


def _resolved(host: str, port: int, *, within: float | None) -> list[str]:
    addresses = list(dict.fromkeys(str(one[4][0]) for one in _looked_up(host, port, within=within)))
    if not settings.ALLOW_PRIVATE_ADDRESSES and not all(is_public(one.split("%")[0]) for one in addresses):
        raise ForbiddenAddressError(host)
    return addresses


def _looked_up(host: str, port: int, *, within: float | None) -> Sequence[Any]:
    """What the system knows of a name; raises httpcore's errors.

    It knows no limit of time and cannot be broken off, so it is asked by a thread of its own: past the limit
    that thread is left behind, and ends when the system gives up.
    """
    told: SimpleQueue[Sequence[Any] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            told.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:  # noqa: BLE001 - it is raised where somebody waits for it
            told.put(error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = told.get(timeout=within)
    except Empty:
        raise httpcore.ConnectTimeout(f"{host} was not looked up in time") from None
    if isinstance(found, OSError | UnicodeError):
        raise httpcore.ConnectError(str(found)) from found
    if isinstance(found, Exception):
        raise found
    return found


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed; reading them takes some 20 ms, so it is done once a process."""
    return ssl.create_default_context()


def _transport(within: float | None) -> httpx.HTTPTransport:
    """httpx's transport over a guarded pool: httpx has no setting for the network below it."""
    ends_at = None if within is None else time.monotonic() + within
    transport = httpx.HTTPTransport(verify=_trust())
    transport._pool = httpcore.ConnectionPool(
        ssl_context=_trust(), network_backend=GuardedBackend(ends_at), max_connections=4
    )
    return transport


def call(
    method: str,
    url: str,
    *,
    auth: tuple[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    params: Sequence[tuple[str, str]] | None = None,
    content: bytes | None = None,
    timeout: httpx.Timeout = TIMEOUT,
    within: float | None = None,
    largest: int = LARGEST_ANSWER,
    is_cut: bool = False,
) -> Answer:
    """Call without following redirects, and read at most `largest` bytes of the answer.

    `timeout` is for each phase; with `within` everything together takes at most so many seconds, looking up
    the name included, however slowly the other side drips. With `is_cut` the status is what counts: a body
    that is larger, breaks off, does not end in time or cannot be unpacked, is given as far as it was read.

    Raises httpx's errors, `ForbiddenAddressError` or `TooLargeError`.
    """
    with (
        httpx.Client(transport=_transport(within), timeout=timeout, trust_env=False) as client,
        client.stream(
            method,
            url,
            auth=auth,
            headers=dict(headers or {}),
            params=list(params) if params else None,
            content=content,
        ) as answer,
    ):
        body = _body(answer, largest=largest, is_cut=is_cut)
        received = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, received, body)


def _body(answer: httpx.Response, *, largest: int, is_cut: bool) -> bytes:
    body = bytearray()
    try:
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > largest:
                break
    except (httpx.TransportError, httpx.DecodingError):
        if not is_cut:
            raise
    if len(body) > largest and not is_cut:
        raise TooLargeError(str(answer.url))
    return bytes(body[:largest])


def host_of(url: str) -> str:
    """The host of an address, for telling people; empty when it is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
