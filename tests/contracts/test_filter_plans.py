"""Every filter that a list documents comes by an index, on either engine: the plan is asked, of many rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.api.described.routes import ROUTES
from tests.api.conftest import Call
from tests.contracts import many_rows
from tests.contracts.test_api_schema import call, house, ids_of

__all__ = ["call", "house"]

FEW = {
    "/comments author_type": "two kinds of authors share all comments",
    "/comments mentioned_type": "everybody who is mentioned is a user",
    "/customers archived": "nearly all customers are in use",
    "/products inactive": "most products are in use",
    "/products type": "nearly all products are of one type",
    "/picklists urgent": "asked of those that are open, of which there are few",
    "/picklists/batches type": "there are two types of batches",
}
"""Filters that an index could not narrow, with the reason."""
SMALL = ("/tags", "/suppliers", "/users", "/hooks", "/packagings", "/return_", "/warehouses")
"""Lists of settings, which stay short."""
VALUES = {
    "status": "paused",
    "sincedate": "2099-01-01 00:00:00",
    "untildate": "1999-01-01 00:00:00",
    "closed_after": "2099-01-01 00:00:00",
    "closed_before": "1999-01-01 00:00:00",
    "created_after": "2099-01-01 00:00:00",
    "updated_after": "2099-01-01 00:00:00",
    "completed_after": "2099-01-01 00:00:00",
    "sinceid": "99999999",
    "beforeid": "2",
    "tag": "Nergens",
    "search": "zoekwoord",
    "emailaddress": "nobody@x.example",
}


def filters() -> Iterator[tuple[str, str]]:
    for (path, method), route in ROUTES.items():
        if method == "GET" and route.is_list and not path.startswith(SMALL):
            for name in route.query:
                if name != "offset" and f"{path} {name}" not in FEW:
                    yield path, name


def plans_of(call: Call, path: str) -> list[list[str]]:
    """How the statements of one request find their rows in big tables, statement by statement."""
    with CaptureQueriesContext(connection) as captured:
        assert call("GET", path).status_code == 200
    asked = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    return [_plan(sql) for sql in asked if any(f'"{name}"' in sql for name in many_rows.tables())]


def _plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return [str(row[-1]) for row in cursor.fetchall()]
        cursor.execute(f"EXPLAIN (FORMAT JSON, COSTS OFF) {sql}")
        found = cursor.fetchone()[0]
    return list(_nodes((found if isinstance(found, list) else json.loads(found))[0]["Plan"]))


def _nodes(node: dict[str, Any]) -> Iterator[str]:
    """Reads of tables in the words of SQLite: SCAN is everything, SEARCH by a condition."""
    table, index = node.get("Relation Name"), node.get("Index Name", "")
    condition = node.get("Index Cond") or node.get("Recheck Cond")
    if table:
        verb = "SEARCH" if condition else "SCAN"
        yield f"{verb} {table} USING {index} ({condition})"
    for one in node.get("Plans", ()):
        yield from _nodes(one)


def faults(plans: list[list[str]], usual: list[list[str]]) -> list[str]:
    """Reads of a whole big table, and reads that a list without the filter has just so."""
    known = {line for plan in usual for line in plan}
    lines = [line for plan in plans for line in plan]
    whole = [line for line in lines if re.match(r"SCAN (\w+)", line) and _table(line) in many_rows.tables()]
    if whole:
        return whole
    new = [line for line in lines if line.startswith("SEARCH") and line not in known]
    return [] if new or not lines else [f"nothing new: {lines}"]


def _table(line: str) -> str:
    return line.split()[1].strip('"')


@pytest.mark.django_db
def test_every_filter_comes_by_an_index(house: dict[str, Any], call: Call) -> None:
    many_rows.fill()
    usual: dict[str, list[list[str]]] = {}
    found = []
    for path, name in filters():
        asked = path[1:].format(**ids_of(path, house, call))
        if path not in usual:
            usual[path] = plans_of(call, asked)
        value = VALUES.get(name, "99999999")
        for fault in faults(plans_of(call, f"{asked}?{name}={value}"), usual[path]):
            found.append(f"{path}?{name}: {fault}")
    assert found == []


def test_a_filter_that_reads_everything_is_seen() -> None:
    whole = ["SCAN orders_order", "SEARCH tags USING tag_title (title=?)"]
    by_index = ["SEARCH orders_order USING INDEX order_by_status (status=?)"]
    assert faults([whole], []) == ["SCAN orders_order"]
    assert faults([by_index], [by_index]) == [f"nothing new: {by_index}"]
    assert faults([by_index], [["SCAN orders_order"]]) == []
    assert faults([], []) == []


def test_every_exception_is_a_filter_that_there_is() -> None:
    known = {f"{path} {name}" for (path, _), route in ROUTES.items() for name in route.query}
    assert set(FEW) <= known
