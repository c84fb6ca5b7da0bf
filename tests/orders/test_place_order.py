"""The one door: orders of customers, guests and webshops, against the database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import change_settings, create_tag, default_template_id
from pakhuis.customers.actions import create_customer, update_customer
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.fulfilment.actions import process_order
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_order, place_order
from pakhuis.orders.intake import NewLine, NewOrder
from pakhuis.orders.models import Order, OrderLine
from pakhuis.stock.models import StockLevel
from tests.factories import (
    MOMENT,
    PERSON,
    SHED,
    STREET,
    a_customer,
    a_warehouse,
    a_webshop,
    an_order,
    from_shop,
    lines,
    placed_from,
    stocked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> None:
    stocked(a_warehouse("Hoofd"), A=6, B=3, C=0)


def names() -> list[str]:
    return list(Fact.objects.order_by("pk").values_list("name", flat=True))


def test_an_order_takes_its_customers_terms_and_freezes_its_addresses() -> None:
    tag = create_tag("Horeca", color="#123456", inherit=True, by=SYSTEM, now=MOMENT)
    other = create_tag("Intern", color="#123456", inherit=False, by=SYSTEM, now=MOMENT)
    customer = a_customer(discount="5", tag_ids=(tag.pk, other.pk), default_order_remarks="Achterom")
    order = an_order(customer, lines=lines(A=2))
    assert (order.discount, order.remarks, order.delivery_line1) == (5, "Achterom", "Kade 1")
    assert [one.title for one in order.tags.all()] == ["Horeca"]
    moved = CustomerFields(discount="0", addresses=(BookAddress(address=SHED, is_default_delivery=True),))
    update_customer(customer.pk, moved, by=SYSTEM, now=MOMENT)
    order.refresh_from_db()
    assert (order.discount, order.delivery_line1) == (5, "Kade 1")


def test_a_placed_order_is_a_fact() -> None:
    before = Fact.objects.count()
    customer = a_customer()
    order = an_order(customer, lines=lines(A=1))
    assert names()[before:] == ["customer.created", "order.placed"]
    fact = Fact.objects.latest("pk")
    assert (fact.subject_id, fact.data["number"], fact.data["customer_id"]) == (
        order.pk,
        order.number,
        customer.pk,
    )


def test_numbers_follow_each_other() -> None:
    numbers = [an_order(lines=lines(A=1)).number for _ in range(3)]
    assert numbers == ["O2026-1001", "O2026-1002", "O2026-1003"]
    change_settings(order_number_prefix="W", by=SYSTEM, now=MOMENT)
    assert an_order(lines=lines(A=1)).number == "W2026-1004"


def test_a_refusal_changes_nothing() -> None:
    facts, customers = Fact.objects.count(), Customer.objects.count()
    bad = (NewLine(product_code="A", amount=0), NewLine(product_code="Z", amount=1))
    with pytest.raises(Refused) as refused:
        place_order(from_shop(a_webshop(), "1", lines=bad), by=SYSTEM, now=MOMENT)
    assert {one.path for one in refused.value.problems} == {("lines", 0, "amount"), ("lines", 1, "product")}
    assert (Order.objects.count(), Customer.objects.count()) == (0, customers)
    assert Fact.objects.count() == facts + 1  # the webshop's own
    assert an_order(lines=lines(A=1)).number == "O2026-1001"


@pytest.mark.parametrize("customer_id", [0, -1, 999, 2**70])
def test_an_unknown_customer_is_told_with_everything_else(customer_id: int) -> None:
    with pytest.raises(Refused) as refused:
        place_order(NewOrder(customer_id=customer_id), by=SYSTEM, now=MOMENT)
    assert {"unknown_customer", "no_lines"} <= {one.code for one in refused.value.problems}


def test_text_that_no_database_stores_is_cleaned() -> None:
    order = an_order(lines=lines(A=1), reference="a\x00b", remarks="x\ud800y")
    assert (order.reference, order.remarks) == ("ab", "xy")
    with pytest.raises(Refused):
        an_order(lines=(NewLine(product_code="\x00", amount=1),))


def test_what_is_set_aside_lowers_what_is_free_but_is_not_tied() -> None:
    order = an_order(a_customer(), lines=lines(A=4), allocate=True)
    level = StockLevel.objects.get(product__code="A")
    assert (level.allocated, level.free, level.on_shelf) == (4, 2, 6)
    taker = an_order(a_customer(), lines=lines(A=6))
    process_order(taker.pk, by=SYSTEM, now=MOMENT)
    assert not taker.backorders.exists()
    cancel_order(order.pk, by=SYSTEM, now=MOMENT)
    level.refresh_from_db()
    assert (level.allocated, level.picking) == (0, 6)


def test_set_aside_is_only_what_is_free() -> None:
    an_order(a_customer(), lines=lines(A=4), allocate=True)
    an_order(a_customer(), lines=lines(A=4), allocate=True)
    level = StockLevel.objects.get(product__code="A")
    assert level.allocated == 6


def test_processing_an_order_gives_back_what_was_set_aside_for_it() -> None:
    order = an_order(a_customer(), lines=lines(A=4), allocate=True)
    process_order(order.pk, by=SYSTEM, now=MOMENT)
    level = StockLevel.objects.get(product__code="A")
    assert (level.allocated, level.picking) == (0, 4)


# Recognising the customers of webshop orders.


def test_a_first_order_makes_the_customer_with_all_it_tells() -> None:
    webshop = a_webshop()
    order = placed_from(webshop, "1")
    customer = Customer.objects.get()
    assert order.customer == customer
    assert (customer.name, customer.contact_name, customer.email) == (
        "Bakkerij Vlug",
        "Ina Vlug",
        "Ina@Vlug.example",
    )
    assert (customer.email_key, customer.phone_key) == ("ina@vlug.example", "+31104567890")
    assert (customer.language, customer.locale, customer.made_by) == ("nl", "nl_NL", "webshop")
    address = customer.addresses.get()
    assert (address.line1, address.is_default_invoice, address.is_default_delivery) == (
        "Markt 2",
        True,
        False,
    )
    kinds = set(CustomerIdentity.objects.values_list("kind", "value"))
    assert kinds == {("shop_id", "26"), ("email", "ina@vlug.example")}
    assert set(customer.field_sources.values()) == {f"webshop:{webshop.pk}"}


def test_the_next_order_finds_the_same_customer() -> None:
    webshop = a_webshop()
    first, second = placed_from(webshop, "1"), placed_from(webshop, "2")
    assert first.customer_id == second.customer_id
    assert Customer.objects.count() == 1


def test_the_same_order_is_the_same_order() -> None:
    webshop = a_webshop()
    new = from_shop(webshop, "1")
    first = place_order(new, by=SYSTEM, now=MOMENT)
    again = place_order(replace(new, lines=lines(B=3)), by=SYSTEM, now=MOMENT)
    assert (first.is_new, again.is_new, again.order) == (True, False, first.order)
    assert OrderLine.objects.get().code == "A"
    assert placed_from(a_webshop(), "1") != first.order


GUEST = replace(PERSON, external_id="")


def test_a_guest_is_found_by_the_email_of_the_same_shop() -> None:
    webshop = a_webshop()
    first = placed_from(webshop, "1")
    second = placed_from(webshop, "2", person=replace(GUEST, email=" INA@vlug.EXAMPLE ", name="Ina"))
    assert first.customer_id == second.customer_id


def test_a_customer_made_by_hand_is_found_by_email_and_only_linked() -> None:
    customer = a_customer("Bakkerij met de hand", email="ina@vlug.example", phone="")
    order = placed_from(a_webshop(), "1")
    assert order.customer_id == customer.pk
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Bakkerij met de hand", "")
    assert customer.identities.count() == 2


def test_an_email_of_two_customers_says_nothing() -> None:
    a_customer("Een", email="ina@vlug.example")
    a_customer("Twee", email="ina@vlug.example")
    placed_from(a_webshop(), "1")
    assert Customer.objects.count() == 3


@pytest.mark.parametrize(
    ("policy", "person", "made"),
    [
        ({"matches_any_email": False}, PERSON, True),
        ({"makes_guest_customers": False}, replace(GUEST, email="new@vlug.example"), False),
        ({"makes_customers": False}, replace(PERSON, email="new@vlug.example"), False),
        ({}, replace(GUEST, is_masked=True), False),
    ],
)
def test_switches_of_recognition(policy: dict[str, Any], person: Any, made: bool) -> None:
    customer = a_customer("Hand", email="ina@vlug.example")
    order = placed_from(a_webshop(**policy), "1", person=person)
    assert order.customer_id != customer.pk
    assert (order.customer_id is not None) is made
    assert order.invoice_name == "Bakkerij Vlug"
    assert Customer.objects.count() == 1 + made


def test_a_masked_email_is_kept_on_the_order_only() -> None:
    order = placed_from(a_webshop(), "1", person=replace(PERSON, is_masked=True), email="x@mask.example")
    assert order.customer is not None
    assert (order.email, order.customer.email) == ("x@mask.example", "")


def test_a_known_number_is_the_customer() -> None:
    customer = a_customer("Op nummer", number="K-7")
    order = placed_from(a_webshop(), "1", person=replace(PERSON, number="k-7", email=""))
    assert order.customer_id == customer.pk


def test_by_its_own_id_a_shop_fills_blanks_and_renews_its_own() -> None:
    webshop = a_webshop()
    placed_from(webshop, "1", person=replace(PERSON, phone="", vat_number=""))
    customer = Customer.objects.get()
    update_customer(customer.pk, CustomerFields(name="Door ons verbeterd"), by=SYSTEM, now=MOMENT)
    later = replace(PERSON, name="BAKKERIJ VLUG BV", contact_name="Bram", vat_number="NL004495445B01")
    placed_from(webshop, "2", person=later)
    customer.refresh_from_db()
    assert customer.name == "Door ons verbeterd"
    assert (customer.contact_name, customer.phone) == ("Bram", "010-4567890")
    assert (customer.vat_number, customer.vat_state) == ("NL004495445B01", "shape_ok")


def test_a_new_address_is_added_and_nothing_swapped() -> None:
    webshop = a_webshop()
    placed_from(webshop, "1")
    moved = replace(PERSON, invoice=STREET._replace(line1="Plein 9"), delivery=SHED)
    placed_from(webshop, "2", person=moved)
    placed_from(webshop, "3", person=moved)
    customer = Customer.objects.get()
    book = {(one.line1, one.is_default_invoice, one.is_default_delivery) for one in customer.addresses.all()}
    assert book == {("Markt 2", True, False), ("Plein 9", False, False), ("Loods 7", False, True)}
    assert "2612 cd" in customer.search_text


def test_the_customers_terms_apply_to_webshop_orders() -> None:
    customer = a_customer("Hand", email="ina@vlug.example", autosplit=False, discount="10")
    order = placed_from(a_webshop(), "1", lines=(NewLine(product_code="A", amount=1, price="3"),))
    assert (order.customer_id, order.autosplit, order.discount) == (customer.pk, False, 0)
    assert order.lines.get().price_source == ["webshop", ""]
    ours = a_webshop(our_prices_lead=True)
    order = placed_from(ours, "1", lines=(NewLine(product_code="A", amount=1, price="3"),))
    assert (order.discount, order.lines.get().price_source) == (10, ["product", ""])


def test_an_order_from_nobody_is_refused() -> None:
    nobody = replace(PERSON, name="", contact_name="", email="", invoice=None)
    with pytest.raises(Refused) as refused:
        placed_from(a_webshop(), "1", person=nobody)
    assert ("customer", "name") in {one.path for one in refused.value.problems}


def test_an_address_that_a_shop_brings_to_a_customer_without_one_is_found() -> None:
    known = create_customer(CustomerFields(number="K9", name="Kaal"), by=SYSTEM, now=MOMENT)
    person = replace(
        PERSON, number="K9", external_id="", email="", invoice=NewAddress(line1="Zandpad 4", city="Epe")
    )
    order = placed_from(a_webshop(matches_customer_number=True), "1", person=person)
    assert order.customer_id == known.pk
    known.refresh_from_db()
    assert [one.line1 for one in known.addresses.all()] == ["Zandpad 4"]
    assert "epe" in known.search_text


def test_a_webshop_order_without_a_country_is_taken() -> None:
    order = placed_from(a_webshop(), "1", person=replace(PERSON, invoice=NewAddress(line1="Ergens 1")))
    assert (order.invoice_name, order.invoice_country) == ("Bakkerij Vlug", "")


@pytest.mark.parametrize("route", ["hand", "new", "known"])
def test_queries_do_not_grow_with_lines(route: str) -> None:
    webshop = a_webshop()
    customer = a_customer(email="ina@vlug.example") if route == "known" else a_customer()
    warehouses = [a_warehouse(priority=rank) for rank in (2, 3)]
    default_template_id()  # made by the first order of all
    if route == "known":
        for number in ("links", "fills blanks"):
            placed_from(webshop, number, person=replace(PERSON, external_id="known"))
    counts = []
    for size in (3, 30):
        found = {f"N{size}x{number}": 1 for number in range(size)}
        stocked(warehouses[0], **found)
        new = NewOrder(customer_id=customer.pk, lines=lines(**found))
        if route != "hand":
            person = replace(
                PERSON,
                external_id="known" if route == "known" else f"{size}",
                email=PERSON.email if route == "known" else f"{size}@x.example",
            )
            new = from_shop(webshop, f"{size}", person=person, lines=lines(**found))
        by = SYSTEM if route == "hand" else webshop.as_actor()
        with CaptureQueriesContext(connection) as captured:
            order = place_order(new, by=by, now=MOMENT).order
            process_order(order.pk, by=SYSTEM, now=MOMENT)
        counts.append(len([one for one in captured if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1]
    assert counts[0] <= 40
