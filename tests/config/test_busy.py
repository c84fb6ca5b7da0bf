"""A database that cannot be had for a moment: nothing is done, and everybody is told to ask again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from pakhuis.accounts.models import User
from pakhuis.api.api import api
from tests.api.conftest import basic

pytestmark = pytest.mark.once


def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("something else")


handler500 = "pakhuis.config.busy.server_error"
urlpatterns = [path("locked/", locked), path("broken/", broken)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_says_that_nothing_was_done_and_when_to_ask_again(client: Client) -> None:
    answer = client.get("/locked/", headers={"accept-language": "en"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "Nothing of what you asked has been done." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_other_errors_stay_what_they_are(client: Client) -> None:
    with pytest.raises(RuntimeError, match="something else"):
        client.get("/broken/")


@pytest.fixture
def away(admin: User) -> Iterator[Client]:
    """Somebody who is logged in, when the database goes."""
    client = Client(raise_request_exception=False)
    client.force_login(admin)

    def gone(*_: Any, **__: Any) -> Any:
        raise OperationalError("server closed the connection")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "cursor", gone)
        yield client


@pytest.mark.parametrize("path", ["/customers/", "/login/", "/nowhere/"])
def test_a_page_says_so_wherever_the_database_fails(away: Client, path: str) -> None:
    for language, words in (("en", "Nothing of what you asked"), ("nl", "Er is niets gedaan")):
        answer = away.get(path, headers={"accept-language": language})
        assert (answer.status_code, answer["Retry-After"]) == (503, "3"), path
        assert words in answer.content.decode()


@pytest.mark.parametrize("name", ["", "first"])
def test_the_api_says_so_too_before_it_knows_who_asks(away: Client, name: str) -> None:
    headers = {"Authorization": basic("pk_any"), **({"Idempotency-Key": name} if name else {})}
    answer = away.generic("POST", "/api/v1/customers", b"{}", "application/json", headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert answer.json()["error"] is True


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_what_else_breaks_outside_a_page_is_an_ordinary_error() -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "cursor", broken)
        assert Client(raise_request_exception=False).get("/broken/").status_code == 500


def test_the_api_says_it_in_its_own_words(rf: Any) -> None:
    request = rf.post("/api/v1/orders")
    answer = api.on_exception(request, OperationalError("database is locked"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert b"nothing was done" in answer.content


@pytest.mark.once
def test_every_write_of_sqlite_begins_at_once_and_waits_long() -> None:
    if "sqlite3" not in settings.DATABASES["default"]["ENGINE"]:
        return  # only SQLite locks the whole database
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 60
