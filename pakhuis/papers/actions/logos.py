"""The logo on top of the mails of a template: put there, changed, taken away."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction
from PIL import Image, ImageOps

from pakhuis.accounts.models import Template
from pakhuis.catalogue.pictures import checked_picture
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.papers.events import MailTextsChanged
from pakhuis.papers.models import TemplateLogo

LONGEST_SIDE = 200
"""Pixels of a logo's longest side; a bigger one is made smaller."""


def scaled_logo(content: bytes) -> bytes:
    """The picture as PNG of at most 200 by 200 pixels; `Refused` for what is no picture."""
    checked_picture(content)
    with Image.open(io.BytesIO(content)) as sent:
        picture = ImageOps.exif_transpose(sent).convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


@transaction.atomic
def set_logo(template_id: int, content: bytes, *, by: Actor, now: datetime) -> TemplateLogo:
    """Keep a picture, made small, as the logo of a template's mails; refused when it is no picture."""
    template = _held(template_id)
    picture = scaled_logo(content)
    logo, is_new = TemplateLogo.objects.update_or_create(template=template, defaults={"picture": picture})
    _tell(template, old="" if is_new else "PNG", new="PNG", by=by, now=now)
    return logo


@transaction.atomic
def remove_logo(template_id: int, *, by: Actor, now: datetime) -> None:
    """Mails of the template go without a logo again."""
    template = _held(template_id)
    gone, _ = TemplateLogo.objects.filter(template=template).delete()
    if gone:
        _tell(template, old="PNG", new="", by=by, now=now)


def _held(template_id: int) -> Template:
    rows = Template.objects.select_for_update(no_key=True)
    found = rows.filter(pk__in=possible_ids([template_id])).first()
    if found is None:
        raise Refused([not_found("template")])
    return found


def _tell(template: Template, *, old: str, new: str, by: Actor, now: datetime) -> None:
    change = FieldChange(field="logo", old=old, new=new)
    record([MailTextsChanged(id=template.pk, label=template.name, changes=(change,))], by=by, now=now)
