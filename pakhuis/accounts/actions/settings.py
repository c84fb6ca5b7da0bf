"""The account's settings, tags and templates."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from pakhuis.accounts.events import SettingsChanged, TagCreated, TemplateCreated
from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import AccountSettings, Tag, Template
from pakhuis.accounts.problems import bad_color, bad_setting, name_taken, unknown_setting
from pakhuis.accounts.rows import rows
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Refused

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def account_settings() -> AccountSettings:
    """The one row of settings, made with its defaults where it is missing."""
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
    changes = tuple(
        FieldChange(field=name, old=str(getattr(settings, name)), new=str(value))
        for name, value in checked.items()
        if getattr(settings, name) != value
    )
    if changes:
        for name, value in checked.items():
            setattr(settings, name, value)
        settings.save(update_fields=list(checked))
        record([SettingsChanged(id=1, label="account", changes=changes)], by=by, now=now)
    return settings


_TEXTS = {
    "company_name": 100,
    "customer_number_prefix": 20,
    "order_number_prefix": 20,
    "picklist_number_prefix": 20,
}
_FLAGS = ("autosplit", "processes_backorders_itself", "numbers_customers", "asks_vat_register")


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
        elif name == "customer_number_digits":
            checked[name] = checks.whole(place, value, low=1, high=18)
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


def create_tag(title: str, *, color: str, inherit: bool, by: Actor, now: datetime) -> Tag:
    """A new tag; its title is unique without regard to case."""
    checks = Checks()
    title = checks.text(("title",), title, limit=60, required=True)
    if not _COLOR.fullmatch(color):
        checks.add(bad_color(color))
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            tag = Tag.objects.create(title=title, color=color.lower(), inherit=inherit)
            record([TagCreated(id=tag.pk, label=title)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(title, "title")]) from None
    return tag


def create_template(name: str, *, is_default: bool, by: Actor, now: datetime) -> Template:
    """A new template; made the default it takes that from the former one."""
    checks = Checks()
    name = checks.text(("name",), name, limit=100, required=True)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            if is_default:
                Template.objects.filter(is_default=True).update(is_default=False)
            template = Template.objects.create(name=name, is_default=is_default)
            record([TemplateCreated(id=template.pk, label=name)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(name)]) from None
    return template
