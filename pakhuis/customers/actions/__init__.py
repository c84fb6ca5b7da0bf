"""Everything that writes customers, their addresses, their own fields and their identities."""

from pakhuis.customers.actions.addresses import add_address, change_address, remove_address
from pakhuis.customers.actions.archive import archive_customers, unarchive_customers
from pakhuis.customers.actions.bulk_loading import Loaded, NumbersMoved, load_many
from pakhuis.customers.actions.by_hand import create_customer, delete_customer, update_customer
from pakhuis.customers.actions.from_webshop import take_in
from pakhuis.customers.actions.held import HELD_WHILE_COMMENTED, hold_customer, hold_customers
from pakhuis.customers.actions.identities import cut_identity, move_identity
from pakhuis.customers.actions.in_bulk import delete_many, write_many
from pakhuis.customers.actions.incomplete import mark_incomplete
from pakhuis.customers.actions.merge import merge_customers
from pakhuis.customers.actions.noting import note_changes
from pakhuis.customers.actions.numbers import raise_above
from pakhuis.customers.actions.orders import note_order
from pakhuis.customers.actions.own_fields import (
    change_own_field,
    create_own_field,
    delete_own_field,
    move_own_field,
    retire_own_field,
)
from pakhuis.customers.actions.tagging import tag_customer, untag_customer
from pakhuis.customers.actions.unmerge import undo_merge
from pakhuis.customers.actions.vat_register import ask_again, ask_due_numbers, check_vat_number

__all__ = [
    "HELD_WHILE_COMMENTED",
    "Loaded",
    "NumbersMoved",
    "add_address",
    "archive_customers",
    "ask_again",
    "ask_due_numbers",
    "change_address",
    "change_own_field",
    "check_vat_number",
    "create_customer",
    "create_own_field",
    "cut_identity",
    "delete_customer",
    "delete_many",
    "delete_own_field",
    "hold_customer",
    "hold_customers",
    "load_many",
    "mark_incomplete",
    "merge_customers",
    "move_identity",
    "move_own_field",
    "note_changes",
    "note_order",
    "raise_above",
    "remove_address",
    "retire_own_field",
    "tag_customer",
    "take_in",
    "unarchive_customers",
    "undo_merge",
    "untag_customer",
    "update_customer",
    "write_many",
]
