"""Which language a page is in (the reader's, the browser's, the account's); its times are the account's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.languages import language_of
from pakhuis.accounts.models import AccountSettings

WITHOUT_PAGES = ("/api/", "/hooks/", "/static/", "/s/")
"""These choose their language themselves, or speak English."""
PAGE_OF_API = "/api/v1/docs"


def language_for(request: HttpRequest) -> str:
    """`nl` or `en` for whoever asks."""
    own = getattr(request.user, "language", "")
    if own:
        return str(own)
    return browser_language(request) or account_of(request).language


def browser_language(request: HttpRequest) -> str:
    """The first language the browser asks for that there is; empty when there is none."""
    asked = (part.split(";")[0] for part in request.headers.get("Accept-Language", "").split(","))
    return next(filter(None, map(language_of, asked)), "")


def account_of(request: HttpRequest) -> AccountSettings:
    """The account's settings, looked up once per request."""
    known = getattr(request, "pakhuis_account", None)
    if known is None:
        known = cast(Any, request).pakhuis_account = account_settings()
    return cast(AccountSettings, known)


def user_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that speaks the reader's language and tells the account's time; the API speaks English."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(WITHOUT_PAGES) and path.rstrip("/") != PAGE_OF_API:
            with translation.override("en"):
                return get_response(request)
        zone = timezone.override(ZoneInfo(account_of(request).time_zone))
        with zone, translation.override(language_for(request)):
            response = get_response(request)
            response.headers["Content-Language"] = translation.get_language() or "nl"
            return response

    return middleware
