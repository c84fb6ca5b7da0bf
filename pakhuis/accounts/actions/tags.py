"""Tags: made, changed, retired. None is ever deleted, so nothing that has one can lose it unseen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from pakhuis.accounts.colors import is_color
from pakhuis.accounts.events import TagChanged, TagCreated
from pakhuis.accounts.models import Tag
from pakhuis.accounts.problems import bad_color, name_taken, unknown_setting
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean, key


def create_tag(title: str, *, color: str, inherit: bool, by: Actor, now: datetime) -> Tag:
    """A new tag; its title is unique without regard to case among those in use."""
    checks = Checks()
    fields = _checked({"title": title, "color": color, "inherit": inherit}, checks)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            tag = Tag.objects.create(**fields)
            record([TagCreated(id=tag.pk, label=tag.title)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(fields["title"], "title")]) from None
    return tag


def change_tag(tag_id: int, *, by: Actor, now: datetime, **fields: Any) -> Tag:
    """Change `title`, `color`, `inherit` or `active` of a tag.

    With `active=False` it is retired: it stays where it is, new orders inherit it no more, nobody can
    choose it, and its title may be used again.
    """
    checks = Checks()
    checked = _checked(fields, checks)
    checks.refuse_if_any()
    title = checked.get("title", "")
    try:
        with transaction.atomic():
            tag = Tag.objects.select_for_update().filter(pk=tag_id).first()
            if tag is None:
                raise Refused([not_found("tag")])
            title = title or tag.title
            changes = put(tag, checked)
            if changes:
                tag.save(update_fields=list(checked))
                record([TagChanged(id=tag.pk, label=tag.title, changes=changes)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(title, "title")]) from None
    return tag


def _checked(fields: dict[str, Any], checks: Checks) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "title":
            checked[name] = checks.text((name,), value, limit=60, required=True)
        elif name == "color":
            checked[name] = str(value).strip(" ").lower()
            if not is_color(checked[name]):
                checks.add(bad_color(str(value)))
        elif name in ("inherit", "active"):
            checked[name] = bool(value)
        else:
            checks.add(unknown_setting(name))
    return checked


@transaction.atomic
def ensure_tags(titles: Collection[str], *, by: Actor, now: datetime) -> dict[str, int]:
    """The ids of these tags by the form for comparing of their titles; what there is none of is made."""
    if not titles:
        return {}
    wanted = {key(clean(title)): clean(title)[:60] for title in sorted(titles) if clean(title)}
    found = {key(title): pk for pk, title in Tag.objects.filter(active=True).values_list("pk", "title")}
    missing = [title for form, title in wanted.items() if form not in found]
    if missing:
        Tag.objects.bulk_create([Tag(title=title) for title in missing], ignore_conflicts=True)
        made = Tag.objects.filter(active=True, title__in=missing)
        record([TagCreated(id=tag.pk, label=tag.title) for tag in made], by=by, now=now)
        found = {key(title): pk for pk, title in Tag.objects.filter(active=True).values_list("pk", "title")}
    return {form: found[form] for form in wanted}
