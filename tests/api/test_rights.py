"""What a key may do: every route asks for a right, checked on the server, one table for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.api.api import api
from pakhuis.api.left_out import LEFT_OUT
from pakhuis.api.needed import BY_START, SETTINGS, needed
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import caller
from tests.factories import MOMENT, a_price_list, a_warehouse, stocked

NOT_HERE = {*LEFT_OUT, "locationtypes"}
"""What nobody can change is refused to everybody with the same 501."""


def routes() -> Iterator[tuple[str, str]]:
    """Method and address of every route, with 1 for each id."""
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        for method in methods:
            yield method.upper(), re.sub(r"\{\w+\}", "1", path).lstrip("/")


def test_a_key_without_the_right_is_told_so_at_every_route(db: None) -> None:
    """Each route with a key that has every right but those it asks for: 403, whatever else is wrong."""
    calls = {}
    for method, path in routes():
        wanted = needed(method, path)
        if not wanted:
            continue
        if wanted not in calls:
            _, text = create_api_key("all but", rights=ALL_RIGHTS - wanted, by=SYSTEM, now=MOMENT)
            calls[wanted] = caller(text)
        answer = calls[wanted](method, path, {})
        assert answer.status_code == 403, (method, path)
        assert answer.json()["error"] is True
        assert all(right.value in answer.json()["error_message"] for right in wanted)
    assert len(calls) > 8


OPEN = """
openapi.json users/me
tags tags/1 templates templates/1 vatgroups vatgroups/1 warehouses warehouses/1 pricelists pricelists/1
customerfields customerfields/1 orderfields orderfields/1 productfields productfields/1
shippingproviders packagings packagings/1 locationtypes locationtypes/1 return_statuses return_reasons
""".split()
"""All that a key may read without any right: the lists that forms are filled from, and who it is itself."""


def test_a_key_without_any_right_reads_nothing_but_what_forms_are_filled_from(db: None) -> None:
    """By each whole address, so that nothing is open because what stands above it is."""
    call = caller(create_api_key("nothing", rights=(), can_write=False, by=SYSTEM, now=MOMENT)[1])
    reads = [path for method, path in routes() if method == "GET"]
    assert [path for path in reads if call("GET", path).status_code != 403] == [
        path for path in reads if path in OPEN
    ]
    assert all(call(method, path, {}).status_code == 403 for method, path in routes() if method != "GET")


def test_what_lies_in_a_warehouse_and_what_was_agreed_take_a_right_of_their_own(db: None) -> None:
    house = a_warehouse()
    stocked(house, A=7)
    prices = a_price_list("Horeca", A=[("3.10", 1)])
    stock, agreed = f"warehouses/{house.pk}/stock", f"pricelists/{prices.pk}/products"
    for right, may in (
        (Right.CUSTOMERS_SEE, (403, 403)),
        (Right.PRODUCTS_SEE, (200, 200)),
        (Right.PRICES_CHANGE, (403, 200)),
    ):
        call = caller(create_api_key(right.value, rights=(right,), by=SYSTEM, now=MOMENT)[1])
        assert (call("GET", stock).status_code, call("GET", agreed).status_code) == may, right
        assert call("GET", "warehouses").status_code == call("GET", "pricelists").status_code == 200


def test_any_one_of_the_rights_is_enough_at_every_route(db: None) -> None:
    calls = {
        right: caller(create_api_key(right.value, rights=(right,), by=SYSTEM, now=MOMENT)[1])
        for right in Right
    }
    for method, path in routes():
        for right in needed(method, path) or {Right.CUSTOMERS_ERASE}:
            answer = calls[right](method, path, {})
            assert answer.status_code != 403, (method, path, right)
            assert answer.status_code < 500, (method, path, right)


def test_a_key_with_all_rights_asks_no_extra_query(db: None, django_assert_max_num_queries: object) -> None:
    _, text = create_api_key("everything", by=SYSTEM, now=MOMENT)
    call = caller(text)
    call("GET", "tags")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert call("GET", "tags").status_code == 200


def test_a_limited_key_still_may_not_write_when_it_may_only_read(db: None) -> None:
    _, text = create_api_key(
        "reader", rights=(Right.CUSTOMERS_CHANGE,), can_write=False, by=SYSTEM, now=MOMENT
    )
    answer = caller(text)("POST", "customers", {"name": "x"})
    assert (answer.status_code, answer.json()["error_message"]) == (403, "This API key may only read.")


def test_what_is_left_out_is_told_to_a_key_with_any_right(db: None) -> None:
    call = caller(create_api_key("few", rights=(Right.CUSTOMERS_SEE,), by=SYSTEM, now=MOMENT)[1])
    for name in NOT_HERE:
        told = call("POST", name, {})
        assert (told.status_code, told.json()["error_code"]) == (501, 8), name
    assert call("GET", "fulfilment/customers").json() == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("method", "path", "wanted"),
    [
        ("GET", "customers", {Right.CUSTOMERS_SEE}),
        ("GET", "customers/", {Right.CUSTOMERS_SEE}),
        ("PUT", "customers/12/addresses/3", {Right.CUSTOMERS_CHANGE}),
        ("POST", "customers/12/archive", {Right.CUSTOMERS_CHANGE}),
        ("POST", "customers/12/merge", {Right.CUSTOMERS_MERGE}),
        ("POST", "customers/12/undo-merge", {Right.CUSTOMERS_MERGE}),
        ("POST", "customers/12/erase", {Right.CUSTOMERS_ERASE}),
        ("GET", "customers/12/export", {Right.CUSTOMERS_EXPORT}),
        ("GET", "products/12/stock", {Right.PRODUCTS_SEE}),
        ("POST", "products/12/stock/1", {Right.STOCK_CHANGE}),
        ("PUT", "products/12", {Right.PRODUCTS_CHANGE}),
        ("POST", "picklists/3/pick", {Right.PICKLISTS_WORK}),
        ("POST", "picklists/3/pickall", {Right.PICKLISTS_PICK_ALL}),
        ("GET", "picklists/batches/3/comments", {Right.PICKLISTS_WORK}),
        ("GET", "users", {Right.USERS_CHANGE}),
        ("GET", "users/me", set()),
        ("GET", "tags", set()),
        ("GET", "warehouses/1", set()),
        ("GET", "warehouses/1/stock", {Right.PRODUCTS_SEE}),
        ("GET", "pricelists/1/products", {Right.PRODUCTS_SEE, Right.PRICES_CHANGE}),
        ("DELETE", "pricelists/1/products/2", {Right.PRICES_CHANGE}),
        ("DELETE", "tags/1", {Right.SETTINGS_CHANGE}),
        ("GET", "what-nobody-listed", set(SETTINGS)),
        ("GET", "", set(SETTINGS)),
    ],
)
def test_the_longest_start_that_fits_counts(method: str, path: str, wanted: set[Right]) -> None:
    assert needed(method, path) == wanted


@pytest.mark.once
def test_the_table_names_each_start_for_reading_and_changing() -> None:
    for start, (reads, changes) in BY_START.items():
        assert reads <= ALL_RIGHTS
        assert changes or start in NOT_HERE, start
