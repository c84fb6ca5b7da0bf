"""*Instellingen > Productvelden*: the account's own fields on products."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pakhuis.catalogue.actions import PRODUCT_FIELDS
from pakhuis.catalogue.intake import ProductFieldFields
from pakhuis.ui.field_pages import FieldPages

PAGES = FieldPages(
    doors=PRODUCT_FIELDS,
    given=ProductFieldFields,
    name="product-field",
    words={
        "title": _("Product fields"),
        "about": _(
            "What you want to know of products beside what Pakhuis asks. Products are found by it, and the "
            "API gives it out. Required is asked of people; a webshop or the API may leave it out."
        ),
        "things": _("Products"),
        "none": _(
            "No product fields yet: make one for what you keep looking up about products, such as a brand or "
            "how to store them."
        ),
        "fixed": _("Stays as it is once a product has a value."),
        "required": _("Asked of people who make or change a product."),
        "choices": _(
            "One on a line, only for the types that choose. Products keep a value that is taken away here."
        ),
    },
    shown={"on_picklist": _("Show to whoever picks, on the screen and on the picklist")},
)
