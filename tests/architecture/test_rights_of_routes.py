"""No route of the API is open by oversight: each stands in the table of rights."""

from __future__ import annotations

import re

import pytest

from pakhuis.api.api import api
from pakhuis.api.needed import ANY_KEY, is_listed, needed

pytestmark = pytest.mark.once


def faults(routes: list[tuple[str, str]]) -> list[str]:
    """Routes that pakhuis/api/needed.py does not name, or through which anybody could change something."""
    found = []
    for method, path in routes:
        if not is_listed(path):
            found.append(f"{method} {path}: say in pakhuis/api/needed.py what a key needs for it")
        elif method != "GET" and needed(method, path) == ANY_KEY:
            found.append(f"{method} {path}: changes something without a right")
    return found


def test_every_route_asks_for_its_right() -> None:
    routes = [
        (method.upper(), re.sub(r"\{\w+\}", "1", path).lstrip("/"))
        for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items()
        for method in methods
    ]
    assert len(routes) > 20
    assert faults(routes) == []


def test_a_forgotten_route_is_seen() -> None:
    assert len(faults([("GET", "secrets/1"), ("GET", "tags"), ("POST", "tags")])) == 1
