"""The rule for all shops, line by line: names, guests, masked and odd e-mails, addresses, VAT, languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pakhuis.accounts.actions import change_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.orders import place
from pakhuis.connectors.contract import Options, ShopOrderData
from pakhuis.connectors.drafting import drafted, rate_from
from pakhuis.connectors.masked import is_masked, usable
from pakhuis.connectors.states import Stage
from pakhuis.connectors.told import Told, ToldLine, address
from pakhuis.customers.actions import update_customer
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer
from pakhuis.customers.search import found_by
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.orders.models import Order
from tests.factories import MOMENT, a_customer, a_product, a_vat_group, a_webshop, an_order, lines

HERE = address(company="Bakkerij Vlug", person="Ina Vlug", line1="Markt 2", city="Delft", country="NL")
GERMANY, SWITZERLAND = address(line1="x", country="DE"), address(line1="x", country="CH")
SHIFTED = {"tax": Decimal(0), "goods": Decimal(5)}
THERE = address(company="Bakkerij Vlug", person="Ina Vlug", line1="Loods 7", city="Delft", country="NL")
LINE = ToldLine(sku="A", name="A", amount=1, listed="10")
JOKE = Actor(ActorKind.PERSON, 1, "Joke")


def told(number: int = 1, **given: Any) -> Told:
    plain: dict[str, Any] = {
        "external_id": str(number),
        "number": str(number),
        "status": "paid",
        "stage": Stage.READY,
        "modified_at": MOMENT,
        "customer_id": "26",
        "company": "Bakkerij Vlug",
        "person": "Ina Vlug",
        "email": "Ina@Vlug.example",
        "invoice": HERE,
        "lines": (LINE,),
    }
    return Told(**{**plain, **given})


def data_of(webshop_id: int = 1, number: int = 1, **given: Any) -> ShopOrderData:
    values = {"masked_domains": "markt.example"}
    return drafted(told(number, **given), Options(webshop_id=webshop_id, country="NL", values=values))


def person(**given: Any) -> Any:
    data = data_of(**given)
    assert data.new.webshop is not None
    return data.new.webshop.person


@pytest.mark.once
@pytest.mark.parametrize(
    ("given", "name", "contact"),
    [
        ({}, "Bakkerij Vlug", "Ina Vlug"),
        ({"company": ""}, "Ina Vlug", ""),
        ({"company": "", "person": ""}, "Bakkerij Vlug", "Ina Vlug"),
        ({"company": "", "person": "", "invoice": None}, "", ""),
    ],
)
def test_the_name_is_the_company_else_the_person(given: dict[str, Any], name: str, contact: str) -> None:
    assert (person(**given).name, person(**given).contact_name) == (name, contact)


@pytest.mark.once
def test_an_empty_delivery_is_the_invoice_and_an_empty_invoice_a_question() -> None:
    assert person().delivery == HERE
    data = data_of(invoice=None, delivery=THERE)
    assert [(one.code, one.path) for one in data.problems] == [("missing", ("invoice",))]
    assert person(invoice=None, delivery=THERE, invoice_is_delivery=True).invoice == THERE


@pytest.mark.once
@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("x1@verkopen.bol.com", True),
        ("x1@VERKOPEN.bol.com ", True),
        ("x1@verkopen.test2.bol.com", True),
        ("a@marketplace.amazon.nl", True),
        ("a@members.ebay.com", True),
        ("a@deep.markt.example", True),
        ("a@markt.example", True),
        ("a@supermarkt.example", False),
        ("a@bol.com", False),
        ("", False),
    ],
)
def test_addresses_of_marketplaces_are_masked(email: str, masked: bool) -> None:
    assert is_masked(email, ["@markt.example", " "]) is masked


@pytest.mark.once
@pytest.mark.parametrize("email", ["", " ", "geen", "-", "n.v.t.", "@", "a@", "@b", "a b@c"])
def test_what_is_no_address_is_nothing(email: str) -> None:
    assert usable(email) == ""
    assert person(email=email).email == ""


@pytest.mark.once
def test_an_odd_address_is_kept_as_typed() -> None:
    assert person(email="Scrambled@Scrambled").email == "Scrambled@Scrambled"


@pytest.mark.once
@pytest.mark.parametrize(
    ("given", "switch"),
    [
        ({"exempt": True, "exempt_reason": "flag"}, (False, "flag")),
        ({"exempt": False}, (None, "")),
        ({"exempt": False, "buyer_exempt": False, "tax": Decimal(1)}, (None, "")),
        ({"exempt": False, "buyer_exempt": True}, (None, "")),
        ({"exempt": False, "buyer_exempt": True, "tax": Decimal(1)}, (True, "VAT charged")),
        ({**SHIFTED, "vat_number": "DE1", "invoice": GERMANY}, (False, "no VAT charged, DE1, DE")),
        ({**SHIFTED, "vat_number": "DE1"}, (None, "")),
        ({**SHIFTED, "invoice": GERMANY}, (None, "")),
        ({**SHIFTED, "goods": Decimal(0), "vat_number": "DE1", "invoice": GERMANY}, (None, "")),
        ({**SHIFTED, "tax": Decimal(1), "vat_number": "DE1", "invoice": GERMANY}, (None, "")),
        ({**SHIFTED, "vat_number": "CH1", "invoice": SWITZERLAND}, (None, "")),
    ],
)
def test_vat_by_the_flag_or_by_the_written_rule(given: dict[str, Any], switch: tuple[Any, str]) -> None:
    new = data_of(**given).new
    assert (new.calculate_vat, new.calculate_vat_reason) == switch


@pytest.mark.once
def test_a_rate_is_worked_out_only_where_it_can_be() -> None:
    assert rate_from(Decimal("10.50"), Decimal(50)) == 21
    for tax, net in ((None, 1), (1, None), (1, 0), (-1, 1), (5, 1)):
        known = [None if one is None else Decimal(one) for one in (tax, net)]
        assert rate_from(*known) is None


@pytest.fixture
def webshop(db: None) -> Webshop:
    a_vat_group()
    a_product("A")
    return a_webshop(processes_orders=False)


def placed(webshop: Webshop, number: int = 1, **given: Any) -> Order:
    order = place(webshop, data_of(webshop.pk, number, **given), now=MOMENT).order
    assert order is not None
    return order


def test_the_shops_customer_id_finds_whatever_else_changed(webshop: Webshop) -> None:
    first = placed(webshop)
    second = placed(webshop, 2, email="anders@vlug.example", company="Vlug B.V.")
    assert first.customer_id == second.customer_id
    assert Customer.objects.get().identities.count() == 3


def test_a_guest_with_a_known_address_is_linked_and_changes_nothing(webshop: Webshop) -> None:
    customer = placed(webshop).customer
    assert customer is not None
    before = (customer.name, customer.phone)
    guest = placed(
        webshop, 2, customer_id="", company="Iemand Anders", phone="06-1", email=" INA@vlug.example"
    )
    assert guest.customer_id == customer.pk
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == before
    assert guest.delivery_name == "Bakkerij Vlug"


def test_guests_are_customers_or_not_by_setting(webshop: Webshop) -> None:
    change_webshop(webshop.pk, makes_guest_customers=False, by=SYSTEM, now=MOMENT)
    webshop.refresh_from_db()
    assert placed(webshop, customer_id="").customer is None
    change_webshop(webshop.pk, makes_guest_customers=True, by=SYSTEM, now=MOMENT)
    webshop.refresh_from_db()
    assert placed(webshop, 2, customer_id="").customer is not None


def test_a_masked_address_recognises_nobody_and_makes_nobody(webshop: Webshop) -> None:
    a_customer("Post", email="x@markt.example")
    order = placed(webshop, customer_id="", email="x@markt.example")
    assert (order.customer, order.email) == (None, "x@markt.example")
    assert Customer.objects.count() == 1


def test_without_any_address_each_guest_is_one_of_its_own(webshop: Webshop) -> None:
    first = placed(webshop, customer_id="", email="")
    second = placed(webshop, 2, customer_id="", email=" ")
    assert first.customer_id != second.customer_id


def test_later_orders_fill_blanks_and_never_overwrite_a_person(webshop: Webshop) -> None:
    customer = placed(webshop).customer
    assert customer is not None
    update_customer(customer.pk, CustomerFields(name="Bakkerij De Vlugge"), by=JOKE, now=MOMENT)
    placed(webshop, 2, phone="010-4567890", company="Bakkerij Vlug V.O.F.", delivery=THERE)
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Bakkerij De Vlugge", "010-4567890")
    assert customer.addresses.count() == 2
    assert customer.addresses.get(is_default_delivery=True).line1 == "Markt 2"


def test_languages_are_kept_raw_and_spoken_where_we_can(webshop: Webshop) -> None:
    customer = placed(webshop, locale="en_GB").customer
    assert customer is not None
    assert (customer.language, customer.locale) == ("en", "en_GB")


def test_a_language_that_the_shop_says_anew_holds_for_that_order(webshop: Webshop) -> None:
    assert placed(webshop, locale="nl_NL").language == "nl"
    order = placed(webshop, 2, locale="en_GB")
    customer = Customer.objects.get()
    assert (order.language, customer.language, customer.locale) == ("en", "en", "en_GB")
    update_customer(customer.pk, CustomerFields(language="nl"), by=JOKE, now=MOMENT)
    assert placed(webshop, 3, locale="en_US").language == "nl", "a person is trusted more"
    assert Customer.objects.get().locale == "en_GB"


def test_a_language_we_do_not_speak_is_kept_raw_and_changes_nothing_else(webshop: Webshop) -> None:
    placed(webshop, locale="en_GB")
    assert placed(webshop, 2, locale="de_DE").language == "en"
    assert Customer.objects.get().locale == "de_DE"


def test_a_number_that_the_shop_tells_later_is_filled_in_and_never_replaced(webshop: Webshop) -> None:
    a_customer("Iemand", number="K1")
    customer = placed(webshop).customer
    assert customer is not None
    for number, told_now, has in ((2, "k1", ""), (3, "K22", "K22"), (4, "K3", "K22")):
        placed(webshop, number, customer_number=told_now)
        customer.refresh_from_db()
        assert customer.number == has
    assert customer.number_key == "k22"
    assert found_by("K22").get() == customer


def test_what_a_shop_says_of_its_buyer_is_written_on_the_customer(webshop: Webshop) -> None:
    exempt: dict[str, Any] = {"exempt": True, "buyer_exempt": True, "exempt_reason": "flag"}
    customer = placed(webshop, remarks="Achterom", **exempt).customer
    assert customer is not None
    assert (customer.calculate_vat, customer.remarks) == (False, "Achterom")
    assert not an_order(customer, lines=lines(A=1)).calculate_vat
    order = placed(webshop, 2, exempt=False, buyer_exempt=False, remarks="Voorom")
    customer.refresh_from_db()
    assert (order.calculate_vat, customer.calculate_vat, customer.remarks) == (True, True, "Voorom")
    update_customer(customer.pk, CustomerFields(calculate_vat=False), by=JOKE, now=MOMENT)
    assert not placed(webshop, 3, exempt=False, buyer_exempt=False).calculate_vat, "a person is trusted more"


def test_what_a_shop_says_of_one_order_is_not_said_of_its_buyer(webshop: Webshop) -> None:
    order = placed(webshop, exempt=True, exempt_reason="flag")
    assert order.customer is not None
    assert (order.calculate_vat, order.customer.calculate_vat) == (False, True)
    assert placed(webshop, 2).calculate_vat


def test_a_vat_number_that_the_shop_spells_its_own_way_is_no_change(webshop: Webshop) -> None:
    customer = placed(webshop, vat_number="gr 094259216").customer
    assert customer is not None
    Customer.objects.update(vat_state="valid")
    placed(webshop, 2, vat_number="gr 094259216", phone="010-4567890")
    customer.refresh_from_db()
    assert (customer.phone, customer.vat_number, customer.vat_state) == (
        "010-4567890",
        "EL094259216",
        "valid",
    )


def test_a_shops_own_rate_decides_the_group_of_a_new_product(webshop: Webshop) -> None:
    low = a_vat_group("9", is_standard=False)
    line = ToldLine(sku="BROOD", name="Brood", amount=1, listed="10.90", includes_vat=True, rate=Decimal(9))
    order = placed(webshop, lines=(line,))
    assert (order.lines.get().vat_group_id, order.lines.get().price) == (low.pk, 10)


def test_prices_with_vat_at_a_rate_that_is_not_said_follow_the_product(webshop: Webshop) -> None:
    a_vat_group("9", is_standard=False)
    unsaid = ToldLine(sku="A", name="A", amount=2, listed="12.10", includes_vat=True)
    new = ToldLine(sku="NIEUW", name="N", amount=1, listed="1.21", includes_vat=True)
    prices = [line.price for line in placed(webshop, lines=(unsaid, new)).lines.order_by("position")]
    assert prices == [10, 1]


@pytest.mark.parametrize(("ours", "price"), [(False, Decimal(8)), (True, Decimal(10))])
def test_whose_prices_lead(webshop: Webshop, ours: bool, price: Decimal) -> None:
    change_webshop(webshop.pk, our_prices_lead=ours, by=SYSTEM, now=MOMENT)
    webshop.refresh_from_db()
    line = ToldLine(sku="A", name="A", amount=1, listed="8.00")
    assert placed(webshop, lines=(line,)).lines.get().price == price


def test_an_address_that_is_in_the_book_is_used_again_however_it_is_written(webshop: Webshop) -> None:
    customer = placed(webshop).customer
    assert customer is not None
    again = address(company="BAKKERIJ VLUG ", person="Ina  Vlug", line1="markt 2", city="DELFT", country="nl")
    placed(webshop, 2, invoice=again)
    assert customer.addresses.count() == 1
    placed(webshop, 3, invoice=THERE)
    assert customer.addresses.count() == 2
    assert customer.addresses.get(is_default_invoice=True).line1 == "Markt 2", "added, not swapped in"


def test_the_order_keeps_its_own_addresses_whatever_becomes_of_the_book(webshop: Webshop) -> None:
    first = placed(webshop, delivery=THERE)
    placed(webshop, 2, invoice=THERE, delivery=HERE)
    first.refresh_from_db()
    assert (first.invoice_line1, first.delivery_line1) == ("Markt 2", "Loods 7")


def test_a_shop_replaces_what_it_wrote_itself_and_nothing_of_another_shop(webshop: Webshop) -> None:
    customer = placed(webshop, phone="010-1111111").customer
    assert customer is not None
    placed(webshop, 2, phone="010-2222222")
    customer.refresh_from_db()
    assert customer.phone == "010-2222222"
    other = a_webshop(processes_orders=False)
    order = placed(other, 3, customer_id="99", phone="010-3333333")
    assert order.customer_id == customer.pk, "by the e-mail address that only one customer has"
    customer.refresh_from_db()
    assert customer.phone == "010-2222222"


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("matches_customer_id", {"email": "", "customer_id": "26"}),
        ("matches_customer_number", {"email": "", "customer_id": "", "customer_number": "k26"}),
        ("matches_shop_email", {"email": "ina@vlug.example", "customer_id": ""}),
    ],
)
@pytest.mark.parametrize("is_on", [True, False])
def test_each_step_of_recognising_has_its_switch(
    webshop: Webshop, step: str, given: dict[str, str], is_on: bool
) -> None:
    first = placed(webshop, customer_number="K26")
    off = {
        "matches_customer_id": False,
        "matches_customer_number": False,
        "matches_shop_email": False,
        "matches_any_email": False,
    }
    change_webshop(webshop.pk, **{**off, step: is_on}, by=SYSTEM, now=MOMENT)
    webshop.refresh_from_db()
    found = place(webshop, data_of(webshop.pk, 2, **given), now=MOMENT).order
    assert found is not None
    assert (found.customer_id == first.customer_id) is is_on


@pytest.mark.parametrize("having_it", [1, 2])
def test_an_address_among_all_customers_counts_when_only_one_has_it(webshop: Webshop, having_it: int) -> None:
    known = [a_customer(f"Klant {one}", email="ina@vlug.example") for one in range(having_it)]
    order = placed(webshop)
    assert (order.customer_id in {one.pk for one in known}) is (having_it == 1)
