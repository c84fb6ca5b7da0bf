"""Own fields of customers over the API: which there are, and values in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import NO_ID, identifier, text
from pakhuis.api.lists import page_of
from pakhuis.customers.intake import GivenOwnValue
from pakhuis.customers.models import OwnField
from pakhuis.customers.own_fields import joined
from pakhuis.customers.own_queries import own_values_of
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import HIGHEST_ID

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
    fields = dict(OwnField.objects.filter(retired_at=None).values_list("pk", "title"))
    return {
        customer_id: [
            {"idcustomerfield": pk, "title": title, "value": joined(of_field[pk])}
            for pk, title in fields.items()
            if pk in of_field
        ]
        for customer_id, of_field in values.items()
    }


def given_values(value: Any) -> tuple[GivenOwnValue, ...] | NotGiven:
    """`customerfields` of a body: a list of `{idcustomerfield, value}`; a field not in it stays as it is."""
    if value is NOT_GIVEN or value is None:
        return NOT_GIVEN
    rows: list[Any] = value if isinstance(value, list) else [None]
    return tuple(_given(one if isinstance(one, Mapping) else {}) for one in rows)


def _given(one: Mapping[str, Any]) -> GivenOwnValue:
    field_id = identifier(one.get("idcustomerfield"))
    return GivenOwnValue(field_id=NO_ID if field_id is None else field_id, value=_value(one.get("value")))


def _value(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return tuple(text(one) for one in value)
    return text(value)
