"""Everything that writes orders, their division and their backorders."""

from pakhuis.orders.actions.backorders import fill_backorders
from pakhuis.orders.actions.change import change_order
from pakhuis.orders.actions.change_customer import Exchange, change_customer, preview_customer
from pakhuis.orders.actions.deliver import complete_when_done, deliver_allocations
from pakhuis.orders.actions.freeing import HandedOn, take_apart
from pakhuis.orders.actions.moved_address import replace_address
from pakhuis.orders.actions.moving import (
    allocate_order,
    cancel_order,
    deallocate_order,
    locked_order,
    make_concept,
    undo_cancellation,
)
from pakhuis.orders.actions.notes import (
    any_order,
    give_to_new_customer,
    note_on_order,
    switch_status_page,
    tag_order,
    untag_order,
)
from pakhuis.orders.actions.order_fields import (
    change_order_field,
    create_order_field,
    delete_order_field,
    move_order_field,
    retire_order_field,
)
from pakhuis.orders.actions.order_rules import (
    change_order_rule,
    create_order_rule,
    delete_order_rule,
    move_order_rule,
    switch_order_rule,
)
from pakhuis.orders.actions.pausing import set_paused, set_resumed
from pakhuis.orders.actions.place import Placed, claim_order, place_order
from pakhuis.orders.actions.prioritise import prioritise_order
from pakhuis.orders.actions.processing import Started, start_processing
from pakhuis.orders.actions.redivide import (
    run_autosplit_again,
    run_autosplit_for_all,
    switch_autosplit,
)
from pakhuis.orders.actions.release import Released, orders_with_backorders, release_backorders
from pakhuis.orders.actions.unfilling import empty_backorders
from pakhuis.orders.actions.waiting import cancel_backorder, expect_backorders

__all__ = [
    "Exchange",
    "HandedOn",
    "Placed",
    "Released",
    "Started",
    "allocate_order",
    "any_order",
    "cancel_backorder",
    "cancel_order",
    "change_customer",
    "change_order",
    "change_order_field",
    "change_order_rule",
    "claim_order",
    "complete_when_done",
    "create_order_field",
    "create_order_rule",
    "deallocate_order",
    "delete_order_field",
    "delete_order_rule",
    "deliver_allocations",
    "empty_backorders",
    "expect_backorders",
    "fill_backorders",
    "give_to_new_customer",
    "locked_order",
    "make_concept",
    "move_order_field",
    "move_order_rule",
    "note_on_order",
    "orders_with_backorders",
    "place_order",
    "preview_customer",
    "prioritise_order",
    "release_backorders",
    "replace_address",
    "retire_order_field",
    "run_autosplit_again",
    "run_autosplit_for_all",
    "set_paused",
    "set_resumed",
    "start_processing",
    "switch_autosplit",
    "switch_order_rule",
    "switch_status_page",
    "tag_order",
    "take_apart",
    "undo_cancellation",
    "untag_order",
]
