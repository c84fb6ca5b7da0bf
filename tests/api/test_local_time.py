"""Times in answers: those of the account's zone, whatever the day, also where the clock is put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.api.answers import LocalTime

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = ("Europe/Amsterdam", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Asia/Tokyo", "UTC")
EVER = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2037, 12, 30))


@given(values=st.lists(EVER, min_size=1, max_size=20), zone=st.sampled_from(ZONES))
def test_it_is_the_time_on_the_wall(values: list[datetime], zone: str) -> None:
    local = LocalTime(zone)
    for value in values:
        wall = value.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        assert local(value.replace(tzinfo=UTC)) == local(value) == wall.strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-03-29T00:59:59", "2026-03-29 01:59:59"),
        ("2026-03-29T01:00:00", "2026-03-29 03:00:00"),
        ("2026-10-25T00:59:59", "2026-10-25 02:59:59"),
        ("2026-10-25T01:00:00", "2026-10-25 02:00:00"),
        ("2026-12-31T23:30:00.999999", "2027-01-01 00:30:00"),
    ],
)
def test_days_on_which_the_clock_changes(at: str, said: str) -> None:
    local = LocalTime("Europe/Amsterdam")
    moment = datetime.fromisoformat(at)
    for hours in (-12, 12, -30, 30):
        local(moment + timedelta(hours=hours))
    assert local(moment) == said


def test_a_time_that_says_another_zone_is_understood() -> None:
    assert LocalTime("Asia/Tokyo")(datetime(2026, 7, 1, 12, tzinfo=AMSTERDAM)) == "2026-07-01 19:00:00"


def test_no_time_is_null() -> None:
    assert LocalTime("UTC")(None) is None
