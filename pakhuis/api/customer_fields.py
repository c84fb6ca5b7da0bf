"""Own fields of customers over the API: which there are, and values in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.lists import page_of
from pakhuis.api.own_values import value_rows
from pakhuis.customers.models import OwnField
from pakhuis.customers.own_queries import own_values_of
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.ownfields.values import joined

router = Router(tags=["customer fields"])


@router.get("/customerfields")
def list_customer_fields(request: HttpRequest) -> HttpResponse:
    """The fields that are in use; made and changed on the screen only."""
    fields = OwnField.objects.filter(retired_at=None)
    ids = page_of(fields, request)
    return answer([_shape(one) for one in fields.filter(pk__in=ids).prefetch_related("choices")])


@router.get("/customerfields/{int:field_id}")
def get_customer_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = OwnField.objects.filter(pk=min(field_id, HIGHEST_ID), retired_at=None).first()
    if field is None:
        raise Http404
    return answer(_shape(field))


def _shape(field: OwnField) -> dict[str, Any]:
    return {
        "idcustomerfield": field.pk,
        "title": field.title,
        "type": field.kind,
        "values": [one.title for one in field.choices.all() if one.retired_at is None],
        "required": field.required,
    }


def value_shapes(customer_ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """Per customer what stands in its own fields, in the account's order; a value is always text."""
    values = own_values_of(customer_ids)
    if not values:
        return {}
    fields = list(OwnField.objects.filter(retired_at=None).values_list("pk", "title"))
    return {
        customer_id: value_rows(fields, {pk: joined(one) for pk, one in of_field.items()}, "idcustomerfield")
        for customer_id, of_field in values.items()
    }
