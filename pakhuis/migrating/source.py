"""Asking the account that is moved: reading only, patiently, and never telling its key."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from pakhuis.migrating.rules import wait_after_failure, wait_after_limit, wait_before_limit
from pakhuis.outside.guard import Answer, ForbiddenAddressError, TooLargeError, call

PAGE = 100
OVERLAP = 10
"""Rows of a page that are asked once more with the next one."""
TRIES = 8
MOST_WAITS = 30
"""In a row, at the limit of requests: after a quarter of an hour something else is wrong."""
LARGEST_PICTURE = 20_000_000
AGENT = "Pakhuis (moving house)"
TIMEOUT = httpx.Timeout(60.0, connect=10.0)


class SourceError(OSError):
    """The account does not answer as it must: what was asked, and what came instead."""


class NotThere(SourceError):
    """There is nothing at this address (404), or the server does not know such things (501)."""


def _nobody(text: str) -> None:
    """Nobody listens."""


class Faulty(SourceError):
    """This address answers with faults each time."""


class Source:
    """One account. `pause` is how to wait; `said` is told when there is a reason to."""

    def __init__(
        self,
        address: str,
        key: str,
        *,
        pause: Callable[[float], None] = time.sleep,
        said: Callable[[str], None] = _nobody,
    ) -> None:
        self.address = address
        self._key = key
        self._pause, self._said = pause, said
        self.calls = 0

    def __repr__(self) -> str:
        return f"Source({self.address})"

    def one(self, path: str, **query: str) -> Any:
        """What stands at a path below ``/api/v1/``. Raises `NotThere` or `SourceError`."""
        failures = waits = 0
        while True:
            answer, why = self._asked(path, query)
            if answer is not None and answer.status == 429:
                waits += 1
                if waits > MOST_WAITS:
                    raise SourceError(f"{path}: the limit of requests stays reached.")
                self._wait(wait_after_limit(answer.headers), "the limit of requests is reached")
                continue
            if answer is not None and answer.status < 500:
                return self._read(path, answer)
            if answer is not None and answer.status == 501:
                raise NotThere(f"{path}: not part of this server.")
            failures += 1
            if failures >= TRIES:
                raise SourceError(f"{path}: {why}") if answer is None else Faulty(f"{path}: {why}")
            self._wait(wait_after_failure(failures), why)

    def answers(self) -> bool:
        """Whether it answers at all just now, whatever it says."""
        answer, _ = self._asked("stats", {})
        return answer is not None and answer.status < 500

    def rows(self, path: str, *, key: str, **query: str) -> Iterator[list[Any]]:
        """A list page by page, each row once by its `key`; none is missed when others go meanwhile.

        The account is at work: a row that leaves the list moves all behind it forward. So each page begins
        with rows of the one before it, and where it does not, we go back until it does. Ends with a page that
        is not full; some lists have no pages, and give the same whatever is asked.
        """
        seen: set[str] = set()
        offset, before, is_back, known = 0, None, False, -1
        while True:
            rows = self.one(path, offset=str(offset), **query)
            if not isinstance(rows, list):
                raise SourceError(f"{path}: a list was expected.")
            keyed = {_key(path, key, row): row for row in rows}
            if offset and next(iter(keyed), None) not in seen and (is_back or known < len(seen)):
                # Who finds nothing new by going back goes on: such a list is in no order.
                known = known if is_back else len(seen)
                offset, is_back = max(offset - PAGE + OVERLAP, 0), True
                continue
            new = [row for name, row in keyed.items() if name not in seen]
            seen.update(keyed)
            yield new
            if len(rows) < PAGE or rows == before:
                return
            offset, before, is_back = offset + PAGE - OVERLAP, rows, False

    def picture(self, address: str) -> bytes:
        """A picture by its address, or by its path at the account. The key goes to the account alone."""
        url = urljoin(f"{self.address}/", address)
        is_ours = urlsplit(url)[:2] == urlsplit(self.address)[:2]
        try:
            answer = call(
                "GET",
                url,
                auth=(self._key, "") if is_ours else None,
                headers={"User-Agent": AGENT, "Accept": "image/*"},
                timeout=TIMEOUT,
                within=120.0,
                largest=LARGEST_PICTURE,
            )
        except (ForbiddenAddressError, TooLargeError, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise SourceError(f"{address}: no picture ({type(error).__name__}).") from None
        if answer.status != 200:
            raise SourceError(f"{address}: answered {answer.status}.")
        self.calls += 1
        return answer.body

    def is_pakhuis(self) -> bool:
        """Whether another Pakhuis answers, which tells more than Picqer does."""
        try:
            told = self.one("openapi.json")
        except SourceError:
            return False
        return isinstance(told, Mapping) and "Pakhuis" in str(told.get("info", {}).get("title", ""))

    def _asked(self, path: str, query: Mapping[str, str]) -> tuple[Answer | None, str]:
        """The answer, or why there is none."""
        self.calls += 1
        try:
            answer = call(
                "GET",
                f"{self.address}/api/v1/{path}",
                auth=(self._key, ""),
                headers={"User-Agent": AGENT, "Accept": "application/json"},
                params=sorted(query.items()),
                timeout=TIMEOUT,
                within=120.0,
            )
        except ForbiddenAddressError:
            raise SourceError(f"{self.address} lies on a network that may not be called.") from None
        except TooLargeError:
            raise SourceError(f"{path}: the answer is too large.") from None
        except (httpx.HTTPError, OSError) as error:
            return None, f"no answer ({type(error).__name__})"
        self._wait(wait_before_limit(answer.headers), "few requests are left this minute")
        return answer, f"answered {answer.status}"

    def _read(self, path: str, answer: Answer) -> Any:
        try:
            told = json.loads(answer.body)
        except ValueError:
            told = None
        if answer.status == 200 and told is not None:
            return told
        message = str(told.get("error_message", "")) if isinstance(told, Mapping) else ""
        if answer.status == 404:
            raise NotThere(f"{path}: {message or 'nothing there'}")
        if answer.status in (401, 403):
            raise SourceError(f"{path}: the key is refused ({answer.status}). {message}".strip())
        raise SourceError(f"{path}: answered {answer.status} {message}".strip())

    def _wait(self, seconds: float, why: str) -> None:
        if seconds:
            self._said(f"{why}: going on in {seconds:.0f} s")
            self._pause(seconds)


def _key(path: str, key: str, row: Any) -> str:
    found = row.get(key) if isinstance(row, Mapping) else None
    if found is None:
        raise SourceError(f"{path}: a row without {key}.")
    return str(found)
