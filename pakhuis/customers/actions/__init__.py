"""Everything that writes customers, their addresses and their identities."""

from pakhuis.customers.actions.by_hand import create_customer, delete_customer, update_customer
from pakhuis.customers.actions.from_webshop import take_in

__all__ = ["create_customer", "delete_customer", "take_in", "update_customer"]
