"""The account's settings, tags and templates."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pakhuis.accounts.events import SettingsChanged, TagCreated, TemplateCreated
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
    """Set fields of the settings by name; an unknown name is refused."""
    known = {field.name for field in AccountSettings._meta.concrete_fields} - {"id"}
    unknown = [unknown_setting(name) for name in fields if name not in known]
    if unknown:
        raise Refused(unknown)
    account_settings()
    settings = AccountSettings.objects.select_for_update().get(pk=1)
    changes = tuple(
        FieldChange(field=name, old=str(getattr(settings, name)), new=str(value))
        for name, value in fields.items()
        if getattr(settings, name) != value
    )
    if changes:
        for name, value in fields.items():
            setattr(settings, name, value)
        _check(settings)
        settings.save(update_fields=list(fields))
        record([SettingsChanged(id=1, label="account", changes=changes)], by=by, now=now)
    return settings


def _check(settings: AccountSettings) -> None:
    """Refuse what the fields, the constraints or the list of time zones do not allow, all at once."""
    problems = []
    if settings.time_zone not in available_timezones():
        problems.append(bad_setting("time_zone", f"{settings.time_zone}?"))
    try:
        settings.full_clean()
    except ValidationError as error:
        problems += [
            bad_setting(name, reason) for name, reasons in error.message_dict.items() for reason in reasons
        ]
    if problems:
        raise Refused(problems)


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
