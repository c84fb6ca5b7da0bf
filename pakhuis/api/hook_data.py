"""What a webhook says: the shapes of the API's own answers, as things stand when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime
from pakhuis.api.comments import comment_shapes
from pakhuis.api.customer_shape import customer_shapes
from pakhuis.api.order_extras import note_shape
from pakhuis.api.order_shape import order_shapes
from pakhuis.api.picklist_shape import picklist_shapes
from pakhuis.api.product_shape import product_shapes
from pakhuis.hooks.models import Message
from pakhuis.hooks.rules import IMPORTED
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import ActorKind
from pakhuis.orders.models import Order

Shapes = Callable[[list[int]], list[dict[str, Any]]]
SHAPES: dict[str, Shapes] = {
    "comment": comment_shapes,
    "customer": customer_shapes,
    "order": order_shapes,
    "picklist": picklist_shapes,
    "product": product_shapes,
}
"""How a subject of each kind is given out."""
STOCK_CHANGED = "products.stock_changed"
MERGED = "customers.merged"
NOTED = "orders.notes.created"


def data_of(message: Message) -> dict[str, Any] | None:
    """The `data` of a message; None when its subject has been removed."""
    found = SHAPES[message.subject_kind]([message.subject_id])
    if not found:
        return None
    if message.event == STOCK_CHANGED:
        return {"product": found[0], "product_stock_history": _stock_history(message)}
    if message.event == NOTED:
        fact = Fact.objects.get(pk=message.fact_id)
        return {"order": found[0], "note": note_shape(fact, LocalTime(account_settings().time_zone))}
    if message.event == IMPORTED:
        return _imported(message)
    if message.event == MERGED:
        fact = Fact.objects.get(pk=message.fact_id)
        return {"customer": found[0], "merged": fact.data}
    return found[0]


def _imported(message: Message) -> dict[str, Any]:
    """Which order of the shop became which order here."""
    order = Order.objects.get(pk=message.subject_id)
    return {"foreign_id": order.external_id, "foreign_number": order.reference, "idorder": order.pk}


def _stock_history(message: Message) -> dict[str, Any]:
    """The one change of stock that the message is about, from its fact."""
    fact = Fact.objects.get(pk=message.fact_id)
    local = LocalTime(account_settings().time_zone)
    after, change = fact.data["on_hand"], fact.data["change"]
    by_person = fact.actor_kind == ActorKind.PERSON
    return {
        "idproduct": fact.subject_id,
        "idwarehouse": fact.data["warehouse_id"],
        "iduser": fact.actor_id if by_person else None,
        "idlocation": None,
        "old_stock": after - change,
        "stock_change": change,
        "new_stock": after,
        "reason": fact.data["reason"],
        "change_type": "manual" if by_person else "api",
        "changed_at": local(fact.at),
    }
