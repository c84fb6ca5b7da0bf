"""What is answered when the database cannot be had: busy for too long, away, or a deadlock.

What a request does is one transaction, so nothing of it has been done, and whoever asked may ask again: a
person by pressing the button once more, a webshop and a client of the API by themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

RETRY_AFTER = 3
"""Seconds after which it is worth asking again."""
logger = logging.getLogger("pakhuis.busy")


class BusyMiddleware:
    """Turns a database that cannot be had just now into a 503; the API has its own words for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so; None for every other exception."""
        if not isinstance(exception, OperationalError):
            return None
        logger.warning("The database could not be had for %s %s: %s", request.method, request.path, exception)
        # Not by the ordinary way, whose context would ask the database.
        return busy_answer(loader.render_to_string("503.html"))


def busy_answer(body: str) -> HttpResponse:
    """A 503 that says when to ask again."""
    answer = HttpResponse(body, status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer
