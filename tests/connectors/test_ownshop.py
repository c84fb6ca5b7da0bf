"""The shop of one's own: its documented schema is the one of the code, and its example is a good order."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from pakhuis.connectors.contract import Options
from pakhuis.connectors.ownshop import connector
from pakhuis.connectors.ownshop.schema import OwnOrder, json_schema
from tests.architecture.source import ROOT
from tests.connectors.shops.ownshop import EXAMPLE
from tests.connectors.standin import Order

pytestmark = pytest.mark.once
PAGE = (ROOT / "docs/how-to/ownshop.md").read_text(encoding="utf-8")


def test_the_schema_in_the_documentation_is_the_one_of_the_code() -> None:
    written = json.loads((ROOT / "docs/own-shop/order.schema.json").read_text(encoding="utf-8"))
    assert written == json_schema()


def test_the_example_of_the_guide_is_a_good_order() -> None:
    block, _told_back = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    assert msgspec.json.decode(block, type=OwnOrder).id == "1001"
    data = connector.translate(json.loads(block), Options(webshop_id=1, country="NL"))
    assert (data.problems, data.new.lines[0].price, data.new.reference) == ((), 10, "W-1001")


def test_the_order_of_the_contract_fits_the_schema() -> None:
    payload = EXAMPLE().payload(Order(id="501"))
    assert msgspec.convert(payload, OwnOrder).number == "W-501"


@pytest.mark.parametrize("changed", [{"status": "lost"}, {"lines": []}, {"colour": "red"}, {"id": ""}])
def test_what_does_not_fit_the_schema(changed: dict[str, object]) -> None:
    payload = {**EXAMPLE().payload(Order(id="501")), **changed}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(payload, OwnOrder)
