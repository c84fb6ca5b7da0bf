"""Asking over HTTP with so many clients at once, each on its own connection, for so long."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Request = tuple[str, str, bytes]
"""Method, path, body."""
Deed = Callable[[Callable[[Request], bytes]], None]
"""One thing to do: it is given how to ask."""


@dataclass
class Load:
    """What came of it."""

    seconds: float
    times: list[float] = field(default_factory=list)

    def as_dict(self) -> dict[str, float]:
        cuts = statistics.quantiles(self.times, n=20, method="inclusive")
        return {
            "per_second": len(self.times) / self.seconds,
            "p50": statistics.median(self.times) * 1000,
            "p95": cuts[-1] * 1000,
        }


def load(port: int, authorization: str, deed: Deed, *, clients: int, seconds: float) -> Load:
    """Do it again and again; an answer that is no success ends the measurement."""
    times: list[list[float]] = [[] for _ in range(clients)]
    faults: list[str] = []
    start = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(port, authorization, deed, start + seconds, mine, faults))
        for mine in times
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if faults:
        raise RuntimeError(faults[0])
    return Load(time.perf_counter() - start, [one for some in times for one in some])


def _client(
    port: int, authorization: str, deed: Deed, end: float, times: list[float], faults: list[str]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Authorization": authorization, "Content-Type": "application/json"}

    def ask(request: Request) -> bytes:
        method, path, body = request
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {answer.status} {told[:300]!r}")
        return told

    while not faults and (time.perf_counter() < end or len(times) < 3):
        began = time.perf_counter()
        try:
            deed(ask)
        except (RuntimeError, OSError) as error:
            faults.append(str(error))
            return
        times.append(time.perf_counter() - began)


def get(path: str) -> Deed:
    return lambda ask: _ignored(ask(("GET", path, b"")))


def in_turn(paths: Sequence[str]) -> Deed:
    """Another one each time, so that nothing is only remembered."""
    lock, place = threading.Lock(), [0]

    def deed(ask: Callable[[Request], bytes]) -> None:
        with lock:
            place[0] += 1
            path = paths[place[0] % len(paths)]
        ask(("GET", path, b""))

    return deed


def _ignored(answer: bytes) -> None:
    """Nobody reads it."""
