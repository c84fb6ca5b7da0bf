"""Pictures of products over the API."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Call
from tests.catalogue.test_images import picture
from tests.factories import a_product


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.PICTURE_FOLDER = tmp_path / "pictures"
    return tmp_path / "pictures"


@pytest.mark.django_db
def test_pictures_over_the_api(folder: Path, call: Call, settings: Any) -> None:
    product = a_product("A")
    path = f"products/{product.pk}/images"
    coded = base64.b64encode(picture("JPEG")).decode()
    made = call("POST", path, {"image": f"data:image/png;base64,{coded}"})
    assert (made.status_code, made.json()["contenttype"]) == (201, "image/jpeg")
    one = made.json()
    assert one["url"] == f"http://testserver/api/v1/{path}/{one['idproduct_image']}"
    assert call("GET", path).json() == [one]
    assert call("GET", f"products/{product.pk}").json()["images"] == [
        f"/api/v1/{path}/{one['idproduct_image']}"
    ]
    settings.PUBLIC_ADDRESS = "https://linde.example"
    assert call("GET", f"products/{product.pk}").json()["images"] == [
        f"https://linde.example/api/v1/{path}/{one['idproduct_image']}"
    ]
    shown = call("GET", f"{path}/{one['idproduct_image']}")
    assert (shown.headers["Content-Type"], shown.content) == ("image/jpeg", picture("JPEG"))
    assert call("DELETE", f"{path}/{one['idproduct_image']}").status_code == 204
    assert call("GET", f"{path}/{one['idproduct_image']}").status_code == 404
    for bad in ({}, {"image": "!!!"}, {"image": base64.b64encode(b"<svg/>").decode()}, {"image": 7}):
        answer = call("POST", path, bad)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "no_picture")
