"""Templates: made, changed, made the default, retired."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from pakhuis.accounts.actions.claims import claim
from pakhuis.accounts.actions.settings import account_settings
from pakhuis.accounts.colors import is_color
from pakhuis.accounts.events import TemplateChanged, TemplateCreated
from pakhuis.accounts.mail_names import checked_email, one_line
from pakhuis.accounts.models import Template
from pakhuis.accounts.problems import bad_color, name_taken, unknown_setting
from pakhuis.accounts.problems import is_default as is_the_default
from pakhuis.accounts.rows import rows
from pakhuis.accounts.uses import in_use, uses_of
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Problem, Refused

FLAGS = ("is_default", "active", "confirms_orders", "announces_shipments")
DEFAULT = "default template"
"""What is claimed by who makes a template the default."""
KEEP_IT = ("orders.order", "papers.mailtext", "papers.templatelogo")
"""Tables that go on with a retired template: past orders keep theirs, and its texts are its own."""


def default_template_id() -> int:
    """The template of what names none; made where the account has no default yet.

    Like the settings it is there from its first use and no fact of anybody: plain, and it sends no mails.
    """
    found = rows(Template, is_default=True)
    attempts = count(1)
    while not found:
        claim(DEFAULT)
        with translation.override(account_settings().language):
            name = gettext("Standard")
        attempt = next(attempts)
        first = Template(name=name if attempt == 1 else f"{name} {attempt}", is_default=True)
        Template.objects.bulk_create([first], ignore_conflicts=True)
        found = rows(Template, is_default=True)
    return found[0].pk


def create_template(name: str, *, is_default: bool, by: Actor, now: datetime, **fields: Any) -> Template:
    """A new template; made the default it takes that from the former one."""
    checks = Checks()
    checked = _checked({"name": name, "is_default": is_default, **fields}, checks)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            if is_default:
                claim(DEFAULT)
                Template.objects.filter(is_default=True).update(is_default=False)
            template = Template.objects.create(**checked)
            record([TemplateCreated(id=template.pk, label=template.name)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(checked["name"])]) from None
    return template


def change_template(template_id: int, *, by: Actor, now: datetime, **fields: Any) -> Template:
    """Change a template. The default stays it until another is; one that customers or webshops have stays."""
    checks = Checks()
    checked = _checked(fields, checks)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            if checked.get("is_default"):
                claim(DEFAULT)
            template = Template.objects.select_for_update().filter(pk=template_id).first()
            if template is None:
                raise Refused([not_found("template")])
            refused = _not_now(template, checked)
            if refused:
                raise Refused([refused])
            if checked.get("is_default") and not template.is_default:
                Template.objects.filter(is_default=True).update(is_default=False)
            changes = put(template, checked)
            if changes:
                template.save(update_fields=list(checked))
                fact = TemplateChanged(id=template.pk, label=template.name, changes=changes)
                record([fact], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(str(checked.get("name", "")))]) from None
    return template


def _not_now(template: Template, checked: dict[str, Any]) -> Problem | None:
    retires = checked.get("active") is False and template.active
    if template.is_default and (retires or checked.get("is_default") is False):
        return is_the_default(("active",) if retires else ("is_default",))
    if retires:
        uses = uses_of(template, leaving=KEEP_IT)
        return in_use(uses) if uses else None
    if checked.get("is_default") and not checked.get("active", template.active):
        return is_the_default()
    return None


def _checked(fields: dict[str, Any], checks: Checks) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "name":
            checked[name] = checks.text((name,), value, limit=100, required=True)
        elif name == "sender_name":
            checked[name] = one_line(checks.text((name,), value, limit=100))
        elif name == "color":
            checked[name] = str(value).strip(" ").lower()
            if checked[name] and not is_color(checked[name]):
                checks.add(bad_color(str(value)))
        elif name == "reply_to":
            checked[name] = checked_email(checks, (name,), value)
        elif name in FLAGS:
            checked[name] = bool(value)
        else:
            checks.add(unknown_setting(name))
    return checked
