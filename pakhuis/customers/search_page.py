"""One page of what somebody searches for, in the order of the overview, at the same small cost for any words.

A page has all that fit as long as they are rare, or common along its order. Of words that are common, but
not where the page stands, it has some, and says so: whoever searches adds a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from pakhuis.customers.models import Customer
from pakhuis.customers.search import USUAL, Effort, Wanted, sample
from pakhuis.fragments.asking import begins
from pakhuis.fragments.index import held
from pakhuis.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids of customers with these words; with `is_cut` there are more, which nobody looked for."""

    ids: Sequence[int]
    is_cut: bool = False


def page_hits(
    text: str,
    among: QuerySet[Customer],
    stretches: Sequence[QuerySet[Customer]],
    *,
    order: str,
    need: int,
    effort: Effort = USUAL,
) -> Hits:
    """Hits for one page of `need` rows of `among`; others may be among the ids. `stretches` are its rows from
    where the page begins, one after the other, each by the column `order`.

    Steps: rare words are asked of the index; the order is walked along for a while; then what the index or
    the sample gives, with the names that begin so, stands for all.
    """
    wanted = Wanted.by(text)
    spread = sample(wanted, effort)
    some: list[tuple[int, str]] | None = None
    if spread and spread.count < effort.rare:
        some = wanted.some(spread, most=effort.most + 1)
        if len(some) <= effort.most:
            return Hits([pk for pk, _ in some])
    walked, is_end = _walked(wanted, stretches, order=order, need=need, effort=effort)
    if len(walked) >= need or is_end:
        return Hits(walked)
    if some is None:
        is_common = spread is not None and spread.is_common
        some = list(spread.fitting) if spread and is_common else wanted.some(spread, most=effort.most + 1)
        if not is_common and len(some) <= effort.most:
            return Hits([pk for pk, _ in some])
    named = among.filter(begins("name_key", fold(text))).order_by("name_key").values_list("pk", flat=True)
    return Hits(sorted({*walked, *named[: effort.most], *(pk for pk, _ in some)}), is_cut=True)


def _walked(
    wanted: Wanted, stretches: Sequence[QuerySet[Customer]], *, order: str, need: int, effort: Effort
) -> tuple[list[int], bool]:
    """Those that fit among the first of the stretches, and whether these were all there are."""
    found: list[int] = []
    left = effort.walk
    field, start = wanted.beginning or ("", "")
    along = begins(order, start) if field and order.endswith(field) else Q()
    for whole in stretches:
        if len(found) >= need or not left:
            return found, False
        met, is_cut = _met(wanted, whole.filter(along), walk=left, need=need - len(found))
        found += met
        left = 0 if is_cut else left
    return found, left > 0


def _met(wanted: Wanted, stretch: QuerySet[Customer], *, walk: int, need: int) -> tuple[list[int], bool]:
    """The first `need` that fit among the first `walk`, and whether the walk went that far.

    The engine stops as soon as it has them.
    """
    field, start = wanted.beginning or ("name_key", "")
    sql, params = stretch.values_list("id", "search_text", field)[:walk].query.sql_with_params()
    fits = [f"substr(walked.{field}, 1, %s) = %s"]
    if wanted.fragments:
        fits.append(held("walked.search_text", connection, count=len(wanted.fragments)))
    # Nothing in it is what somebody typed: that goes in as parameters.
    fit = " AND ".join(fits)
    each = f"SELECT id, {fit} AS fits, row_number() OVER () AS place FROM ({sql}) walked"  # noqa: S608
    asked = f"SELECT id, fits, place FROM ({each}) told WHERE fits OR place = %s LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, [len(start), start, *wanted.fragments, *params, walk, need])
        rows = cursor.fetchall()
    return [pk for pk, fits, _ in rows if fits], bool(rows) and rows[-1][2] == walk
