"""Suppliers over the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, or_null
from pakhuis.api.body import EMPTY, Body, fields_of, first, flag, identifier, text
from pakhuis.api.countries import words
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import given, page_of
from pakhuis.comments.queries import comment_counts
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.purchasing.actions import create_supplier, update_supplier
from pakhuis.purchasing.intake import SupplierFields
from pakhuis.purchasing.models import Supplier
from pakhuis.purchasing.queries import suppliers_by

router = Router(tags=["suppliers"])
NAMES = {
    "name": "name",
    "contact_name": "contactname",
    "line1": "address",
    "line2": "address2",
    "zipcode": "zipcode",
    "city": "city",
    "region": "region",
    "country": "country",
    "phone": "telephone",
    "email": "emailaddress",
    "remarks": "remarks",
    "language": "language",
}
"""Ours and theirs."""


@router.get("/suppliers")
def list_suppliers(request: HttpRequest) -> HttpResponse:
    """Filters: inactive (only those), search."""
    hides_active = "inactive" in request.GET and flag(given(request, "inactive") or True) is not False
    rows = suppliers_by(given(request, "search")).filter(active=not hides_active)
    return answer(supplier_shapes(page_of(rows, request)))


@router.get("/suppliers/{int:supplier_id}")
def get_supplier(request: HttpRequest, supplier_id: int) -> HttpResponse:
    return answer(_one(supplier_id))


@router.post("/suppliers")
def post_supplier(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Needs a name."""
    made = create_supplier(_fields(body), by=actor_of(request), now=now())
    return answer(_one(made.pk), status=201)


@router.put("/suppliers/{int:supplier_id}")
def put_supplier(request: HttpRequest, supplier_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given; `active` false retires."""
    _one(supplier_id)
    update_supplier(supplier_id, _fields(body), by=actor_of(request), now=now())
    return answer(_one(supplier_id))


def _fields(body: Body) -> SupplierFields:
    fields = fields_of(body)
    active = flag(first(fields, "active"))
    texts: dict[str, Any] = {
        ours: words(ours, fields[theirs]) for ours, theirs in NAMES.items() if theirs in fields
    }
    if fields.get("language", "") is None:
        del texts["language"]
    return SupplierFields(
        **texts,
        template_id=identifier(fields["idtemplate"]) if "idtemplate" in fields else NOT_GIVEN,
        active=NOT_GIVEN if active is None else active,
    )


def supplier_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The suppliers with these ids, in the order of the ids; two queries."""
    said = comment_counts("supplier", ids) if ids else {}
    return [_shape(one, said.get(one.pk, 0)) for one in Supplier.objects.filter(pk__in=ids).order_by("pk")]


def _shape(one: Supplier, comments: int) -> dict[str, Any]:
    place = f"{one.zipcode} {one.city}".strip()
    lines = (one.name, one.line1, one.line2, place, one.region, one.country)
    return {
        "idsupplier": one.pk,
        "supplierid": one.number,
        "name": one.name,
        "contactname": or_null(one.contact_name),
        "address": or_null(one.line1),
        "address2": or_null(one.line2),
        "zipcode": or_null(one.zipcode),
        "city": or_null(one.city),
        "region": or_null(one.region),
        "country": or_null(one.country),
        "full_address": "\n".join(text(line) for line in lines if line),
        "telephone": or_null(one.phone),
        "emailaddress": or_null(one.email),
        "remarks": or_null(one.remarks),
        "language": one.language,
        "active": one.active,
        "idtemplate": one.template_id,
        "comment_count": comments,
    }


def _one(supplier_id: int) -> dict[str, Any]:
    found = supplier_shapes([supplier_id] if supplier_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
