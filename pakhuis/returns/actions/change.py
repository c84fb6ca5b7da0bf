"""Changing a return: head and lines at once; throwing away one of which nothing came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.comments.actions import forget_comments
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.journal.lines import LinesAfter, write_lines
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.returns.actions.head import checked_texts, hold_whose, whose
from pakhuis.returns.actions.lines import MOST_LINES, checked_line, drafted_lines, known_of
from pakhuis.returns.events import ReturnChanged, ReturnRemoved
from pakhuis.returns.intake import ReturnChange, ReturnFields
from pakhuis.returns.models import Return, ReturnLine
from pakhuis.returns.problems import (
    came_back_already,
    lines_of_its_order,
    not_on_this_return,
    too_many_return_lines,
)


def locked_return(return_id: int, fields: ReturnFields | None = None) -> Return:
    """The return, its row locked until the commit, after the customer and order that `fields` name and its
    own order (decision 0073)."""
    found = Return.objects.filter(pk__in=possible_ids([return_id]))
    order_id = found.values_list("order_id", flat=True).first()
    hold_whose(fields or ReturnFields(), order_id=order_id)
    locked = found.select_for_update(no_key=True).first()
    if locked is None:
        raise Refused([not_found("return")])
    return locked


@transaction.atomic
def change_return(return_id: int, change: ReturnChange, *, by: Actor, now: datetime) -> Return:
    """Change what is given; all or nothing, all problems at once."""
    one = locked_return(return_id, change.fields)
    checks = Checks()
    head = checked_texts(change.fields, checks)
    customer, order = whose(change.fields, checks, standing=one)
    head |= {
        "customer_id": customer.pk if customer is not None else None,
        "order_id": order.pk if order is not None else None,
    }
    lines = {line.pk: line for line in one.lines.select_related("order_line").order_by("pk")}
    if one.order_id != head["order_id"] and any(line.order_line_id for line in lines.values()):
        checks.add(lines_of_its_order())
    changed = _checked_lines(change, lines, checks)
    drafts = drafted_lines(change.new_lines, checks, order=order)
    if len(lines) + len(drafts) > MOST_LINES:
        checks.add(too_many_return_lines(MOST_LINES))
    checks.refuse_if_any()
    for line in drafts:
        line.parent = one
    after = LinesAfter(asked=change.lines, values=changed, added=drafts)
    changes = put(one, head) + write_lines(lines, after)
    if changes:
        one.updated_at = now
        one.save()
        record([ReturnChanged(id=one.pk, number=one.number, changes=changes)], by=by, now=now)
    return one


def _checked_lines(
    change: ReturnChange, lines: Mapping[int, ReturnLine], checks: Checks
) -> dict[int, dict[str, Any]]:
    reasons = [asked.reason_id for asked in change.lines if asked.reason_id is not NOT_GIVEN]
    of_order = [line.order_line for line in lines.values() if line.order_line is not None]
    known = known_of(of_order if change.lines else (), reasons)
    changed: dict[int, dict[str, Any]] = {}
    for asked in change.lines:
        if asked.id not in lines:
            raise Refused([not_on_this_return(("lines", asked.id))])
        changed[asked.id] = checked_line(asked, lines[asked.id], known, checks)
    return changed


@transaction.atomic
def remove_return(return_id: int, *, by: Actor, now: datetime) -> None:
    """Throw away a return; refused once goods have come back."""
    one = locked_return(return_id)
    came = sum(line.came for line in one.lines.all())
    if came:
        raise Refused([came_back_already(came)])
    fact = ReturnRemoved(id=one.pk, number=one.number)
    forget_comments("return", [one.pk])
    one.delete()
    record([fact], by=by, now=now)
