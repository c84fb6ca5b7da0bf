"""What all lists share: a hundred a page by offset, and filters; those that nobody knows are left aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer
from pakhuis.api.body import moment
from pakhuis.kernel.checking import not_a_date
from pakhuis.kernel.numbers import HIGHEST_ID, as_whole
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean

M = TypeVar("M", bound=Model)
PAGE = 100
FURTHEST = 10_000_000
FEW = 2_000
ALONG_IDS = frozenset(("offset", "sinceid", "beforeid", "limit", "page", "per_page"))
"""Parameters by which no row is left out that another filter would have to find, or that nobody reads."""


def page_of(rows: QuerySet[M], request: HttpRequest) -> list[int]:
    """The ids of one page, in the order of the ids, so that new rows come last and pages do not shift."""
    start = start_of(request)
    few = few_of(rows, request)
    if few is not None:
        return few[start : start + PAGE]
    return list(rows.order_by("pk").values_list("pk", flat=True)[start : start + PAGE])


def few_of(rows: QuerySet[M], request: HttpRequest) -> list[int] | None:
    """All ids, in their order, where a filter leaves at most `FEW`; None where it leaves more, or is none.

    They are asked for in whatever order they are found: asked for them by id, an engine may go along all ids
    until a page is full: the whole table, where few fit.
    """
    if not set(request.GET) - ALONG_IDS:
        return None
    few = set(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    return sorted(few) if len(few) <= FEW else None


def start_of(request: HttpRequest) -> int:
    """How many rows stand before this page."""
    offset = as_whole(request.GET.get("offset", "0")) or 0
    return min(max(0, offset), FURTHEST)


def listed(shapes: Sequence[Any], request: HttpRequest) -> HttpResponse:
    """The page of a list that is read as a whole, such as what belongs to one thing."""
    start = start_of(request)
    return answer(shapes[start : start + PAGE])


def given(request: HttpRequest, name: str) -> str:
    """A filter's text, empty when it is not given."""
    return clean(request.GET.get(name, ""))


def by_ids(rows: QuerySet[M], request: HttpRequest, filters: dict[str, str]) -> QuerySet[M]:
    """Filter by ids: query parameter to field. What can be no id finds nothing."""
    for name, field in filters.items():
        text = given(request, name)
        if text:
            number = as_whole(text)
            rows = rows.filter(**{field: number}) if _is_id(number) else rows.none()
    return rows


def between_ids(rows: QuerySet[M], request: HttpRequest) -> QuerySet[M]:
    """`sinceid` (greater) and `beforeid` (smaller)."""
    for name, lookup in (("sinceid", "pk__gt"), ("beforeid", "pk__lt")):
        number = as_whole(given(request, name)) if given(request, name) else None
        if number is not None:
            rows = rows.filter(**{lookup: min(max(number, 0), HIGHEST_ID)})
    return rows


def between_dates(rows: QuerySet[M], request: HttpRequest, filters: dict[str, str]) -> QuerySet[M]:
    """Filters on times: query parameter to lookup.

    What is no time is refused: left aside, whoever asks for what is new would get everything, each time.
    """
    asked = {name: given(request, name) for name in filters if given(request, name)}
    if not asked:
        return rows
    read = {name: moment(text) for name, text in asked.items()}
    unread = [not_a_date(asked[name], (name,)) for name, at in read.items() if at is None]
    if unread:
        raise Refused(unread)
    zone = LocalTime(account_settings().time_zone)
    return rows.filter(**{filters[name]: zone.read(at) for name, at in read.items() if at is not None})


def _is_id(number: int | None) -> bool:
    return number is not None and 0 < number <= HIGHEST_ID
