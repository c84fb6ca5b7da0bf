"""Pictures of products: kept as files under names that say nothing, never under one that was sent."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pakhuis.catalogue.actions.telling import tell_changed
from pakhuis.catalogue.models import Product, ProductImage
from pakhuis.catalogue.pictures import ENDINGS, checked_picture
from pakhuis.catalogue.problems import too_many_pictures
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused

MOST = 20
"""Pictures of one product."""


def add_image(product_id: int, content: bytes, *, by: Actor, now: datetime) -> ProductImage:
    """Keep a picture of a product. The file is there before its row, and goes when the row is not written."""
    kind = checked_picture(content)
    folder = Path(settings.PICTURE_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{secrets.token_hex(16)}.{ENDINGS[kind]}"
    path = folder / name
    try:
        with transaction.atomic():
            product = _with_room(product_id)
            path.write_bytes(content)
            image = ProductImage.objects.create(
                product=product, file=name, content_type=kind, size=len(content), created_at=now
            )
            _told(product, old="", new=name, by=by, now=now)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return image


def _with_room(product_id: int) -> Product:
    """The product, locked, when it may have one more picture."""
    product = Product.objects.select_for_update().filter(pk__in=possible_ids([product_id])).first()
    if product is None:
        raise Refused([not_found("product")])
    if product.images.count() >= MOST:
        raise Refused([too_many_pictures(MOST)])
    return product


@transaction.atomic
def remove_image(product_id: int, image_id: int, *, by: Actor, now: datetime) -> None:
    """Take a picture away; its file goes when that is certain."""
    found = ProductImage.objects.select_for_update(of=("self",)).select_related("product")
    image = found.filter(pk__in=possible_ids([image_id]), product__in=possible_ids([product_id])).first()
    if image is None:
        raise Refused([not_found("picture")])
    path = picture_path(image)
    image.delete()
    _told(image.product, old=image.file, new="", by=by, now=now)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def picture_path(image: ProductImage) -> Path:
    """Where its file is."""
    return Path(settings.PICTURE_FOLDER) / image.file


def _told(product: Product, *, old: str, new: str, by: Actor, now: datetime) -> None:
    tell_changed({product.pk: [FieldChange(field="picture", old=old, new=new)]}, by=by, now=now)
