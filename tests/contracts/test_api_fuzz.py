"""Strangers' requests: whatever is sent, the API answers as it says it does, and never breaks."""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhuis.accounts.actions import create_api_key
from pakhuis.api.api import api
from pakhuis.api.described.notation import Access, Thing
from pakhuis.api.described.openapi import operations
from pakhuis.api.described.routes import ROUTES
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call, caller
from tests.effort import examples
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, an_order, lines, stocked

Route = tuple[str, str]
WRITING = ("POST", "PUT", "DELETE")
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.sampled_from(
        ["", "0", "-1", "1e400", "NaN", "\x00", "\ud800", "x" * 5000, "💥", "2026-02-30", "=1+1"]
    ),
)
VALUES = st.recursive(
    ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
IDS = st.one_of(st.integers(0, 4), st.sampled_from([2**31, 2**63 - 1, 2**63, 10**30]))
EACH = examples(8)
"""So often is a route asked, about: those of a resource share one house, which takes longer to fill."""


def of_resource(*methods: str) -> dict[str, list[Route]]:
    """The routes with one of these methods by the first part of their path."""
    routes = sorted(key for key in ROUTES if key[1] in methods)
    return {name: list(some) for name, some in groupby(routes, key=lambda key: key[0].split("/")[1])}


def gentle(count: int) -> settings:
    return settings(max_examples=count, suppress_health_check=list(HealthCheck))


def bodies(thing: Thing) -> st.SearchStrategy[Any]:
    """A body with some of the fields there are, holding anything at all."""
    names = [name for name, one in thing.fields.items() if one.access is not Access.MADE]
    return st.dictionaries(st.sampled_from(names), VALUES, max_size=8) | VALUES


@pytest.fixture
def call(db: None) -> Call:
    stocked(a_warehouse(), A=3)
    customer = a_customer()
    an_order(customer, lines=lines(A=1))
    a_processed_order(customer, lines=lines(A=9))
    return caller(create_api_key("fuzz", by=SYSTEM, now=MOMENT)[1])


@cache
def schema() -> dict[str, Any]:
    """Not a fixture: a failing example would print all of it."""
    return api.get_openapi_schema(path_prefix="")


@cache
def described(path: str, method: str, status: str) -> tuple[bool, Any]:
    """Whether such an answer is described at all, and what checks it, when it has a body.

    Making a validator reads the whole description, which takes longer than the request.
    """
    operation = next(one for p, m, one in operations(schema()) if (p, m) == (path, method))
    told = operation["responses"].get(status)
    wanted = (told or {}).get("content", {}).get("application/json", {}).get("schema")
    if wanted is None:
        return told is not None, None
    return True, jsonschema_rs.validator_for({**wanted, "components": schema()["components"]})


def check(answer: Any, path: str, method: str) -> None:
    """No fault of ours, a status that is described, and just the answer that is described for it."""
    is_described, validator = described(path, method, str(answer.status_code))
    assert is_described, f"{method} {path} answered {answer.status_code}: {answer.content[:300]!r}"
    if validator is None:
        assert answer.content == b""
        return
    assert [one.message for one in validator.iter_errors(json.loads(answer.content))] == []


def filled(path: str, draw: Any) -> str:
    """The path with ids, of which the lower exist."""
    for part in path.split("/"):
        if part.startswith("{"):
            path = path.replace(part, str(draw(IDS)))
    return path[1:]


@pytest.mark.parametrize("routes", of_resource(*WRITING).values(), ids=of_resource(*WRITING))
def test_anything_may_be_written(routes: list[Route], call: Call) -> None:
    @gentle(EACH * len(routes))
    @given(route=st.sampled_from(routes), data=st.data())
    def write(route: Route, data: st.DataObject) -> None:
        path, method = route
        thing = ROUTES[route].body
        body = data.draw(VALUES if thing is None else bodies(thing))
        raw = json.dumps(body).encode()
        check(call(method, filled(path, data.draw), raw=raw), path, method)

    write()


@pytest.mark.parametrize("routes", of_resource("GET").values(), ids=of_resource("GET"))
def test_anything_may_be_asked(routes: list[Route], call: Call) -> None:
    @gentle(EACH * len(routes))
    @given(route=st.sampled_from(routes), data=st.data())
    def ask(route: Route, data: st.DataObject) -> None:
        filters = ROUTES[route].query or ("offset",)
        asked = data.draw(
            st.dictionaries(st.sampled_from(filters), st.text(max_size=12) | IDS.map(str), max_size=3)
        )
        check(call("GET", filled(route[0], data.draw), query=asked), *route)

    ask()


@pytest.mark.parametrize("routes", of_resource(*WRITING).values(), ids=of_resource(*WRITING))
@gentle(EACH)
@given(raw=st.binary(max_size=60))
def test_bytes_that_mean_nothing(routes: list[Route], call: Call, raw: bytes) -> None:
    for path, method in routes:
        if ROUTES[path, method].body:
            place = "/".join("1" if part.startswith("{") else part for part in path[1:].split("/"))
            check(call(method, place, raw=raw), path, method)
