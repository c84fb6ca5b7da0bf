"""Giving a concept to another customer: shown first, decided from the base, what was said on it stays."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from pakhuis.accounts.actions import change_tag, create_tag, create_template
from pakhuis.accounts.models import Tag
from pakhuis.customers.actions import update_customer
from pakhuis.customers.intake import BookAddress, CustomerFields
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import process_order
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import (
    allocate_order,
    change_customer,
    change_order,
    preview_customer,
    tag_order,
)
from pakhuis.orders.intake import LineChange, NewLine, OrderChange
from pakhuis.orders.models import Order, OrderLine, OrderTag
from pakhuis.pricing.actions import attach_price_lists
from pakhuis.privacy.actions import erase_person
from pakhuis.stock.models import Warehouse
from tests.factories import (
    MOMENT,
    SHED,
    a_customer,
    a_price_list,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    placed_from,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db
JOKE = Actor(ActorKind.API_KEY, 7, "Joke de Vries")
DO: dict[str, Any] = {"by": JOKE, "now": MOMENT}


@pytest.fixture
def house() -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=6, B=3)
    return warehouse


@pytest.fixture
def route(db: None) -> Tag:
    return create_tag("Route", color="#00ff00", inherit=True, by=SYSTEM, now=MOMENT)


@pytest.fixture
def old(house: Warehouse, route: Tag) -> Customer:
    customer = a_customer(
        discount="5", email="kade@example.nl", default_order_remarks="Achterom", tag_ids=(route.pk,)
    )
    listed = a_price_list("Horeca", A=[("8", 1)])
    attach_price_lists(customer.pk, price_list_ids=(listed.pk,), by=SYSTEM, now=MOMENT)
    return customer


@pytest.fixture
def new(db: None) -> Customer:
    template = create_template("Export", is_default=False, by=SYSTEM, now=MOMENT)
    customer = a_customer(
        "Bistro Zuid",
        discount="10",
        email="zuid@example.nl",
        language="en",
        autosplit=False,
        template_id=template.pk,
        default_order_remarks="Ring the bell",
        addresses=(BookAddress(address=SHED, is_default_invoice=True, is_default_delivery=True),),
    )
    listed = a_price_list("Export", A=[("9", 1)], B=[("11", 1)])
    attach_price_lists(customer.pk, price_list_ids=(listed.pk,), by=SYSTEM, now=MOMENT)
    return customer


def prices(order: Order) -> dict[str, Any]:
    return {one.code: one.price for one in order.lines.all()}


def test_everything_agreed_comes_from_the_new_customer(old: Customer, new: Customer) -> None:
    order = an_order(old, lines=lines(A=1, B=2), remarks="Vandaag nog")
    assert prices(order) == {"A": 8, "B": 10}
    seen = preview_customer(order.pk, customer_id=new.pk, now=MOMENT)
    order.refresh_from_db()
    assert (order.customer, order.version) == (old, 1)
    change_customer(order.pk, customer_id=new.pk, version=1, **DO)
    order.refresh_from_db()
    assert (order.customer, order.discount, order.language, order.autosplit) == (new, 10, "en", False)
    assert (order.email, order.delivery_line1, order.invoice_line1) == (
        "zuid@example.nl",
        "Loods 7",
        "Loods 7",
    )
    assert order.template is not None and order.template.name == "Export"
    assert order.remarks == "Vandaag nog\nRing the bell"
    assert list(order.tags.all()) == []
    assert prices(order) == {"A": 9, "B": 11}
    assert [one.base_price for one in order.lines.all()] == [10, 10]
    assert order.sources["discount"] == ["customer", ""]
    assert order.version == 2
    told = {one.field: (one.old, one.new) for one in seen.changes}
    assert told["customer"] == ("Café De Kade", "Bistro Zuid")
    assert told["discount"] == ("5.00", "10.00")
    assert told["price_lists"] == ("Horeca", "Export")
    assert told["lines.1.price"] == ("8.0000", "9.0000")
    assert told["tags"] == ("Route", "")
    kept = Fact.objects.get(name="order.changed").data["changes"]
    assert {one["field"]: (one["old"], one["new"]) for one in kept} == told


def test_there_and_back_again_is_as_it_was(old: Customer, new: Customer) -> None:
    order = an_order(old, lines=lines(A=1, B=2), remarks="Vandaag nog")
    before = Order.objects.values().get(pk=order.pk)
    for customer in (new, old):
        change_customer(order.pk, customer_id=customer.pk, **DO)
    after = Order.objects.values().get(pk=order.pk)
    assert {**after, "version": 1} == before
    assert prices(order) == {"A": 8, "B": 10}
    assert [one.title for one in order.tags.all()] == ["Route"]


def test_what_was_said_on_the_order_stays_with_who_said_it(old: Customer, new: Customer) -> None:
    own = create_tag("Spoed", color="#ff0000", inherit=False, by=SYSTEM, now=MOMENT)
    order = an_order(old, lines=lines(A=1, B=2), discount="2", delivery=SHED, tag_ids=(own.pk,))
    first = order.lines.get(code="A").pk
    change_order(
        order.pk,
        OrderChange(
            language="nl", email="zelf@example.nl", change_lines=(LineChange(line_id=first, price="1"),)
        ),
        **DO,
    )
    change_customer(order.pk, customer_id=new.pk, **DO)
    order.refresh_from_db()
    assert (order.discount, order.email, order.delivery_line1) == (2, "zelf@example.nl", "Loods 7")
    assert order.sources["email"] == ["changed", "Joke de Vries"]
    assert order.sources["discount"] == ["explicit", ""]
    assert prices(order) == {"A": 1, "B": 11}
    assert [one.title for one in order.tags.all()] == ["Spoed"]


def test_what_the_first_customer_said_goes_though_it_says_else_by_now(old: Customer, new: Customer) -> None:
    order = an_order(old, lines=lines(A=1))
    spoken = an_order(old, lines=lines(A=1), remarks="Vandaag nog")
    later = CustomerFields(default_order_remarks="Voorom", tag_ids=())
    update_customer(old.pk, later, by=SYSTEM, now=MOMENT)
    update_customer(new.pk, CustomerFields(default_order_remarks="Bel vooraf"), by=SYSTEM, now=MOMENT)
    for one in (order, spoken):
        change_customer(one.pk, customer_id=new.pk, **DO)
        one.refresh_from_db()
        assert not one.tags.exists()
    assert (order.remarks, order.sources["remarks"]) == ("Bel vooraf", ["customer", ""])
    assert (spoken.remarks, spoken.sources["remarks"][0]) == ("Vandaag nog\nBel vooraf", "both")


def test_a_retired_tag_of_the_first_customer_goes(old: Customer, new: Customer, route: Tag) -> None:
    order = an_order(old, lines=lines(A=1))
    change_tag(route.pk, active=False, by=SYSTEM, now=MOMENT)
    change_customer(order.pk, customer_id=new.pk, **DO)
    assert not order.tags.exists()


def test_a_tag_that_both_said_stays(old: Customer, new: Customer, route: Tag) -> None:
    """On the order when it was placed, on it later, or among the tags that somebody chose."""
    placed = an_order(old, lines=lines(A=1), tag_ids=(route.pk,))
    tagged, chosen = an_order(old, lines=lines(A=1)), an_order(old, lines=lines(A=1))
    tag_order(tagged.pk, tag_id=route.pk, **DO)
    other = create_tag("Spoed", color="#ff0000", inherit=False, by=SYSTEM, now=MOMENT)
    change_order(chosen.pk, OrderChange(tag_ids=(route.pk, other.pk)), **DO)
    for one in (placed, tagged, chosen):
        change_customer(one.pk, customer_id=new.pk, **DO)
        assert route in one.tags.all()


def test_what_the_second_customer_said_goes_with_a_third(old: Customer, new: Customer, route: Tag) -> None:
    """Also where somebody changed the order's own words before."""
    order = an_order(new, lines=lines(A=1))
    change_order(order.pk, OrderChange(remarks="Vandaag nog"), **DO)
    for customer in (old, new):
        change_customer(order.pk, customer_id=customer.pk, **DO)
        order.refresh_from_db()
        assert (route in order.tags.all()) == (customer == old)
        assert order.sources["remarks"][:2] == ["changed", "Joke de Vries"]
    assert order.remarks == "Vandaag nog\nRing the bell"


