"""The terms table of the domain page, row by row: which value, and where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.customers.terms import CustomerTerms
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.text import clean
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from pakhuis.orders.line_rules import MOST_LINES
from pakhuis.orders.plan import AccountTerms, Known, OrderFacts, OrderPlan, ProductFacts, WebshopTerms
from pakhuis.orders.rules import plan
from pakhuis.pricing.rules import ListPrice

HOME = NewAddress(name="Kade", line1="Kade 1", country="NL")
SHED = NewAddress(name="Loods", line1="Loods 7", country="NL")
ELSEWHERE = NewAddress(name="Tent", country="BE")
GLASS = ProductFacts(id=1, code="GLAS", name="Glas", price=Decimal("4.0000"), vat_group_id=21, weight=100)
CUSTOMER = CustomerTerms(
    id=5,
    name="Café De Kade",
    contact_name="Joke",
    email="kade@b.example",
    phone="015",
    language="en",
    discount=Decimal("5.00"),
    autosplit=False,
    calculate_vat=False,
    template_id=2,
    default_order_remarks="Achterom",
    inherited_tag_ids=(8, 9),
    invoice=HOME,
    delivery=SHED,
)
ACCOUNT = AccountTerms(language="nl", autosplit=True, template_id=1, today=date(2026, 11, 23))
SHOP = WebshopTerms(our_prices_lead=False, autosplit=None, template_id=3)
OURS = replace(SHOP, our_prices_lead=True)
KNOWN = Known(
    vat_groups=frozenset({9, 21}),
    templates=frozenset({1, 2, 3}),
    tags=frozenset({7, 8, 9}),
    price_lists=frozenset({1, 2}),
    warehouses=frozenset({4}),
)
HORECA = ListPrice(list_id=1, list_name="Horeca", price=Decimal("3.5000"), min_amount=10)
FACTS = OrderFacts(
    account=ACCOUNT,
    customer=CUSTOMER,
    by_id={1: GLASS},
    by_code={"GLAS": GLASS},
    price_list_ids=(1,),
    prices={1: [HORECA]},
    known=KNOWN,
)
LINE = NewLine(product_code="GLAS", amount=10)
PLAIN = NewOrder(customer_id=5, lines=(LINE,))
FROM_SHOP = FromWebshop(webshop_id=1, external_id="9", person=ShopPerson(name="Kade"))


def planned(new: NewOrder = PLAIN, facts: OrderFacts = FACTS) -> OrderPlan:
    checks = Checks()
    made = plan(new, facts, checks)
    assert checks.problems == []
    return made


def problems(new: NewOrder, facts: OrderFacts = FACTS) -> set[tuple[str, tuple[Any, ...]]]:
    checks = Checks()
    plan(new, facts, checks)
    return {(one.code, one.path) for one in checks.problems}


def source(made: OrderPlan, term: str) -> str:
    return str(made.sources[term][0])


NAMES = {"template_id": "template", "tag_ids": "tags", "price_list_ids": "price_lists"}
NOTHING_AGREED = replace(
    CUSTOMER,
    discount=Decimal(0),
    autosplit=None,
    calculate_vat=True,
    template_id=None,
    default_order_remarks="",
    inherited_tag_ids=(),
    language="",
    email="",
    phone="",
)


@pytest.mark.parametrize(
    ("term", "given", "value", "who"),
    [
        ("discount", {}, Decimal("5.00"), "customer"),
        ("discount", {"discount": "0"}, Decimal("0.00"), "explicit"),
        ("discount", {"discount": "12.345"}, Decimal("12.35"), "explicit"),
        ("template_id", {}, 2, "customer"),
        ("template_id", {"template_id": 3}, 3, "explicit"),
        ("autosplit", {}, False, "customer"),
        ("autosplit", {"autosplit": True}, True, "explicit"),
        ("calculate_vat", {}, False, "customer"),
        ("calculate_vat", {"calculate_vat": True}, True, "explicit"),
        ("language", {}, "en", "customer"),
        ("language", {"language": "NL"}, "nl", "explicit"),
        ("email", {}, "kade@b.example", "customer"),
        ("email", {"email": "x@y.example"}, "x@y.example", "explicit"),
        ("phone", {}, "015", "customer"),
        ("phone", {"phone": "020"}, "020", "explicit"),
        ("tag_ids", {}, (8, 9), "customer"),
        ("tag_ids", {"tag_ids": (7, 8)}, (7, 8, 9), "both"),
        ("price_list_ids", {}, (1,), "customer"),
        ("price_list_ids", {"price_list_ids": ()}, (), "explicit"),
        ("price_list_ids", {"price_list_ids": (2, 1)}, (1, 2), "explicit"),
        ("remarks", {}, "Achterom", "customer"),
        ("remarks", {"remarks": "Pas op"}, "Pas op\nAchterom", "both"),
        ("remarks", {"remarks": "Achterom aub"}, "Achterom aub\nAchterom", "both"),
        ("remarks", {"remarks": "Pas op\n Achterom\nSnel"}, "Pas op\n Achterom\nSnel", "explicit"),
        ("delivery", {}, SHED, "customer"),
        ("invoice", {}, HOME, "customer"),
        ("delivery", {"delivery": ELSEWHERE}, ELSEWHERE, "explicit"),
        ("invoice", {"delivery": ELSEWHERE}, HOME, "customer"),
    ],
)
def test_what_an_order_takes_from_its_customer(
    term: str, given: dict[str, Any], value: object, who: str
) -> None:
    made = planned(replace(PLAIN, **given))
    assert getattr(made, term) == value
    assert source(made, NAMES.get(term, term)) == who


@pytest.mark.parametrize(
    ("term", "value", "who"),
    [
        ("discount", Decimal(0), "default"),
        ("template_id", 1, "account"),
        ("autosplit", True, "account"),
        ("calculate_vat", True, "customer"),
        ("language", "nl", "account"),
        ("email", "", "default"),
        ("tag_ids", (), "default"),
        ("remarks", "", "default"),
    ],
)
def test_where_nothing_was_agreed(term: str, value: object, who: str) -> None:
    made = planned(facts=replace(FACTS, customer=NOTHING_AGREED))
    assert getattr(made, term) == value
    assert source(made, NAMES.get(term, term)) == who


def test_addresses_stand_in_for_each_other() -> None:
    no_book = replace(FACTS, customer=replace(CUSTOMER, invoice=None, delivery=None))
    made = planned(facts=no_book)
    assert (made.delivery.name, made.delivery.contact_name) == ("Café De Kade", "Joke")
    assert made.invoice == made.delivery
    only_invoice = replace(FACTS, customer=replace(CUSTOMER, delivery=None))
    assert planned(facts=only_invoice).delivery == HOME
    own = planned(replace(PLAIN, delivery=ELSEWHERE), facts=no_book)
    assert own.invoice == ELSEWHERE


def test_an_address_without_a_name_takes_the_customers() -> None:
    made = planned(replace(PLAIN, delivery=ELSEWHERE._replace(name=" ")))
    assert made.delivery.name == "Café De Kade"


def test_a_guest_says_name_and_country() -> None:
    guest = replace(FACTS, customer=None)
    order = NewOrder(lines=(LINE,))
    assert problems(order, guest) == {
        (code, (kind, part))
        for code, part in (("missing", "name"), ("missing", "country"))
        for kind in ("delivery", "invoice")
    }
    nameless = NewAddress(line1="x")
    assert problems(replace(order, delivery=nameless), guest) == {
        ("missing", ("delivery", "name")),
        ("missing", ("delivery", "country")),
    }
    assert planned(replace(order, delivery=ELSEWHERE), guest).invoice == ELSEWHERE


@pytest.mark.parametrize(
    ("amount", "given", "price", "reason"),
    [
        (10, None, "3.5000", ("price_list", "Horeca", 10)),
        (9, None, "4.0000", ("product", "")),
        (10, "2.12345", "2.1235", ("explicit", "")),
        (10, 0, "0.0000", ("explicit", "")),
    ],
)
def test_prices_and_why(amount: int, given: Any, price: str, reason: tuple[Any, ...]) -> None:
    (line,) = planned(replace(PLAIN, lines=(replace(LINE, amount=amount, price=given),))).lines
    assert (line.price, line.price_source) == (Decimal(price), reason)
    assert line.product.price == Decimal("4.0000")


def from_shop(shop: WebshopTerms, **given: Any) -> OrderPlan:
    line = replace(LINE, price="2.5")
    new = replace(PLAIN, customer_id=None, webshop=FROM_SHOP, lines=(line, LINE), **given)
    return planned(new, replace(FACTS, webshop=shop))


def test_in_a_webshop_order_the_shops_prices_lead() -> None:
    made = from_shop(SHOP)
    assert (made.discount, source(made, "discount")) == (0, "webshop")
    assert (made.price_list_ids, source(made, "price_lists")) == ((), "webshop")
    assert [line.price_source[0] for line in made.lines] == ["webshop", "product"]
    assert from_shop(SHOP, discount=3).discount == 3


def test_unless_our_prices_lead() -> None:
    made = from_shop(OURS)
    assert (made.discount, source(made, "discount")) == (Decimal("5.00"), "customer")
    assert [(line.price, line.price_source[0]) for line in made.lines] == [
        (Decimal("3.5000"), "price_list")
    ] * 2


def test_what_was_agreed_applies_to_webshop_orders_too() -> None:
    made = from_shop(SHOP)
    assert (made.autosplit, source(made, "autosplit")) == (False, "customer")
    assert (made.template_id, source(made, "template")) == (2, "customer")
    assert made.remarks == "Achterom"
    assert made.tag_ids == (8, 9)


def test_after_the_customer_comes_the_webshop() -> None:
    facts = replace(FACTS, customer=NOTHING_AGREED, webshop=replace(SHOP, autosplit=False))
    made = planned(replace(PLAIN, webshop=FROM_SHOP), facts)
    assert (made.autosplit, source(made, "autosplit")) == (False, "webshop")
    assert (made.template_id, source(made, "template")) == (3, "webshop")


def test_the_shops_word_on_vat_is_kept_with_its_reason() -> None:
    made = planned(replace(PLAIN, calculate_vat=False, calculate_vat_reason="is_vat_exempt"))
    assert made.sources["calculate_vat"] == ("explicit", "is_vat_exempt")


BAD_AMOUNTS: list[Any] = [0, -1, 1.5, "x", "", None, "NaN", 10**9, True]


@pytest.mark.parametrize("amount", BAD_AMOUNTS)
def test_amounts_that_are_none(amount: Any) -> None:
    found = problems(replace(PLAIN, lines=(LINE, replace(LINE, amount=amount))))
    assert {path for _, path in found} == {("lines", 1, "amount")}


@pytest.mark.parametrize("price", [-1, "x", "NaN", "1e400", 10**12, True])
def test_prices_that_are_none(price: Any) -> None:
    assert {path for _, path in problems(replace(PLAIN, lines=(replace(LINE, price=price),)))} == {
        ("lines", 0, "price")
    }


def test_everything_wrong_is_told_at_once() -> None:
    bad = NewOrder(
        lines=(
            NewLine(amount=1),
            NewLine(product_code="NO", amount=0, price="x"),
            NewLine(product_id=99, amount=2, vat_group_id=5),
        ),
        delivery=NewAddress(line1="x", country="QQ"),
        discount="101",
        language="fy",
        template_id=77,
        tag_ids=(7, 66),
        price_list_ids=(55,),
        warehouse_ids=(44,),
        reference="r" * 201,
    )
    assert problems(bad, replace(FACTS, customer=None)) == {
        ("missing", ("lines", 0, "product")),
        ("unknown_product", ("lines", 1, "product")),
        ("out_of_range", ("lines", 1, "amount")),
        ("not_a_number", ("lines", 1, "price")),
        ("unknown_product", ("lines", 2, "product")),
        ("unknown_vat_group", ("lines", 2, "vat_group")),
        ("missing", ("delivery", "name")),
        ("unknown_country", ("delivery", "country")),
        ("out_of_range", ("discount",)),
        ("unknown_language", ("language",)),
        ("unknown_template", ("template",)),
        ("unknown_tag", ("tags", 1)),
        ("unknown_price_list", ("price_lists", 0)),
        ("unknown_warehouse", ("warehouses", 0)),
        ("too_long", ("reference",)),
    }


def test_an_order_has_lines_but_not_any_number() -> None:
    assert problems(replace(PLAIN, lines=())) == {("no_lines", ("lines",))}
    assert problems(replace(PLAIN, lines=(LINE,) * (MOST_LINES + 1))) == {("too_many_lines", ("lines",))}


@given(st.text(max_size=30), st.text(max_size=30).map(clean))
def test_default_remarks_are_never_said_twice(own: str, default: str) -> None:
    facts = replace(FACTS, customer=replace(CUSTOMER, default_order_remarks=default))
    checks = Checks()
    remarks = plan(replace(PLAIN, remarks=own), facts, checks).remarks
    again = plan(replace(PLAIN, remarks=remarks), facts, checks).remarks
    assert again == remarks.strip() or again == remarks
    assert not default or default in remarks
