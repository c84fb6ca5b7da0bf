"""Everything that writes price lists."""

from pakhuis.pricing.actions.customers import attach_price_lists
from pakhuis.pricing.actions.lists import create_price_list, set_price

__all__ = ["attach_price_lists", "create_price_list", "set_price"]
