"""Products over the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, flag, identifier, number, text, text_or_not
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, by_ids, given, page_of
from pakhuis.api.own_values import given_values
from pakhuis.api.product_prices import put_prices
from pakhuis.api.product_shape import product_shapes
from pakhuis.catalogue.actions import create_product, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.catalogue.search import found_by
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID, as_whole, possible_ids
from pakhuis.purchasing.actions import prefer_supplier
from pakhuis.purchasing.models import SupplierProduct

router = Router(tags=["products"])
NUMBERS = {"length": "length", "width": "width", "height": "height", "delivery_days": "deliverytime"}
AT_LEAST = {
    "cost_price": ("fixedstockprice", 0),
    "minimum_purchase": ("minimum_purchase_quantity", 1),
    "purchase_multiple": ("purchase_in_quantities_of", 1),
}
"""Ours, theirs, and what null stands for."""


@router.get("/products")
def list_products(request: HttpRequest) -> HttpResponse:
    """Filters: search, productcode, inactive (only those), tag, type, idsupplier,
    idproducts, updated_after."""
    hides_active = "inactive" in request.GET and flag(given(request, "inactive") or True) is not False
    rows = found_by(given(request, "search")).filter(active=not hides_active)
    if given(request, "productcode"):
        rows = rows.filter(code=given(request, "productcode"))
    if given(request, "tag"):
        rows = rows.filter(product_tags__tag__title=given(request, "tag"))
    if given(request, "idsupplier"):
        named = SupplierProduct.objects.filter(preferred=True)
        rows = rows.filter(pk__in=by_ids(named, request, {"idsupplier": "supplier_id"}).values("product"))
    if given(request, "type"):
        composed = Exists(ProductPart.objects.filter(main=OuterRef("pk")))
        kinds = {"normal": ~composed, "virtual_composition": composed}
        rows = rows.filter(kinds[given(request, "type")]) if given(request, "type") in kinds else rows.none()
    several = [*request.GET.getlist("idproducts"), *request.GET.getlist("idproducts[]")]
    if any(several):
        asked = [as_whole(one) for one in ",".join(several).split(",")[:1000]]
        rows = rows.filter(pk__in=possible_ids(asked))
    rows = between_dates(rows, request, {"updated_after": "updated_at__gt"})
    return answer(product_shapes(page_of(rows, request)))


@router.get("/products/{int:product_id}")
def get_product(request: HttpRequest, product_id: int) -> HttpResponse:
    return answer(_one(product_id))


@router.post("/products")
def post_product(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Needs productcode and name; without a VAT group the standard one."""
    fields = fields_of(body)
    new = NewProduct(
        code=text(fields.get("productcode")),
        name=text(fields.get("name")),
        price=number(first(fields, "price")) if "price" in fields else 0,
        vat_group_id=identifier(first(fields, "idvatgroup")),
        barcode=text(fields.get("barcode")),
        weight=number(fields.get("weight")) or 0,
        more=product_fields(fields),
    )
    with transaction.atomic():
        product = create_product(new, by=actor_of(request), now=now())
        _supplied(product.pk, fields, request)
        put_prices(product.pk, fields, request)
    return answer(_one(product.pk), status=201)


@router.put("/products/{int:product_id}")
def put_product(request: HttpRequest, product_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given."""
    exists(product_id)
    fields = fields_of(body)
    with transaction.atomic():
        update_product(product_id, product_fields(fields), by=actor_of(request), now=now())
        _supplied(product_id, fields, request)
        put_prices(product_id, fields, request)
    return answer(_one(product_id))


def _supplied(product_id: int, fields: Mapping[str, Any], request: HttpRequest) -> None:
    """Name it after a supplier, if the body says which."""
    if "idsupplier" in fields:
        supplier = identifier(fields["idsupplier"])
        prefer_supplier(product_id, supplier, by=actor_of(request), now=now())


@router.post("/products/{int:product_id}")
def post_again(request: HttpRequest, product_id: int) -> HttpResponse:
    """Takes it into use again: what the Python client sends to activate a product."""
    return _active(request, product_id, is_active=True)


@router.post("/products/{int:product_id}/activate")
def activate(request: HttpRequest, product_id: int) -> HttpResponse:
    return _active(request, product_id, is_active=True)


@router.post("/products/{int:product_id}/inactivate")
def inactivate(request: HttpRequest, product_id: int) -> HttpResponse:
    return _active(request, product_id, is_active=False)


def _active(request: HttpRequest, product_id: int, *, is_active: bool) -> HttpResponse:
    exists(product_id)
    update_product(product_id, ProductFields(active=is_active), by=actor_of(request), now=now())
    return answer(_one(product_id))


def product_fields(fields: Mapping[str, Any]) -> ProductFields:
    """What a client changes on a product, in our words."""
    group = first(fields, "idvatgroup")
    active = flag(first(fields, "active"))
    return ProductFields(
        code=text_or_not(first(fields, "productcode")),
        name=text_or_not(first(fields, "name")),
        price=number(fields["price"]) if "price" in fields else NOT_GIVEN,
        vat_group_id=NOT_GIVEN if group is NOT_GIVEN else identifier(group) or NO_ID,
        barcode=text_or_not(first(fields, "barcode")),
        weight=number(fields["weight"]) if "weight" in fields else NOT_GIVEN,
        active=NOT_GIVEN if active is None else active,
        supplier_code=text_or_not(first(fields, "productcode_supplier")),
        description=text_or_not(first(fields, "description")),
        hs_code=text_or_not(first(fields, "hs_code")),
        country_of_origin=text_or_not(first(fields, "country_of_origin")),
        own_values=given_values(first(fields, "productfields"), "idproductfield"),
        **_numbers(fields),
    )


def _numbers(fields: Mapping[str, Any]) -> dict[str, Any]:
    given = {ours: number(fields[theirs]) for ours, theirs in NUMBERS.items() if theirs in fields}
    for ours, (theirs, least) in AT_LEAST.items():
        if theirs in fields:
            value = number(fields[theirs])
            given[ours] = least if value is None else value
    return given


def exists(product_id: int) -> None:
    """404 where there is no such product."""
    if product_id > HIGHEST_ID or not Product.objects.filter(pk=product_id).exists():
        raise Http404


def _one(product_id: int) -> dict[str, Any]:
    found = product_shapes([product_id] if product_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
