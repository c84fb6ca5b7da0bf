"""What Django refuses by itself, told as the API tells every refusal: clients look for `error_message`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pakhuis.api.answers import JSON, error

PREFIX = "/api/v1/"
TOLD = {
    404: (20, "There is no such address."),
    405: (8, "This address does not take this method."),
    500: (1, "Something went wrong at our side."),
}
"""Per status code and words; what else there is lies in the request: too many parameters, a wrong host."""
UNREADABLE = (5, "The request cannot be taken as it is.")


def told_errors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that puts the error object in the place of a page that tells of an error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_told = response.status_code < 400 or response.headers.get("Content-Type", "").startswith(JSON)
        if is_told or not request.path_info.startswith(PREFIX):
            return response
        code, words = TOLD.get(response.status_code, UNREADABLE)
        told = error(response.status_code, code, words)
        if "Allow" in response.headers:
            told.headers["Allow"] = response.headers["Allow"]
        return told

    return middleware
