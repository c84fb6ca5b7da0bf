"""The one door for purchase orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.accounts.actions import account_settings, yearly_number
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks
from pakhuis.purchasing.actions.head import checked_head
from pakhuis.purchasing.actions.lines import MOST_LINES, drafted_lines
from pakhuis.purchasing.events import PurchaseCreated
from pakhuis.purchasing.intake import MovedPurchase, NewPurchaseLine, PurchaseFields
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder, Supplier
from pakhuis.purchasing.problems import no_supplier, purchase_number_taken, too_many_purchase_lines
from pakhuis.stock.models import Warehouse
from pakhuis.stock.problems import unknown_warehouse


@transaction.atomic
def create_purchase(
    fields: PurchaseFields,
    lines: Sequence[NewPurchaseLine] = (),
    *,
    moved: MovedPurchase | None = None,
    by: Actor,
    now: datetime,
) -> PurchaseOrder:
    """A concept: announces nothing before it is marked as purchased.

    One of another system (`moved`) may be of a supplier that is out of use here.

    Without a warehouse that which takes orders first; language and template are the supplier's where
    nothing is said. All that is wrong is refused at once.
    """
    checks = Checks()
    standing = fields.supplier_id if moved and isinstance(fields.supplier_id, int) else None
    head = checked_head(fields, checks, standing=standing)
    taken = _checked_number(moved, checks) if moved else ""
    if not head.get("supplier_name") and not checks.problems:
        checks.add(no_supplier())
    if "warehouse_id" not in head:
        head["warehouse_id"] = _usual_warehouse()
    if head["warehouse_id"] is None:
        checks.add(unknown_warehouse())
    if len(lines) > MOST_LINES:
        checks.add(too_many_purchase_lines(MOST_LINES))
    drafts = drafted_lines(lines[:MOST_LINES], checks, supplier_id=head.get("supplier_id"))
    checks.refuse_if_any()
    order = PurchaseOrder.objects.create(
        **{**_papers(head.get("supplier_id")), **head},
        number=taken or _next_number(now),
        created_by_id=by.id if by.kind is ActorKind.PERSON else None,
        created_at=moved.created_at if moved else now,
        updated_at=now,
    )
    for one in drafts:
        one.order = order
    PurchaseLine.objects.bulk_create(drafts)
    fact = PurchaseCreated(id=order.pk, number=order.number, supplier_id=order.supplier_id)
    record([fact], by=by, now=now)
    return order


def _checked_number(moved: MovedPurchase, checks: Checks) -> str:
    number = checks.text(("number",), moved.number, limit=40, required=True)
    if PurchaseOrder.objects.filter(number=number).exists():
        checks.add(purchase_number_taken(number))
    return number


def _next_number(now: datetime) -> str:
    """The next one of the year that did not come along from another system."""
    while True:
        number = yearly_number("PO", series="purchase", now=now)
        if not PurchaseOrder.objects.filter(number=number).exists():
            return number


def _usual_warehouse() -> int | None:
    taking = Warehouse.objects.filter(active=True, accepts_orders=True).order_by("priority", "pk")
    return taking.values_list("pk", flat=True).first()


def _papers(supplier_id: int | None) -> dict[str, Any]:
    supplier = Supplier.objects.filter(pk=supplier_id).first() if supplier_id is not None else None
    if supplier is None:
        return {"language": account_settings().language}
    return {"language": supplier.language, "template_id": supplier.template_id}
