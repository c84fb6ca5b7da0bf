"""Writing the texts of mails: read before they are kept, so that a fault is told to who makes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Template
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.papers.events import MailTextsChanged
from pakhuis.papers.kinds import MailKind
from pakhuis.papers.language import Known, parse
from pakhuis.papers.models import MailText
from pakhuis.papers.texts import OURS, known_to

LIMITS = {"subject": 200, "body": 20_000}


@transaction.atomic
def write_texts(
    template_id: int, kind: MailKind, texts: Mapping[str, str], *, by: Actor, now: datetime
) -> None:
    """Keep ``subject_nl``, ``body_nl``, ``subject_en``, ``body_en`` of a mail; an empty one is ours again."""
    template = Template.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise Refused([not_found("template")])
    checks = Checks()
    known = known_to(kind)
    own = {row.language: row for row in MailText.objects.filter(template=template, kind=kind)}
    changes: list[FieldChange] = []
    wanted: list[MailText] = []
    for language in LANGUAGES:
        ours = OURS[kind, language]
        row = own.get(language)
        before = (row.subject, row.body) if row else ours
        after = (
            _checked(f"subject_{language}", texts, checks, known) or ours[0],
            _checked(f"body_{language}", texts, checks, known) or ours[1],
        )
        for name, old, new in zip(LIMITS, before, after, strict=True):
            if old != new:
                changes.append(FieldChange(field=f"{name}_{language}", old=old, new=new))
        if after != ours:
            wanted.append(
                MailText(template=template, kind=kind, language=language, subject=after[0], body=after[1])
            )
    checks.refuse_if_any()
    if changes:
        MailText.objects.filter(template=template, kind=kind).delete()
        MailText.objects.bulk_create(wanted)
        fact = MailTextsChanged(id=template_id, label=template.name, changes=tuple(changes))
        record([fact], by=by, now=now)


def _checked(field: str, texts: Mapping[str, str], checks: Checks, known: Known) -> str:
    """A text that can be read; line ends are made one kind, spaces at its beginning stay."""
    name = field.split("_", maxsplit=1)[0]
    raw = texts.get(field, "").replace("\r\n", "\n")
    text = checks.text((field,), raw, limit=LIMITS[name])
    try:
        parse(text, known)
    except Refused as refused:
        for problem in refused.problems:
            checks.add(problem.under(field))
    return f"{text}\n" if text and name == "body" else text.replace("\n", " ")
