"""The words on the screen for what the domain calls by code: states, sources, terms, facts, fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ORDER_STATUS: dict[str, Any] = {
    "expected": _("Expected"),
    "concept": _("Concept"),
    "processing": _("Processing"),
    "paused": _("Paused"),
    "completed": _("Completed"),
    "cancelled": _("Cancelled"),
}
PICKLIST_STATUS: dict[str, Any] = {
    "new": _("New"),
    "paused": _("Paused"),
    "snoozed": _("Snoozed"),
    "closed": _("Closed"),
    "cancelled": _("Cancelled"),
}
DELIVERY_STATE: dict[str, Any] = {
    "received": _("Received"),
    "done": _("Done"),
    "waiting": _("Waiting"),
    "refused": _("Refused"),
    "ignored": _("Ignored"),
    "malformed": _("Malformed"),
    "failed": _("Failed"),
}
MESSAGE_STATE: dict[str, Any] = {
    "waiting": _("To be sent"),
    "sent": _("Sent"),
    "failed": _("Given up"),
    "dropped": _("Not wanted any more"),
}
ROUTE: dict[str, Any] = {"webhook": _("Webhook"), "poll": _("Poll"), "history": _("Old orders")}
VAT_STATE: dict[str, Any] = {
    "unknown": _("Not checked"),
    "shape_ok": _("Well formed"),
    "wrong_shape": _("Wrong number"),
    "valid": _("Valid"),
    "not_registered": _("Not registered"),
    "unreachable": _("Service unreachable"),
}
OWN_FIELD_KIND: dict[str, Any] = {
    "text": _("Text"),
    "long_text": _("Long text"),
    "number": _("Number"),
    "date": _("Date"),
    "yes_no": _("Yes or no"),
    "radio": _("One of a few (radio buttons)"),
    "select": _("One of a list"),
    "multiple": _("Several of a list"),
}
SOURCE: dict[str, Any] = {
    "explicit": _("given with this order"),
    "customer": _("agreed with the customer"),
    "changed": _("changed on this order"),
    "both": _("given with this order, and agreed with the customer"),
    "webshop": _("said by the webshop"),
    "account": _("setting of the account"),
    "default": _("nothing was said, so this is the default"),
    "price_list": _("price list “%(name)s”, from %(amount)s"),
    "product": _("the product's own price"),
}
TERM: dict[str, Any] = {
    "delivery": _("Delivery address"),
    "invoice": _("Invoice address"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "remarks": _("Remarks"),
    "discount": _("Discount"),
    "price_lists": _("Price lists"),
    "template": _("Template"),
    "autosplit": _("Autosplit"),
    "calculate_vat": _("Calculate VAT"),
    "language": _("Language"),
    "tags": _("Tags"),
}
LANGUAGE: dict[str, Any] = {"nl": _("Dutch"), "en": _("English")}
FIELD: dict[str, Any] = {
    **TERM,
    "number": _("Customer number"),
    "name": _("Name"),
    "contact_name": _("Contact name"),
    "template_id": _("Template"),
    "vat_number": _("VAT number"),
    "default_order_remarks": _("Default order remarks"),
    "addresses": _("Addresses"),
    "own_fields": _("Own fields"),
    "title": _("Title"),
    "field_kind": _("Type"),
    "required": _("Required"),
    "position": _("Place"),
    "retired": _("Retired"),
    "choices": _("Possible values"),
    "retired_choices": _("Possible values not offered any more"),
    "customer": _("Customer"),
    "reference": _("Reference"),
    "preferred_delivery_date": _("Preferred delivery date"),
    "warehouses": _("Warehouses"),
    "invoiced": _("Invoiced elsewhere"),
    "pickup_point": _("Pick-up point"),
    "amount": _("Amount"),
    "code": _("Product code"),
    "price": _("Price"),
    "vat_group_id": _("VAT group"),
    "barcode": _("Barcode"),
    "weight": _("Weight"),
    "active": _("Active"),
}
FACT: dict[str, Any] = {
    "customer.created": _("Customer created"),
    "customer.changed": _("Customer changed"),
    "customer.deleted": _("Customer deleted"),
    "customer.linked": _("Linked to a webshop"),
    "customer.address_added": _("Address added"),
    "own_field.created": _("Customer field created"),
    "own_field.changed": _("Customer field changed"),
    "own_field.deleted": _("Customer field deleted"),
    "order.placed": _("Order placed"),
    "order.changed": _("Order changed"),
    "order.processed": _("Order processed"),
    "order.completed": _("Order completed"),
    "order.cancelled": _("Order cancelled"),
    "order.cancellation_undone": _("Cancellation undone"),
    "order.made_concept": _("Made a concept"),
    "order.paused": _("Order paused"),
    "order.resumed": _("Order resumed"),
    "order.reopened": _("Order reopened"),
    "order.allocated": _("Stock set aside"),
    "order.deallocated": _("Set-aside stock let go"),
    "order.prioritised": _("Order put in front"),
    "order.backorders_filled": _("Stock reserved for backorders"),
    "picklist.created": _("Picklist created"),
    "picklist.paused": _("Picklist paused"),
    "picklist.resumed": _("Picklist resumed"),
    "picklist.cancelled": _("Picklist cancelled"),
    "picklist.closed": _("Picklist closed"),
    "picklist.line_picked": _("Line picked"),
    "picklist.all_picked": _("Everything picked"),
    "product.created": _("Product created"),
    "product.changed": _("Product changed"),
    "product.stock_changed": _("Stock changed"),
}
MATCH: dict[str, Any] = {
    "shop_id": _("by the webshop's customer id"),
    "number": _("by customer number"),
    "shop_email": _("by an e-mail this webshop used before"),
    "any_email": _("by e-mail"),
    "new": _("as a new customer"),
}
REASON: dict[str, Any] = {"Goods received": _("Goods received")}
ACTOR: dict[str, Any] = {
    "person": _("person"),
    "api_key": _("API key"),
    "import_run": _("import"),
    "webshop": _("webshop"),
    "system": _("Pakhuis"),
}
SUPPLIED: dict[str, Any] = {**FIELD, "invoice": _("Invoice address"), "delivery": _("Delivery address")}
KIND: dict[str, Any] = {
    "customer": _("customer"),
    "customer field": _("customer field"),
    "order": _("order"),
    "picklist": _("picklist"),
    "picklist line": _("picklist line"),
    "product": _("product"),
    "webshop": _("webshop"),
    "delivery": _("message"),
}
