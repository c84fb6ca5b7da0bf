"""A request with a name of its own is done once, however often it is sent (header `Idempotency-Key`)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pakhuis.accounts.actions import keep_answer, kept_answer
from pakhuis.accounts.models import ApiKey
from pakhuis.api.answers import JSON, error, too_large
from pakhuis.api.keys import KeyAuth, NotAdmittedError
from pakhuis.kernel.clock import now

LONGEST_NAME = 255
NOT_KEPT = (401, 403, 429)
"""Answers that say nothing about the request itself: it may be tried again under the same name."""
PREFIX = "/api/v1/"


def once(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the effect and its kept answer are one transaction, so a killed process keeps neither.

    The same name with the same path and body gets the same answer again, marked `Idempotency-Replayed`;
    with another body it is refused with 422. Without the header nothing changes. A kept answer too counts
    for the limit, and is only for a key that may still do what was asked; others the route refuses.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        name = request.headers.get("Idempotency-Key", "")
        if not name or request.method != "POST" or not request.path_info.startswith(PREFIX):
            return get_response(request)
        if len(name) > LONGEST_NAME or not name.isprintable():
            return error(400, 5, f"Idempotency-Key must be at most {LONGEST_NAME} printable characters.")
        try:
            key = KeyAuth()(request)
        except NotAdmittedError:
            key = None
        return get_response(request) if key is None else _answered(key, name, request, get_response)

    return middleware


def _answered(
    key: ApiKey, name: str, request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    try:
        asked = request.path_info.encode() + b"\n" + request.body
    except RequestDataTooBig:
        return too_large()
    digest = hashlib.sha256(asked).hexdigest()
    with transaction.atomic():
        kept = kept_answer(key, name)
        if kept is not None:
            if kept.digest != digest:
                return error(422, 5, "This Idempotency-Key was used for another request already.")
            again = HttpResponse(kept.body, status=kept.status, content_type=JSON)
            again["Idempotency-Replayed"] = "true"
            return again
        response = get_response(request)
        if response.status_code >= 500 or response.status_code in NOT_KEPT:
            transaction.set_rollback(True)
        else:
            text = response.content.decode("utf-8", "replace")
            keep_answer(key, name, digest=digest, status=response.status_code, body=text, now=now())
        return response
