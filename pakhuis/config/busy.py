"""What is answered when the database cannot be had: busy for too long, away, or a deadlock.

What a request does is one transaction, so nothing of it has been done, and whoever asked may ask again: a
person by pressing the button once more, a webshop and a client of the API by themselves.

In a page it is caught at once; in what stands around the pages (who asks, in which language, was it asked
before), and in a page that tells of another error, by the handler of what nobody caught.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.views import defaults

from pakhuis.api import answers
from pakhuis.ui.language import browser_language

API = "/api/"
logger = logging.getLogger("pakhuis.busy")


class BusyMiddleware:
    """Turns a database that cannot be had just now into a 503; the API has its own words for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so; None for every other exception."""
        return _busy(request, exception) if isinstance(exception, OperationalError) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """What broke outside a page: a 503 when it was the database, else the usual 500.

    Django calls this while it handles the exception, one for each ring of middleware.
    """
    exception = sys.exc_info()[1]
    if not isinstance(exception, OperationalError):
        return defaults.server_error(request)
    with translation.override(browser_language(request) or settings.LANGUAGE_CODE):
        return _busy(request, exception)


def _busy(request: HttpRequest, exception: OperationalError) -> HttpResponse:
    """A 503 that says when to ask again."""
    logger.warning("The database could not be had for %s %s: %s", request.method, request.path, exception)
    if request.path_info.startswith(API):
        return answers.busy()
    # Not by the ordinary way, whose context would ask the database.
    answer = HttpResponse(loader.render_to_string("503.html"), status=503)
    answer["Retry-After"] = str(answers.RETRY_AFTER)
    return answer
