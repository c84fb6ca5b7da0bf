"""What people do with a mail: send it, send it again, stop it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order
from pakhuis.papers.events import MailAskedAgain, MailCancelled
from pakhuis.papers.kinds import AGAIN_FROM, MailKind, MailState
from pakhuis.papers.models import Mail


@transaction.atomic
def send_again(mail_id: int, *, by: Actor, now: datetime) -> Mail:
    """Have a mail sent once more, also where the template does not send such mails by itself."""
    moved = Mail.objects.filter(pk=mail_id, state__in=AGAIN_FROM).update(
        state=MailState.WAITING, due_at=now, attempts=0, by_hand=True, problem=[]
    )
    mail = _mail(mail_id)
    if not moved:
        raise Refused([not_allowed_now(mail.state)])
    record([MailAskedAgain(id=mail.order_id, mail=mail.kind, mail_id=mail.pk)], by=by, now=now)
    return mail


@transaction.atomic
def confirm_by_hand(order_id: int, *, by: Actor, now: datetime) -> Mail:
    """Send the confirmation of an order that had none yet."""
    if not Order.objects.filter(pk=order_id).exists():
        raise Refused([not_found("order")])
    return _made(Mail(kind=MailKind.CONFIRMATION, order_id=order_id), by=by, now=now)


@transaction.atomic
def announce_by_hand(picklist_id: int, *, by: Actor, now: datetime) -> Mail:
    """Send the shipping notice of a closed picklist that had none yet."""
    picklist = Picklist.objects.filter(pk=picklist_id).first()
    if picklist is None:
        raise Refused([not_found("picklist")])
    if picklist.status != PicklistStatus.CLOSED:
        raise Refused([not_allowed_now(picklist.status)])
    mail = Mail(kind=MailKind.SHIPPING, order_id=picklist.order_id, picklist=picklist)
    return _made(mail, by=by, now=now)


@transaction.atomic
def cancel_mail(mail_id: int, *, by: Actor, now: datetime) -> Mail:
    """Stop a mail that waits."""
    stopped = Mail.objects.filter(pk=mail_id, state=MailState.WAITING).update(state=MailState.CANCELLED)
    mail = _mail(mail_id)
    if not stopped:
        raise Refused([not_allowed_now(mail.state)])
    record([MailCancelled(id=mail.order_id, mail=mail.kind, mail_id=mail.pk)], by=by, now=now)
    return mail


def _made(mail: Mail, *, by: Actor, now: datetime) -> Mail:
    """A mail by hand; when there is one already, that one is sent again."""
    mail.due_at = mail.created_at = now
    mail.by_hand = True
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        same = Mail.objects.filter(kind=mail.kind, order_id=mail.order_id)
        there = same.get(picklist=mail.picklist) if mail.picklist else same.get(picklist=None)
        return send_again(there.pk, by=by, now=now)
    record([MailAskedAgain(id=mail.order_id, mail=mail.kind, mail_id=mail.pk)], by=by, now=now)
    return mail


def _mail(mail_id: int) -> Mail:
    found = Mail.objects.filter(pk=mail_id).first()
    if found is None:
        raise Refused([not_found("mail")])
    return found
