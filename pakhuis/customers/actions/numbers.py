"""Customer numbers: handed out from a counter where the account wants that, typed ones kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from pakhuis.accounts.actions import next_number, raise_counter, upcoming_number
from pakhuis.accounts.events import SettingsChanged
from pakhuis.accounts.models import AccountSettings
from pakhuis.customers.keys import number_key
from pakhuis.customers.models import Customer, CustomerAlias
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import RawNumber

SERIES = "customer"
HIGHEST_COUNTED = 10**18
MOST_TRIES = 1000
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
    if typed:
        raise_above(typed, settings)
        return typed
    if not settings.numbers_customers:
        return ""
    for _ in range(MOST_TRIES):
        number = f"{settings.customer_number_prefix}{next_number(SERIES):0{settings.customer_number_digits}d}"
        if not owner_of(number):
            return number
    raise RuntimeError(f"{MOST_TRIES} customer numbers in a row were taken")


def raise_above(typed: str, settings: AccountSettings) -> None:
    """Have the counter go on after a typed number that looks like one of its own."""
    prefix = settings.customer_number_prefix
    digits = typed[len(prefix) :]
    if not settings.numbers_customers or not typed.startswith(prefix):
        return
    if digits.isascii() and digits.isdigit() and int(digits) < HIGHEST_COUNTED:
        raise_counter(SERIES, to=int(digits))


def numbers_for(typed: Sequence[str], settings: AccountSettings) -> list[str]:
    """Like `number_for`, for many new customers: typed numbers first, so that none is handed out twice."""
    wanted = sum(1 for one in typed if not one) if settings.numbers_customers else 0
    raise_above_all([one for one in typed if one], settings)
    free: list[str] = []
    while len(free) < wanted:
        count = wanted - len(free)
        last = next_number(SERIES, count=count)
        digits = settings.customer_number_digits
        drawn = {
            f"{settings.customer_number_prefix}{number:0{digits}d}"
            for number in range(last - count + 1, last + 1)
        }
        keys = {number_key(one): one for one in drawn}
        taken = set(Customer.objects.filter(number_key__in=keys).values_list("number_key", flat=True))
        taken |= set(CustomerAlias.objects.filter(number_key__in=keys).values_list("number_key", flat=True))
        free += sorted(one for key, one in keys.items() if key not in taken)
    handed = iter(free)
    return [one or next(handed, "") for one in typed]


def raise_above_all(typed: Sequence[str], settings: AccountSettings) -> None:
    """`raise_above` for many numbers: the counter is written once."""
    prefix = settings.customer_number_prefix
    digits = [one[len(prefix) :] for one in typed if one.startswith(prefix)]
    counted = [int(one) for one in digits if one.isascii() and one.isdigit() and len(one) < 19]
    highest = max((one for one in counted if one < HIGHEST_COUNTED), default=0)
    if settings.numbers_customers and highest:
        raise_counter(SERIES, to=highest)
