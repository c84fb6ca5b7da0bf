"""Changing a purchase order: head and lines at once, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.journal.lines import LinesAfter, write_lines
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions.completing import complete_when_all_is_in
from pakhuis.purchasing.actions.head import checked_head
from pakhuis.purchasing.actions.lines import MOST_LINES, checked_line, drafted_lines
from pakhuis.purchasing.actions.locking import locked_purchase
from pakhuis.purchasing.events import PurchaseChanged
from pakhuis.purchasing.intake import PurchaseChange
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder
from pakhuis.purchasing.problems import (
    goods_came,
    no_supplier,
    not_on_this_purchase,
    too_many_purchase_lines,
)
from pakhuis.purchasing.states import PurchaseMove


@transaction.atomic
def change_purchase(order_id: int, change: PurchaseChange, *, by: Actor, now: datetime) -> PurchaseOrder:
    """Change a concept or purchased order. The warehouse stays once goods have come in.

    When the last piece that was still to come is taken off, the order is received.
    """
    order, _ = locked_purchase(order_id, PurchaseMove.CHANGE)
    checks = Checks()
    head = checked_head(change.fields, checks, standing=order.supplier_id)
    if head.get("supplier_name") == "":
        checks.add(no_supplier())
    lines = {one.pk: one for one in order.lines.order_by("pk")}
    if head.get("warehouse_id", order.warehouse_id) != order.warehouse_id and _has_come(lines):
        checks.add(goods_came().under("warehouse"))
    changed = _checked_lines(change, lines, checks)
    drafts = drafted_lines(change.new_lines, checks, supplier_id=head.get("supplier_id", order.supplier_id))
    if len(lines) + len(drafts) > MOST_LINES:
        checks.add(too_many_purchase_lines(MOST_LINES))
    checks.refuse_if_any()
    for one in drafts:
        one.order = order
    after = LinesAfter(asked=change.lines, values=changed, added=drafts)
    changes = put(order, head) + write_lines(lines, after)
    if changes:
        order.updated_at = now
        order.save()
        record([PurchaseChanged(id=order.pk, number=order.number, changes=changes)], by=by, now=now)
        complete_when_all_is_in(order, by=by, now=now)
    return order


def _has_come(lines: Mapping[int, PurchaseLine]) -> bool:
    return any(one.received for one in lines.values())


def _checked_lines(
    change: PurchaseChange, lines: Mapping[int, PurchaseLine], checks: Checks
) -> dict[int, dict[str, Any]]:
    changed: dict[int, dict[str, Any]] = {}
    for one in change.lines:
        if one.id not in lines:
            raise Refused([not_on_this_purchase(("lines", one.id))])
        changed[one.id] = checked_line(one, lines[one.id], checks)
    return changed
