"""What is moved, in the order in which it is moved, and what can become of each thing."""

from __future__ import annotations

from enum import StrEnum


class Resource(StrEnum):
    """One kind of thing; what comes later points to what came before."""

    VAT_GROUPS = "vat_groups"
    TAGS = "tags"
    TEMPLATES = "templates"
    PRICE_LISTS = "price_lists"
    WAREHOUSES = "warehouses"
    LOCATIONS = "locations"
    CUSTOMER_FIELDS = "customer_fields"
    ORDER_FIELDS = "order_fields"
    PRODUCT_FIELDS = "product_fields"
    USERS = "users"
    SUPPLIERS = "suppliers"
    PRODUCTS = "products"
    PRICES = "prices"
    STOCK = "stock"
    PARTS = "parts"
    PLACES = "places"
    PICTURES = "pictures"
    CUSTOMERS = "customers"
    ORDERS = "orders"
    PROCESSING = "processing"
    PURCHASES = "purchase_orders"
    COMMENTS = "comments"


class Outcome(StrEnum):
    """What became of a thing: made here, here already, or left where it was, with the reason."""

    MADE = "made"
    EXISTING = "existing"
    LEFT = "left"
