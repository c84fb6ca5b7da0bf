"""Reasons and statuses of returns: made, changed, retired; the status that new returns get."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from pakhuis.accounts.actions import account_settings, claim
from pakhuis.accounts.colors import is_color
from pakhuis.accounts.problems import bad_color, name_taken
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.returns.events import ReturnReasonSaved, ReturnStatusSaved
from pakhuis.returns.models import ReturnReason, ReturnStatus
from pakhuis.returns.problems import one_status_stays

FIRST = {
    "nl": (("Verwacht", "#b45309"), ("Ontvangen", "#1d4ed8"), ("Afgehandeld", "#15803d")),
    "en": (("Expected", "#b45309"), ("Received", "#1d4ed8"), ("Done", "#15803d")),
}
"""Statuses of an account that has said nothing yet: the first for new returns, the last ends them."""


def save_reason(
    reason_id: int | None, *, name: str, active: bool = True, by: Actor, now: datetime
) -> ReturnReason:
    """Make a reason, or change one; its name is unique."""
    checks = Checks()
    given: dict[str, Any] = {"name": checks.text(("name",), name, limit=100, required=True), "active": active}
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            reason: ReturnReason = _found(ReturnReason, reason_id, "reason")
            changes = put(reason, given)
            reason.save()
            record([ReturnReasonSaved(id=reason.pk, label=reason.name, changes=changes)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(given["name"])]) from None
    return reason


def save_status(
    status_id: int | None,
    *,
    name: str,
    color: str,
    by: Actor,
    now: datetime,
    ends: bool = False,
    is_default: bool = False,
    active: bool = True,
) -> ReturnStatus:
    """Make a status, or change one. Made the default it takes that from the former one, which must stay."""
    checks = Checks()
    given: dict[str, Any] = {
        "name": checks.text(("name",), name, limit=100, required=True),
        "color": color.strip().lower(),
        "ends": ends,
        "is_default": is_default,
        "active": active,
    }
    if not is_color(given["color"]):
        checks.add(bad_color(color))
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            claim("default return status")
            status: ReturnStatus = _found(ReturnStatus, status_id, "return status")
            if (status.is_default or is_default) and not (active and (is_default or not status.is_default)):
                raise Refused([one_status_stays()])
            if is_default:
                ReturnStatus.objects.filter(is_default=True).exclude(pk=status.pk).update(is_default=False)
            if status_id is None:
                last = ReturnStatus.objects.aggregate(last=Max("position"))["last"]
                status.position = 0 if last is None else last + 1
            changes = put(status, given)
            status.save()
            record([ReturnStatusSaved(id=status.pk, label=status.name, changes=changes)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(given["name"])]) from None
    return status


def _found(model: Any, pk: int | None, kind: str) -> Any:
    if pk is None:
        return model()
    found = model._default_manager.select_for_update().filter(pk__in=possible_ids([pk])).first()
    if found is None:
        raise Refused([not_found(kind)])
    return found


@transaction.atomic
def usual_status() -> ReturnStatus:
    """The status of new returns; an account without any gets three to begin with."""
    found = ReturnStatus.objects.filter(is_default=True).first()
    if found is not None:
        return found
    claim("default return status")
    if not ReturnStatus.objects.exists():
        words = FIRST[account_settings().language]
        ReturnStatus.objects.bulk_create(
            ReturnStatus(
                name=name, color=color, position=place, is_default=place == 0, ends=place == len(words) - 1
            )
            for place, (name, color) in enumerate(words)
        )
    usual = ReturnStatus.objects.filter(active=True).order_by("-is_default", "position", "pk").first()
    assert usual is not None, "the last status in use is never retired"
    return usual
