"""What a user or key may do; checked on the server for every page and route."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """One thing that can be allowed. An administrator has all of them."""

    CUSTOMERS_SEE = "customers.see"
    CUSTOMERS_CHANGE = "customers.change"
    ORDERS_SEE = "orders.see"
    ORDERS_CHANGE = "orders.change"
    PICKLISTS_WORK = "picklists.work"
    PRODUCTS_SEE = "products.see"
    PRODUCTS_CHANGE = "products.change"
    SETTINGS_CHANGE = "settings.change"


ALL_RIGHTS = frozenset(Right)
