"""One contract for all connectors, and what must come out of orders that nobody here wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pakhuis.connectors.contract import Connector, Options
from pakhuis.connectors.registry import connectors
from pakhuis.customers.intake import NewAddress
from tests.architecture.source import ROOT

DATA = ROOT.parent / "shared/data"
SUPPLIED_FIELDS = {
    "name",
    "contact_name",
    "email",
    "phone",
    "invoice",
    "delivery",
    "language",
    "vat_number",
    "remarks",
    "calculate_vat",
    "number",
}
KINDS = sorted(connectors())


def real_orders() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Kind, payload and what is expected of it, for every recorded order of a kind we speak."""
    if not DATA.is_dir():
        return []
    expected = json.loads((DATA / "expected-payloads.json").read_text(encoding="utf-8"))
    found = []
    for name, orders in sorted(expected.items()):
        kind = Path(name).parent.name
        if kind in KINDS:
            content = json.loads((DATA / "payloads" / name).read_text(encoding="utf-8"))
            payloads = content if isinstance(content, list) else [content]
            found += [(kind, payload, told) for payload, told in zip(payloads, orders, strict=True)]
    return found


REAL = real_orders()


@pytest.mark.parametrize("kind", KINDS)
def test_a_connector_keeps_the_contract(kind: str) -> None:
    one: Connector = connectors()[kind]
    assert one.kind == kind
    assert one.name
    assert {supplied.field for supplied in one.supplies} == SUPPLIED_FIELDS
    assert not one.verify(b"{}", {}, secret="")
    assert not one.verify(b"{}", {}, secret="secret")
    data = one.translate({}, Options(webshop_id=1, country="NL"))
    assert data.new.webshop is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_connector_has_its_page(kind: str) -> None:
    assert (ROOT / f"docs/how-to/{kind}.md").is_file()


@pytest.mark.skipif(not REAL, reason="the recorded orders (../shared/data) are not here")
@pytest.mark.parametrize(
    ("kind", "payload", "told"), REAL, ids=[f"{one[0]}-{one[2]['order']}" for one in REAL]
)
def test_recorded_orders(kind: str, payload: dict[str, Any], told: dict[str, Any]) -> None:
    data = connectors()[kind].translate(payload, Options(webshop_id=1, country="NL"))
    assert data.new.webshop is not None
    person = data.new.webshop.person
    assert data.external_id == told["order"]
    assert person.external_id == ("" if told["guest"] else str(told["customer_id"]))
    assert (person.name, person.contact_name) == (told["name"], told["contact"])
    assert (person.email, person.phone) == (told["email"] or "", told["phone"] or "")
    assert person.vat_number == (told["vat"] or "")
    assert data.new.remarks == (told["remarks"] or "")
    assert (data.new.calculate_vat is False) is bool(told["exempt"])
    assert address(person.invoice) == wanted(told["invoice"])
    assert address(person.delivery) == wanted(told["delivery"])
    lines = [(one.product_code, one.amount, float(str(one.price))) for one in data.new.lines]
    assert lines == [(str(sku), amount, float(price)) for sku, amount, price in told["lines"]]


def address(given: NewAddress | None) -> tuple[str, ...]:
    assert given is not None
    return (given.name, given.line1, given.line2, given.zipcode, given.city, given.region, given.country)


def wanted(told: dict[str, str]) -> tuple[str, ...]:
    name = told["company"] or told["contact"]
    return (name, *(told[key] for key in ("line1", "line2", "zip", "city", "region", "country")))
