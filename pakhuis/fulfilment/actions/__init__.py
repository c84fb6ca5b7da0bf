"""Everything that writes picklists, and the verbs of a day in the warehouse."""

from pakhuis.fulfilment.actions.close import close_picklist
from pakhuis.fulfilment.actions.pick import pick_all, pick_line
from pakhuis.fulfilment.actions.process import process_backorders, process_order
from pakhuis.fulfilment.actions.receive import receive_goods

__all__ = [
    "close_picklist",
    "pick_all",
    "pick_line",
    "process_backorders",
    "process_order",
    "receive_goods",
]
