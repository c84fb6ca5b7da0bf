"""Figures over the API, and what is plainly left out."""

from __future__ import annotations

import re

import pytest

from pakhuis.api.left_out import LEFT_OUT
from pakhuis.api.stats import STATS
from pakhuis.fulfilment.actions import close_picklist, pick_all
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from tests.api.conftest import Call, caller
from tests.architecture.source import ROOT
from tests.factories import a_customer, a_processed_order, a_warehouse, an_order, lines, stocked


def test_the_list_says_what_each_figure_is(call: Call) -> None:
    told = call("GET", "stats").json()
    assert set(told) == set(STATS)
    assert all(told.values())


def test_every_figure_counts(call: Call) -> None:
    stocked(a_warehouse(), A=3)
    customer = a_customer()
    an_order(customer, lines=lines(A=1), now=now())
    order = a_processed_order(customer, lines=lines(A=9), now=now())
    figures = {key: call("GET", f"stats/{key}").json()["value"] for key in STATS}
    assert figures["open-orders"] == figures["total-orders"] == 2
    assert (figures["open-picklists"], figures["backorders"]) == (1, 1)
    assert figures["new-orders-today"] == figures["new-orders-this-week"] == 2
    assert (figures["total-products"], figures["active-products"], figures["inactive-products"]) == (1, 1, 0)
    assert figures["closed-picklists-today"] == 0
    picklist = order.picklists.get().pk
    pick_all(picklist, by=SYSTEM, now=now())
    close_picklist(picklist, by=SYSTEM, now=now())
    assert call("GET", "stats/closed-picklists-today").json() == {"value": 1}
    assert call("GET", "stats/open-picklists").json() == {"value": 0}


def test_an_unknown_figure_is_not_there(call: Call) -> None:
    assert call("GET", "stats/secrets").status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_what_is_left_out_says_so(call: Call, method: str) -> None:
    for name in LEFT_OUT:
        for path in (name, f"{name}/", f"{name}/5/comments"):
            answer = call(method, path)
            assert answer.status_code == 501, path
            assert answer.json()["error_code"] == 8


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_address_of_nothing_is_told_as_an_error(call: Call, method: str) -> None:
    for path in ("dragons", "orders/none/of/it", "tags/pk"):
        answer = call(method, path, raw=b"{}")
        assert (answer.status_code, answer.json()["error_code"]) == (404, 20)


def test_who_has_no_key_learns_nothing(db: None) -> None:
    assert caller("nonsense")("GET", min(LEFT_OUT)).status_code == 401


@pytest.mark.once
def test_what_is_left_out_is_documented() -> None:
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([\w-]+) \| .+ \|$", page.split("## What is left out")[1], flags=re.MULTILINE)
    assert set(told) - {"resource"} == set(LEFT_OUT)
