"""Own fields of products over the API: which there are; their values stand on the product."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.lists import page_of
from pakhuis.catalogue.models import ProductField
from pakhuis.kernel.numbers import HIGHEST_ID

router = Router(tags=["product fields"])
NOT_SHOWN = ("invoice", "shippinglist", "portal", "purchase_order", "receipt")
"""Where Picqer can show such a value and Pakhuis does not."""


@router.get("/productfields")
def list_product_fields(request: HttpRequest) -> HttpResponse:
    """The fields that are in use; made and changed on the screen only."""
    fields = ProductField.objects.filter(retired_at=None)
    ids = page_of(fields, request)
    return answer([_shape(one) for one in fields.filter(pk__in=ids)])


@router.get("/productfields/{int:field_id}")
def get_product_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = ProductField.objects.filter(pk=min(field_id, HIGHEST_ID), retired_at=None).first()
    if field is None:
        raise Http404
    return answer(_shape(field))


def _shape(field: ProductField) -> dict[str, Any]:
    return {
        "idproductfield": field.pk,
        "title": field.title,
        "type": field.kind,
        "values": field.choices,
        "required": field.required,
        "visible_picklist": field.on_picklist,
        **{f"visible_{place}": False for place in NOT_SHOWN},
    }
