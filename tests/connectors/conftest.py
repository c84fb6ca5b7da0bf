"""What connector tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pakhuis.accounts.models import Webshop
from tests.connectors.shop import Shop, open_shop
from tests.factories import a_connected_webshop, a_vat_group, a_warehouse


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as one:
        yield one


@pytest.fixture
def webshop(shop: Shop, db: None) -> Webshop:
    """The stand-in, linked; with a VAT group and a warehouse, so that orders can be processed."""
    a_vat_group()
    a_warehouse("Hoofdmagazijn")
    return a_connected_webshop(shop.address)
