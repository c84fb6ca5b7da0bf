"""Which right a route asks for: one table by the first words of its address, so that none is forgotten."""

from __future__ import annotations

from pakhuis.accounts.kinds import KINDS
from pakhuis.accounts.rights import Right
from pakhuis.api.left_out import LEFT_OUT

READING = ("GET", "HEAD", "OPTIONS")
Needed = frozenset[Right]
"""Any one of these rights is enough; none at all: every key may."""

ANY_KEY: Needed = frozenset()
SETTINGS: Needed = frozenset({Right.SETTINGS_CHANGE})
_CUSTOMERS = (frozenset({Right.CUSTOMERS_SEE}), frozenset({Right.CUSTOMERS_CHANGE}))
_MERGING: Needed = frozenset({Right.CUSTOMERS_MERGE})
_ERASING: Needed = frozenset({Right.CUSTOMERS_ERASE})
_EXPORTING: Needed = frozenset({Right.CUSTOMERS_EXPORT})
_ORDERS = (frozenset({Right.ORDERS_SEE}), frozenset({Right.ORDERS_CHANGE}))
_PICKING = (frozenset({Right.ORDERS_SEE, Right.PICKLISTS_WORK}), frozenset({Right.PICKLISTS_WORK}))
_PRODUCTS = (frozenset({Right.PRODUCTS_SEE}), frozenset({Right.PRODUCTS_CHANGE}))
_STOCK = (frozenset({Right.PRODUCTS_SEE}), frozenset({Right.STOCK_CHANGE}))
_PRICES = (frozenset({Right.PRODUCTS_SEE, Right.PRICES_CHANGE}), frozenset({Right.PRICES_CHANGE}))
_PURCHASING = (frozenset({Right.PURCHASING_WORK}), frozenset({Right.PURCHASING_WORK}))
_UNPACKING: Needed = frozenset({Right.ORDERS_CHANGE, Right.STOCK_CHANGE, Right.PICKLISTS_WORK})
_COMMENTS = (
    frozenset(right for kind in KINDS.values() for right in kind.seen_with),
    frozenset(kind.changed_with for kind in KINDS.values()),
)
"""Which of them a key sees and may take away, the routes look at one by one."""
_FIELDS = (ANY_KEY, SETTINGS)

BY_START: dict[str, tuple[Needed, Needed]] = {
    "openapi.json": (ANY_KEY, SETTINGS),
    "tags": _FIELDS,
    "templates": _FIELDS,
    "vatgroups": _FIELDS,
    "warehouses": _FIELDS,
    "warehouses/*/stock": _STOCK,
    "pricelists": (ANY_KEY, _PRICES[1]),
    "pricelists/*/products": _PRICES,
    "customerfields": _FIELDS,
    "orderfields": _FIELDS,
    "productfields": _FIELDS,
    "shippingproviders": _FIELDS,
    "packagings": _FIELDS,
    "users": (frozenset({Right.USERS_CHANGE}), frozenset({Right.USERS_CHANGE})),
    "users/me": (ANY_KEY, frozenset({Right.USERS_CHANGE})),
    "customers": _CUSTOMERS,
    "customers/*/merge": (_MERGING, _MERGING),
    "customers/*/undo-merge": (_MERGING, _MERGING),
    "customers/*/erase": (_ERASING, _ERASING),
    "customers/*/export": (_EXPORTING, _EXPORTING),
    "orders": _ORDERS,
    "orders/*/anonymize": (_ERASING, _ERASING),
    "webshop_orders": _ORDERS,
    "backorders": _ORDERS,
    "picklists": _PICKING,
    "picklists/batches": (frozenset({Right.PICKLISTS_WORK}), frozenset({Right.PICKLISTS_WORK})),
    "picklists/*/pickall": (_PICKING[0], frozenset({Right.PICKLISTS_PICK_ALL})),
    "picklistbatches": _PICKING,
    "shipments": _PICKING,
    "picking-containers": _PICKING,
    "products": _PRODUCTS,
    "products/*/stock": _STOCK,
    "products/*/locations": _STOCK,
    "stock": _STOCK,
    "stockhistory": _STOCK,
    "location-stock-history": _STOCK,
    "locations": _STOCK,
    "locationtypes": (ANY_KEY, ANY_KEY),
    "movements": _STOCK,
    "receipts": _PURCHASING,
    "purchaseorders": _PURCHASING,
    "suppliers": _PURCHASING,
    "returns": _ORDERS,
    "returns/*/receive": (_ORDERS[0], _UNPACKING),
    "returns/*/logs": (_ORDERS[0], _UNPACKING),
    "return_statuses": _FIELDS,
    "return_reasons": _FIELDS,
    "comments": _COMMENTS,
    "stats": _ORDERS,
    "hooks": (SETTINGS, SETTINGS),
    # What is not there for anybody is told to everybody.
    **dict.fromkeys(LEFT_OUT, (ANY_KEY, ANY_KEY)),
}
"""Start of the address: the rights for reading and for changing. The longest start that fits counts."""


def needed(method: str, path: str) -> Needed:
    """What a key needs for this call; `path` below ``/api/v1/``. What nobody listed needs the settings."""
    steps = path.strip("/").split("/")
    for length in range(len(steps), 0, -1):
        start = steps[:length]
        if length > 2:
            start[1] = "*"
        found = BY_START.get("/".join(start))
        if found:
            return found[0] if method in READING else found[1]
    return SETTINGS


def is_listed(path: str) -> bool:
    """Whether the first step of an address is in the table."""
    return path.strip("/").split("/")[0] in BY_START
