"""A client with a key, as other systems have it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key
from pakhuis.kernel.actor import SYSTEM
from tests.factories import MOMENT

Call = Callable[..., Any]


def basic(key: str, password: str = "x") -> str:
    return "Basic " + base64.b64encode(f"{key}:{password}".encode()).decode()


def caller(key: str) -> Call:
    """Calls a route and gives the answer; `body` is sent as JSON, `raw` as it is."""
    client = Client()

    def call(
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        kind: str = "",
        query: Any = None,
    ) -> Any:
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return client.generic(
            method,
            f"/api/v1/{path}",
            data,
            content_type=kind or "application/json",
            headers={"Authorization": basic(key)},
            query_params=query,
        )

    return call


@pytest.fixture
def call(db: None) -> Call:
    _, text = create_api_key("test", by=SYSTEM, now=MOMENT)
    return caller(text)


@pytest.fixture
def read_only(db: None) -> Call:
    _, text = create_api_key("reader", can_write=False, by=SYSTEM, now=MOMENT)
    return caller(text)
