"""Everything that writes picklists, and the verbs of a day in the warehouse."""

from pakhuis.fulfilment.actions.adopt import make_customer_of_order
from pakhuis.fulfilment.actions.assign import assign_picklist, take_next, unassign_picklist
from pakhuis.fulfilment.actions.batch import (
    add_to_batch,
    assign_batch,
    create_batch,
    create_batch_of_first,
    dissolve_batch,
    remove_from_batch,
)
from pakhuis.fulfilment.actions.batch_presets import (
    change_batch_preset,
    create_batch_of_preset,
    create_batch_preset,
    delete_batch_preset,
)
from pakhuis.fulfilment.actions.batch_work import close_batch, scan_batch, undo_batch_pick
from pakhuis.fulfilment.actions.change import change_picklist
from pakhuis.fulfilment.actions.close import close_and_ship, close_picklist
from pakhuis.fulfilment.actions.containers import remove_container, save_container, use_container
from pakhuis.fulfilment.actions.correct import correct_and_hand_out, correct_many_and_hand_out
from pakhuis.fulfilment.actions.hold import (
    pause_picklist,
    resume_picklist,
    snooze_picklist,
    wake_due_picklists,
    wake_picklist,
)
from pakhuis.fulfilment.actions.missing import report_missing
from pakhuis.fulfilment.actions.order_moves import pause_order, resume_order
from pakhuis.fulfilment.actions.pick import pick_all, pick_line, undo_pick
from pakhuis.fulfilment.actions.picklist_rules import (
    change_picklist_rule,
    create_picklist_rule,
    delete_picklist_rule,
    move_picklist_rule,
    switch_picklist_rule,
)
from pakhuis.fulfilment.actions.process import process_backorders, process_order
from pakhuis.fulfilment.actions.put_back import cancel_picklist
from pakhuis.fulfilment.actions.queue import change_order_and_queue
from pakhuis.fulfilment.actions.receive import (
    in_rounds,
    process_what_was_filled,
    put_on_shelf,
    receive_goods,
)
from pakhuis.fulfilment.actions.scan import scan_picklist
from pakhuis.fulfilment.actions.ship import cancel_shipment, create_shipment
from pakhuis.fulfilment.actions.shipping_settings import save_packaging, save_provider
from pakhuis.fulfilment.actions.split import split_picklist
from pakhuis.fulfilment.actions.take_back import (
    cancel_and_hand_on,
    force_cancel_order,
    reopen_order,
    withdraw_order,
)
from pakhuis.fulfilment.actions.take_off import take_off_shelf
from pakhuis.fulfilment.actions.transfer import move_between_warehouses
from pakhuis.fulfilment.actions.wish import wish_profile

__all__ = [
    "add_to_batch",
    "assign_batch",
    "assign_picklist",
    "cancel_and_hand_on",
    "cancel_picklist",
    "cancel_shipment",
    "change_batch_preset",
    "change_order_and_queue",
    "change_picklist",
    "change_picklist_rule",
    "close_and_ship",
    "close_batch",
    "close_picklist",
    "correct_and_hand_out",
    "correct_many_and_hand_out",
    "create_batch",
    "create_batch_of_first",
    "create_batch_of_preset",
    "create_batch_preset",
    "create_picklist_rule",
    "create_shipment",
    "delete_batch_preset",
    "delete_picklist_rule",
    "dissolve_batch",
    "force_cancel_order",
    "in_rounds",
    "make_customer_of_order",
    "move_between_warehouses",
    "move_picklist_rule",
    "pause_order",
    "pause_picklist",
    "pick_all",
    "pick_line",
    "process_backorders",
    "process_order",
    "process_what_was_filled",
    "put_on_shelf",
    "receive_goods",
    "remove_container",
    "remove_from_batch",
    "reopen_order",
    "report_missing",
    "resume_order",
    "resume_picklist",
    "save_container",
    "save_packaging",
    "save_provider",
    "scan_batch",
    "scan_picklist",
    "snooze_picklist",
    "split_picklist",
    "switch_picklist_rule",
    "take_next",
    "take_off_shelf",
    "unassign_picklist",
    "undo_batch_pick",
    "undo_pick",
    "use_container",
    "wake_due_picklists",
    "wake_picklist",
    "wish_profile",
    "withdraw_order",
]
