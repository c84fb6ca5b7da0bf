"""Customer numbers: handed out from a counter where the account wants that, typed ones kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from pakhuis.accounts.actions import next_number, raise_counter, upcoming_number
from pakhuis.accounts.events import SettingsChanged
from pakhuis.accounts.models import AccountSettings
from pakhuis.bulk.among import Among
from pakhuis.customers.keys import number_key
from pakhuis.customers.models import Customer, CustomerAlias
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import RawNumber

SERIES = "customer"
HIGHEST_COUNTED = 10**18
LONGEST_STRETCH = 10_000
"""Numbers looked at in one query, where so many in a row are taken."""
HIGHEST_NEXT = 10**15


@transaction.atomic
def set_next_number(given: RawNumber, *, by: Actor, now: datetime) -> None:
    """Have automatic numbers go on with this one; a number below what comes next anyway is refused."""
    coming = upcoming_number(SERIES)
    checks = Checks()
    wanted = checks.whole(("customer_number_next",), given, low=coming, high=HIGHEST_NEXT)
    checks.refuse_if_any()
    if wanted != coming:
        raise_counter(SERIES, to=wanted - 1)
        change = FieldChange(field="customer_number_next", old=str(coming), new=str(wanted))
        record([SettingsChanged(id=1, label="account", changes=(change,))], by=by, now=now)


def next_customer_number() -> int:
    """What automatic numbers go on with."""
    return upcoming_number(SERIES)


def owner_of(number: str, *, but: int | None = None) -> str:
    """The name of the customer that has this number, or has it from a merge; empty when nobody has."""
    key = number_key(number)
    if key is None:
        return ""
    other = Q() if but is None else ~Q(customer_id=but)
    former = CustomerAlias.objects.filter(other, number_key=key).values_list("customer__name", flat=True)
    owners = Customer.objects.filter(number_key=key).exclude(pk=but or 0).values_list("name", flat=True)
    return next(iter(owners.union(former)), "")


def number_for(typed: str, settings: AccountSettings) -> str:
    """The number a new customer gets: the typed one, else the next one, else none.

    The counter skips numbers that are taken, and goes on after a typed one of its own shape.
    """
    return numbers_for([typed], settings)[0]


def numbers_for(typed: Sequence[str], settings: AccountSettings) -> list[str]:
    """Like `number_for`, for many new customers: typed numbers first, so that none is handed out twice."""
    wanted = sum(1 for one in typed if not one) if settings.numbers_customers else 0
    raise_above([one for one in typed if one], settings)
    handed = iter(_next_free(wanted, settings) if wanted else ())
    return [one or next(handed, "") for one in typed]


def _next_free(wanted: int, settings: AccountSettings) -> list[str]:
    """The next numbers that nobody has, however many in a row are taken; a query for each stretch looked at.

    Stretches grow, so that a long row of numbers that came from elsewhere is passed once and quickly. The
    first draw holds the counter until the commit; it is left at the last number that is handed out.
    """
    first = start = next_number(SERIES)
    free: list[int] = []
    length = wanted
    while len(free) < wanted:
        stretch = range(start, start + length)
        keys = {number: number_key(_written(number, settings)) for number in stretch}
        taken = _taken([key for key in keys.values() if key])
        free += [number for number, key in keys.items() if key not in taken][: wanted - len(free)]
        start, length = stretch.stop, min(length * 2, max(wanted, LONGEST_STRETCH))
    if free[-1] != first:
        raise_counter(SERIES, to=free[-1])
    return [_written(number, settings) for number in free]


def _written(number: int, settings: AccountSettings) -> str:
    return f"{settings.customer_number_prefix}{number:0{settings.customer_number_digits}d}"


def _taken(keys: Sequence[str]) -> set[str | None]:
    """Those of these keys that a customer has, or has from a merge; one query."""
    own = Customer.objects.filter(Among("number_key", keys)).values_list("number_key", flat=True)
    former = CustomerAlias.objects.filter(Among("number_key", keys)).values_list("number_key", flat=True)
    return set(own.union(former))


def raise_above(typed: Sequence[str], settings: AccountSettings) -> None:
    """Have the counter go on after typed numbers that look like its own, in any spelling; written once."""
    prefix = (number_key(f"{settings.customer_number_prefix}0") or "")[:-1]
    keys = filter(None, map(number_key, typed))
    digits = [one.removeprefix(prefix) for one in keys if one.startswith(prefix)]
    counted = [int(one) for one in digits if one.isascii() and one.isdigit()]
    highest = max((one for one in counted if one < HIGHEST_COUNTED), default=0)
    if settings.numbers_customers and highest:
        raise_counter(SERIES, to=highest)
