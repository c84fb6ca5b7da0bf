"""The words on the screen for what people and keys may do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

AREA: dict[str, Any] = {
    "customers": _("Customers"),
    "orders": _("Orders"),
    "picklists": _("Picklists"),
    "products": _("Products"),
    "prices": _("Price lists"),
    "stock": _("Stock"),
    "purchasing": _("Purchasing"),
    "webshops": _("Webshops"),
    "users": _("Users and API keys"),
    "settings": _("Settings"),
}
"""The first word of a right."""
DEED: dict[str, Any] = {
    "see": _("See"),
    "change": _("Change things"),
    "import": _("Import"),
    "export": _("Export"),
    "merge": _("Merge"),
    "erase": _("Erase"),
    "work": _("Work with"),
    "manual_pick": _("Pick by line without scanning"),
    "manual_pick_all": _("Pick everything at once"),
}
"""The second word of a right."""


def right(code: str) -> str:
    """A right in words: ``Customers: see``."""
    area, _dot, deed = code.partition(".")
    return f"{AREA.get(area, area)}: {str(DEED.get(deed, deed)).lower()}"
