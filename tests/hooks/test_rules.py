"""Signature, pauses, addresses and events of webhooks, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pakhuis
from pakhuis.hooks.rules import (
    EVENTS,
    FAILURES_ALLOWED,
    IMPORTED,
    OF_FACT,
    PAUSES,
    events_of,
    is_switched_off,
    is_web_address,
    next_try,
    signature,
)
from pakhuis.journal.events import Event

pytestmark = pytest.mark.once
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_the_signature_is_the_one_receivers_compute() -> None:
    # Computed with openssl: printf '{"a":"b\\\\/c"}' | openssl dgst -sha256 -hmac test -binary | base64
    assert signature(b'{"a":"b\\/c"}', "test") == "zhGgBBhEsaAsSYvYFouqfPdiydg/JtyPp9T2C6AUN4M="


@given(st.binary(), st.text(min_size=1), st.binary(min_size=1))
def test_another_body_has_another_signature(body: bytes, secret: str, more: bytes) -> None:
    assert signature(body, secret) == signature(body, secret)
    assert signature(body + more, secret) != signature(body, secret)


def test_fifteen_more_tries_in_seventeen_hours() -> None:
    assert len(PAUSES) == 15
    assert list(PAUSES) == sorted(PAUSES)
    assert sum(PAUSES, timedelta()) == timedelta(hours=17)
    assert next_try(1, now=NOON) == NOON + PAUSES[0]
    assert next_try(15, now=NOON) == NOON + PAUSES[-1]
    assert next_try(16, now=NOON) is None


def test_five_messages_given_up_in_a_day_switch_off() -> None:
    hourly = [NOON - timedelta(hours=hour) for hour in range(FAILURES_ALLOWED)]
    assert is_switched_off(hourly, now=NOON)
    assert not is_switched_off(hourly[1:], now=NOON)
    assert not is_switched_off([*hourly[1:], NOON - timedelta(hours=24)], now=NOON)


@pytest.mark.parametrize("address", ["https://a.nl/x?y=1", "http://a.nl:8080", "https://[2001:db8::1]/x"])
def test_web_addresses(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a.nl",
        "ftp://a.nl",
        "file:///etc/passwd",
        "https://",
        "https://me:secret@a.nl/",
        "https://a.nl:99999/",
        "https://a.nl/x y",
        "https://a.nl/\r\nHost: b.nl",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_web_address(address: str) -> None:
    assert not is_web_address(address)


@given(st.text())
def test_no_address_breaks_the_question(address: str) -> None:
    assert is_web_address(address) in (True, False)


def every_kind(base: type[Event]) -> Iterator[type[Event]]:
    """All of them, whatever was imported before."""
    for path in Path(pakhuis.__path__[0]).glob("*/events.py"):
        import_module(f"pakhuis.{path.parent.name}.events")
    yield from _kinds(base)


def _kinds(base: type[Event]) -> Iterator[type[Event]]:
    for one in base.__subclasses__():
        if hasattr(one, "name"):
            yield one
        yield from _kinds(one)


def test_every_event_has_a_fact() -> None:
    assert set(EVENTS) == {event for events in OF_FACT.values() for event in events} | {IMPORTED}
    facts = {kind.name for kind in every_kind(Event)}
    assert set(OF_FACT) - facts == set()
    assert events_of("user.created", by="person") == ()
    assert events_of("order.placed", by="webshop") == (*events_of("order.placed", by="person"), IMPORTED)
    assert events_of("order.processed", by="person")[0] == "orders.closed"
