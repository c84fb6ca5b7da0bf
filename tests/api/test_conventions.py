"""What holds for every route: keys, limits, odd bodies, slashes, errors, paging, query counts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_api_key, revoke_api_key
from pakhuis.api.keys import Limiter
from pakhuis.api.told_errors import told_errors
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call, basic, caller
from tests.factories import MOMENT, a_customer, a_processed_order, a_product, a_warehouse, lines, stocked

LISTS = (
    "customers",
    "orders",
    "picklists",
    "backorders",
    "products",
    "tags",
    "templates",
    "vatgroups",
    "warehouses",
    "pricelists",
)


def test_without_a_key_nothing_is_told(db: None) -> None:
    for authorization in ("", "Basic x", "Bearer y", basic("pk_wrong"), basic(""), "Basic " + "w" * 9000):
        headers = {"Authorization": authorization} if authorization else {}
        answer = Client().get("/api/v1/customers", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"] is True
        assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_revoked_key_is_no_key(db: None) -> None:
    key, text = create_api_key("old", by=SYSTEM, now=MOMENT)
    assert caller(text)("GET", "tags").status_code == 200
    revoke_api_key(key.pk, by=SYSTEM, now=MOMENT)
    assert caller(text)("GET", "tags").status_code == 401


@pytest.mark.parametrize("password", ["", "X", "None", "pass:word"])
def test_any_password_will_do(db: None, password: str) -> None:
    _, text = create_api_key("any", by=SYSTEM, now=MOMENT)
    answer = Client().get("/api/v1/tags", headers={"Authorization": basic(text, password)})
    assert answer.status_code == 200


def test_a_reading_key_changes_nothing(read_only: Call) -> None:
    assert read_only("GET", "customers").status_code == 200
    for method, path in (("POST", "customers"), ("PUT", "customers/1"), ("DELETE", "customers/1")):
        answer = read_only(method, path, {"name": "x"})
        assert (answer.status_code, answer.json()["error"]) == (403, True)


def test_each_answer_says_what_is_left_of_the_limit(call: Call, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 50
    first, second = call("GET", "tags"), call("GET", "nothing-here")
    assert first.headers["X-RateLimit-Limit"] == "50"
    assert int(first.headers["X-RateLimit-Remaining"]) < 50
    assert "X-RateLimit-Remaining" in second.headers


def test_over_the_limit_is_429(call: Call, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    answers = [call("GET", "tags") for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].json()["error_code"] == 28
    assert answers[-1].headers["X-RateLimit-Remaining"] == "0"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_the_limit_is_per_key_and_starts_anew_each_minute() -> None:
    one = Limiter()
    assert [one.count(1, at=60.0), one.count(1, at=61.0), one.count(2, at=62.0)] == [1, 2, 1]
    assert one.count(1, at=120.0) == 1


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_bare_arrays_with_or_without_slash(call: Call, path: str) -> None:
    for spelling in (path, f"{path}/", f"{path}?offset=0", f"{path}/?offset=100&limit=5&page=2"):
        answer = call("GET", spelling)
        assert (answer.status_code, isinstance(answer.json(), list)) == (200, True)


@pytest.mark.parametrize("offset", ["-1", "x", "1e9", "99999999999999999999", ""])
def test_odd_offsets_never_fail(call: Call, offset: str) -> None:
    assert call("GET", f"customers?offset={offset}").status_code == 200


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'"text"', b"12", b"[1]", b"[" * 4000])
def test_bodies_that_are_no_object_are_code_22(call: Call, raw: bytes) -> None:
    answer = call("POST", "customers", raw=raw)
    assert (answer.status_code, answer.json()["error_code"]) == (400, 22)


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b"{}"])
def test_empty_bodies_of_every_kind_are_an_empty_object(call: Call, raw: bytes) -> None:
    answer = call("POST", "customers", raw=raw, kind="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["error_code"]) == (400, 5)
    assert call("POST", "backorders/process", raw=raw).status_code == 200


def test_json_of_any_content_type_is_read(call: Call) -> None:
    body = json.dumps({"name": "Zonder type"}).encode()
    for kind in ("text/plain", "application/octet-stream", "application/x-www-form-urlencoded"):
        assert call("POST", "customers/", raw=body, kind=kind).status_code == 201


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "products/1"), ("PATCH", "orders/1"), ("PUT", "hooks/1"), ("DELETE", "packagings/1")],
)
def test_a_method_that_an_address_does_not_take_is_told_as_an_error(
    call: Call, method: str, path: str
) -> None:
    answer = call(method, path, {})
    assert (answer.status_code, answer.json()["error"], answer.json()["error_code"]) == (405, True, 8)
    assert answer.json()["error_message"]
    assert "GET" in answer.headers["Allow"]


def test_too_many_parameters_are_told_as_an_error(call: Call, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = call("GET", "orders?" + "&".join(f"a{number}=1" for number in range(20)))
    assert (answer.status_code, answer.json()["error_code"]) == (400, 5)


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "status", "kind", "told"),
    [
        ("/api/v1/tags", 500, "text/html", b'"error_code":1,'),
        ("/api/v1/tags", 400, "text/html; charset=utf-8", b'"error_code":5,'),
        ("/api/v1/tags", 200, "text/html", b"as it was"),
        ("/api/v1/tags", 404, "application/json", b"as it was"),
        ("/customers/", 500, "text/html", b"as it was"),
    ],
)
def test_only_errors_of_the_api_that_are_none_of_its_own_are_told_anew(
    rf: RequestFactory, path: str, status: int, kind: str, told: bytes
) -> None:
    given = HttpResponse("as it was", status=status, content_type=kind)
    answer = told_errors(lambda _: given)(rf.get(path))
    assert answer.status_code == status
    assert told in answer.content


@pytest.mark.parametrize("path", ["customers", "orders", "picklists", "backorders", "products", "tags"])
@pytest.mark.parametrize("pk", ["999999", "9223372036854775807", "99999999999999999999999"])
def test_what_does_not_exist_is_404_with_code_20(call: Call, path: str, pk: str) -> None:
    answer = call("GET", f"{path}/{pk}")
    assert (answer.status_code, answer.json()["error_code"]) == (404, 20)


@pytest.mark.parametrize(
    "query",
    ["search=%00", "search=%F0%9F%8D%BA", "customerid=%00", "search=" + "x" * 3000, "sinceid=x&beforeid=-1"],
)
@pytest.mark.parametrize("path", ["customers", "orders", "picklists", "backorders", "products"])
def test_odd_filters_never_fail(call: Call, path: str, query: str) -> None:
    assert call("GET", f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("name", ["idcustomer", "idproduct", "idorder", "idwarehouse", "assigned_to_iduser"])
def test_ids_that_can_be_none_find_nothing(call: Call, name: str) -> None:
    a_warehouse()
    a_product("A")
    a_processed_order(a_customer(), lines=lines(A=1))
    path = {"idcustomer": "orders", "idproduct": "backorders", "idorder": "backorders"}.get(name, "picklists")
    for value in ("x", "-1", "99999999999999999999", "1.5"):
        assert call("GET", f"{path}?{name}={value}").json() == []


@pytest.mark.parametrize("path", ["customers", "orders", "picklists", "backorders", "products"])
def test_a_list_asks_the_database_as_often_for_many_as_for_few(call: Call, path: str) -> None:
    warehouse = a_warehouse()
    call("GET", "tags")  # notes the use of the key, which is not counted
    counts = []
    for size in (4, 16):
        for number in range(size):
            code = f"S{size}N{number}"
            stocked(warehouse, **{code: 1})
            a_processed_order(a_customer(f"C{code}"), lines=lines(**{code: 2}))
        with CaptureQueriesContext(connection) as captured:
            found = call("GET", path).json()
        assert len(found) >= size
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_pages_hold_a_hundred_and_do_not_overlap(call: Call) -> None:
    for number in range(103):
        a_product(f"N{number}")
    first, second = (call("GET", f"products?offset={offset}").json() for offset in (0, 100))
    assert (len(first), len(second)) == (100, 3)
    ids = [one["idproduct"] for one in first + second]
    assert ids == sorted(set(ids))


def test_times_are_local_without_a_zone(call: Call) -> None:
    a_product("A", now=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert call("GET", "products").json()[0]["created"] == "2026-07-02 00:30:00"


def test_the_description_of_the_api_names_every_route(call: Call) -> None:
    paths = call("GET", "openapi.json").json()["paths"]
    assert {"/api/v1/customers", "/api/v1/orders/{order_id}/process"} <= set(paths)
