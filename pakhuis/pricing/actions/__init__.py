"""Everything that writes price lists."""

from pakhuis.pricing.actions.attaching import attach_to_many, price_lists_of
from pakhuis.pricing.actions.customers import attach_price_lists
from pakhuis.pricing.actions.lists import create_price_list, remove_price, set_price

__all__ = [
    "attach_price_lists",
    "attach_to_many",
    "create_price_list",
    "price_lists_of",
    "remove_price",
    "set_price",
]
