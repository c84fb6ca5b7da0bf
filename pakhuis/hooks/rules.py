"""Which facts make which messages, how a message is signed, and when it is tried again. No database.

Names of events, the signature, the accepted answers and the number of tries are those of Picqer's webhooks
(`reference/picqer-api.md` section 9); `customers.*` is ours.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pakhuis.kernel.actor import ActorKind

ACCEPTED = frozenset({200, 201, 202})
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (
        15,
        45,
        120,
        300,
        600,
        900,
        1800,
        2700,
        3600,
        5400,
        7200,
        7200,
        9000,
        10800,
        11520,
    )
)
"""How long to wait after each failed try: fifteen more tries in seventeen hours."""
FAILURES_ALLOWED = 5
FAILURES_WITHIN = timedelta(hours=24)
"""With so many messages given up in so long a time the hook is switched off."""

STATUS = "orders.status_changed"
FREE_STOCK = "products.free_stock_changed"
ASSEMBLED_STOCK = "products.assembled_stock_changed"
ON_LOCATION = "products.stock_on_location_changed"
SHIPPED = "picklists.shipments.created"
NOT_SHIPPED = "picklists.shipments.cancelled"
MOVED = "movements.moved"
OF_FACT: dict[str, tuple[str, ...]] = {
    "customer.created": ("customers.created",),
    "customer.changed": ("customers.changed",),
    "customer.address_added": ("customers.changed",),
    "customer.merged": ("customers.merged",),
    "customer.merge_undone": ("customers.changed",),
    "customer.archived": ("customers.archived",),
    "customer.unarchived": ("customers.changed",),
    "customer.erased": ("customers.changed",),
    "order.placed": ("orders.created",),
    "order.allocated": ("orders.allocated",),
    "order.processed": ("orders.closed", STATUS),
    "order.paused": ("orders.paused", STATUS),
    "order.resumed": ("orders.resumed", STATUS),
    "order.completed": ("orders.completed", STATUS),
    "order.cancelled": (STATUS,),
    "order.noted": ("orders.notes.created",),
    "order.cancellation_undone": (STATUS,),
    "order.made_concept": (STATUS,),
    "order.reopened": (STATUS,),
    "picklist.created": ("picklists.created",),
    "picklist.line_picked": ("picklists.changed",),
    "picklist.all_picked": ("picklists.changed",),
    "picklist.closed": ("picklists.closed",),
    "picklist.changed": ("picklists.changed",),
    "picklist.assigned": ("picklists.changed",),
    "picklist.unassigned": ("picklists.changed",),
    "picklist.pick_undone": ("picklists.changed",),
    "picklist.split": ("picklists.changed",),
    "picklist.snoozed": ("picklists.snoozed",),
    "picklist.woken": ("picklists.unsnoozed",),
    "picklist.paused": ("picklists.paused",),
    "picklist.resumed": ("picklists.resumed",),
    "picklist.cancelled": ("picklists.cancelled",),
    "picklist.rest_put_back": ("picklists.changed",),
    "picklist.pieces_missing": ("picklists.changed",),
    "picklist.shipment_created": (SHIPPED,),
    "picklist.shipment_cancelled": (NOT_SHIPPED,),
    "batch.created": ("picklist_batches.created",),
    "batch.changed": ("picklist_batches.changed",),
    "batch.assigned": ("picklist_batches.changed",),
    "batch.completed": ("picklist_batches.completed",),
    "purchase.created": ("purchase_orders.created",),
    "purchase.changed": ("purchase_orders.changed",),
    "purchase.purchased": ("purchase_orders.purchased", "purchase_orders.changed"),
    "purchase.closed": ("purchase_orders.changed",),
    "purchase.cancelled": ("purchase_orders.changed",),
    "purchase.reopened": ("purchase_orders.changed",),
    "receipt.created": ("receipts.created", "purchase_orders.receipts.created"),
    "receipt.goods_received": ("receipts.product_received",),
    "receipt.goods_reverted": ("receipts.product_reverted",),
    "receipt.completed": ("receipts.completed",),
    "return.created": ("returns.created",),
    "return.changed": ("returns.changed",),
    "return.status_changed": ("returns.status_changed",),
    "return.goods_received": ("returns.products_received",),
    "product.created": ("products.created",),
    "product.changed": ("products.changed",),
    "product.parts_changed": ("products.parts.changed", ASSEMBLED_STOCK),
    "comment.created": ("comments.created",),
    "stock.levels_changed": (FREE_STOCK, ASSEMBLED_STOCK),
    "product.stock_changed": ("products.stock_changed", ON_LOCATION),
    "product.goods_moved": (MOVED, ON_LOCATION),
}
"""The events of each fact, in the order they are sent."""
IMPORTED = "webshop_orders.imported"
EVENTS = tuple(sorted({event for events in OF_FACT.values() for event in events} | {IMPORTED}))
"""Every event a hook can be for."""


def events_of(fact: str, *, by: str) -> tuple[str, ...]:
    """The events of a fact by its name and the kind of its actor; none for most facts."""
    events = OF_FACT.get(fact, ())
    is_import = fact == "order.placed" and by == ActorKind.WEBSHOP
    return (*events, IMPORTED) if is_import else events


def signature(body: bytes, secret: str) -> str:
    """Base64 of HMAC-SHA256 over the bytes of the body, as receivers check it."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def next_try(tries: int, *, now: datetime) -> datetime | None:
    """When a message that failed `tries` times is tried again; None when it is given up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def is_switched_off(given_up: Iterable[datetime], *, now: datetime) -> bool:
    """Whether so many messages were given up lately that the hook is switched off."""
    return sum(at > now - FAILURES_WITHIN for at in given_up) >= FAILURES_ALLOWED


def is_web_address(address: str) -> bool:
    """Whether a message could be sent there: http or https, a host, and neither name nor password."""
    try:
        parts = urlsplit(address)
        has_place = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = not any(c.isspace() or ord(c) < 33 for c in address)
    return parts.scheme in ("http", "https") and has_place and plain and "@" not in parts.netloc
