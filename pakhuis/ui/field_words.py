"""What happened to own fields, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

FIELD_FACT: dict[str, Any] = {
    "order_field.created": _("Order field created"),
    "order_field.changed": _("Order field changed"),
    "order_field.deleted": _("Order field deleted"),
    "product_field.created": _("Product field created"),
    "product_field.changed": _("Product field changed"),
    "product_field.deleted": _("Product field deleted"),
    "own_field.created": _("Customer field created"),
    "own_field.changed": _("Customer field changed"),
    "own_field.deleted": _("Customer field deleted"),
}
