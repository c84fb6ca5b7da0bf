"""Whether a request comes of htmx, and for which part of a page."""

from __future__ import annotations

from django.http import HttpRequest


def is_htmx(request: HttpRequest) -> bool:
    """Whether a page that is open already asks, and wants no whole new one."""
    return request.headers.get("HX-Request") == "true"


def is_asked_for(request: HttpRequest, part: str) -> bool:
    """Whether it asks for this part (``?part=``) alone."""
    return is_htmx(request) and request.GET.get("part") == part


def is_for(request: HttpRequest, element: str) -> bool:
    """Whether what is answered goes into the element with this id."""
    return request.headers.get("HX-Target") == element
