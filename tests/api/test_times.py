"""Times as clients spell them, in filters and in bodies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pakhuis.api.answers import LocalTime
from pakhuis.api.body import moment
from pakhuis.api.described.routes import ROUTES
from pakhuis.kernel.clock import now
from tests.api.conftest import Call
from tests.factories import a_picklist, a_warehouse, an_order, lines, stocked

TIMES = "sincedate untildate created_after updated_after completed_after closed_after closed_before".split()
HERE = LocalTime("Europe/Amsterdam")


@pytest.mark.once
@pytest.mark.parametrize(
    "spelling",
    [
        "2026-11-23 10:30:00",
        "2026-11-23T10:30:00",
        "2026-11-23+10:30:00",
        " 2026-11-23 10:30 ",
        "2026-11-23T09:30:00Z",
        "2026-11-23T09:30:00.000Z",
        "2026-11-23T10:30:00+01:00",
        "2026-11-23 10:30:00+01:00",
        "2026-11-23T10:30:00+0100",
        "2026-11-23T10:30:00 01:00",
        "2026-11-23T04:30:00-05:00",
    ],
)
def test_one_moment_in_every_spelling(spelling: str) -> None:
    read = moment(spelling)
    assert read is not None
    assert HERE.read(read).isoformat() == "2026-11-23T09:30:00+00:00"


@pytest.mark.once
@pytest.mark.parametrize(
    "spelling", ["", "nonsense", "01-01-2099", "2026-02-30", "2026-11-23 10:30 01", "1e9"]
)
def test_what_is_no_moment(spelling: str) -> None:
    assert moment(spelling) is None


@pytest.mark.once
@pytest.mark.parametrize(
    ("spelling", "year"),
    [("0001-01-01", 1), ("0001-01-01T00:00:00+05:00", 1), ("9999-12-31T23:59:59-05:00", 9999)],
)
def test_before_and_after_all_times(spelling: str, year: int) -> None:
    read = moment(spelling)
    assert read is not None
    assert HERE.read(read).year == year


@pytest.fixture
def one(db: None) -> None:
    stocked(a_warehouse(), A=5)
    an_order(lines=lines(A=1))


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("2099-01-01T00:00:00%2B01:00", 0),
        ("2099-01-01T00:00:00+01:00", 0),
        ("2026-11-23T10:30:00%2B01:00", 1),
        ("2026-11-23T10:30:01%2B01:00", 0),
        ("2026-11-23T10:30:00-05:00", 0),
        ("0001-01-01T00:00:00", 1),
        ("9999-12-31T23:59:59-12:00", 0),
        ("", 1),
    ],
)
def test_an_offset_counts(call: Call, one: None, asked: str, rows: int) -> None:
    answer = call("GET", f"orders?sincedate={asked}")
    assert (answer.status_code, len(answer.json())) == (200, rows)


def test_a_filter_that_is_no_time_is_refused_in_every_list(call: Call, one: None) -> None:
    """And not left aside: who asks again and again for what is new would get everything each time."""
    asked = [
        (path, name)
        for (path, method), route in ROUTES.items()
        for name in route.query
        if method == "GET" and name in TIMES
    ]
    assert len(asked) > 15
    for path, name in asked:
        answer = call("GET", f"{path[1:]}?{name}=01-01-2099")
        assert (answer.status_code, answer.json()["error_code"]) == (400, 5), (path, name)
        assert [told["path"] for told in answer.json()["errors"]] == [[name]], (path, name)
        assert call("GET", f"{path[1:]}?{name}=2099-01-01T00:00:00%2B01:00").status_code == 200


def test_a_picklist_sleeps_until_a_time_with_an_offset(call: Call, db: None) -> None:
    picklist = a_picklist(A=1)

    def snoozed(until: Any) -> Any:
        return call("POST", f"picklists/{picklist.pk}/snooze", {"snooze_until": until})

    day = (now() + timedelta(days=3)).date()
    read = moment(f"{day}T10:00:00Z")
    assert read is not None
    assert snoozed(f"{day}T10:00:00+00:00").json()["snoozed_until"] == HERE(HERE.read(read))
    refused = snoozed("tomorrow")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "not_a_date")
    assert snoozed("").json()["errors"][0]["code"] == "missing"
