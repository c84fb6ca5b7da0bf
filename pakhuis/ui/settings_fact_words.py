"""The words on the screen for what happens to settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SETTINGS_FACT: dict[str, Any] = {
    "order_field.created": _("Order field created"),
    "order_field.changed": _("Order field changed"),
    "order_field.deleted": _("Order field deleted"),
    "product_field.created": _("Product field created"),
    "product_field.changed": _("Product field changed"),
    "product_field.deleted": _("Product field deleted"),
    "own_field.created": _("Customer field created"),
    "own_field.changed": _("Customer field changed"),
    "own_field.deleted": _("Customer field deleted"),
    "price_list.price_removed": _("Price removed"),
    "settings.changed": _("Settings changed"),
    "tag.created": _("Tag created"),
    "tag.changed": _("Tag changed"),
    "template.created": _("Template created"),
    "template.changed": _("Template changed"),
    "template.texts_changed": _("Texts of a mail changed"),
    "vat_group.created": _("VAT group created"),
    "vat_group.changed": _("VAT group changed"),
    "user.created": _("User created"),
    "user.changed": _("User changed"),
    "user.password_changed": _("Password changed"),
    "api_key.created": _("API key created"),
    "api_key.changed": _("API key changed"),
    "api_key.revoked": _("API key revoked"),
    "price_list.created": _("Price list created"),
    "price_list.changed": _("Price list changed"),
    "price_list.prices_changed": _("Prices changed"),
    "warehouse.created": _("Warehouse created"),
    "warehouse.changed": _("Warehouse changed"),
}
