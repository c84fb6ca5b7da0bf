"""*Instellingen > Bestelvelden*: the account's own fields on orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pakhuis.orders.actions.order_fields import ORDER_FIELDS
from pakhuis.orders.intake import OrderFieldFields
from pakhuis.ui.field_pages import FieldPages

PAGES = FieldPages(
    doors=ORDER_FIELDS,
    given=OrderFieldFields,
    name="order-field",
    words={
        "title": _("Order fields"),
        "about": _(
            "What you want to know of orders beside what Pakhuis asks. Required is asked of people; a "
            "webshop or the API may leave it out."
        ),
        "things": _("Orders"),
        "none": _(
            "No order fields yet: make one for what you keep asking about orders, such as a gift text or a "
            "time window."
        ),
        "fixed": _("Stays as it is once an order has a value."),
        "required": _("Asked of people who make or change an order."),
        "choices": _(
            "One on a line, only for the types that choose. Orders keep a value that is taken away here."
        ),
    },
    shown={"on_picklist": _("Show on the picklist"), "on_portal": _("Show on the portal")},
)
