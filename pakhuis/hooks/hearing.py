"""Who may be told of which events: whoever may see what they are about, as a message holds it all. Pure."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.accounts.kinds import KINDS, may_see
from pakhuis.accounts.rights import Right

ABOUT: dict[str, str] = {
    "customers": "customer",
    "orders": "order",
    "webshop_orders": "order",
    "returns": "return",
    "picklists": "picklist",
    "picklist_batches": "batch",
    "purchase_orders": "purchase",
    "receipts": "receipt",
    "products": "product",
    "movements": "product",
}
"""The kind of thing an event is about, by its first word; of a comment it may be any."""


def may_hear(event: str, rights: Collection[Right]) -> bool:
    """Whether these rights are enough to see what messages of this event hold."""
    kind = ABOUT.get(event.partition(".")[0])
    return all(may_see(one, rights) for one in ([kind] if kind else KINDS))
