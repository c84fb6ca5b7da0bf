"""Every filter that a list documents comes by an index, on either engine: the plan is asked, of many rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pakhuis.api.described.routes import ROUTES
from tests.api.conftest import Call
from tests.contracts import many_rows
from tests.contracts.plans import plans, read_whole
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
    """How the statements that choose the rows of one request find them, statement by statement."""

    def ask() -> None:
        assert call("GET", path).status_code == 200

    return plans(ask, of=lambda sql: " LIMIT " in sql)


def faults(found: list[list[str]], usual: list[list[str]]) -> list[str]:
    """Reads of a whole big table; and those of the list without the filter, when all are still there."""
    known = {line for plan in usual for line in plan}
    lines = [line for plan in found for line in plan]
    whole = read_whole(lines)
    if whole:
        return whole
    return [f"as without it: {lines}"] if known and known <= set(lines) else []


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


@pytest.mark.once
@pytest.mark.django_db
def test_a_far_page_of_customers_passes_over_an_index_and_not_over_the_customers(
    house: dict[str, Any], call: Call
) -> None:
    """PostgreSQL weighs by size and by what is vacuumed: there the benchmark of the API shows it."""
    many_rows.fill()
    choosing = plans_of(call, "customers?offset=500")[0]
    assert any("customer_in_use" in line for line in choosing), choosing


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
