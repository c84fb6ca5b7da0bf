"""Finding customers by what somebody typed: all that fit, or the few that fit best.

Fragments that many customers have are found by walking along the wanted order; rare ones by the fragment
index. Which it is, is measured on a small sample spread over all customers, and not left to the planner's
guess: with skewed data that guess is what makes a search slow.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.bulk.among import Within
from pakhuis.customers.keys import email_key, number_key, searched
from pakhuis.customers.models import Customer, CustomerAlias
from pakhuis.fragments.asking import begins, is_exactly, rows_by_index
from pakhuis.kernel.text import fold

LETTERS = 3
"""A fragment of fewer letters is in no index; it must be the beginning of something."""
PIECE, RARE = 6, 2
"""So many letters of a long word are enough for an index, when fewer than so many of a sample have them."""
FEW = 20_000
"""So many rows are quickly gathered and sorted."""
FORMER = 20
"""Customers of one e-mail that count as exact; more share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How far a search goes.

    A table of no more than `small` customers is not sampled. The sample is `slices` times `size` neighbours:
    what fewer than `rare` of them have is asked of the index first; what `common` of them have never is, if
    that makes more than twice the `most` that is taken of the index. A page walks along its order for at most
    `walk` customers.
    """

    small: int = 5_000
    slices: int = 20
    size: int = 100
    rare: int = 2
    common: int = 12
    walk: int = 2_000
    most: int = 500


USUAL = Effort()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed: `fragments` that all stand in the search text, and `beginning`, a field and how
    it begins. Nothing of both is everybody.

    Words of three letters and more stand anywhere in name, contact, number, e-mail, telephone, postcode or
    city; shorter ones begin a word there. With short words only, the name begins with the first of them, or
    the number does when it is digits. Case and accents do not count.
    """

    fragments: tuple[str, ...] = ()
    beginning: tuple[str, str] | None = None

    @classmethod
    def by(cls, text: str) -> Wanted:
        words = searched(text)
        long = [word for word in words if len(word) >= LETTERS]
        short = [word for word in words if len(word) < LETTERS]
        if long or not short:
            return cls((*long, *(f" {word}" for word in short)))
        first, *others = short
        field = "number_key" if first.isdecimal() else "name_key"
        return cls(tuple(f" {word}" for word in others), (field, first))

    @property
    def is_everybody(self) -> bool:
        return not self.fragments and self.beginning is None

    @property
    def begun(self) -> Q:
        return Q() if self.beginning is None else begins(*self.beginning)

    @property
    def held(self) -> Q:
        return Q(search_text__holds=self.fragments) if self.fragments else Q()

    def some(self, spread: Sample | None, *, most: int) -> list[tuple[int, str]]:
        """Ids and names (folded) that an index gives: of fragments as they come, of a beginning in order."""
        if self.beginning is not None:
            rows = Customer.objects.filter(self.begun).order_by(self.beginning[0])
            near = rows.values("pk")[:most]
            return list(Customer.objects.filter(self.held, pk__in=near).values_list("pk", "name_key"))
        asked = spread.rarest if spread else self.fragments
        rest = self.held if asked != self.fragments else Q()
        found = Customer.objects.filter(rest, search_text__fragments=asked).order_by()
        return rows_by_index(found.values_list("pk", "name_key")[:most])


def found_by(
    text: str,
    among: QuerySet[Customer] | None = None,
    *,
    also: Collection[int] = (),
    effort: Effort = USUAL,
) -> QuerySet[Customer]:
    """All customers of `among` that fit (`Wanted`) or are `also` meant, in no order yet. Without words:
    everybody."""
    everyone = Customer.objects.all() if among is None else among
    wanted = Wanted.by(text)
    spread = sample(wanted, effort) if wanted.beginning is None and wanted.fragments else None
    if spread is not None and not spread.is_common:
        some = wanted.some(spread, most=effort.most + 1)
        if len(some) <= effort.most:
            return everyone.filter(pk__in=[*(pk for pk, _ in some), *also])
    if also:
        return everyone.filter(wanted.begun & wanted.held | Q(pk__in=also))
    return everyone.filter(wanted.begun, wanted.held)


def best_of(text: str, among: QuerySet[Customer], *, limit: int, effort: Effort = USUAL) -> list[Customer]:
    """The `limit` customers that fit best: the exact number or e-mail, names that begin so, numbers that do,
    then the rest.

    Of the rest only so many are looked at as `effort` says; names with a word that begins so come first.
    """
    beginning = fold(text)
    if not beginning:
        return []
    wanted, best = Wanted.by(text), dict[int, Customer]()

    def add(rows: QuerySet[Customer], *order: str) -> None:
        if len(best) < limit:
            best.update({one.pk: one for one in rows.order_by(*order)[:limit] if one.pk not in best})

    add(among.filter(pk__in=exact_ids(text)), "name_key", "pk")
    add(among.filter(begins("name_key", beginning)), "name_key", "pk")
    number = number_key(text) or ""
    if any(map(str.isdecimal, number)):
        add(among.filter(begins("number_key", number)), "number_key")
    if wanted.beginning is not None and not wanted.fragments:
        add(among.filter(wanted.begun), wanted.beginning[0])
    elif len(best) < limit:
        near = _near(wanted, beginning, effort=effort)[: 4 * limit]
        found = among.in_bulk(near)
        best.update({pk: found[pk] for pk in near if pk in found and pk not in best})
    return list(best.values())[:limit]


