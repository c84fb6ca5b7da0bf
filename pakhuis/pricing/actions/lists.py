"""Price lists: made, given other names and days, retired, brought back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from pakhuis.accounts.problems import unknown_setting
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.events import PriceListChanged, PriceListCreated
from pakhuis.pricing.models import PriceList
from pakhuis.pricing.problems import dates_reversed, price_list_taken


def create_price_list(name: str, *, by: Actor, now: datetime, **days: date | None) -> PriceList:
    """A new, empty price list; `days` are `valid_from` and `valid_until`."""
    checks = Checks()
    checked = _checked({"name": name, **days}, checks)
    _check_days(checked.get("valid_from"), checked.get("valid_until"), checks)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            made = PriceList.objects.create(**checked)
            record([PriceListCreated(id=made.pk, label=made.name)], by=by, now=now)
    except IntegrityError:
        raise Refused([price_list_taken(checked["name"])]) from None
    return made


def change_price_list(price_list_id: int, *, by: Actor, now: datetime, **fields: Any) -> PriceList:
    """Change `name`, `valid_from`, `valid_until` or `active`.

    A retired list stays with its customers and on past orders, gives no price any more, and nobody can
    choose it. No order that is there already ever changes.
    """
    checks = Checks()
    checked = _checked(fields, checks)
    try:
        with transaction.atomic():
            found = PriceList.objects.select_for_update().filter(pk=price_list_id).first()
            if found is None:
                raise Refused([not_found("price list")])
            first, last = (checked.get(name, getattr(found, name)) for name in ("valid_from", "valid_until"))
            _check_days(first, last, checks)
            checks.refuse_if_any()
            changes = put(found, checked)
            if changes:
                found.save(update_fields=list(checked))
                fact = PriceListChanged(id=found.pk, label=found.name, changes=changes)
                record([fact], by=by, now=now)
    except IntegrityError:
        raise Refused([price_list_taken(str(checked.get("name", "")))]) from None
    return found


def _check_days(first: date | None, last: date | None, checks: Checks) -> None:
    if first and last and last < first:
        checks.add(dates_reversed())


def _checked(fields: dict[str, Any], checks: Checks) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "name":
            checked[name] = checks.text((name,), value, limit=100, required=True)
        elif name in ("valid_from", "valid_until"):
            checked[name] = value
        elif name == "active":
            checked[name] = bool(value)
        else:
            checks.add(unknown_setting(name))
    return checked
