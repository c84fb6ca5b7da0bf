"""What a buyer chose or wrote with a product stands below its line, for who picks and packs it."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.connectors.chosen import LONGEST, chosen
from pakhuis.connectors.contract import Options
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.shopify.graphql import as_webhook
from tests.connectors.shops.shopify import ShopifyShop
from tests.connectors.standin import Order, example

pytestmark = pytest.mark.once
PLACES = {
    "woocommerce": "line_items",
    "shopify": "line_items",
    "bigcommerce": "products",
    "ccv": "rows",
    "ownshop": "lines",
    "magento": "items",
    "medusa": "items",
}
SAID: list[tuple[str, dict[str, Any]]] = [
    ("woocommerce", {"meta_data": [{"key": "Tekst", "value": "Voor Jan"}, {"key": "_cost", "value": "3"}]}),
    (
        "woocommerce",
        {
            "name": "Glas - Rood",
            "meta_data": [
                {"key": "pa_kleur", "value": "rood", "display_key": "Kleur", "display_value": "Rood"},
                {"key": "tekst", "value": "x", "display_key": "Tekst", "display_value": "<p>Voor Jan</p>"},
            ],
        },
    ),
    ("shopify", {"properties": [{"name": "Tekst", "value": "Voor Jan"}, {"name": "_id", "value": "7"}]}),
    ("bigcommerce", {"product_options": [{"display_name": "Tekst", "display_value": "Voor Jan"}]}),
    ("ccv", {"attributes": [{"option_name": "Tekst", "value_name": "Voor Jan", "price": 5}]}),
    ("medusa", {"metadata": {"Tekst": "Voor Jan", "_x": "1", "nested": {"a": 1}}}),
    ("ownshop", {"remarks": "Tekst: Voor Jan"}),
]


def remarks_of(kind: str, said: dict[str, Any]) -> str:
    shop = example(kind)
    payload = dict(shop.payload(Order(id=shop.id_of(501))))
    place = PLACES[kind]
    first, *others = payload[place]
    payload[place] = [{**first, **said}, *others]
    data = connectors()[kind].translate(payload, Options(webshop_id=1, country="NL", values=shop.values))
    return data.new.lines[0].remarks


@pytest.mark.parametrize(("kind", "said"), SAID)
def test_what_was_chosen_is_told_with_the_line(kind: str, said: dict[str, Any]) -> None:
    assert remarks_of(kind, said) == "Tekst: Voor Jan"


def test_magento_names_no_choice_but_what_was_typed_in() -> None:
    options = [{"option_id": "1", "option_value": "12,13"}, {"option_id": "2", "option_value": "Voor Jan"}]
    told = {"product_option": {"extension_attributes": {"custom_options": options}}}
    assert remarks_of("magento", told) == "Voor Jan"


def test_shopify_is_asked_for_what_was_chosen() -> None:
    node = ShopifyShop().node(Order(id="501"))
    node["lineItems"]["nodes"][0]["customAttributes"] = [{"key": "Tekst", "value": "Voor Jan"}]
    (line,) = as_webhook(node)["line_items"]
    assert line["properties"] == [{"name": "Tekst", "value": "Voor Jan"}]


@pytest.mark.parametrize("kind", list(PLACES))
def test_without_choices_nothing_is_told(kind: str) -> None:
    assert remarks_of(kind, {}) == ""


def test_only_whole_words_of_the_name_count_as_said() -> None:
    assert chosen([("Maat", "S")], name="Shirt, rood") == "Maat: S"
    assert chosen([("Maat", "S"), ("Kleur", "ROOD")], name="Shirt S rood") == ""
    assert len(chosen([("Tekst", "x" * 9000)], name="")) == LONGEST
