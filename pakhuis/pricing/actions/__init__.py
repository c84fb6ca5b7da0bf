"""Everything that writes price lists."""

from pakhuis.pricing.actions.attaching import attach_to_many, price_lists_of
from pakhuis.pricing.actions.customers import add_price_list, attach_price_lists, remove_price_list
from pakhuis.pricing.actions.entries import (
    ListKey,
    PricePlan,
    change_price,
    hold_prices,
    load_prices,
    plan_prices,
    put_prices,
    remove_price,
    remove_prices,
    set_price,
)
from pakhuis.pricing.actions.lists import change_price_list, create_price_list

__all__ = [
    "ListKey",
    "PricePlan",
    "add_price_list",
    "attach_price_lists",
    "attach_to_many",
    "change_price",
    "change_price_list",
    "create_price_list",
    "hold_prices",
    "load_prices",
    "plan_prices",
    "price_lists_of",
    "put_prices",
    "remove_price",
    "remove_price_list",
    "remove_prices",
    "set_price",
]
