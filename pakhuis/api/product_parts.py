"""What belongs to a product over the API: its parts and tags."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.models import Tag
from pakhuis.api import tags
from pakhuis.api.answers import answer, error, nothing
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, identifier, number
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed
from pakhuis.api.products import exists
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import ProductPart, ProductTag
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.stock.actions import compose

router = Router(tags=["products"])


def _part(one: ProductPart) -> dict[str, Any]:
    return {
        "idproduct_part": one.pk,
        "idproduct_main": one.main_id,
        "idproduct": one.part_id,
        "amount": one.amount,
        "productcode": one.part.code,
        "name": one.part.name,
    }


def _found(product_id: int, part_id: int) -> ProductPart:
    rows = ProductPart.objects.filter(pk=min(part_id, HIGHEST_ID), main=min(product_id, HIGHEST_ID))
    found = rows.select_related("part").first()
    if found is None:
        raise Http404
    return found


@router.get("/products/{int:product_id}/parts")
def list_parts(request: HttpRequest, product_id: int) -> HttpResponse:
    """404 with code 20 where a product has no parts, as such programs expect."""
    exists(product_id)
    parts = ProductPart.objects.filter(main=product_id).select_related("part").order_by("pk")
    found = [_part(one) for one in parts]
    return listed(found, request) if found else error(404, 20, "This product has no parts.")


@router.post("/products/{int:product_id}/parts")
def post_part(request: HttpRequest, product_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idproduct` and `amount`; the first one makes a composition of the product."""
    exists(product_id)
    fields = fields_of(body)
    part_id = identifier(first(fields, "idproduct")) or NO_ID
    amount = number(first(fields, "amount")) if "amount" in fields else 1
    compose(product_id, part_id=part_id, amount=amount, by=actor_of(request), now=now())
    made = ProductPart.objects.select_related("part").filter(main=product_id, part=part_id).first()
    return answer(_part(made), status=201) if made else nothing()


@router.get("/products/{int:product_id}/parts/{int:part_id}")
def get_part(request: HttpRequest, product_id: int, part_id: int) -> HttpResponse:
    return answer(_part(_found(product_id, part_id)))


@router.put("/products/{int:product_id}/parts/{int:part_id}")
def put_part(request: HttpRequest, product_id: int, part_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes how many pieces go into each."""
    found = _found(product_id, part_id)
    amount = number(first(fields_of(body), "amount"))
    compose(product_id, part_id=found.part_id, amount=amount, by=actor_of(request), now=now())
    return answer(_part(_found(product_id, part_id)))


@router.delete("/products/{int:product_id}/parts/{int:part_id}")
def delete_part(request: HttpRequest, product_id: int, part_id: int) -> HttpResponse:
    found = _found(product_id, part_id)
    compose(product_id, part_id=found.part_id, amount=0, by=actor_of(request), now=now())
    return nothing()


@router.get("/products/{int:product_id}/tags")
def list_tags(request: HttpRequest, product_id: int) -> HttpResponse:
    exists(product_id)
    return listed(_tags(product_id), request)


def _tags(product_id: int) -> list[dict[str, Any]]:
    found = Tag.objects.filter(product_tags__product=product_id).order_by("title")
    return [tags.shape(one) for one in found]


def _tag_ids(product_id: int) -> tuple[int, ...]:
    return tuple(ProductTag.objects.filter(product=product_id).values_list("tag_id", flat=True))


@router.post("/products/{int:product_id}/tags")
def post_tag(request: HttpRequest, product_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idtag`; one it has already changes nothing."""
    exists(product_id)
    tag_id = identifier(first(fields_of(body), "idtag")) or NO_ID
    wanted = (*_tag_ids(product_id), tag_id)
    update_product(product_id, ProductFields(tag_ids=wanted), by=actor_of(request), now=now())
    return answer(_tags(product_id), status=201)


@router.delete("/products/{int:product_id}/tags/{int:tag_id}")
def delete_tag(request: HttpRequest, product_id: int, tag_id: int) -> HttpResponse:
    exists(product_id)
    have = _tag_ids(product_id)
    if tag_id not in have:
        raise Http404
    left = tuple(one for one in have if one != tag_id)
    update_product(product_id, ProductFields(tag_ids=left), by=actor_of(request), now=now())
    return nothing()
