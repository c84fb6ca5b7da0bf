"""The pages under *Instellingen*: one entry each, in the order they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pakhuis.accounts.rights import Right


@dataclass(frozen=True, slots=True)
class Section:
    """A page of settings; shown to those who have the right."""

    view: str
    label: Any
    about: Any
    right: Right = Right.SETTINGS_CHANGE


SECTIONS: tuple[Section, ...] = (
    Section("account", _("Account"), _("Company, language, numbers, and how orders are delivered.")),
    Section("numbers", _("Numbers"), _("How orders and picklists are numbered.")),
    Section("tags", _("Tags"), _("Coloured words on customers and orders.")),
    Section("price-lists", _("Price lists"), _("Prices agreed with customers."), Right.PRICES_CHANGE),
    Section("templates", _("Templates"), _("Order confirmations and shipping notices by mail.")),
    Section("vat-groups", _("VAT groups"), _("Which percentages there are.")),
    Section(
        "users",
        _("Users"),
        _("Who may come in, and what each may do."),
        Right.USERS_CHANGE,
    ),
    Section(
        "api-keys",
        _("API keys"),
        _("For other programs that work with Pakhuis."),
        Right.USERS_CHANGE,
    ),
    Section("warehouses", _("Warehouses"), _("Where goods lie, and which warehouse gets an order first.")),
    Section("own-fields", _("Customer fields"), _("Fields of your own on every customer.")),
    Section("order-fields", _("Order fields"), _("Fields of your own on every order.")),
    Section("rules", _("Rules"), _("What Pakhuis does by itself with orders and picklists.")),
    Section("product-fields", _("Product fields"), _("Fields of your own on every product.")),
    Section("return-settings", _("Returns"), _("Why goods come back, and where a return can stand.")),
    Section("shipping", _("Shipping"), _("Carriers, their profiles, and packagings.")),
    Section(
        "webshops",
        _("Webshops"),
        _("Linked shops, and what each may decide."),
        Right.WEBSHOPS_CHANGE,
    ),
    Section("hooks", _("Webhooks"), _("Other programs that hear of what happens here.")),
    Section("settings-changes", _("Logbook of settings"), _("Who changed what, and what it was before.")),
)
SETTINGS_RIGHTS = tuple(dict.fromkeys(section.right for section in SECTIONS))
"""Who has one of these finds something under settings."""
