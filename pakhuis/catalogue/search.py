"""Finding products by what somebody typed, by indexes: all that fit, or the few that fit best."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from pakhuis.catalogue.models import Product
from pakhuis.catalogue.queries import scanned
from pakhuis.fragments.asking import begins, rows_by_index
from pakhuis.kernel.text import clean, fold

LETTERS = 3
"""Shorter fragments are in no index."""
LONGEST = 100
MOST = 500
"""So many products are taken from the index at once."""
WALKED = 5_000
"""So many are looked through, by code, for one or two letters."""


def found_by(text: str) -> QuerySet[Product]:
    """All products in which every word of `text` stands, in code, name or barcode; everything without any.

    What no more than `MOST` have comes from the index; of commoner words the products are met on the way.
    """
    fragments = _fragments(text)
    if not fragments:
        return Product.objects.all()
    some = _of_index(fragments)
    if some is not None and len(some) <= MOST:
        return Product.objects.filter(pk__in=some)
    return Product.objects.filter(search_text__holds=fragments)


def best_of(text: str, *, limit: int) -> list[Product]:
    """The `limit` active products that fit best; without any words the first by code.

    In front stands the one with exactly this barcode or code, then codes that begin so (as typed, in capitals
    or in small letters), names that begin so, and the rest, by code. Of words that very many products have,
    and of one or two letters, only some are looked at.
    """
    typed, fragments = clean(text)[:LONGEST], _fragments(text)
    active = Product.objects.filter(active=True)
    if not fragments:
        return list(active.order_by("code")[:limit])
    exact = scanned(typed)
    best = {exact.pk: exact} if exact is not None and exact.active else {}
    begun = reduce(or_, (begins("code", one) for one in sorted({typed, typed.upper(), typed.lower()})))
    best |= {one.pk: one for one in active.filter(begun).order_by("code")[:limit]}
    if len(best) < limit:
        best |= {one.pk: one for one in _near(active, fragments, fold(typed))[:limit]}
    return list(best.values())[:limit]


def _near(active: QuerySet[Product], fragments: Sequence[str], beginning: str) -> QuerySet[Product]:
    some = _of_index(fragments)
    if some is not None:
        rows = active.filter(pk__in=some)
    else:
        first = active.order_by("code").values("pk")[:WALKED]
        rows = active.filter(pk__in=first, search_text__holds=fragments)
    # Behind the code stands the name.
    named = When(Q(search_text__contains=f" | {beginning}"), then=Value(0))
    rank = Case(named, default=Value(1), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("rank", "code")


def _fragments(text: str) -> list[str]:
    return list(dict.fromkeys(fold(clean(text)[:LONGEST]).split()))


def _of_index(fragments: Sequence[str]) -> list[int] | None:
    """Ids of those with all fragments, one more than `MOST` at the most; None when no index has any."""
    if all(len(one) < LETTERS for one in fragments):
        return None
    found = Product.objects.filter(search_text__fragments=fragments).order_by()
    return [pk for (pk,) in rows_by_index(found.values_list("pk")[: MOST + 1])]
