"""A browser, a logged-in page in a language and a size, and a house with something in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from pakhuis.accounts.models import User
from tools.chromium import chromium

# Playwright runs a loop of its own in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESKTOP = (1280, 900)
PHONE = (390, 844)
PATIENCE = 30_000
"""Milliseconds that a page may take: on a machine that does ten things at once it needs them."""
expect.set_options(timeout=PATIENCE)
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx says of a question that nobody waits for any more: a key came after it, or the page was left.

An answer that failed is told besides, as `htmx:sendError` or `htmx:responseError`.
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield one
        one.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens pages; whatever the browser complained about fails the test in the end."""
    complaints: list[str] = []
    contexts = []

    def open_one(user: User | None = None, *, language: str = "en", size: tuple[int, int] = DESKTOP) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            locale=language,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user is not None:
            User.objects.filter(pk=user.pk).update(language=language)
            context.add_cookies([{"name": "sessionid", "value": _session(user), "url": live_server.url}])
        page = context.new_page()
        listen(page, complaints)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page: Page, complaints: list[str]) -> None:
    """Write down what the browser complains about: scripts, policy, and answers that are refusals."""

    def told(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(GIVEN_UP):
            complaints.append(message.text)

    def answered(answer: Response) -> None:
        if answer.status >= 400:
            complaints.append(f"{answer.status} {answer.url}")

    page.on("console", told)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", answered)


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
