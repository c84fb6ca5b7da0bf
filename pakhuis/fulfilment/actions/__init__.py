"""Everything that writes picklists, and the verbs of a day in the warehouse."""

from pakhuis.fulfilment.actions.close import close_picklist
from pakhuis.fulfilment.actions.order_moves import (
    force_cancel_order,
    pause_order,
    reopen_order,
    resume_order,
    withdraw_order,
)
from pakhuis.fulfilment.actions.pick import pick_all, pick_line
from pakhuis.fulfilment.actions.process import process_backorders, process_order
from pakhuis.fulfilment.actions.receive import receive_goods
from pakhuis.fulfilment.actions.transfer import move_between_warehouses

__all__ = [
    "close_picklist",
    "force_cancel_order",
    "move_between_warehouses",
    "pause_order",
    "pick_all",
    "pick_line",
    "process_backorders",
    "process_order",
    "receive_goods",
    "reopen_order",
    "resume_order",
    "withdraw_order",
]
