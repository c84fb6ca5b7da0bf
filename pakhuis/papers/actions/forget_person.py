"""Forgetting why mails to a person were not sent: a mail server's words may hold the address."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.papers.models import Mail


def forget_mail_problems(*, order_ids: Collection[int]) -> int:
    """Empty the reasons of mails about these orders; that and when they were sent stays."""
    return Mail.objects.filter(order_id__in=order_ids).exclude(problem=[]).update(problem=[])
