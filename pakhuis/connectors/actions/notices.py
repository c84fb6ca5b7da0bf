"""Notices: what a shop did that was not followed by itself, for a person to look at."""

from __future__ import annotations

from datetime import datetime

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.models import Notice
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Problem, Refused, as_stored
from pakhuis.orders.models import Order


def raise_notice(webshop: Webshop, problem: Problem, *, order: Order | None, now: datetime) -> Problem:
    """Keep a notice of this problem; one that says the same of the same order, not seen yet, is enough."""
    (stored,) = as_stored([problem])
    waiting = Notice.objects.filter(webshop=webshop, order=order, seen_at=None)
    if all(one.problem.get("code") != problem.code for one in waiting):
        Notice.objects.create(webshop=webshop, order=order, problem=stored, created_at=now)
    return problem


def see_notice(notice_id: int, *, by: Actor, now: datetime) -> None:
    """Somebody has looked at it."""
    seen = Notice.objects.filter(pk=notice_id, seen_at=None).update(seen_at=now, seen_by=by.label[:200])
    if not seen and not Notice.objects.filter(pk=notice_id).exists():
        raise Refused([not_found("notice")])
