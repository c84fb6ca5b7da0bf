"""Products and their stock over the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, flag, identifier, number, text, text_or_not
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, given, page_of
from pakhuis.api.product_shape import product_shapes, stock_shapes
from pakhuis.catalogue.actions import create_product, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID, as_whole, possible_ids
from pakhuis.kernel.text import fold
from pakhuis.stock.actions import correct_stock
from pakhuis.stock.models import StockLevel

router = Router(tags=["products"])


@router.get("/products")
def list_products(request: HttpRequest) -> HttpResponse:
    """Filters: search, productcode, inactive (only those), idproducts, updated_after."""
    hides_active = "inactive" in request.GET and flag(given(request, "inactive") or True) is not False
    rows = Product.objects.filter(active=not hides_active)
    if given(request, "productcode"):
        rows = rows.filter(code=given(request, "productcode"))
    for word in fold(given(request, "search")).split():
        rows = rows.filter(search_text__contains=word)
    if given(request, "idproducts"):
        asked = [as_whole(one) for one in given(request, "idproducts").split(",")[:1000]]
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
    )
    product = create_product(new, by=actor_of(request), now=now())
    return answer(_one(product.pk), status=201)


@router.put("/products/{int:product_id}")
def put_product(request: HttpRequest, product_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given."""
    _exists(product_id)
    update_product(product_id, product_fields(fields_of(body)), by=actor_of(request), now=now())
    return answer(_one(product_id))


@router.get("/products/{int:product_id}/stock")
def get_stock(request: HttpRequest, product_id: int) -> HttpResponse:
    _exists(product_id)
    return answer(stock_shapes([product_id])[product_id])


@router.post("/products/{int:product_id}/stock/{int:warehouse_id}")
def post_stock(request: HttpRequest, product_id: int, warehouse_id: int, body: Body = EMPTY) -> HttpResponse:
    """`change` is a difference, `amount` a new level; never below what picklists and backorders hold."""
    _exists(product_id)
    fields = fields_of(body)
    change: Any = number(first(fields, "change"))
    if change is None:
        wanted = as_whole(number(first(fields, "amount")))
        level = StockLevel.objects.filter(product_id=product_id, warehouse_id=min(warehouse_id, HIGHEST_ID))
        present = level.values_list("on_hand", flat=True).first() or 0
        change = None if wanted is None else wanted - present
    if change != 0:
        correct_stock(
            product_id,
            warehouse_id=min(warehouse_id, HIGHEST_ID),
            change=change,
            reason=text(fields.get("reason")),
            by=actor_of(request),
            now=now(),
        )
    found = [one for one in stock_shapes([product_id])[product_id] if one["idwarehouse"] == warehouse_id]
    if not found:
        raise Http404
    return answer(found[0])


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
    )


def _exists(product_id: int) -> None:
    if product_id > HIGHEST_ID or not Product.objects.filter(pk=product_id).exists():
        raise Http404


def _one(product_id: int) -> dict[str, Any]:
    found = product_shapes([product_id] if product_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
