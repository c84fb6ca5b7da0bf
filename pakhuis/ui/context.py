"""What every page shows around its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pakhuis.accounts.rights import Right
from pakhuis.comments.queries import unread_count
from pakhuis.ui.access import rights_of
from pakhuis.ui.language import account_of
from pakhuis.ui.settings_menu import SETTINGS_RIGHTS


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; shown to those who have the right."""

    view: str
    label: Any
    icon: str
    right: Right
    others: tuple[Right, ...] = ()
    """Who has one of these sees it too."""
    also: tuple[str, ...] = ()
    """Pages that are reached through this entry and whose address begins otherwise."""

    def holds(self, path: str) -> bool:
        """Whether the page at this address belongs to the entry."""
        return path.startswith(tuple(reverse(view) for view in (self.view, *self.also)))


MENU = (
    Entry("customers", _("Customers"), "customers", Right.CUSTOMERS_SEE, also=("imports",)),
    Entry("orders", _("Orders"), "orders", Right.ORDERS_SEE, also=("returns",)),
    Entry("picklists", _("Picklists"), "picklists", Right.PICKLISTS_WORK, also=("batches",)),
    Entry("backorders", _("Backorders"), "backorders", Right.ORDERS_SEE),
    Entry("stock", _("Stock"), "stock", Right.PRODUCTS_SEE),
    Entry(
        "purchases",
        _("Purchasing"),
        "truck",
        Right.PURCHASING_WORK,
        (Right.STOCK_CHANGE, Right.PICKLISTS_WORK),
    ),
    Entry("products", _("Products"), "products", Right.PRODUCTS_SEE),
    Entry("webshops", _("Webshops"), "webshops", Right.WEBSHOPS_CHANGE),
    Entry("settings", _("Settings"), "settings", Right.SETTINGS_CHANGE, SETTINGS_RIGHTS, ("hooks",)),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the company's name, the menu, the reader's rights."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"company_name": "Pakhuis", "unread_notices": 0}
    rights = rights_of(request)
    return {
        "company_name": account_of(request).company_name,
        "unread_notices": unread_count(user.pk),
        "can": {right.name.lower(): right in rights for right in Right},
        "menu": [
            {
                "url": reverse(entry.view),
                "label": entry.label,
                "icon": entry.icon,
                "is_here": entry.holds(request.path),
            }
            for entry in MENU
            if rights & {entry.right, *entry.others}
        ],
    }
