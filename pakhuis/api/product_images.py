"""Pictures of products over the API."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed
from pakhuis.api.product_shape import image_address
from pakhuis.api.products import exists
from pakhuis.catalogue.actions import add_image, remove_image
from pakhuis.catalogue.actions.images import picture_path
from pakhuis.catalogue.models import ProductImage
from pakhuis.catalogue.problems import no_picture
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Refused

router = Router(tags=["products"])
_ALL = "/products/{int:product_id}/images"
_ONE = f"{_ALL}/{{int:image_id}}"


@router.get(_ALL)
def list_images(request: HttpRequest, product_id: int) -> HttpResponse:
    exists(product_id)
    rows = ProductImage.objects.filter(product=product_id).order_by("pk")
    return listed([_shape(one, request) for one in rows], request)


@router.post(_ALL)
def post_image(request: HttpRequest, product_id: int, body: Body = EMPTY) -> HttpResponse:
    """`image`: JPEG, PNG, GIF or WebP in base64, also as a data address."""
    exists(product_id)
    sent = text(fields_of(body).get("image"))
    coded = sent.partition(",")[2] if sent.startswith("data:") else sent
    try:
        content = base64.b64decode("".join(coded.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refused([no_picture()]) from None
    made = add_image(product_id, content, by=actor_of(request), now=now())
    return answer(_shape(made, request), status=201)


@router.get(_ONE)
def get_image(request: HttpRequest, product_id: int, image_id: int) -> HttpResponse:
    """The picture itself."""
    found = ProductImage.objects.filter(pk=min(image_id, HIGHEST_ID), product=min(product_id, HIGHEST_ID))
    return picture_answer(found.first())


@router.delete(_ONE)
def delete_image(request: HttpRequest, product_id: int, image_id: int) -> HttpResponse:
    exists(product_id)
    remove_image(product_id, image_id, by=actor_of(request), now=now())
    return nothing()


def picture_answer(image: ProductImage | None) -> HttpResponse:
    """The bytes under the type they were found to have, which no browser may guess anew."""
    if image is None or not picture_path(image).is_file():
        raise Http404
    shown = HttpResponse(picture_path(image).read_bytes(), content_type=image.content_type)
    shown.headers["X-Content-Type-Options"] = "nosniff"
    shown.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    shown.headers["Cache-Control"] = "private, max-age=86400"
    return shown


def _shape(one: ProductImage, request: HttpRequest) -> dict[str, Any]:
    return {
        "idproduct_image": one.pk,
        "url": request.build_absolute_uri(image_address(one.product_id, one.pk)),
        "contenttype": one.content_type,
        "size": one.size,
    }
