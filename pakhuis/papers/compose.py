"""Putting a mail together: its text filled in, its head safe; what cannot be sent is refused with why."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formataddr

from django.conf import settings as django_settings

from pakhuis.accounts.mail_names import is_email, one_line
from pakhuis.accounts.models import AccountSettings, Template
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order
from pakhuis.papers.dressed import html_of
from pakhuis.papers.kinds import MailKind
from pakhuis.papers.language import parse
from pakhuis.papers.models import MailText, TemplateLogo
from pakhuis.papers.problems import broken_text, no_email, unusable_email
from pakhuis.papers.texts import OURS, known_to
from pakhuis.papers.values import Told, told_of

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is handed to the mail server."""

    to: str
    sender: str
    reply_to: str
    subject: str
    body: str
    logo: bytes = b""
    """The picture above the text, as PNG; without one the mail is plain text."""
    html: str = ""


def texts_of(template: Template, kind: MailKind, language: str) -> tuple[str, str]:
    """Subject and body as they are written for this template, else ours."""
    own = MailText.objects.filter(template=template, kind=kind, language=language).first()
    return (own.subject, own.body) if own else OURS[kind, language]


def filled_in(texts: tuple[str, str], told: Told, kind: MailKind) -> tuple[str, str]:
    """Subject and body with everything filled in; raises `Refused` where a text cannot be read."""
    known = known_to(kind)
    subject, body = (parse(text, known).written(told.values, told.lists) for text in texts)
    return one_line(subject)[:LONGEST_SUBJECT], body


def compose(
    order: Order, kind: MailKind, settings: AccountSettings, *, picklist: Picklist | None = None
) -> Letter:
    """The mail about an order; raises `Refused` with the reason when it cannot be sent."""
    to = order.email.strip()
    if not to:
        raise Refused([no_email()])
    if not is_email(to):
        raise Refused([unusable_email(to)])
    template = order.template
    told = told_of(order, settings, picklist=picklist)
    try:
        subject, body = filled_in(texts_of(template, kind, order.language), told, kind)
    except Refused:
        raise Refused([broken_text()]) from None
    logo = _logo_of(template)
    return Letter(
        to=to,
        sender=sender_of(template, settings),
        reply_to=template.reply_to or settings.company_email,
        subject=subject,
        body=body,
        logo=logo,
        html=html_of(
            body,
            company=settings.company_name,
            color=template.color,
            language=order.language,
        )
        if logo
        else "",
    )


def _logo_of(template: Template) -> bytes:
    found = TemplateLogo.objects.filter(template=template).first()
    return bytes(found.picture) if found else b""


def sender_of(template: Template, settings: AccountSettings) -> str:
    """Who the mail is from: a name of the template's, else the company's, with the server's address."""
    name = one_line(template.sender_name or settings.company_name)
    return formataddr((name, django_settings.MAIL_FROM))
