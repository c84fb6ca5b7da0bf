"""Tables of what is sold."""

from pakhuis.catalogue.models.fields import ProductField, ProductFieldValue
from pakhuis.catalogue.models.products import Product, ProductImage, ProductPart, ProductTag, VatGroup

__all__ = [
    "Product",
    "ProductField",
    "ProductFieldValue",
    "ProductImage",
    "ProductPart",
    "ProductTag",
    "VatGroup",
]
