"""The picture of what is to be picked next."""

from __future__ import annotations

from django import template

from pakhuis.catalogue.models import ProductImage

register = template.Library()


@register.simple_tag
def first_picture(product_id: int) -> int | None:
    """The id of the product's first picture; None where it has none."""
    return ProductImage.objects.filter(product=product_id).order_by("pk").values_list("pk", flat=True).first()
