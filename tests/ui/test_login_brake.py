"""Guessing passwords is braked, and nobody can shut somebody else out or take the brake off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from pakhuis.accounts.models import User
from pakhuis.ui.login_brake import (
    MOST_FOR_ONE_NAME,
    MOST_FROM_ONE_ADDRESS,
    Brake,
    address_of,
)
from tests.conftest import PASSWORD

pytestmark = pytest.mark.once
BRAKED = "wait five minutes"


def brake(name: str = "anna", address: str = "192.0.2.1") -> Brake:
    return Brake(RequestFactory().post("/login/", REMOTE_ADDR=address), name)


def tried(times: int, **where: str) -> None:
    for _ in range(times):
        brake(**where).count()


def told(password: str, *, address: str = "192.0.2.1") -> str:
    """What the login page says; "in" when one came in."""
    answer = Client(headers={"accept-language": "en"}, REMOTE_ADDR=address).post(
        "/login/", {"username": "anna", "password": password}
    )
    return "in" if answer.status_code == 302 else answer.content.decode()


def test_an_address_that_tried_too_often_waits_and_another_does_not() -> None:
    tried(MOST_FROM_ONE_ADDRESS - 1)
    assert not brake().is_shut()
    tried(1)
    assert brake().is_shut()
    assert brake("ANNA").is_shut()
    assert not brake(address="192.0.2.2").is_shut()
    assert not brake("kees").is_shut()


def test_a_name_tried_from_everywhere_waits() -> None:
    for place in range(MOST_FOR_ONE_NAME):
        tried(1, address=f"198.51.100.{place}")
    assert brake(address="203.0.113.9").is_shut()
    assert not brake("kees", address="203.0.113.9").is_shut()


def test_who_comes_in_starts_anew_but_not_for_others() -> None:
    tried(MOST_FROM_ONE_ADDRESS - 1)
    tried(MOST_FROM_ONE_ADDRESS, address="192.0.2.2")
    brake().count()
    brake().was_right()
    assert not brake().is_shut()
    assert brake(address="192.0.2.2").is_shut()
    for place in range(MOST_FOR_ONE_NAME - 2 * MOST_FROM_ONE_ADDRESS + 1):
        assert not brake(address="203.0.113.9").is_shut()
        tried(1, address=f"198.51.100.{place}")
    assert brake(address="203.0.113.9").is_shut(), "the wrong ones before it still count for the name"


@pytest.mark.parametrize(
    ("behind", "forwarded", "address"),
    [
        (False, "203.0.113.7", "192.0.2.1"),
        (True, "203.0.113.7", "203.0.113.7"),
        (True, "10.1.1.1, 203.0.113.7", "203.0.113.7"),
        (True, "", "192.0.2.1"),
        (True, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (True, "so:odd", "so:odd"),
    ],
)
def test_the_address_is_what_a_proxy_of_ours_saw(
    settings: Any, behind: bool, forwarded: str, address: str
) -> None:
    settings.BEHIND_HTTPS = behind
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address_of(RequestFactory(headers=headers).get("/", REMOTE_ADDR="192.0.2.1")) == address


def test_an_empty_password_does_not_take_the_brake_off(admin: User) -> None:
    tried(MOST_FROM_ONE_ADDRESS - 1)
    for empty in ("", "wrong", ""):
        assert BRAKED not in told(empty)
    assert BRAKED in told(PASSWORD)
    assert told(PASSWORD, address="192.0.2.2") == "in"


def test_the_right_password_comes_in_and_the_count_begins_anew(admin: User) -> None:
    tried(MOST_FROM_ONE_ADDRESS - 1)
    assert told(PASSWORD) == "in"
    tried(MOST_FROM_ONE_ADDRESS - 1)
    assert told(PASSWORD) == "in"