def test_open_orders_of_an_earlier_version_are_told_apart(old: Customer, new: Customer) -> None:
    order = an_order(old, lines=lines(A=1), remarks="Vandaag nog")
    OrderTag.objects.update(is_inherited=False)
    Order.objects.update(sources={**order.sources, "remarks": ["both", ""]})
    import_module("pakhuis.orders.migrations.0004_own_words_of_orders").tell_apart(apps, None)
    change_customer(order.pk, customer_id=new.pk, **DO)
    order.refresh_from_db()
    assert (order.remarks, order.tags.count()) == ("Vandaag nog\nRing the bell", 0)


def test_nobody_gives_an_order_to_an_erased_person(old: Customer, new: Customer) -> None:
    order = an_order(old, lines=lines(A=1))
    erase_person(new.pk, by=SYSTEM, now=MOMENT)
    for deed in (preview_customer, partial(change_customer, by=JOKE)):
        with pytest.raises(Refused) as refused:
            deed(order.pk, customer_id=new.pk, now=MOMENT)
        assert [(one.code, one.path) for one in refused.value.problems] == [("erased", ("customer",))]


def test_a_guest_order_gets_a_customer_and_may_lose_it(new: Customer, house: Warehouse) -> None:
    order = an_order(lines=lines(A=1), delivery=SHED)
    change_customer(order.pk, customer_id=new.pk, **DO)
    order.refresh_from_db()
    assert (order.customer, order.discount, order.delivery_line1) == (new, 10, "Loods 7")
    change_customer(order.pk, customer_id=None, **DO)
    order.refresh_from_db()
    assert (order.customer, order.discount, prices(order)) == (None, 0, {"A": 10})


