"""The queue of likely doubles: found by indexes, judged by people, never merged by itself."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from pakhuis.customers.double_rules import Looks, Reason, pieces, reasons, weight
from pakhuis.customers.models import Address, Customer, LikelyDouble
from pakhuis.customers.search import found_by
from pakhuis.fragments.asking import is_exactly
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import fold

MANY = 20
"""More customers with the same e-mail or telephone than this are a shared one, and no pairs to judge."""
AT_A_TIME = 200
logger = logging.getLogger("pakhuis.customers")


def look_for_doubles(*, now: datetime, most: int = AT_A_TIME) -> int:
    """Look at customers that were written since the last look; gives at how many. Safe to call twice.

    One at which it breaks off is left until it is written again, and the others are looked at.
    """
    due = list(Customer.objects.filter(doubles_due=True).order_by("pk").values_list("pk", flat=True)[:most])
    for customer_id in due:
        try:
            look_at(customer_id, now=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("The look for doubles of customer %s broke off", customer_id)
            Customer.objects.filter(pk=customer_id).update(doubles_due=False)
    return len(due)


def look_at(customer_id: int, *, now: datetime) -> list[int]:
    """Bring the pairs of one customer in step with how it looks now; gives the ids it may be the same as.

    What a person has judged stays. It is searched outside of a transaction, as nobody else writes to SQLite
    during one; who was written while it was searched keeps the mark, and is looked at again.
    """
    seen = _seen(customer_id)
    found = _found(*seen) if seen else {}
    with transaction.atomic():
        marked = Customer.objects.filter(pk=customer_id, doubles_due=True)
        if not marked.update(doubles_due=False):
            return []
        again = _seen(customer_id)
        if (again and again[1]) != (seen and seen[1]):
            Customer.objects.filter(pk=customer_id).update(doubles_due=True)
            return []
        _bring_in_step(customer_id, found, now=now)
    return sorted(found)


def _seen(customer_id: int) -> tuple[Customer, Looks] | None:
    """The customer and how it looks; an archived one is nobody's double."""
    customer = Customer.objects.filter(pk=customer_id, archived_at=None).first()
    return (customer, _looks([customer])[customer_id]) if customer is not None else None


def _bring_in_step(customer_id: int, found: Mapping[int, tuple[Reason, ...]], *, now: datetime) -> None:
    pairs = LikelyDouble.objects.filter(Q(first=customer_id) | Q(second=customer_id))
    present = {one.first_id + one.second_id - customer_id: one for one in pairs}
    gone = [one.pk for other, one in present.items() if other not in found and one.judged_at is None]
    LikelyDouble.objects.filter(pk__in=gone).delete()
    still = set(Customer.objects.filter(pk__in=found.keys() - present.keys()).values_list("pk", flat=True))
    LikelyDouble.objects.bulk_create(
        (
            LikelyDouble(
                first_id=min(customer_id, other),
                second_id=max(customer_id, other),
                reasons=list(why),
                weight=weight(why),
                found_at=now,
            )
            for other, why in found.items()
            if other in still
        ),
        ignore_conflicts=True,
    )
    for other, why in found.items():
        if other in present and present[other].reasons != list(why):
            LikelyDouble.objects.filter(pk=present[other].pk).update(reasons=list(why), weight=weight(why))


def judge_not_the_same(pair_id: int, *, by: Actor, now: datetime) -> None:
    """Remember that these two are different; the pair is never shown again."""
    judged = LikelyDouble.objects.filter(pk=pair_id, judged_at=None)
    if not judged.update(judged_at=now, judged_by=by.label[:200]):
        raise Refused([not_found("pair")])


def _found(customer: Customer, looks: Looks) -> dict[int, tuple[Reason, ...]]:
    """Other customers with the reasons they look the same, from candidates that indexes give."""
    others = Customer.objects.filter(archived_at=None).exclude(pk=customer.pk)
    candidates: dict[int, Customer] = {}
    for asked in _exact(looks):
        same = list(others.filter(asked)[: MANY + 1])
        candidates |= {one.pk: one for one in same} if len(same) <= MANY else {}
    same_name = others.filter(name_key=customer.name_key)[: MANY * 5]
    candidates |= {one.pk: one for one in same_name}
    for city in sorted(looks.cities)[:3]:
        for piece in pieces(looks.name):
            near = found_by(f"{piece} {city}", others)[: MANY * 5]
            candidates |= {one.pk: one for one in near}
    told = {pk: reasons(looks, other) for pk, other in _looks(candidates.values()).items()}
    return {pk: why for pk, why in told.items() if why}


def _exact(looks: Looks) -> list[Q]:
    asked = {
        "email_key": looks.email_key,
        "phone_key": looks.phone_key,
        "vat_number": looks.vat_number,
    }
    return [is_exactly(name, value) for name, value in asked.items() if value]


def _looks(customers: Iterable[Customer]) -> dict[int, Looks]:
    by_id = {one.pk: one for one in customers}
    places: dict[int, tuple[set[str], set[str]]] = {pk: (set(), set()) for pk in by_id}
    rows = Address.objects.filter(customer_id__in=by_id).values_list("customer_id", "zipcode", "city")
    for customer_id, zipcode, city in rows:
        places[customer_id][0].update({fold(zipcode).replace(" ", "")} - {""})
        places[customer_id][1].update({fold(city)} - {""})
    return {
        pk: Looks(
            name=one.name,
            email_key=one.email_key,
            phone_key=one.phone_key,
            vat_number=one.vat_number,
            postcodes=frozenset(places[pk][0]),
            cities=frozenset(places[pk][1]),
        )
        for pk, one in by_id.items()
    }
