"""Finding customers by what somebody typed, at the same small cost with ten of them and with a million.

Fragments that many customers have are found by walking along the wanted order, as the page is full soon;
rare ones by the fragment index. Which it is, is measured on a small sample spread over all customers, and
not left to the planner's guess: with skewed data that guess is what makes a search slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from pakhuis.customers.keys import email_key, number_key, searched
from pakhuis.customers.models import Customer, CustomerAlias
from pakhuis.kernel.text import fold

LETTERS = 3
"""A fragment of fewer letters is in no index; it must be the beginning of something."""
AFTER_EVERYTHING = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How far a search goes. `most` rare matches are looked at, and the overview says so when there are more.

    A table with no more than `small` customers is walked through. The sample is `slices` times `size`
    neighbours; a fragment that `common` of them have is common.
    """

    small: int = 5_000
    slices: int = 10
    size: int = 200
    common: int = 40
    most: int = 2_000


USUAL = Effort()


def found_by(
    text: str, among: QuerySet[Customer] | None = None, *, effort: Effort = USUAL
) -> QuerySet[Customer]:
    """Customers of `among` with every word of `text`, in any order.

    Words of three letters and more stand anywhere in name, contact, number, e-mail, telephone, postcode or
    city; shorter ones begin a word there. With short words only, the name begins with the first of them, or
    the number does when it is digits. Case and accents do not count. Without words: everybody.
    """
    everyone = Customer.objects.all() if among is None else among
    words = searched(text)
    if not words:
        return everyone
    long = [word for word in words if len(word) >= LETTERS]
    short = [word for word in words if len(word) < LETTERS]
    if not long:
        return _beginning(short, everyone)
    wanted = Q()
    for word in short:
        wanted &= Q(search_text__holds_word=word)
    for word in long:
        wanted &= Q(search_text__holds=word)
    if _is_common(wanted, effort):
        return everyone.filter(wanted)
    with _by_index():
        found = everyone.filter(wanted, search_text__fragments=long).order_by().values_list("pk", flat=True)
        ids = list(found[: effort.most])
    return Customer.objects.filter(pk__in=ids)


def best_of(text: str, among: QuerySet[Customer], *, limit: int, effort: Effort = USUAL) -> list[Customer]:
    """The `limit` customers that fit best: the exact number or e-mail, names that begin so, then the rest."""
    beginning = fold(text)
    if not beginning:
        return []
    tiers = (
        among.filter(pk__in=exact_ids(text)),
        among.filter(begins("name_key", beginning)),
        found_by(text, among, effort=effort),
    )
    best: dict[int, Customer] = {}
    for tier in tiers:
        if len(best) < limit:
            best |= {one.pk: one for one in tier.order_by("name_key", "pk")[:limit] if one.pk not in best}
    return list(best.values())[:limit]


def exact_ids(text: str) -> list[int]:
    """Customers that have or had exactly this number or e-mail; of an e-mail at most twenty."""
    number, mail = number_key(text), email_key(text)
    asked = Q(number_key=number) | Q(email_key=mail)
    if number is None:
        return []
    own = Customer.objects.filter(asked).values_list("pk", flat=True)
    former = CustomerAlias.objects.filter(asked).values_list("customer_id", flat=True)
    return [*own[:20], *former[:20]]


def having(among: QuerySet[Customer], links: QuerySet[Any], *, few: int = 20_000) -> QuerySet[Customer]:
    """Those of `among` that one of `links` (rows with a `customer`) belongs to.

    Few of them are gathered and sorted; many are met soon enough on the way along any order.
    """
    if links.order_by()[: few + 1].count() > few:
        return among.filter(Exists(links.filter(customer=OuterRef("pk"))))
    return among.filter(pk__in=links.values("customer_id"))


def begins(field: str, text: str) -> Q:
    """`field` begins with `text`, asked in the way that each engine answers from its index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + AFTER_EVERYTHING})


def _beginning(words: Sequence[str], among: QuerySet[Customer]) -> QuerySet[Customer]:
    first, *others = words
    wanted = begins("number_key" if first.isdecimal() else "name_key", first)
    for word in others:
        wanted &= Q(search_text__holds_word=word)
    return among.filter(wanted)


def _is_common(wanted: Q, effort: Effort) -> bool:
    """Whether so many customers fit that walking is quicker; also where there are few customers at all."""
    # As one aggregate, lowest and highest together would have SQLite read the whole table.
    highest = Subquery(Customer.objects.order_by("-pk").values("pk")[:1])
    ends = Customer.objects.order_by("pk").values_list("pk", highest).first()
    if ends is None:
        return True
    low, span = ends[0], ends[1] - ends[0] + 1
    if span <= effort.small:
        return True
    slices = Q()
    for place in range(effort.slices):
        start = low + span * place // effort.slices
        slices |= Q(pk__range=(start, start + effort.size - 1))
    return Customer.objects.filter(slices).filter(wanted).count() >= effort.common


@contextmanager
def _by_index() -> Iterator[None]:
    """Have PostgreSQL take the fragment index, which it leaves aside when it thinks a fragment common."""
    if connection.vendor != "postgresql":
        yield
        return
    names = ("enable_seqscan", "enable_indexscan")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} = off" for name in names))
        yield
        cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in names))
