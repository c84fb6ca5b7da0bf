"""The account's settings: one row, every change told with its old value."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction

from pakhuis.accounts.events import SettingsChanged
from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.mail_names import checked_email
from pakhuis.accounts.models import AccountSettings
from pakhuis.accounts.problems import bad_setting, unknown_setting
from pakhuis.accounts.rows import rows
from pakhuis.bulk.whole import once
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks


def account_settings() -> AccountSettings:
    """The one row of settings, made with its defaults where it is missing."""
    return once("account settings", _settings)


def _settings() -> AccountSettings:
    found = rows(AccountSettings, id=1)
    if not found:
        AccountSettings.objects.bulk_create([AccountSettings()], ignore_conflicts=True)
        found = rows(AccountSettings, id=1)
    return found[0]


@transaction.atomic
def change_settings(*, by: Actor, now: datetime, **fields: Any) -> AccountSettings:
    """Set fields of the settings by name; all that is wrong, an unknown name included, is refused at once."""
    checks = Checks()
    checked = _checked(fields, checks)
    checks.refuse_if_any()
    account_settings()
    settings = AccountSettings.objects.select_for_update().get(pk=1)
    before = settings.order_numbers, settings.picklist_numbers
    changes = put(settings, checked)
    if (settings.order_numbers, settings.picklist_numbers) != before:
        settings.numbers_may_meet = checked["numbers_may_meet"] = True
    if changes:
        settings.save(update_fields=list(checked))
        record([SettingsChanged(id=1, label="account", changes=changes)], by=by, now=now)
    return settings


def expect_foreign_numbers() -> None:
    """Numbers were brought along from another system: a new one is looked up before it is used."""
    AccountSettings.objects.filter(pk=1, numbers_may_meet=False).update(numbers_may_meet=True)


_TEXTS = {
    "company_name": 100,
    "company_address": 1000,
    "company_phone": 60,
    "customer_number_prefix": 20,
    "order_number_prefix": 20,
    "picklist_number_prefix": 20,
    "order_number_separator": 3,
    "picklist_number_separator": 3,
}
_HIGHEST_FIRST = 1_000_000_000
_WHOLES = {
    "customer_number_digits": (1, 18),
    "legal_period_years": (0, 30),
    "order_number_digits": (1, 12),
    "picklist_number_digits": (1, 12),
    "order_number_first": (1, _HIGHEST_FIRST),
    "picklist_number_first": (1, _HIGHEST_FIRST),
}
_FLAGS = (
    *("autosplit", "processes_backorders_itself", "numbers_customers", "asks_vat_register"),
    "shows_status_pages",
    *("order_number_year", "picklist_number_year"),
)


def _checked(fields: dict[str, Any], checks: Checks) -> dict[str, Any]:
    """The values as they are kept; what is wrong with each stands at its name."""
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        place = (name,)
        if name in _TEXTS:
            required = name == "company_name"
            checked[name] = checks.text(place, value, limit=_TEXTS[name], required=required)
        elif name in _FLAGS:
            checked[name] = bool(value)
        elif name in _WHOLES:
            low, high = _WHOLES[name]
            checked[name] = checks.whole(place, value, low=low, high=high)
        elif name == "company_email":
            checked[name] = checked_email(checks, place, value)
        elif name == "country":
            checked[name] = checks.country(place, value, required=True)
        elif (name == "language" and value in LANGUAGES) or (
            name == "time_zone" and value in available_timezones()
        ):
            checked[name] = value
        elif name in ("language", "time_zone"):
            checks.add(bad_setting(name, value))
        else:
            checks.add(unknown_setting(name))
    return checked
