"""What the worker does for mails."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django_tasks import task

from pakhuis.kernel.clock import now
from pakhuis.papers.actions import due_mails, left_behind, send_mail


@task()
def send(mail_id: int) -> str:
    """Send one mail; may run twice, and sends it once."""
    return str(send_mail(mail_id, now=now()))


def tick(at: datetime) -> None:
    """Start every mail whose time has come; several workers may do this at the same moment."""
    left_behind(now=at)
    with transaction.atomic():
        for mail_id in due_mails(now=at):
            send.enqueue(mail_id)
