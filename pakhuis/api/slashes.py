"""Clients put a slash at the end or not; both get their answer, never a redirect."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/v1/"


def without_slash(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that reads ``/api/v1/orders/`` as ``/api/v1/orders``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            request.path_info = request.path_info.rstrip("/")
        return get_response(request)

    return middleware
