"""What a webhook says: the shapes of the API's own answers, as things stand when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime
from pakhuis.api.batches import batch_shapes
from pakhuis.api.comments import comment_shapes
from pakhuis.api.customer_shape import customer_shapes
from pakhuis.api.movements import movement_shapes
from pakhuis.api.order_extras import note_shape
from pakhuis.api.order_shape import order_shapes
from pakhuis.api.picklist_shape import picklist_shapes
from pakhuis.api.product_shape import product_shapes
from pakhuis.api.purchase_shape import purchase_shapes
from pakhuis.api.receipts import receipt_shapes
from pakhuis.api.return_shape import return_shapes
from pakhuis.api.shipment_shape import shipment_shapes
from pakhuis.api.stock_history import location_move_shapes, stock_move_shapes
from pakhuis.api.webshop_orders import webshop_order_shapes
from pakhuis.hooks.models import Message
from pakhuis.hooks.rules import IMPORTED, MOVED, NOT_SHIPPED, SHIPPED
from pakhuis.journal.models import Fact

Shapes = Callable[[list[int]], list[dict[str, Any]]]
SHAPES: dict[str, Shapes] = {
    "batch": batch_shapes,
    "comment": comment_shapes,
    "customer": customer_shapes,
    "location_move": location_move_shapes,
    "order": order_shapes,
    "picklist": picklist_shapes,
    "product": product_shapes,
    "purchase": purchase_shapes,
    "receipt": receipt_shapes,
    "return": return_shapes,
}
"""How a subject of each kind is given out."""


def data_of(message: Message) -> dict[str, Any] | None:
    """The `data` of a message; None when its subject has been removed."""
    if message.event in (SHIPPED, NOT_SHIPPED):
        return _one(shipment_shapes, _fact(message).data["shipment_id"])
    if message.event == MOVED:
        return _one(movement_shapes, _fact(message).data["movement_id"])
    found = _one(SHAPES[message.subject_kind], message.subject_id)
    wrap = WRAPPED.get(message.event)
    return found if found is None or wrap is None else wrap(found, message)


def _one(shapes: Shapes, subject_id: int) -> dict[str, Any] | None:
    return next(iter(shapes([subject_id])), None)


def _fact(message: Message) -> Fact:
    return Fact.objects.get(pk=message.fact_id)


def _stock_history(message: Message) -> dict[str, Any] | None:
    """The one change of stock that the message is about, as the history of stock tells it.

    None of a fact of before facts knew their row there.
    """
    return _one(stock_move_shapes, _fact(message).data.get("move_id", 0))


def _note(message: Message) -> dict[str, Any]:
    return note_shape(_fact(message), LocalTime(account_settings().time_zone))


WRAPPED: dict[str, Callable[[dict[str, Any], Message], dict[str, Any]]] = {
    "products.stock_changed": lambda product, message: {
        "product": product,
        "product_stock_history": _stock_history(message),
    },
    "orders.notes.created": lambda order, message: {"order": order, "note": _note(message)},
    "customers.merged": lambda customer, message: {"customer": customer, "merged": _fact(message).data},
    IMPORTED: lambda _, message: webshop_order_shapes([message.subject_id])[0],
}
"""Events that say more than how their subject stands, or something else."""
