"""A customer's addresses and tags over the API, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api import tags
from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, first, flag, identifier, text_or_not
from pakhuis.api.countries import country
from pakhuis.api.customer_shape import address_shapes
from pakhuis.api.customers import book_address
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed
from pakhuis.customers.actions import (
    add_address,
    change_address,
    remove_address,
    tag_customer,
    untag_customer,
)
from pakhuis.customers.intake import AddressChange
from pakhuis.customers.models import Customer
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID

router = Router(tags=["customers"])


@router.get("/customers/{int:customer_id}/addresses")
def list_addresses(request: HttpRequest, customer_id: int) -> HttpResponse:
    _exists(customer_id)
    return listed(address_shapes([customer_id]).get(customer_id, []), request)


@router.post("/customers/{int:customer_id}/addresses")
def post_address(request: HttpRequest, customer_id: int, body: Body = EMPTY) -> HttpResponse:
    """Needs a name. A new default takes that from the address that had it."""
    _exists(customer_id)
    given = book_address(fields_of(body))
    made = add_address(customer_id, given, by=actor_of(request), now=now())
    return answer(_one(customer_id, made.pk), status=201)


@router.put("/customers/{int:customer_id}/addresses/{int:address_id}")
def put_address(request: HttpRequest, customer_id: int, address_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is sent. Orders keep the copy they have."""
    _one(customer_id, address_id)
    change_address(customer_id, address_id, _change(fields_of(body)), by=actor_of(request), now=now())
    return answer(_one(customer_id, address_id))


@router.delete("/customers/{int:customer_id}/addresses/{int:address_id}")
def delete_address(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponse:
    _one(customer_id, address_id)
    remove_address(customer_id, address_id, by=actor_of(request), now=now())
    return nothing()


@router.get("/customers/{int:customer_id}/tags")
def list_customer_tags(request: HttpRequest, customer_id: int) -> HttpResponse:
    return listed(_tags(customer_id), request)


@router.post("/customers/{int:customer_id}/tags")
def post_customer_tag(request: HttpRequest, customer_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idtag`; one that is there already stays there once."""
    _exists(customer_id)
    tag_id = identifier(first(fields_of(body), "idtag")) or 0
    tag_customer(customer_id, tag_id, by=actor_of(request), now=now())
    return answer(_tags(customer_id), status=201)


@router.delete("/customers/{int:customer_id}/tags/{int:tag_id}")
def delete_customer_tag(request: HttpRequest, customer_id: int, tag_id: int) -> HttpResponse:
    _exists(customer_id)
    if not untag_customer(customer_id, tag_id, by=actor_of(request), now=now()):
        raise Http404
    return nothing()


def _tags(customer_id: int) -> list[dict[str, Any]]:
    _exists(customer_id)
    return [tags.shape(one) for one in Customer.objects.get(pk=customer_id).tags.order_by("title")]


def _change(fields: Mapping[str, Any]) -> AddressChange:
    def defaults(name: str) -> Any:
        value = first(fields, name)
        return NOT_GIVEN if value is NOT_GIVEN or flag(value) is None else flag(value)

    return AddressChange(
        name=text_or_not(first(fields, "name")),
        contact_name=text_or_not(first(fields, "contactname")),
        line1=text_or_not(first(fields, "address")),
        line2=text_or_not(first(fields, "address2")),
        zipcode=text_or_not(first(fields, "zipcode")),
        city=text_or_not(first(fields, "city")),
        region=text_or_not(first(fields, "region")),
        country=country(fields["country"]) if "country" in fields else NOT_GIVEN,
        is_default_invoice=defaults("defaultinvoice"),
        is_default_delivery=defaults("defaultdelivery"),
    )


def _one(customer_id: int, address_id: int) -> dict[str, Any]:
    book = address_shapes([customer_id] if customer_id <= HIGHEST_ID else [])
    for shape in book.get(customer_id, []):
        if shape["idcustomer_address"] == address_id:
            return shape
    raise Http404


def _exists(customer_id: int) -> None:
    if customer_id > HIGHEST_ID or not Customer.objects.filter(pk=customer_id).exists():
        raise Http404
