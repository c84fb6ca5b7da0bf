"""What waits for a person about webshops, and the pages to link every kind of shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import User, Webshop
from pakhuis.connectors.actions import take_in_delivery
from pakhuis.connectors.actions.notices import raise_notice
from pakhuis.connectors.models import Connection, Delivery, Notice, ProductLink, Telling
from pakhuis.connectors.problems import goods_edited, not_known_there
from pakhuis.connectors.registry import connectors
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import as_stored
from pakhuis.orders.models import Order
from pakhuis.stock.models import Warehouse
from tests.connectors.shop import Shop, open_shop, woo_line, woo_order
from tests.factories import (
    MOMENT,
    a_connected_webshop,
    a_customer,
    a_product,
    a_vat_group,
    a_warehouse,
    a_webshop,
    stocked,
)

ATTENTION = "/webshops/attention/"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as one:
        yield one


@pytest.fixture
def office(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def webshop(shop: Shop, db: None) -> Webshop:
    a_vat_group()
    a_warehouse()
    return a_connected_webshop(shop.address)


def taken(webshop: Webshop, number: int) -> Delivery:
    given: dict[str, Any] = {"route": "webhook", "external_id": str(number), "received_at": MOMENT}
    delivery = Delivery.objects.create(webshop=webshop, **given)
    take_in_delivery(delivery.pk, now=MOMENT)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_every_kind_of_shop_has_its_form(office: Client, kind: str) -> None:
    """All that its connector declares is asked for, and what is missing is told at its field."""
    page = office.get(f"/webshops/new/{kind}/").content.decode()
    for field in connectors()[kind].fields:
        assert f'name="{field.name}"' in page
    bad = office.post(f"/webshops/new/{kind}/", {"name": "Winkel", "address": "nergens"}).content.decode()
    assert bad.count('class="error"') >= 1 + sum(
        field.required and field.kind == "password" for field in connectors()[kind].fields
    )
    assert not Webshop.objects.exists()


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_every_kind_of_shop_can_be_linked_and_shows_what_it_tells(office: Client, kind: str) -> None:
    fields = connectors()[kind].fields
    values = {one.name: one.default or "x" for one in fields if one.required} | {"poll_minutes": "10"}
    values |= {"name": "Winkel", "address": "https://winkel.example"}
    page = office.post(f"/webshops/new/{kind}/", values).headers["Location"]
    shown = office.get(page).content.decode()
    told = [one for one in connectors()[kind].supplies if one.origin]
    assert shown.count("<code>") >= len(told)
    assert shown.count("counts for that order alone") == len([one for one in told if one.is_of_order])
    stored = Connection.objects.get()
    assert not [one for one in stored.secrets.values() if one == "x"]
    again = office.get(f"{page}edit/").content.decode()
    assert 'value="x"' not in "".join(part for part in again.split("<input") if 'type="password"' in part), (
        "a secret is never shown again"
    )


def test_a_shop_that_posts_its_orders_is_never_asked_for_them(office: Client) -> None:
    assert "poll_minutes" in office.get("/webshops/new/woocommerce/").content.decode()
    assert "poll_minutes" not in office.get("/webshops/new/ownshop/").content.decode()
    values = {"name": "Winkel", "address": "https://winkel.example", "webhook_secret": "x", "unpaid": "leave"}
    page = office.post("/webshops/new/ownshop/", values).headers["Location"]
    assert Connection.objects.get().poll_minutes == 10
    shown = office.get(page).content.decode()
    assert "Last message" in shown
    assert "Last asked" not in shown
    untold = "What it cannot be told"
    assert untold in shown
    office.post(f"{page}edit/", {**values, "tell_address": "https://winkel.example/from-pakhuis"})
    assert untold not in office.get(page).content.decode(), "it can be told all there is now"


def test_where_no_buyer_can_be_recognised_the_switches_say_so(office: Client) -> None:
    assert "masked address" in office.get("/webshops/new/bol/").content.decode()
    assert "masked address" not in office.get("/webshops/new/woocommerce/").content.decode()


def test_the_kinds_are_offered_and_a_strange_one_is_not(office: Client) -> None:
    page = office.get("/webshops/new/").content.decode()
    assert all(one.name in page for one in connectors().values())
    assert office.get("/webshops/new/nothing/").status_code == 404


def test_a_thing_without_sku_is_linked_and_its_order_goes_on(
    office: Client, shop: Shop, webshop: Webshop
) -> None:
    shop.put(woo_order(line_items=[woo_line(sku="", product_id=77, name="Los glas")]))
    delivery = taken(webshop, 501)
    assert (delivery.state, "Los glas" in office.get(ATTENTION).content.decode()) == ("waiting", True)
    link = ProductLink.objects.get()
    bad = office.post(f"/webshops/{webshop.pk}/links/{link.pk}/", {"code": "NIETS"}, follow=True)
    assert "There is no product with the code “NIETS”." in bad.content.decode()
    assert 'value="NIETS"' in bad.content.decode(), "what was typed is not lost"
    product = a_product("GLAS")
    office.post(f"/webshops/{webshop.pk}/links/{link.pk}/", {"code": " glas "})
    delivery.refresh_from_db()
    assert delivery.state == "received"
    assert take_in_delivery(delivery.pk, now=MOMENT) == "done"
    assert Order.objects.get().lines.get().product_id == product.pk
    assert "Los glas" not in office.get(ATTENTION).content.decode()


def test_notices_and_failed_tellings_are_shown_and_done_with(
    office: Client, shop: Shop, webshop: Webshop
) -> None:
    assert 'class="empty"' in office.get(ATTENTION).content.decode()
    shop.put(woo_order())
    order = taken(webshop, 501).order
    raise_notice(webshop, goods_edited(), order=order, now=MOMENT)
    given: dict[str, Any] = {"state": "failed", "problems": as_stored([not_known_there("X")])}
    telling = Telling.objects.create(
        webshop=webshop, kind="shipment", key="1", order=order, asked_at=MOMENT, due_at=MOMENT, **given
    )
    page = office.get(ATTENTION).content.decode()
    assert order is not None
    assert page.count(order.number) == 2
    office.post(f"/webshops/notices/{Notice.objects.get().pk}/seen/")
    office.post(f"/webshops/tellings/{telling.pk}/again/")
    telling.refresh_from_db()
    assert (telling.state, Notice.objects.get().seen_by != "") == ("due", True)
    assert order.number not in office.get(ATTENTION).content.decode()
    Telling.objects.update(**given)
    assert order.number in office.get(ATTENTION).content.decode()
    office.post(f"/webshops/tellings/{telling.pk}/leave/")
    telling.refresh_from_db()
    assert (telling.state, telling.problems) == ("done", []), "nobody has to look at it again"
    late = office.post(f"/webshops/tellings/{telling.pk}/leave/", follow=True).content.decode()
    assert "This is not possible while the status is “Done”." in late


def test_the_page_asks_the_same_for_many(
    office: Client, webshop: Webshop, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        raise_notice(webshop, goods_edited(), order=None, now=MOMENT)
        ProductLink.objects.create(webshop=webshop, key=f"id:{number}", label=f"Ding {number}")
        given: dict[str, Any] = {"state": "refused", "received_at": MOMENT, "route": "webhook"}
        Delivery.objects.create(webshop=webshop, external_id=str(number), **given)
    with django_assert_max_num_queries(14):
        assert office.get(ATTENTION).status_code == 200


def test_old_orders_are_asked_for_on_the_page_of_the_shop(office: Client, webshop: Webshop) -> None:
    address = f"/webshops/{webshop.pk}/"
    office.post(f"{address}history/", {"days": "abc"})
    assert Connection.objects.get().history_since is None
    office.post(f"{address}history/", {"days": "30"})
    assert Connection.objects.get().history_since is not None
    assert office.get(address).status_code == 200


def test_an_identity_is_moved_and_cut_on_its_page(office: Client, shop: Shop, webshop: Webshop) -> None:
    shop.put(woo_order())
    taken(webshop, 501)
    customer = Customer.objects.get()
    other = a_customer("Café De Kade", number="K7")
    address = f"/customers/{customer.pk}/webshops/"
    page = office.get(address).content.decode()
    assert webshop.name in page
    assert "ina@vlug.example" in page
    identity = CustomerIdentity.objects.get(kind="shop_id")
    office.post(f"{address}{identity.pk}/move/", {"to": "niemand"})
    office.post(f"{address}{identity.pk}/move/", {"to": ""})
    identity.refresh_from_db()
    assert identity.customer_id == customer.pk
    again = office.post(f"{address}{identity.pk}/move/", {"to": "niemand"}, follow=True).content.decode()
    assert 'value="niemand"' in again, "what was typed is not lost"
    office.post(f"{address}{identity.pk}/move/", {"to": "k7"})
    identity.refresh_from_db()
    assert identity.customer_id == other.pk
    email = CustomerIdentity.objects.get(kind="email")
    office.post(f"{address}{email.pk}/cut/")
    assert not customer.identities.exists()
    late = office.post(f"{address}{email.pk}/cut/", follow=True)
    assert (late.status_code, "meanwhile" in late.content.decode()) == (200, True)
    late = office.post(f"{address}{identity.pk}/move/", {"to": "k7"}, follow=True)
    assert "meanwhile" in late.content.decode(), "it is another customer's now"
    assert 'class="empty"' in office.get(address).content.decode()


def test_a_message_that_waits_can_be_left_and_tried_again_later(
    office: Client, shop: Shop, webshop: Webshop
) -> None:
    shop.put(woo_order(line_items=[woo_line(quantity="veel")]))
    kept = taken(webshop, 501)
    page = office.get(ATTENTION).content.decode()
    assert f"/messages/{kept.pk}/leave/" in page
    office.post(f"/webshops/messages/{kept.pk}/leave/")
    kept.refresh_from_db()
    assert (kept.state, bool(kept.problems)) == ("ignored", True), "why it waited stays to be read"
    assert f"/{kept.pk}/" not in office.get(ATTENTION).content.decode()
    assert f"/again/{kept.pk}/" in office.get(f"/webshops/{webshop.pk}/").content.decode()
    twice = office.post(f"/webshops/messages/{kept.pk}/leave/", follow=True).content.decode()
    assert "Nothing is done" not in twice
    assert office.post("/webshops/messages/99999/leave/", follow=True).status_code in (200, 404)


def test_a_shop_that_was_never_connected_is_not_called_well(office: Client, webshop: Webshop) -> None:
    assert "not connected yet" not in office.get("/webshops/").content.decode()
    Connection.objects.all().delete()
    assert "not connected yet" in office.get("/webshops/").content.decode()


def test_counts_of_messages_leave_out_what_is_done(office: Client, webshop: Webshop) -> None:
    """On the page of a shop, and at a glance, where old ones do not count; no join goes through the rest."""
    other, at = a_webshop("Tweede"), now()
    states = {"done": 3, "ignored": 2, "received": 4, "refused": 1, "waiting": 1, "failed": 1, "malformed": 1}
    for state, count in states.items():
        for _ in range(count):
            Delivery.objects.create(webshop=webshop, route="webhook", state=state, received_at=at)
    old = at - timedelta(days=40)
    Delivery.objects.create(webshop=webshop, route="webhook", state="refused", received_at=old)
    Delivery.objects.create(webshop=other, route="webhook", state="done", received_at=at)
    queue = office.get(f"/webshops/{webshop.pk}/").context["queue"]
    assert (queue["received"], queue["person"]) == (4, 5)
    with CaptureQueriesContext(connection) as captured:
        page = office.get("/")
    assert {one.pk: one.stuck for one in page.context["webshops"]} == {webshop.pk: 4, other.pk: 0}
    assert not any('JOIN "connectors_delivery"' in one["sql"] for one in captured)


def test_a_shop_that_answers_slowly_is_said_to(office: Client, webshop: Webshop) -> None:
    words = "answers slowly"
    assert words not in office.get(f"/webshops/{webshop.pk}/").content.decode()
    Connection.objects.update(slow_until=now() + timedelta(minutes=1))
    assert words in office.get(f"/webshops/{webshop.pk}/").content.decode()


def test_who_picks_an_order_sees_what_the_shop_changed_of_it(
    client: Client, shop: Shop, webshop: Webshop, packer: User
) -> None:
    """The picker may not see the page of the webshops, and sends to the old address otherwise."""
    stocked(Warehouse.objects.get(), TRIPEL=9)
    shop.put(woo_order())
    order = taken(webshop, 501).order
    assert order is not None
    picklist = Picklist.objects.get()
    pages = (f"/orders/{order.pk}/", f"/picklists/{picklist.pk}/", f"/picklists/{picklist.pk}/scan/")
    words = "The goods were changed in the shop"
    client.force_login(packer)
    for page in pages:
        assert words not in client.get(page).content.decode()
    raise_notice(webshop, goods_edited(), order=order, now=MOMENT)
    for page in pages:
        shown = client.get(page).content.decode()
        assert (words in shown, ATTENTION in shown) == (True, False)
    Notice.objects.update(seen_at=MOMENT)
    for page in pages:
        assert words not in client.get(page).content.decode()
