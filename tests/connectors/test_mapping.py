"""What is taken from a WooCommerce order: hand-written cases for every rule, and nonsense of every kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.connectors.contract import Options, ShopOrderData
from pakhuis.connectors.states import Stage
from pakhuis.connectors.woocommerce import connector
from pakhuis.kernel.numbers import as_decimal
from tests.connectors.shop import woo_line, woo_order

pytestmark = pytest.mark.once

OPTIONS = Options(webshop_id=1, country="NL")


def taken(options: Options = OPTIONS, **changed: Any) -> ShopOrderData:
    return connector.translate(woo_order(**changed), options)


def person_of(data: ShopOrderData) -> Any:
    assert data.new.webshop is not None
    return data.new.webshop.person


def test_company_is_the_name_and_the_person_its_contact() -> None:
    person = person_of(taken())
    assert (person.name, person.contact_name) == ("Bakkerij Vlug", "Ina Vlug")
    assert (person.external_id, person.email, person.phone) == ("26", "Ina@Vlug.example", "010-4567890")


def test_a_person_without_company_has_no_contact() -> None:
    billing = {**woo_order()["billing"], "company": " "}
    person = person_of(taken(billing=billing))
    assert (person.name, person.contact_name) == ("Ina Vlug", "")


def test_customer_nought_is_a_guest() -> None:
    assert person_of(taken(customer_id=0)).external_id == ""


def test_an_empty_delivery_is_the_invoice_address() -> None:
    person = person_of(taken())
    assert person.delivery == person.invoice
    assert person.invoice.line1 == "Markt 2"


def test_a_given_delivery_is_kept_apart() -> None:
    shipping = {**woo_order()["shipping"], "first_name": "Bram", "address_1": "Achterom 3", "city": "Leiden"}
    person = person_of(taken(shipping=shipping))
    assert (person.delivery.name, person.delivery.city) == ("Bram", "Leiden")
    assert person.invoice.city == "Delft"


def test_an_empty_invoice_is_a_question_for_a_person() -> None:
    billing = dict.fromkeys(woo_order()["billing"], "")
    shipping = {**woo_order()["shipping"], "first_name": "Bram", "address_1": "Achterom 3"}
    data = taken(billing=billing, shipping=shipping)
    assert [(one.code, one.path) for one in data.problems] == [("missing", ("invoice",))]


@pytest.mark.parametrize(
    "key", ["_billing_vat_number", "vat_number", "_billing_btw_nummer", "yweu_billing_vat"]
)
def test_vat_numbers_of_usual_plug_ins(key: str) -> None:
    assert (
        person_of(taken(meta_data=[{"key": key, "value": "NL004495445B01"}])).vat_number == "NL004495445B01"
    )


def test_a_named_vat_field_goes_first() -> None:
    options = Options(webshop_id=1, country="NL", values={"vat_fields": "ons_btw"})
    meta = [{"key": "vat_number", "value": "X"}, {"key": "ons_btw", "value": "NL004495445B01"}]
    assert person_of(taken(options, meta_data=meta)).vat_number == "NL004495445B01"


def test_exempt_means_no_vat_with_its_reason() -> None:
    new = taken(meta_data=[{"key": "is_vat_exempt", "value": "yes"}]).new
    assert (new.calculate_vat, new.calculate_vat_reason) == (False, "is_vat_exempt")


def test_not_exempt_says_nothing_against_what_was_agreed() -> None:
    assert taken(meta_data=[{"key": "is_vat_exempt", "value": "no"}]).new.calculate_vat is None


@pytest.mark.parametrize(
    ("country", "tax", "number", "expected"),
    [
        ("DE", "0.00", "DE136695976", False),
        ("NL", "0.00", "NL004495445B01", None),
        ("US", "0.00", "12345", None),
        ("DE", "1.00", "DE136695976", None),
        ("DE", "0.00", "", None),
    ],
)
def test_shifted_vat(country: str, tax: str, number: str, expected: bool | None) -> None:
    billing = {**woo_order()["billing"], "country": country}
    meta = [{"key": "vat_number", "value": number}]
    assert taken(billing=billing, total_tax=tax, meta_data=meta).new.calculate_vat is expected


def test_goods_only_with_names_unescaped() -> None:
    data = taken()
    (line,) = data.new.lines
    assert (line.product_code, line.name, line.amount, line.price) == (
        "TRIPEL",
        "Tripel & glas",
        5,
        Decimal("10.0000"),
    )
    assert data.products[0].vat_percentage == Decimal(21)


def test_a_numeric_sku_is_a_code() -> None:
    assert taken(line_items=[woo_line(sku=123)]).new.lines[0].product_code == "123"


def test_a_line_without_sku_waits_with_its_place() -> None:
    data = taken(line_items=[woo_line(), woo_line(sku="", name="Los glas")])
    (problem,) = data.problems
    assert (problem.code, problem.path) == ("no_sku", ("lines", 1, "product"))
    assert "Los glas" in problem.message


@pytest.mark.parametrize(
    ("line", "price"),
    [
        ({"price": 3.333333333, "total": "16.67"}, Decimal("3.3333")),
        ({"price": "16.2", "total": "81.00"}, Decimal("16.2000")),
        ({"price": 8.26, "total": "41.32"}, Decimal("8.2640")),
        ({"price": "16.2", "total": None}, Decimal("16.2000")),
        ({"price": None, "total": "10.00", "quantity": 3}, Decimal("3.3333")),
        ({"price": "", "total": "9.00", "quantity": 2}, Decimal("4.5000")),
        ({"price": "abc", "total": ""}, "abc"),
        ({"price": None, "total": "x"}, None),
    ],
)
def test_prices(line: dict[str, Any], price: object) -> None:
    assert taken(line_items=[woo_line(**line)]).new.lines[0].price == price


def test_prices_that_include_vat_come_to_what_was_charged() -> None:
    """Three of 9.99 are 29.97; three of 8.26 with 21 % would be 29.98."""
    line = {"quantity": 1, "price": 8.26, "total": "8.26", "total_tax": "1.73"}
    lines = [woo_line(**line, sku=f"S{number}") for number in range(3)]
    told: dict[str, Any] = {"line_items": lines, "tax_lines": [{"rate_id": 1, "rate_percent": 21}]}

    def net(**said: Any) -> Decimal:
        return sum((Decimal(str(one.price)) for one in taken(**told, **said).new.lines), Decimal(0))

    assert (net(), net(prices_include_tax=True)) == (Decimal("24.78"), Decimal("24.77"))


@pytest.mark.parametrize("amount", [1.5, "x", -1, None, 10**9, True, [1]])
def test_amounts_are_handed_on_as_they_are(amount: object) -> None:
    """The rules refuse them at their place; the connector does not guess."""
    line = taken(line_items=[woo_line(quantity=amount, total="")]).new.lines[0]
    assert line.amount == amount or isinstance(line.amount, str | None)


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("processing", Stage.READY),
        ("completed", Stage.SENT),
        ("on-hold", Stage.NOT_YET),
        ("pending", Stage.NOT_YET),
        ("checkout-draft", Stage.NOT_YET),
        ("cancelled", Stage.CANCELLED),
        ("refunded", Stage.CANCELLED),
        ("failed", Stage.CANCELLED),
        ("", Stage.NOT_YET),
    ],
)
def test_stages(status: str, stage: Stage) -> None:
    assert taken(status=status).stage is stage


def test_on_hold_is_expected_where_the_shop_says_so() -> None:
    data = taken(Options(webshop_id=1, country="NL", values={"unpaid": "expect"}), status="on-hold")
    assert data.stage is Stage.EXPECTED
    assert data.new.expected


def test_times_are_utc() -> None:
    moment = taken().modified_at
    assert moment is not None
    assert moment.isoformat() == "2026-11-23T09:00:00+00:00"
    assert taken(date_modified_gmt="yesterday").modified_at is None


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(woo_order())), NONSENSE))
def test_no_nonsense_raises(changed: dict[str, Any]) -> None:
    data = connector.translate({**woo_order(), **changed}, OPTIONS)
    assert isinstance(data, ShopOrderData)


@given(st.dictionaries(st.sampled_from(sorted(woo_line())), NONSENSE))
def test_no_nonsense_in_a_line_raises(changed: dict[str, Any]) -> None:
    data = connector.translate(woo_order(line_items=[{**woo_line(), **changed}]), OPTIONS)
    is_nothing = as_decimal(changed.get("quantity")) == 0
    assert len(data.lines) == (0 if is_nothing else 1)