def test_a_guest_needs_an_address_of_the_order(old: Customer) -> None:
    order = an_order(old, lines=lines(A=1))
    with pytest.raises(Refused) as refusal:
        change_customer(order.pk, customer_id=None, **DO)
    assert {one.path for one in refusal.value.problems} >= {("delivery", "name"), ("delivery", "country")}


def test_a_webshop_order_keeps_the_prices_of_the_shop(new: Customer, house: Warehouse) -> None:
    order = placed_from(a_webshop(), "1", lines=(NewLine(product_code="A", amount=1, price="9.5"),))
    change_customer(order.pk, customer_id=new.pk, **DO)
    order.refresh_from_db()
    assert (order.customer, order.discount, prices(order)) == (new, 0, {"A": 9.5})


def test_what_is_set_aside_is_divided_anew_where_autosplit_differs(old: Customer, new: Customer) -> None:
    order = an_order(old, lines=lines(A=4, B=9))
    allocate_order(order.pk, **DO)
    assert sorted(order.allocations.values_list("amount", flat=True)) == [3, 4]
    change_customer(order.pk, customer_id=new.pk, **DO)
    assert not order.allocations.exists()
    check()


def test_the_same_customer_is_no_change(old: Customer) -> None:
    order = an_order(old, lines=lines(A=1))
    assert preview_customer(order.pk, customer_id=old.pk, now=MOMENT).changes == ()
    change_customer(order.pk, customer_id=old.pk, **DO)
    order.refresh_from_db()
    assert order.version == 1


def test_refusals(old: Customer, new: Customer) -> None:
    order = an_order(old, lines=lines(A=1))
    for customer_id in (999, -1, 2**70):
        with pytest.raises(Refused) as refusal:
            change_customer(order.pk, customer_id=customer_id, **DO)
        assert refusal.value.problems[0].code == "unknown_customer"
    with pytest.raises(Refused) as refusal:
        change_customer(order.pk, customer_id=new.pk, version=9, **DO)
    assert refusal.value.problems[0].code == "changed_meanwhile"
    process_order(order.pk, **DO)
    for verb in (change_customer, preview_customer):
        given = DO if verb is change_customer else {"now": MOMENT}
        with pytest.raises(Refused) as refusal:
            verb(order.pk, customer_id=new.pk, **given)
        assert refusal.value.problems[0].code == "not_allowed_now"
    assert set(OrderLine.objects.values_list("price", flat=True)) == {8}
