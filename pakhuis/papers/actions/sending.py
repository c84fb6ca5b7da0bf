"""Sending mails: claimed so that no two workers send the same one, tried again while the server is away."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.mail_names import one_line
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Problem, Refused, as_stored
from pakhuis.papers.compose import Letter, compose
from pakhuis.papers.dressed import DressedMail, dress
from pakhuis.papers.events import MailNotSent, MailSent
from pakhuis.papers.kinds import MailKind, MailState
from pakhuis.papers.models import Mail
from pakhuis.papers.problems import (
    not_closed_any_more,
    not_known_whether_sent,
    server_away,
    server_refused,
    switched_off,
)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""How long to wait after each failed attempt; after the last of them it is given up."""
LONGEST = timedelta(minutes=15)
"""After so long a mail that is being handed over was left by a worker that stopped."""
logger = logging.getLogger("pakhuis.papers")


def due_mails(*, now: datetime, most: int = 100) -> list[int]:
    """The mails whose time has come; they will not be told again for a while, so that each is tried once."""
    waiting = Mail.objects.filter(state=MailState.WAITING, due_at__lte=now)
    with transaction.atomic():
        found = waiting.select_for_update(skip_locked=True).order_by("due_at")
        ids = list(found.values_list("pk", flat=True)[:most])
        Mail.objects.filter(pk__in=ids, state=MailState.WAITING).update(due_at=now + LONGEST)
    return ids


def send_mail(mail_id: int, *, now: datetime) -> MailState:
    """Send one mail that waits, and write down what became of it; twice at once sends it once.

    It is claimed before it is handed over: when the program is killed in between, nobody can know whether
    the server took it, and so it is not sent a second time by itself.
    """
    claimed = Mail.objects.filter(pk=mail_id, state=MailState.WAITING).update(
        state=MailState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    mail = Mail.objects.select_related("order__customer", "order__template", "picklist").get(pk=mail_id)
    if not claimed:
        return MailState(mail.state)
    try:
        letter = _letter(mail)
    except Refused as refused:
        return _not_sent(mail, MailState.NOT_SENT, refused.problems[0], now=now)
    try:
        _message(mail, letter).send()
    except (smtplib.SMTPException, OSError) as error:
        return _failed(mail, error, now=now)
    with transaction.atomic():
        _settle(mail, MailState.SENT, sent_at=now, problem=[])
        fact = MailSent(id=mail.order_id, mail=mail.kind, mail_id=mail.pk, to=letter.to)
        record([fact], by=SYSTEM, now=now)
    return MailState.SENT


def left_behind(*, now: datetime) -> int:
    """Mark mails whose worker stopped while handing them over; gives how many."""
    left = Mail.objects.filter(state=MailState.SENDING, claimed_at__lt=now - LONGEST)
    mails = list(left.select_related("order")[:100])
    for mail in mails:
        _not_sent(mail, MailState.UNSURE, not_known_whether_sent(), now=now)
    return len(mails)


def _letter(mail: Mail) -> Letter:
    """What is to be sent; refused when there is a reason not to."""
    kind = MailKind(mail.kind)
    template = mail.order.template
    is_on = template.confirms_orders if kind is MailKind.CONFIRMATION else template.announces_shipments
    if not is_on and not mail.by_hand:
        raise Refused([switched_off()])
    if mail.picklist and mail.picklist.status != PicklistStatus.CLOSED:
        raise Refused([not_closed_any_more()])
    return compose(mail.order, kind, account_settings(), picklist=mail.picklist)


def _message(mail: Mail, letter: Letter) -> DressedMail:
    domain = letter.sender.rpartition("@")[2].rstrip(">") or "localhost"
    message = DressedMail(
        subject=letter.subject,
        body=letter.body,
        from_email=letter.sender,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": f"<pakhuis-{mail.pk}-{mail.attempts}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.logo:
        dress(message, logo=letter.logo, html=letter.html)
    return message


def _failed(mail: Mail, error: Exception, *, now: datetime) -> MailState:
    """Try again later while the server is away; give up when it refuses, or after the last attempt."""
    logger.warning("Mail %s was not taken: %s", mail.pk, type(error).__name__)
    if _is_refusal(error):
        return _not_sent(mail, MailState.FAILED, server_refused(_answer(error)), now=now)
    problem = server_away(_answer(error))
    if mail.attempts > len(PAUSES):
        return _not_sent(mail, MailState.FAILED, problem, now=now)
    again = now + PAUSES[mail.attempts - 1]
    _settle(mail, MailState.WAITING, due_at=again, problem=as_stored([problem]))
    return MailState.WAITING


def _is_refusal(error: Exception) -> bool:
    """Whether trying again makes no sense: the server said no for good (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _answer(error: Exception) -> str:
    """What the server said, on one line; never who it was about."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode(errors="replace") if isinstance(said, bytes) else said
        return one_line(f"{error.smtp_code} {text}")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ", ".join(sorted({str(code) for code, _said in error.recipients.values()}))
    return one_line(str(error)) or type(error).__name__


def _not_sent(mail: Mail, state: MailState, problem: Problem, *, now: datetime) -> MailState:
    stored = as_stored([problem])
    with transaction.atomic():
        if _settle(mail, state, problem=stored):
            fact = MailNotSent(id=mail.order_id, mail=mail.kind, mail_id=mail.pk, problems=stored)
            record([fact], by=SYSTEM, now=now)
    return state


def _settle(mail: Mail, state: MailState, **fields: object) -> int:
    """Write down what became of a mail that this worker has; another may have given it up meanwhile."""
    mine = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at)
    return mine.update(state=state, **fields)
