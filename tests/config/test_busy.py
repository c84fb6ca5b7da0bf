"""A database that cannot be had for a moment: nothing is done, and everybody is told to ask again."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from pakhuis.api.api import api

pytestmark = pytest.mark.once


def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("something else")


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
