"""The page of one customer: figures at a glance, every tab, logbook in words, sources of fields."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_api_key, create_tag, create_template, create_user
from pakhuis.accounts.models import ApiKey, User
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import create_own_field, delete_customer, update_customer
from pakhuis.customers.intake import CustomerFields, OwnFieldFields
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.orders.actions import cancel_order
from pakhuis.orders.queries import glance_at
from pakhuis.orders.rhythm import Rhythm
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.pricing.actions import attach_price_lists, create_price_list
from tests.factories import (
    MOMENT,
    a_composition,
    a_customer,
    a_processed_order,
    a_product,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    placed_from,
    stocked,
)

TABS = ("orders", "backorders", "picklists", "addresses", "details", "comments", "logbook")
ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def plain(text: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_figures_at_a_glance(db: None) -> None:
    a_warehouse()
    a_product("A", price="10")
    customer = a_customer(discount="10")
    for age in (400, 30, 20, 10):
        an_order(customer, lines=lines(A=2), now=MOMENT - age * DAY)
    cancelled = an_order(customer, lines=lines(A=100), now=MOMENT - DAY)
    cancel_order(cancelled.pk, by=SYSTEM, now=MOMENT)
    an_order(a_customer("other"), lines=lines(A=7))
    glance = glance_at(customer.pk, now=MOMENT, zone=ZONE)
    assert (glance.count, glance.sum) == (3, Decimal(54))
    assert glance.last == MOMENT - 10 * DAY
    assert glance.rhythm == Rhythm(days=10, due=MOMENT.date())


def test_without_orders_there_is_nothing_to_say(client: Client) -> None:
    customer = a_customer()
    glance = glance_at(customer.pk, now=MOMENT, zone=ZONE)
    assert (glance.last, glance.count, glance.sum, glance.rhythm) == (None, 0, Decimal(0), None)
    assert "No orders yet." in client.get(f"/customers/{customer.pk}/").content.decode()


def test_a_late_order_is_marked(client: Client) -> None:
    a_warehouse()
    a_product("A")
    customer = a_customer()
    # By the calendar of the account, at noon: around midnight an hour of summer time makes another day.
    today = datetime.now(ZONE).replace(hour=12)
    for age in (40, 30, 20):
        an_order(customer, lines=lines(A=1), now=today - age * DAY)
    text = plain(client.get(f"/customers/{customer.pk}/").content.decode())
    assert "every 10 days 10 days late" in text


def test_every_tab_asks_a_fixed_number_of_times(client: Client) -> None:
    stocked(a_warehouse(), A=20)
    customer = a_customer()

    def asked() -> dict[str, int]:
        counts = {}
        for tab in TABS:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/customers/{customer.pk}/?tab={tab}").status_code == 200
            counts[tab] = len(captured)
        return counts

    a_processed_order(customer, lines=lines(A=1))
    a_processed_order(customer, lines=lines(A=50))
    update_customer(customer.pk, CustomerFields(phone="1"), by=SYSTEM, now=MOMENT)
    few = asked()
    for number in range(8):
        a_processed_order(customer, lines=lines(A=1))
        a_processed_order(customer, lines=lines(A=50))
        update_customer(customer.pk, CustomerFields(phone=f"1{number}"), by=SYSTEM, now=MOMENT)
    assert asked() == few
    assert max(few.values()) <= 24


def test_what_is_not_of_the_customer_itself_is_shown_to_those_who_may_see_it_elsewhere(db: None) -> None:
    stocked(a_warehouse(), A=20)
    customer = a_customer()
    order, waiting = (
        a_processed_order(customer, lines=lines(A=1)),
        a_processed_order(customer, lines=lines(A=50)),
    )
    numbers = {
        order.number,
        waiting.number,
        *Picklist.objects.filter(order=order).values_list("number", flat=True),
    }

    def page_for(name: str, *rights: Right) -> str:
        client = Client()
        client.force_login(
            create_user(
                name, password="hop-en-gist-2026", language="en", rights=rights, by=SYSTEM, now=MOMENT
            )
        )
        pages = (client.get(f"/customers/{customer.pk}/", {"tab": tab}) for tab in ("", *TABS, "returns"))
        return "".join(page.content.decode() for page in pages)

    of_the_customer = page_for("karin", Right.CUSTOMERS_SEE)
    assert customer.name in of_the_customer
    assert not any(number in of_the_customer for number in numbers)
    assert 'href="?tab=orders"' not in of_the_customer
    assert "Twelve months" not in of_the_customer
    of_the_warehouse = page_for("piet", Right.CUSTOMERS_SEE, Right.PICKLISTS_WORK)
    assert 'href="?tab=picklists"' in of_the_warehouse
    assert 'href="?tab=backorders"' not in of_the_warehouse
    everything = page_for("olga", Right.CUSTOMERS_SEE, Right.ORDERS_SEE)
    assert all(number in everything for number in numbers)
    assert "Twelve months" in everything


def test_each_tab_is_paged(client: Client) -> None:
    a_warehouse()
    a_product("A")
    customer = a_customer()
    for number in range(52):
        update_customer(customer.pk, CustomerFields(phone=str(number)), by=SYSTEM, now=MOMENT)
        an_order(customer, lines=lines(A=1))
    for tab in ("orders", "logbook"):
        path = f"/customers/{customer.pk}/"
        first = client.get(path, {"tab": tab}).content.decode()
        after = re.search(r"after=([\w-]+)", first)
        assert after is not None
        second = client.get(path, {"tab": tab, "after": after[1]})
        assert second.status_code == 200
        assert f"tab={tab}" in second.content.decode()
        assert client.get(path, {"tab": tab, "after": "nonsense"}).status_code == 200


def test_an_unknown_tab_is_the_first(client: Client) -> None:
    assert client.get(f"/customers/{a_customer().pk}/?tab=<x>").status_code == 200


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            ("Language: Dutch → English", "Autosplit: As set for the account → Off", "Discount: 0 % → 7.5 %"),
        ),
        ("nl", ("Nederlands → Engels", "Zoals ingesteld voor het account → Uit", "0 % → 7,5 %")),
    ],
)
def test_the_logbook_speaks_the_readers_language(
    client: Client, admin: User, language: str, expected: tuple[str, ...]
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    customer = a_customer()
    template = create_template("Zakelijk", is_default=False, by=SYSTEM, now=MOMENT)
    fields = CustomerFields(language="en", autosplit=False, discount="7.5", template_id=template.pk)
    update_customer(customer.pk, fields, by=admin.as_actor(), now=MOMENT)
    text = plain(client.get(f"/customers/{customer.pk}/?tab=logbook").content.decode())
    for words in (*expected, "— → Zakelijk"):
        assert words in text, text


def test_own_fields_stand_in_the_logbook_by_their_title_of_today(client: Client, admin: User) -> None:
    customer = a_customer()
    field = create_own_field(OwnFieldFields(title="Open", kind="yes_no"), by=SYSTEM, now=MOMENT)
    given = CustomerFields(own_fields=(GivenOwnValue(field_id=field.pk, value="ja"),))
    update_customer(customer.pk, given, by=admin.as_actor(), now=MOMENT)
    text = plain(client.get(f"/customers/{customer.pk}/?tab=logbook").content.decode())
    assert "Open: — → yes" in text
    assert "Customer changed anna" in text


def test_each_field_tells_its_last_source(client: Client, admin: User) -> None:
    customer = a_customer()
    update_customer(customer.pk, CustomerFields(email="a@b.nl"), by=admin.as_actor(), now=MOMENT)
    key, _ = create_api_key("Koppeling", by=SYSTEM, now=MOMENT)
    assert isinstance(key, ApiKey)
    update_customer(customer.pk, CustomerFields(phone="1"), by=key.as_actor(), now=MOMENT + DAY)
    run = Actor(ActorKind.IMPORT_RUN, 12, "klanten.csv")
    update_customer(customer.pk, CustomerFields(remarks="x"), by=run, now=MOMENT)
    text = plain(client.get(f"/customers/{customer.pk}/?tab=details").content.decode())
    assert "E-mail a@b.nl person anna, 23 Nov 2026" in text
    assert "Telephone 1 API key Koppeling, 24 Nov 2026" in text
    assert "Remarks x import 12, 23 Nov 2026" in text
    assert "Name Café De Kade Pakhuis" in text


def test_a_new_customer_tells_who_filled_in_tags_and_own_fields(client: Client, admin: User) -> None:
    tag = create_tag("Horeca", color="#123456", inherit=False, by=SYSTEM, now=MOMENT)
    field = create_own_field(OwnFieldFields(title="Regio", kind="text"), by=SYSTEM, now=MOMENT)
    create_own_field(OwnFieldFields(title="Leeg", kind="text"), by=SYSTEM, now=MOMENT)
    form = {"name": "Kade", "language": "nl", "tags": [tag.pk], f"own.{field.pk}": "Zuid"}
    assert client.post("/customers/new/", form).status_code == 302
    made = Customer.objects.get()
    assert set(made.field_sources) >= {"name", "tags", f"own:{field.pk}"}
    assert "addresses" not in made.field_sources
    text = plain(client.get(f"/customers/{made.pk}/?tab=details").content.decode())
    assert "Tags Horeca person anna" in text
    assert "Regio Zuid person anna" in text


def test_a_webshop_is_named_as_source(client: Client) -> None:
    stocked(a_warehouse(), A=1)
    order = placed_from(a_webshop("Bierwinkel"), "1")
    text = plain(client.get(f"/customers/{order.customer_id}/?tab=details").content.decode())
    assert "Contact name Ina Vlug webshop Bierwinkel, 23 Nov 2026" in text


def test_sources_of_older_rows_and_odd_ones_break_nothing(client: Client) -> None:
    customer = a_customer()
    odd = {"name": "person:999", "email": "nonsense", "phone": "webshop:x"}
    Customer.objects.filter(pk=customer.pk).update(
        field_sources=odd, field_dates={"name": "yesterday", "phone": 3}
    )
    assert client.get(f"/customers/{customer.pk}/?tab=details").status_code == 200


def test_the_second_who_saves_sees_every_difference(client: Client) -> None:
    customer = a_customer()
    tag = create_tag("Horeca", color="#123456", inherit=False, by=SYSTEM, now=MOMENT)
    lists = create_price_list("Dealer", by=SYSTEM, now=MOMENT)
    field = create_own_field(OwnFieldFields(title="Regio", kind="text"), by=SYSTEM, now=MOMENT)
    edit = f"/customers/{customer.pk}/edit/"
    form = {
        "name": customer.name,
        "language": "nl",
        "discount": "0",
        "calculate_vat": "on",
        "version": customer.version,
    }
    theirs = {
        **form,
        "tags": [tag.pk],
        "price_lists": [lists.pk],
        f"own.{field.pk}": "Zuid",
        "autosplit": "no",
    }
    assert client.post(edit, theirs).status_code == 302
    late = client.post(edit, {**form, "phone": "015-1"})
    text = plain(late.content.decode())
    assert late.status_code == 409
    for row in (
        "Tags Horeca —",
        "Price lists Dealer —",
        "Regio Zuid —",
        "Autosplit Off As set",
        "Telephone — 015-1",
    ):
        assert row in text, text
    assert "Language Dutch" not in text.split("Save again")[0]


def test_what_was_typed_for_a_deleted_customer_may_become_a_new_one(client: Client) -> None:
    customer = a_customer()
    edit = f"/customers/{customer.pk}/edit/"
    form = {"name": "De Kade", "language": "nl", "discount": "5", "version": customer.version}
    delete_customer(customer.pk, by=SYSTEM, now=MOMENT)
    assert client.get(edit).status_code == 404
    told = client.post(edit, form)
    text = told.content.decode()
    assert told.status_code == 409
    assert "was deleted meanwhile" in text
    assert 'value="De Kade"' in text
    assert 'action="/customers/new/"' in text
    assert not Customer.objects.exists()
    assert client.post("/customers/new/", form).status_code == 302
    assert Customer.objects.get().discount == 5


def test_price_lists_count_as_a_change_of_the_customer(db: None, admin: User) -> None:
    customer = a_customer()
    lists = create_price_list("Dealer", by=SYSTEM, now=MOMENT)
    attach_price_lists(customer.pk, price_list_ids=[lists.pk], by=admin.as_actor(), now=MOMENT)
    changed = Customer.objects.get(pk=customer.pk)
    assert changed.version == customer.version + 1
    assert changed.field_sources["price_lists"] == f"person:{admin.pk}"


def test_pieces_of_a_composition_count_once(client: Client) -> None:
    stocked(a_warehouse(), A=20, B=20)
    a_composition("BOX", A=2, B=3)
    customer = a_customer()
    a_processed_order(customer, lines=lines(BOX=3, A=1))
    text = client.get(f"/customers/{customer.pk}/").content.decode()
    assert re.search(r'class="number" data-label="[^"]+">4</td>', text)
