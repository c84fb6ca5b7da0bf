"""Screens say what things are in words: events of webhooks, and the titles of pages that are not there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from pakhuis.accounts.models import User
from pakhuis.hooks.actions import create_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.rules import EVENTS
from pakhuis.kernel.actor import SYSTEM
from pakhuis.ui.hook_words import HOOK_EVENT
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(admin: User) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


def test_every_event_has_a_word_of_its_own_in_both_languages() -> None:
    assert set(HOOK_EVENT) == set(EVENTS)
    for language in ("en", "nl"):
        with translation.override(language):
            assert len({str(word) for word in HOOK_EVENT.values()}) == len(EVENTS)


def test_webhooks_are_listed_by_what_happens(client: Client) -> None:
    hook = create_hook(
        NewHook(name="shop", event="orders.closed", address="https://93.184.216.34/in", secret=""),
        by=SYSTEM,
        now=MOMENT,
    )
    for path in ("/hooks-out/", f"/hooks-out/{hook.pk}/"):
        text = client.get(path).content.decode()
        assert "An order is processed" in text
        assert "<code" in text
        assert "orders.closed" in text
    form = client.get("/hooks-out/new/").content.decode()
    assert "Two customers become one (customers.merged)" in form


@pytest.mark.parametrize(("language", "title"), [("en", "Nothing found"), ("nl", "Niets gevonden")])
def test_a_page_that_is_not_there_says_so_in_its_title(
    admin: User, client: Client, language: str, title: str
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    answer = client.get("/customers/99999/")
    assert answer.status_code == 404
    assert f"<title>{title}" in answer.content.decode()
