"""What a user or key may do; checked on the server for every page and route."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """One thing that can be allowed. An administrator has all of them."""

    CUSTOMERS_SEE = "customers.see"
    CUSTOMERS_CHANGE = "customers.change"
    CUSTOMERS_IMPORT = "customers.import"
    CUSTOMERS_EXPORT = "customers.export"
    CUSTOMERS_MERGE = "customers.merge"
    CUSTOMERS_ERASE = "customers.erase"
    ORDERS_SEE = "orders.see"
    ORDERS_CHANGE = "orders.change"
    PICKLISTS_WORK = "picklists.work"
    PICKLISTS_PICK = "picklists.manual_pick"
    PICKLISTS_PICK_ALL = "picklists.manual_pick_all"
    PRODUCTS_SEE = "products.see"
    PRODUCTS_CHANGE = "products.change"
    PRICES_CHANGE = "prices.change"
    STOCK_CHANGE = "stock.change"
    PURCHASING_WORK = "purchasing.work"
    WEBSHOPS_CHANGE = "webshops.change"
    USERS_CHANGE = "users.change"
    SETTINGS_CHANGE = "settings.change"


ALL_RIGHTS = frozenset(Right)
