"""Customers over the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.models import Tag
from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import (
    EMPTY,
    NO_ID,
    Body,
    changed_fields,
    fields_of,
    first,
    flag,
    identifier,
    identifiers,
    number,
    text,
    text_or_not,
)
from pakhuis.api.countries import country
from pakhuis.api.customer_shape import customer_shapes
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import given, page_of
from pakhuis.api.own_values import given_values
from pakhuis.customers.actions import create_customer, delete_customer, update_customer
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.customers.models import Customer
from pakhuis.customers.queries import current_id, customer_ids_by_number
from pakhuis.customers.search import former_owners, found_by
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.pricing.actions import attach_price_lists

router = Router(tags=["customers"])


@router.get("/customers")
def list_customers(request: HttpRequest) -> HttpResponse:
    """Filters: `search` (any fragment of name, contact, number, e-mail, telephone), `customerid` (exact).

    Archived customers are left out; `archived` gives those alone.
    """
    shown = Customer.objects.filter(archived_at__isnull=flag(given(request, "archived")) is not True)
    words = given(request, "search")
    rows = found_by(words, shown, also=former_owners(words))
    wanted = given(request, "customerid")
    if wanted:
        rows = rows.filter(pk__in=customer_ids_by_number([wanted]).values())
    return answer(customer_shapes(page_of(rows, request)))


@router.get("/customers/{int:customer_id}")
def get_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One customer; of one that went up in another by a merge, that other, with its own id."""
    try:
        return answer(one_customer(customer_id))
    except Http404:
        return answer(one_customer(current_id(customer_id)))


@router.post("/customers")
def post_customer(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Needs a name; addresses stand inside."""
    fields = fields_of(body)
    with transaction.atomic():
        customer = create_customer(customer_fields(fields), by=actor_of(request), now=now())
        _attach(customer.pk, fields, request)
    return answer(one_customer(customer.pk), status=201)


@router.put("/customers/{int:customer_id}")
def put_customer(request: HttpRequest, customer_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given. A given address list replaces the book: what was there already keeps its id."""
    fields = changed_fields(body, one_customer(customer_id))
    with transaction.atomic():
        update_customer(customer_id, customer_fields(fields), by=actor_of(request), now=now())
        _attach(customer_id, fields, request)
    return answer(one_customer(customer_id))


@router.delete("/customers/{int:customer_id}")
def remove_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Refused (code 21) when the customer has orders."""
    customer_exists(customer_id)
    delete_customer(customer_id, by=actor_of(request), now=now())
    return nothing()


def customer_fields(fields: Mapping[str, Any]) -> CustomerFields:
    """A customer of the API in our words; both spellings of twins are read."""
    split = first(fields, "auto_split", "partialdelivery")
    vat = first(fields, "calculatevat")
    template = first(fields, "idtemplate")
    return CustomerFields(
        number=text_or_not(first(fields, "customerid")),
        name=text_or_not(first(fields, "name")),
        contact_name=text_or_not(first(fields, "contactname")),
        email=text_or_not(first(fields, "emailaddress")),
        phone=text_or_not(first(fields, "telephone")),
        language=text_or_not(first(fields, "language")),
        discount=_discount(first(fields, "discount")),
        template_id=NOT_GIVEN if template is NOT_GIVEN else identifier(template),
        autosplit=NOT_GIVEN if split is NOT_GIVEN else flag(split),
        calculate_vat=NOT_GIVEN if vat in (NOT_GIVEN, None) else flag(vat) is not False,
        vat_number=text_or_not(first(fields, "vatnumber")),
        remarks=text_or_not(first(fields, "remarks")),
        default_order_remarks=text_or_not(first(fields, "default_order_remarks", "defaultorderremarks")),
        tag_ids=_tag_ids(first(fields, "tags")),
        addresses=_addresses(first(fields, "addresses")),
        own_fields=given_values(first(fields, "customerfields"), "idcustomerfield"),
    )


def _discount(value: Any) -> Any:
    if value is NOT_GIVEN:
        return NOT_GIVEN
    return 0 if value is None else number(value)


def _addresses(value: object) -> tuple[BookAddress, ...] | NotGiven:
    if value is NOT_GIVEN:
        return NOT_GIVEN
    rows: list[Any] = [] if value is None else [{}]
    if isinstance(value, list):
        rows = value
    return tuple(book_address(one if isinstance(one, Mapping) else {}) for one in rows)


def book_address(fields: Mapping[str, Any]) -> BookAddress:
    """One address of the API."""
    return BookAddress(
        address=NewAddress(
            name=text(fields.get("name")),
            contact_name=text(fields.get("contactname")),
            line1=text(fields.get("address")),
            line2=text(fields.get("address2")),
            zipcode=text(fields.get("zipcode")),
            city=text(fields.get("city")),
            region=text(fields.get("region")),
            country=country(fields.get("country")),
        ),
        is_default_invoice=flag(fields.get("defaultinvoice")) is True,
        is_default_delivery=flag(fields.get("defaultdelivery")) is True,
    )


def _tag_ids(value: Any) -> tuple[int, ...] | NotGiven:
    """Tags by id, or as they are given out: an object keyed by title."""
    if value is NOT_GIVEN or value is None:
        return NOT_GIVEN
    if isinstance(value, Mapping):
        titles = [str(title) for title in value]
        known = dict(Tag.objects.filter(title__in=titles).values_list("title", "pk"))
        return tuple(known.get(title, NO_ID) for title in titles)
    return identifiers(value, "idtag")


def _attach(customer_id: int, fields: Mapping[str, Any], request: HttpRequest) -> None:
    lists = first(fields, "pricelists")
    if lists is not NOT_GIVEN:
        ids = identifiers(lists, "idpricelist")
        attach_price_lists(customer_id, price_list_ids=ids, by=actor_of(request), now=now())


def customer_exists(customer_id: int) -> None:
    if customer_id > HIGHEST_ID or not Customer.objects.filter(pk=customer_id).exists():
        raise Http404


def one_customer(customer_id: int) -> dict[str, Any]:
    found = customer_shapes([customer_id] if customer_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
