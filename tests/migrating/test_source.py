"""Asking a server that has bad days: limits, faults, slow answers, pages that never end, wrong keys."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from pakhuis.kernel.problem import Refused
from pakhuis.migrating.rules import address_of, wait_after_failure, wait_after_limit
from pakhuis.migrating.source import MOST_WAITS, TRIES, NotThere, Source, SourceError
from tests.migrating.standin import Picqer, open_picqer

pytestmark = pytest.mark.once


def source(picqer: Picqer, waits: list[float] | None = None) -> Source:
    return Source(picqer.address, "very-secret", pause=(waits if waits is not None else []).append)


def all_of(one: Source, path: str) -> list[Any]:
    return [row for rows in one.rows(path, key="idtag") for row in rows]


def test_faults_limits_and_hang_ups_are_waited_out() -> None:
    waits: list[float] = []
    with open_picqer(lists={"tags": [{"idtag": 1}]}, troubles=[500, 0, 429, 502]) as picqer:
        assert all_of(source(picqer, waits), "tags") == [{"idtag": 1}]
    assert waits == [1.0, 2.0, 20.0, 4.0]
    assert {method for method, _ in picqer.asked} == {"GET"}


def test_what_the_server_says_of_waiting_is_believed_within_reason() -> None:
    assert wait_after_limit({"retry-after": "7"}) == 7
    assert wait_after_limit({"retry-after": "0"}) == 1
    assert wait_after_limit({"retry-after": "86400"}) == 120
    assert wait_after_limit({"retry-after": "soon"}) == wait_after_limit({}) == 20
    assert [wait_after_failure(tries) for tries in (1, 2, 3, 9)] == [1, 2, 4, 60]


def test_a_few_requests_are_left_to_others() -> None:
    waits: list[float] = []
    headers = {"X-RateLimit-Limit": "500", "X-RateLimit-Remaining": "3"}
    with open_picqer(lists={"tags": []}, headers=headers) as picqer:
        all_of(source(picqer, waits), "tags")
    assert waits == [3.0]


@pytest.mark.parametrize(("trouble", "most"), [(500, TRIES), (429, MOST_WAITS + 1)])
def test_in_the_end_it_gives_up_and_never_tells_the_key(trouble: int, most: int) -> None:
    with open_picqer(lists={"tags": []}, troubles=[trouble] * 50) as picqer:
        one = source(picqer)
        with pytest.raises(SourceError) as caught:
            one.one("tags")
    assert len(picqer.asked) == most
    assert "very-secret" not in f"{caught.value} {caught.value!r} {one!r}"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_ends_it_at_once(status: int) -> None:
    with open_picqer(troubles=[status]) as picqer, pytest.raises(SourceError, match="key is refused"):
        source(picqer).one("tags")
    assert len(picqer.asked) == 1


def test_nothing_there_and_not_a_list() -> None:
    with open_picqer(ones={"tags": {"a": 1}}) as picqer:
        with pytest.raises(NotThere):
            source(picqer).one("elsewhere")
        with pytest.raises(SourceError, match="a list was expected"):
            all_of(source(picqer), "tags")
        assert not source(picqer).is_pakhuis()


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101, 250])
def test_every_row_comes_once(rows: int) -> None:
    things = [{"idtag": number} for number in range(rows)]
    with open_picqer(lists={"tags": things}) as picqer:
        assert all_of(source(picqer), "tags") == things
        assert len(picqer.asked) == rows // 100 + 1


@dataclass
class Shrinking:
    """A list that loses rows between two questions: after the page from `at` on, those in `gone`."""

    rows: list[dict[str, int]]
    at: int
    gone: slice
    asked: list[int] = field(default_factory=list)

    def one(self, path: str, *, offset: str) -> list[dict[str, int]]:
        self.asked.append(int(offset))
        page = self.rows[int(offset) : int(offset) + 100]
        if int(offset) >= self.at:
            del self.rows[self.gone]
            self.gone = slice(0, 0)
        return page


@pytest.mark.parametrize("at", [0, 90, 180])
@pytest.mark.parametrize(
    "gone",
    [slice(0, 1), slice(0, 9), slice(0, 10), slice(0, 60), slice(50, 150), slice(0, 230), slice(89, 101)],
)
def test_a_list_that_gets_shorter_while_it_is_read_loses_none_that_is_still_there(
    at: int, gone: slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    shrinking = Shrinking([{"idtag": number} for number in range(1, 351)], at, gone)
    one = Source("http://127.0.0.1", "k")
    monkeypatch.setattr(one, "one", shrinking.one)
    found = [row["idtag"] for row in all_of(one, "tags")]
    assert len(found) == len(set(found))
    assert {row["idtag"] for row in shrinking.rows} <= set(found)
    assert len(shrinking.asked) < 12


def test_a_list_in_no_order_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be promised of it, but that it is not asked for ever."""
    chance = random.Random(7)
    things = [{"idtag": number} for number in range(300)]

    def shuffled(path: str, *, offset: str) -> list[dict[str, int]]:
        chance.shuffle(things)
        return things[int(offset) : int(offset) + 100]

    one = Source("http://127.0.0.1", "k")
    monkeypatch.setattr(one, "one", shuffled)
    assert len(all_of(one, "tags")) <= 300


def test_a_list_without_pages_ends() -> None:
    things = [{"idtag": number} for number in range(140)]
    with open_picqer(lists={"tags": things}, has_pages=False) as picqer:
        assert all_of(source(picqer), "tags") == things


def test_nobody_is_followed_elsewhere() -> None:
    with open_picqer(troubles=[302], headers={"Location": "http://127.0.0.1:1/"}) as picqer:
        with pytest.raises(SourceError, match="302"):
            source(picqer).one("tags")
        assert len(picqer.asked) == 1


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("kade", "https://kade.picqer.com"),
        (" Kade-2 ", "https://kade-2.picqer.com"),
        ("https://pakhuis.example.nl", "https://pakhuis.example.nl"),
        ("https://pakhuis.example.nl/api/v1/", "https://pakhuis.example.nl"),
        ("https://pakhuis.example.nl:8443", "https://pakhuis.example.nl:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_account_is_a_name_or_an_address(account: str, address: str) -> None:
    assert address_of(account) == address


@pytest.mark.parametrize(
    "account",
    [
        "",
        "kade.picqer.com",
        "-kade",
        "kade/../x",
        "http://pakhuis.example.nl",
        "https://me:secret@pakhuis.example.nl",
        "https://pakhuis.example.nl/elsewhere",
        "ftp://pakhuis.example.nl",
        "https://",
        "https://pakhuis.example.nl:port",
        "https://[::1",
    ],
)
def test_what_is_neither_is_refused(account: str) -> None:
    with pytest.raises(Refused) as caught:
        address_of(account)
    assert caught.value.problems[0].code == "not_an_account"