def _near(wanted: Wanted, beginning: str, *, effort: Effort) -> list[int]:
    """Ids of those that an effort finds, the nearest first."""
    spread = sample(wanted, effort) if wanted.beginning is None else None
    some = spread.fitting if spread and spread.is_common else wanted.some(spread, most=effort.most)
    ranked = sorted((f" {beginning}" not in name, beginning not in name, name, pk) for pk, name in some)
    return [row[-1] for row in ranked]


def exact_ids(text: str) -> list[int]:
    """Customers that have or had exactly this number or e-mail; of an e-mail at most twenty."""
    own = Customer.objects.filter(_exactly(text)).values_list("pk", flat=True)
    return list(own.union(_former_owners(text), all=True)[:FORMER]) if number_key(text) else []


def former_owners(text: str) -> list[int]:
    """Customers in which somebody with exactly this number or e-mail went up; at most twenty."""
    return list(_former_owners(text)[:FORMER]) if number_key(text) else []


def _former_owners(text: str) -> QuerySet[CustomerAlias, int]:
    return CustomerAlias.objects.filter(_exactly(text)).values_list("customer_id", flat=True)


def _exactly(text: str) -> Q:
    return Q(number_key=number_key(text)) | is_exactly("email_key", email_key(text))


def having(among: QuerySet[Customer], links: QuerySet[Any], *, few: int = FEW) -> QuerySet[Customer]:
    """Those of `among` that one of `links` (rows with a `customer`) belongs to.

    Few of them are gathered and sorted; many are met soon enough on the way along any order.
    """
    if is_more(links, few):
        return among.filter(Exists(links.filter(customer=OuterRef("pk"))))
    return among.filter(pk__in=links.values("customer_id"))


def speaking(
    among: QuerySet[Customer], language: str, *, by_name: bool, few: int = FEW
) -> QuerySet[Customer]:
    """Those of `among` with this language, which an index has by name.

    In any other order few are gathered and sorted, and many met on the way: asked for as those without any
    other language, which no engine takes the index for.
    """
    if by_name or not is_more(Customer.objects.filter(language=language), few):
        return among.filter(language=language)
    return among.exclude(language__in=[one for one in LANGUAGES if one != language])


def is_more(rows: QuerySet[Any], few: int) -> bool:
    """Whether there are more than `few`, without counting them all."""
    return rows.order_by()[: few + 1].count() > few


@dataclass(frozen=True, slots=True)
class Sample:
    """A few of all: who of them fits (id and name, folded) and how many, whether so many do that no index is
    asked, and what it is asked otherwise."""

    fitting: QuerySet[Customer, tuple[int, str]]
    count: int
    is_common: bool
    rarest: tuple[str, ...]
    """The piece of the fragments that hardly any of the few have; all fragments where none is so rare.

    An index reads a list for every three letters it is asked: of an e-mail most lists are nearly as long as
    the table. What stands in one rare piece is quickly compared with all that was typed.
    """


def _pieces(fragment: str) -> list[str]:
    """Overlapping pieces of a long fragment; a short one as it is."""
    last = len(fragment) - PIECE
    if last < LETTERS:
        return [fragment]
    return [fragment[at : at + PIECE] for at in dict.fromkeys((*range(0, last, LETTERS), last))]


def sample(wanted: Wanted, effort: Effort) -> Sample | None:
    """Who fits among neighbours spread evenly from the first to the last; None where there are few at all."""
    # As one aggregate, lowest and highest together would have SQLite read the whole table.
    highest = Subquery(Customer.objects.order_by("-pk").values("pk")[:1])
    ends = Customer.objects.order_by("pk").values_list("pk", highest).first()
    if ends is None:
        return None
    low, span = ends[0], ends[1] - ends[0] + 1
    if span <= effort.small:
        return None
    gaps, last = max(1, effort.slices - 1), span - effort.size
    starts = (low + last * place // gaps for place in range(effort.slices))
    few = Customer.objects.filter(Within("pk", [(start, start + effort.size - 1) for start in starts]))
    fitting = few.filter(wanted.begun, wanted.held).values_list("pk", "name_key")
    count, rarest = _counted(wanted, few)
    if count is None:
        count = len(fitting)
    guess = count * span // (effort.slices * effort.size)
    return Sample(fitting, count, count >= effort.common and guess > 2 * effort.most, rarest)


def _counted(wanted: Wanted, few: QuerySet[Customer]) -> tuple[int | None, tuple[str, ...]]:
    """How many of a few fit and what an index is asked; not counted where there is no choice of pieces."""
    pieces = [piece for one in wanted.fragments for piece in _pieces(one)]
    if len(pieces) < 2:
        return None, wanted.fragments
    asked = {f"n{place}": Q(search_text__holds=(piece,)) for place, piece in enumerate(pieces)}
    asked["fit"] = wanted.begun & wanted.held
    counts = few.aggregate(**{name: Count("pk", filter=one) for name, one in asked.items()})
    least = min(range(len(pieces)), key=lambda place: counts[f"n{place}"])
    return counts["fit"], (pieces[least],) if counts[f"n{least}"] < RARE else wanted.fragments
