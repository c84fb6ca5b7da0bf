"""Which language a page is in: the user's, else the browser's, else the account's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.languages import language_of

WITHOUT_PAGES = ("/api/", "/hooks/", "/static/", "/s/")
"""These choose their language themselves, or speak English."""
PAGE_OF_API = "/api/v1/docs"


def language_for(request: HttpRequest) -> str:
    """`nl` or `en` for whoever asks."""
    own = getattr(request.user, "language", "")
    if own:
        return str(own)
    for part in request.headers.get("Accept-Language", "").split(","):
        language = language_of(part.split(";")[0])
        if language:
            return language
    return account_settings().language


def user_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that speaks the reader's language; the API speaks English."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(WITHOUT_PAGES) and path.rstrip("/") != PAGE_OF_API:
            with translation.override("en"):
                return get_response(request)
        with translation.override(language_for(request)):
            response = get_response(request)
            response.headers["Content-Language"] = translation.get_language() or "nl"
            return response

    return middleware
