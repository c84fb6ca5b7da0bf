"""Which own fields orders have: made, renamed, put in order, retired."""

from __future__ import annotations

from pakhuis.orders.events import OrderFieldChanged, OrderFieldCreated, OrderFieldDeleted
from pakhuis.orders.models import OrderField, OrderFieldValue
from pakhuis.orders.problems import order_field_in_use, order_field_kind_fixed
from pakhuis.ownfields.actions import FieldDoors, FieldFacts

ORDER_FIELDS = FieldDoors(
    model=OrderField,
    values=OrderFieldValue,
    facts=FieldFacts(created=OrderFieldCreated, changed=OrderFieldChanged, deleted=OrderFieldDeleted),
    subject="order field",
    shown=("on_picklist", "on_portal"),
    kind_fixed=order_field_kind_fixed,
    in_use=order_field_in_use,
)
"""The doors for own fields of orders."""

create_order_field = ORDER_FIELDS.create
change_order_field = ORDER_FIELDS.change
retire_order_field = ORDER_FIELDS.retire
move_order_field = ORDER_FIELDS.move
delete_order_field = ORDER_FIELDS.remove
