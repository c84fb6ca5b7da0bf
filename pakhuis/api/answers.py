"""Answers as Picqer's clients expect them: bare JSON, numbers without needless decimals, one error object."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest, HttpResponse

from pakhuis.kernel.problem import Problem, Refused

JSON = "application/json"
RETRY_AFTER = 3
"""Seconds after which it is worth asking a database again that could not be had."""
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_encode = msgspec.json.Encoder().encode
CODES = {
    "unknown_country": 9,
    "unknown_customer": 25,
    "no_lines": 13,
    "unknown_vat_group": 14,
    "unknown_product": 24,
    "not_on_purchase": 27,
    "received_already": 21,
    "came_back_already": 21,
    "receipt_not_empty": 21,
    "nothing_to_revert": 21,
    "not_found": 20,
    "not_found_line": 20,
    "customer_in_use": 21,
    "merge_with_itself": 21,
    "later_merge_first": 21,
    "undone_already": 21,
    "erased": 21,
    "too_young": 21,
    "container_in_use": 21,
    "open_order": 21,
    "hook_there_already": 21,
    "already_picked": 21,
    "still_picked": 21,
    "nothing_waits": 21,
    "changed_meanwhile": 30,
    "order_is_fixed": 30,
    "lines_are_fixed": 33,
}
PICKING = {"missing": 15, "not_a_number": 16, "not_whole": 16, "out_of_range": 16, "picked_too_many": 18}


def answer(data: Any, *, status: int = 200) -> HttpResponse:
    """`data` as JSON."""
    return HttpResponse(_encode(data), status=status, content_type=JSON)


def nothing() -> HttpResponse:
    """204: done, and there is nothing to say."""
    return HttpResponse(status=204)


def busy() -> HttpResponse:
    """503: the database could not be had, nothing was done, and the client may ask again."""
    told = error(503, 0, "Too busy for a moment: nothing was done, ask again in a few seconds.")
    told["Retry-After"] = str(RETRY_AFTER)
    return told


def too_large() -> HttpResponse:
    """413: the body has more bytes than are taken."""
    return error(413, 22, "The body is too large.")


def error(status: int, code: int, message: str, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    """The error object; `errors` lists every problem with its place."""
    body: dict[str, Any] = {"error": True, "error_code": code, "error_message": message}
    if problems:
        body["errors"] = told(problems)
    return answer(body, status=status)


def told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems, or notes, with their places."""
    return [{"code": one.code, "path": list(one.path), "message": one.message} for one in problems]


def file_answer(request: HttpRequest, content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file in JSON, as everything here; as it is for who accepts nothing but its `kind`."""
    if request.headers.get("Accept", "").strip() != kind:
        return answer({"filename": name, "data": base64.b64encode(content).decode()})
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=attached)


def refused_answer(refused: Refused, path: str, method: str = "") -> HttpResponse:
    """400 with the code of the first problem and the words of all; 404 when the thing itself is missing."""
    first = refused.problems[0]
    status = 404 if first.code == "not_found" and not first.path else 400
    message = " ".join(_sentence(one) for one in refused.problems)
    return error(status, code_of(first, path, method), message, refused.problems)


def code_of(problem: Problem, path: str, method: str = "") -> int:
    """Picqer's number for a problem; 5 (a parameter is missing or wrong) where it has none of its own."""
    verb = path.rstrip("/").rsplit("/", 1)[-1]
    if problem.code == "not_allowed_now":
        return _forbidden_now(path, verb, method)
    if verb == "pick":
        return PICKING.get(problem.code, CODES.get(problem.code, 5))
    is_line = len(problem.path) == 3 and problem.path[0] in ("lines", "new_lines")
    if is_line and problem.path[-1] in ("product", "amount") and problem.code != "unknown_product":
        return 23
    if problem.path and problem.path[0] == "addresses" and problem.code == "missing":
        return 10
    return CODES.get(problem.code, 5)


def _forbidden_now(path: str, verb: str, method: str) -> int:
    """Processed before (32), fixed lines (33), an order that cannot be changed (30), any other (21)."""
    if verb == "process":
        return 32
    if "/orders/" in path and "/products" in path:
        return 33
    return 30 if "/orders/" in path and method == "PUT" else 21


def _sentence(problem: Problem) -> str:
    place = ".".join(str(step) for step in problem.path)
    return f"{place}: {problem.message}" if place else problem.message


def plain(value: Decimal) -> int | float:
    """A number without needless decimals."""
    return int(value) if value == value.to_integral_value() else float(value)


def or_null(value: str) -> str | None:
    """Empty text is null in JSON."""
    return value or None


class LocalTime:
    """Date-times without a zone, in the account's."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._ahead: dict[int, timedelta] = {}

    def __call__(self, value: datetime | None) -> str | None:
        """`value` is in UTC when it says nothing else: SQLite keeps times so.

        A page has hundreds of times, on a few days. How far the zone is ahead of UTC is looked up once for
        each day, unless it changes on that day.
        """
        if value is None:
            return None
        if value.tzinfo is not None and value.tzinfo is not UTC:
            value = value.astimezone(UTC)
        ahead = self._ahead.get(value.toordinal())
        if ahead is None:
            ahead = self._look_up(value)
        return (value + ahead).isoformat(" ", "seconds")[:19]

    def _look_up(self, value: datetime) -> timedelta:
        begin = value.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
        at_begin, at, at_end = (
            one.astimezone(self._zone).utcoffset() or timedelta(0)
            for one in (begin, value.replace(tzinfo=UTC), begin + timedelta(days=1))
        )
        if at_begin == at_end:
            self._ahead[value.toordinal()] = at
        return at

    def read(self, value: datetime) -> datetime:
        """A time of a client in UTC, a naive one read in the zone; before or after all times, their end."""
        aware = value if value.tzinfo else value.replace(tzinfo=self._zone)
        try:
            return aware.astimezone(UTC)
        except OverflowError:
            return _FIRST if value.year == _FIRST.year else _LAST
