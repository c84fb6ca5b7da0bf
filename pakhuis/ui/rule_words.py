"""The words on the screen for rules: what they ask, how, and what happened to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WHAT: dict[str, Any] = {
    "webshop": _("Webshop"),
    "country": _("Country of delivery"),
    "zipcode": _("Postcode of delivery begins with"),
    "language": _("Language"),
    "tags": _("Tags"),
    "products": _("Products"),
    "product_tags": _("Tags of the products"),
    "total": _("Total excluding VAT, in euros"),
    "pieces": _("Number of pieces"),
    "weight": _("Weight in grams"),
    "remarks": _("Remarks of the customer"),
    "wished_day": _("Preferred delivery date"),
    "order_fields": _("Order fields"),
    "warehouse": _("Warehouse"),
    "location": _("Places that begin with"),
}
HOW: dict[str, Any] = {
    "one_of": _("is one of"),
    "none_of": _("is none of"),
    "all_of": _("has all of"),
    "not_all_of": _("has not all of"),
    "only": _("has only these"),
    "between": _("is between"),
    "given": _("is given"),
    "not_given": _("is not given"),
}
BEGINS: dict[str, Any] = {
    "one_of": _("%(what)s %(values)s"),
    "none_of": _("not: %(what)s %(values)s"),
    "only": _("only: %(what)s %(values)s"),
}
"""How words that are asked for by their beginning read."""
WHAT_HINT: dict[str, Any] = {
    "country": _("Codes of two letters, such as NL, BE"),
    "location": _("Such as A-0, B; where the goods lie now"),
    "zipcode": _("Such as 10, 2611; a comma between several"),
    "products": _("Product codes; a comma or a new line between several"),
    "remarks": _("Something said with this order; default order remarks of the customer do not count."),
}
RULE_FACT: dict[str, Any] = {
    "order.ruled": _("Rules applied"),
    "picklist.ruled": _("Rules applied"),
    "order_rule.created": _("Order rule created"),
    "order_rule.changed": _("Order rule changed"),
    "order_rule.deleted": _("Order rule deleted"),
    "picklist_rule.created": _("Picklist rule created"),
    "picklist_rule.changed": _("Picklist rule changed"),
    "picklist_rule.deleted": _("Picklist rule deleted"),
    "batch_preset.created": _("Preset created"),
    "batch_preset.changed": _("Preset changed"),
    "batch_preset.deleted": _("Preset deleted"),
}
RULE_FIELD: dict[str, Any] = {
    "conditions": _("Conditions"),
    "products": _("Products to add"),
    "pause_reason": _("Reason to pause"),
    "assigned_to": _("Assigned to"),
    "count": _("How many picklists"),
}
