"""Pictures of products: only real ones, kept under names of ours, gone with their rows."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pakhuis.accounts.models import User
from pakhuis.catalogue.actions import add_image, remove_image
from pakhuis.catalogue.actions.images import MOST
from pakhuis.catalogue.models import ProductImage
from pakhuis.catalogue.pictures import checked_picture
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_product

WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind)
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.PICTURE_FOLDER = tmp_path / "pictures"
    return tmp_path / "pictures"


@pytest.mark.parametrize(
    ("kind", "told"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp")],
)
def test_pictures_are_known_by_what_is_in_them(kind: str, told: str) -> None:
    assert checked_picture(picture(kind)) == told


def test_a_photo_of_a_telephone_with_a_second_picture_in_it_is_a_jpeg() -> None:
    """Pillow calls such a file MPO."""
    file = io.BytesIO()
    second = Image.new("RGB", (8, 8), "blue")
    Image.new("RGB", (8, 8), "red").save(file, "MPO", save_all=True, append_images=[second])
    with Image.open(io.BytesIO(file.getvalue())) as opened:
        assert opened.format == "MPO"
    assert checked_picture(file.getvalue()) == "image/jpeg"


@given(
    kind=st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "MPO"]),
    place=st.integers(0, 400),
    junk=st.binary(max_size=12),
    is_cut=st.booleans(),
)
def test_a_damaged_file_is_a_picture_or_refused(kind: str, place: int, junk: bytes, is_cut: bool) -> None:
    whole = picture(kind)
    content = whole[:place] + junk + (b"" if is_cut else whole[place + len(junk) :])
    with suppress(Refused):
        assert checked_picture(content).startswith("image/")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no_picture"),
        (b"GIF89a<script>alert(1)</script>", "no_picture"),
        (picture("BMP"), "no_picture"),
        (picture()[:40], "no_picture"),
        (picture(size=(20_000, 2_001)), "picture_too_wide"),
        (picture() + b"x" * 4_000_000, "picture_too_big"),
    ],
)
def test_anything_else_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_picture(content)
    assert refused.value.problems[0].code == code


@pytest.mark.django_db
def test_a_picture_is_kept_under_a_name_of_ours_and_told(folder: Path) -> None:
    product = a_product("A")
    image = add_image(product.pk, picture(), **WHO)
    assert [one.name for one in folder.iterdir()] == [image.file]
    assert (image.content_type, image.size) == ("image/png", len(picture()))
    changed = Fact.objects.get(name="product.changed")
    assert changed.data["changes"] == [{"field": "picture", "old": "", "new": image.file}]


@pytest.mark.django_db
def test_nothing_is_left_of_a_picture_that_is_refused(folder: Path) -> None:
    with pytest.raises(Refused):
        add_image(99, picture(), **WHO)
    product = a_product("A")
    for _ in range(MOST):
        add_image(product.pk, picture(), **WHO)
    with pytest.raises(Refused) as refused:
        add_image(product.pk, picture(), **WHO)
    assert refused.value.problems[0].code == "too_many_pictures"
    assert len(list(folder.iterdir())) == MOST


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_when_its_row_is_gone_for_certain(folder: Path) -> None:
    product = a_product("A")
    image = add_image(product.pk, picture(), **WHO)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        remove_image(product.pk, image.pk, **WHO)
        raise ZeroDivisionError
    assert (folder / image.file).is_file()
    with pytest.raises(Refused):
        remove_image(product.pk + 1, image.pk, **WHO)
    remove_image(product.pk, image.pk, **WHO)
    assert not list(folder.iterdir())
    assert not ProductImage.objects.exists()


@pytest.mark.django_db
def test_pages_show_it_to_who_may_and_safely(
    folder: Path, client: Client, packer: User, visitor: User
) -> None:
    product = a_product("A")
    image = add_image(product.pk, picture(), **WHO)
    path = f"/products/{product.pk}/images/{image.pk}/"
    client.force_login(visitor)
    assert client.get(path).status_code == 403
    client.force_login(packer)
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content == picture()
    assert client.get(f"/products/{product.pk + 1}/images/{image.pk}/").status_code == 404
    assert client.post(f"/products/{product.pk}/images/", {}).status_code == 403


@pytest.mark.django_db
def test_a_picture_is_added_and_taken_away_on_the_page(folder: Path, client: Client, admin: User) -> None:
    product = a_product("A")
    client.force_login(admin)
    file = io.BytesIO(picture())
    file.name = "../../etc/passwd.png"
    client.post(f"/products/{product.pk}/images/", {"picture": file})
    image = ProductImage.objects.get()
    assert "passwd" not in image.file
    assert (
        f"/products/{product.pk}/images/{image.pk}/"
        in client.get(f"/products/{product.pk}/").content.decode()
    )
    client.post(f"/products/{product.pk}/images/{image.pk}/remove/")
    assert not ProductImage.objects.exists()
    client.post(f"/products/{product.pk}/images/")
    assert not ProductImage.objects.exists()
