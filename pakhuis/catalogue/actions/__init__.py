"""Everything that writes products and VAT groups."""

from pakhuis.catalogue.actions.changing import change_products
from pakhuis.catalogue.actions.images import add_image, remove_image
from pakhuis.catalogue.actions.many_products import Made, create_products
from pakhuis.catalogue.actions.parts import set_part
from pakhuis.catalogue.actions.product_fields import PRODUCT_FIELDS
from pakhuis.catalogue.actions.products import create_product, ensure_products, update_product
from pakhuis.catalogue.actions.telling import hold_products, tell_changed
from pakhuis.catalogue.actions.vat_groups import change_vat_group, create_vat_group, standard_vat_group

__all__ = [
    "PRODUCT_FIELDS",
    "Made",
    "add_image",
    "change_products",
    "change_vat_group",
    "create_product",
    "create_products",
    "create_vat_group",
    "ensure_products",
    "hold_products",
    "remove_image",
    "set_part",
    "standard_vat_group",
    "tell_changed",
    "update_product",
]
