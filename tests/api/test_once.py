"""A request with an Idempotency-Key is done once and answered the same each time."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key, forget_answers
from pakhuis.accounts.models import ApiKey, KeptAnswer
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from tests.api.conftest import basic
from tests.factories import MOMENT


@pytest.fixture
def key(db: None) -> str:
    return create_api_key("test", by=SYSTEM, now=MOMENT)[1]


def post(key: str, body: Any, *, name: str = "first", path: str = "customers", raw: bytes = b"") -> Any:
    headers = {"Authorization": basic(key), "Idempotency-Key": name}
    data = raw or json.dumps(body).encode()
    return Client().generic("POST", f"/api/v1/{path}", data, "application/json", headers=headers)


def test_the_same_request_is_done_once(key: str) -> None:
    first = post(key, {"name": "De Kade"})
    again = post(key, {"name": "De Kade"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert "X-RateLimit-Limit" in again.headers
    assert Customer.objects.count() == 1


def test_a_slash_at_the_end_is_no_other_request(key: str) -> None:
    post(key, {"name": "De Kade"})
    assert post(key, {"name": "De Kade"}, path="customers/").status_code == 201
    assert Customer.objects.count() == 1


def test_another_body_under_the_same_name_is_refused(key: str) -> None:
    post(key, {"name": "De Kade"})
    other = post(key, {"name": "De Brug"})
    assert other.status_code == 422
    assert other.json()["error"] is True
    assert Customer.objects.get().name == "De Kade"


def test_another_path_or_name_is_another_request(key: str) -> None:
    post(key, {"name": "De Kade"})
    assert post(key, {"name": "De Kade"}, path="products").status_code == 422
    assert post(key, {"name": "De Kade"}, name="second").status_code == 201
    assert Customer.objects.count() == 2


def test_names_belong_to_a_key(key: str) -> None:
    other = create_api_key("other", by=SYSTEM, now=MOMENT)[1]
    post(key, {"name": "De Kade"})
    assert post(other, {"name": "De Brug"}).status_code == 201
    assert Customer.objects.count() == 2


def test_a_refusal_is_kept_too(key: str) -> None:
    first = post(key, {"name": ""})
    again = post(key, {"name": ""})
    assert (first.status_code, first.content) == (400, again.content)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_who_may_not_do_it_may_try_again_later(key: str) -> None:
    reader = create_api_key("reader", can_write=False, by=SYSTEM, now=MOMENT)[1]
    assert post(reader, {"name": "De Kade"}).status_code == 403
    assert post("pk_nonsense", {"name": "De Kade"}).status_code == 401
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize("name", ["x" * 256, "a\tb"])
def test_impossible_names_are_refused(key: str, name: str) -> None:
    assert post(key, {"name": "De Kade"}, name=name).status_code == 400
    assert not Customer.objects.exists()


def test_answers_are_forgotten_after_a_day(key: str) -> None:
    post(key, {"name": "De Kade"})
    assert forget_answers(now=now() + timedelta(hours=23)) == 0
    assert forget_answers(now=now() + timedelta(hours=25)) == 1


@pytest.mark.parametrize("raw", [b"null", b"[]", b"{", b"\xff"])
def test_odd_bodies_are_answered_as_ever(key: str, raw: bytes) -> None:
    assert post(key, None, raw=raw).status_code == 400
    assert post(key, None, raw=raw).status_code == 400


def test_a_body_that_is_too_large_is_told_as_ever(key: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    told = post(key, {"name": "x" * 200})
    assert (told.status_code, told.json()["error_code"]) == (413, 22)
    assert not KeptAnswer.objects.exists()


def test_a_refusal_of_django_itself_is_kept_as_it_was_told(key: str) -> None:
    first, again = (post(key, {}, path="products/1/pricehistory") for _ in range(2))
    assert (first.status_code, first.content, again.content) == (405, again.content, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["error_code"] == 8


@pytest.mark.once
def test_an_answer_given_again_counts_for_the_limit(key: str, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    told = [post(key, {"name": "De Kade"}) for _ in range(5)]
    assert [one.status_code for one in told] == [201, 201, 201, 429, 429]
    assert [one.headers["X-RateLimit-Remaining"] for one in told] == ["2", "1", "0", "0", "0"]
    assert all(int(one.headers["Retry-After"]) > 0 for one in told[3:])
    assert Customer.objects.count() == 1


@pytest.mark.once
@pytest.mark.parametrize("left", [{"can_write": False}, {"has_all_rights": False}])
def test_who_may_do_it_no_more_gets_no_kept_answer(key: str, left: dict[str, bool]) -> None:
    post(key, {"name": "De Kade"})
    ApiKey.objects.update(**left)
    assert post(key, {"name": "De Kade"}).status_code == 403
    ApiKey.objects.update(revoked_at=MOMENT)
    assert post(key, {"name": "De Kade"}).status_code == 401


@pytest.mark.once
@pytest.mark.parametrize("said", ["Basic \xe9\xe9", "Basic /w==", "Basic a", "Basic", "Bearer x"])
def test_a_key_that_is_none_is_unknown(db: None, said: str) -> None:
    answer = Client().post(
        "/api/v1/customers", "{}", "application/json", HTTP_AUTHORIZATION=said, HTTP_IDEMPOTENCY_KEY="first"
    )
    assert answer.status_code == 401
