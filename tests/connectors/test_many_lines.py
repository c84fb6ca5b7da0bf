"""Orders of hundreds of lines: shops hand lines out by the page too, and every one is to be picked."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from pakhuis.connectors.contract import Options, Payload, TemporaryFailure
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.shopify import graphql
from tests.connectors.shops.bigcommerce import BigCommerceShop
from tests.connectors.shops.ccv import CcvShop
from tests.connectors.shops.lightspeed import LightspeedShop
from tests.connectors.shops.shopify import ShopifyShop
from tests.connectors.shops.shopify_points import MOST, points
from tests.connectors.standin import Asked, Example, Order, opened

pytestmark = pytest.mark.once
MANY = 613


def many(line: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**line, "sku": f"S{number}", "product_number": f"S{number}"} for number in range(MANY)]


class Shopify(ShopifyShop):
    def node(self, order: Order) -> dict[str, Any]:
        node = super().node(order)
        return {**node, "lineItems": {"nodes": many(node["lineItems"]["nodes"][0])}}


class Lightspeed(LightspeedShop):
    def products(self, order: Order) -> list[dict[str, Any]]:
        return many(super().products(order)[0])


class Ccv(CcvShop):
    def rows(self, order: Order) -> list[dict[str, Any]]:
        return many(super().rows(order)[0])


class BigCommerce(BigCommerceShop):
    def parts(self, order: Order) -> dict[str, Any]:
        parts = super().parts(order)
        return {**parts, "products": many(parts["products"][0])}


SHOPS = [Shopify, Lightspeed, Ccv, BigCommerce]


def codes(shop: Example, payload: Payload) -> list[str]:
    data = connectors()[shop.kind].translate(payload, Options(webshop_id=1, country="NL", values=shop.values))
    return [one.product_code for one in data.new.lines]


@pytest.mark.parametrize("kind", SHOPS)
def test_an_order_of_many_lines_comes_whole(kind: type[Example]) -> None:
    wanted = [f"S{number}" for number in range(MANY)]
    with opened(kind()) as shop:
        order = shop.put(501)
        connector = connectors()[shop.kind]
        assert codes(shop, connector.fetch(shop.access(), order.id)) == wanted
        (listed,) = connector.changed_since(shop.access(), None, start="").orders
        assert codes(shop, connector.whole(shop.access(), listed)) == wanted


def test_what_is_asked_of_shopify_is_not_too_dear() -> None:
    """It prices a question by all that it could bring, and refuses one of more than a thousand points."""
    size = import_module("pakhuis.connectors.shopify.client").PER_PAGE
    for query in (graphql.ONE, graphql.LINES, graphql.CHANGED, graphql.PARCELS, graphql.VARIANT):
        assert points(query, {"size": size}) <= MOST


def test_points_are_counted_as_shopify_does() -> None:
    assert points("query A {shop{name}}", {}) == 1
    assert points("query A {shops(first: 10) {pageInfo{endCursor} nodes{name}}}", {}) == 12
    assert points("query A($n: Int!) {a(first: $n) {nodes{b(first: 3) {nodes{c{d}}}}}}", {"n": 2}) == 20


def test_a_list_of_lines_that_never_ends_is_trouble_of_the_shop() -> None:
    class Endless(Shopify):
        def cut(self, order: Order, query: str, begin: int = 0) -> dict[str, Any]:
            page = {"hasNextPage": True, "endCursor": "1"}
            return {**super().cut(order, query), "lineItems": {"pageInfo": page, "nodes": []}}

        def handle(self, asked: Asked) -> Any:
            assert len(self.asked) < 5
            return super().handle(asked)

    with opened(Endless()) as shop, pytest.raises(TemporaryFailure):
        connectors()["shopify"].fetch(shop.access(), shop.put(501).id)
