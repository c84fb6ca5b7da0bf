"""Pictures on the product page: shown to who may see products or picks them, added, taken away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.actions import add_image, remove_image
from pakhuis.catalogue.actions.images import picture_path
from pakhuis.catalogue.models import ProductImage
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.pictures import keep_picture


@page(Right.PRODUCTS_SEE, Right.PICKLISTS_WORK)
def one(request: HttpRequest, product_id: int, image_id: int) -> HttpResponse:
    """The bytes under the type they were found to have, which no browser may guess anew."""
    image = ProductImage.objects.filter(pk=image_id, product=min(product_id, HIGHEST_ID)).first()
    if image is None or not picture_path(image).is_file():
        raise Http404
    shown = HttpResponse(picture_path(image).read_bytes(), content_type=image.content_type)
    shown.headers["Cache-Control"] = "private, max-age=86400"
    return shown


@require_POST
@page(Right.PRODUCTS_CHANGE)
def add(request: HttpRequest, product_id: int) -> HttpResponse:
    """Keep the file that was chosen."""
    return keep_picture(
        request,
        "picture",
        lambda content: add_image(product_id, content, by=actor_of(request), now=now()),
        done=_("The picture is kept."),
        then=reverse("product", args=(product_id,)),
    )


@require_POST
@page(Right.PRODUCTS_CHANGE)
def remove(request: HttpRequest, product_id: int, image_id: int) -> HttpResponse:
    return do(
        request,
        lambda: remove_image(product_id, image_id, by=actor_of(request), now=now()),
        done=_("The picture is gone."),
        then=reverse("product", args=(product_id,)),
    )
