"""Every filter that a list documents comes by an index, on either engine: the plan is asked, of many rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from pakhuis.api.described.routes import ROUTES
from tests.api.conftest import Call
from tests.contracts import many_rows
from tests.contracts.test_api_schema import call, house, ids_of

__all__ = ["call", "house"]

FEW = {
    "/comments author_type": "two kinds of authors share all comments",
    "/comments mentioned_type": "everybody who is mentioned is a user",
    "/customers archived": "nearly all customers are in use",
    "/purchaseorders search": "fragments are looked for in all of them; there are thousands, not millions",
    "/returns search": "fragments are looked for in all of them; there are thousands, not millions",
    "/locations name": "fragments are looked for in all names of locations; there are thousands",
    "/customers search": "index or walk is decided by a sample, and measured in tests/bench",
    "/orders search": "finds its customers by the search of customers",
    "/backorders sincedate": "asked of what is open, not of what was",
    "/backorders search": "fragments are looked for in what is open, not in what was",
    "/products inactive": "most products are in use",
    "/products type": "nearly all products are of one type",
    "/movements idwarehouse": "each of the few warehouses has a large part of all movements",
    "/orders idwarehouse": "each of the few warehouses has a large part of all picklists",
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
    """How the statements that choose the rows of one request find them, statement by statement.

    Asked as the statement runs: with its parameters, and in the settings of its transaction.
    """
    plans: list[list[str]] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        is_chosen = sql.startswith("SELECT") and " LIMIT " in sql
        if is_chosen and any(f'"{name}"' in sql for name in many_rows.tables()):
            plans.append(_plan(context["cursor"].cursor, sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        assert call("GET", path).status_code == 200
    return plans


def _plan(cursor: Any, sql: str, params: Any) -> list[str]:
    if connection.vendor == "sqlite":
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [str(row[-1]) for row in cursor.fetchall()]
    # Tables of this size invite it to read them whole: could it do otherwise?
    names = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
    cursor.execute("; ".join(f"SET LOCAL {name} = off" for name in names))
    cursor.execute(f"EXPLAIN (FORMAT JSON, COSTS OFF) {sql}", params)
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
    """Reads of a whole big table; and those of the list without the filter, when all are still there."""
    known = {line for plan in usual for line in plan}
    lines = [line for plan in plans for line in plan]
    whole = [line for line in lines if re.match(r"SCAN (\w+)", line) and _table(line) in many_rows.tables()]
    if whole:
        return whole
    return [f"as without it: {lines}"] if known and known <= set(lines) else []


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
    assert found == [], "\n".join(found)


def test_a_filter_that_reads_everything_is_seen() -> None:
    whole = ["SCAN orders_order", "SEARCH tags USING tag_title (title=?)"]
    by_index = ["SEARCH orders_order USING INDEX order_by_status (status=?)"]
    assert faults([whole], []) == ["SCAN orders_order"]
    assert faults([by_index], [by_index]) == [f"as without it: {by_index}"]
    assert faults([by_index], [["SCAN orders_order"]]) == []
    assert faults([], []) == []


def test_every_exception_is_a_filter_that_there_is() -> None:
    known = {f"{path} {name}" for (path, _), route in ROUTES.items() for name in route.query}
    assert set(FEW) <= known
