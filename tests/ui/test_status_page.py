"""The public status page: for whoever has the address, in the order's language, with nothing internal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import account_settings, change_settings, change_template, create_template
from pakhuis.accounts.models import User
from pakhuis.api.order_shape import one_order
from pakhuis.fulfilment.actions import (
    close_picklist,
    create_shipment,
    force_cancel_order,
    pause_order,
    pick_all,
    process_order,
    save_provider,
)
from pakhuis.fulfilment.shipping_intake import NewParcel, NewShipment, ProfileFields, ProviderFields
from pakhuis.fulfilment.status_queries import OPEN_FOR
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import switch_status_page
from pakhuis.orders.models import Backorder, Order
from pakhuis.orders.status_key import order_of, status_address, status_key
from pakhuis.papers.values import told_of
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture(autouse=True)
def _goods(db: None) -> None:
    stocked(a_warehouse("Delft"), A=10, B=1)


def a_profile(pattern: str) -> int:
    fields = ProviderFields(
        name="Post", carrier="other", tracking_pattern=pattern, profiles=(ProfileFields(name="Parcel"),)
    )
    return save_provider(None, fields, **DO).profiles.get().pk


def seen(client: Client, order: Order) -> str:
    answer = client.get(f"/s/{status_key(order.pk)}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_part_says_where_it_is(client: Client) -> None:
    order = a_processed_order(a_customer(language="en"), lines=lines(A=2, B=3), reference="R7")
    shown = seen(client, order)
    assert "Ready to be picked" in shown
    assert "Waiting for stock" in shown
    assert "<strong>2 ×</strong> Product A" in shown
    assert "R7" in shown
    picklist = order.picklists.get()
    pick_all(picklist.pk, **DO)
    assert "Being packed" in seen(client, order)
    close_picklist(picklist.pk, **DO)
    profile = a_profile("https://post.example/{code}")
    parcel = NewParcel(tracking_code="3SABC")
    create_shipment(picklist.pk, NewShipment(profile_id=profile, parcels=(parcel,)), **DO)
    Backorder.objects.update(expected_on=now().date() + timedelta(days=4))
    shown = seen(client, order)
    assert "This has left our warehouse." in shown
    assert 'href="https://post.example/3SABC"' in shown
    assert "We expect it on" in shown


def test_nothing_of_the_person_or_the_house_is_shown(client: Client) -> None:
    customer = a_customer("Café De Kade", email="joke@kade.example", remarks="Pays late")
    order = a_processed_order(customer, lines=lines(A=2), remarks="Ring twice")
    pause_order(order.pk, reason="Does not pay", **DO)
    shown = seen(client, order)
    for secret in ("Kade", "joke", "Pays late", "Does not pay", "Ring twice", "Delft", "10,00", "2611"):
        assert secret not in shown
    assert "Even aangehouden" in shown


@pytest.mark.parametrize(
    ("given", "words"),
    [({"expected": True}, "Waiting for payment"), ({}, "We have received this")],
)
def test_before_it_is_processed_it_is_received_or_unpaid(
    client: Client, given: dict[str, Any], words: str
) -> None:
    order = an_order(a_customer(language="en"), lines=lines(A=2), **given)
    assert words in seen(client, order)


def test_a_cancelled_order_says_so(client: Client) -> None:
    order = a_processed_order(a_customer(language="en"), lines=lines(A=2))
    force_cancel_order(order.pk, **DO)
    assert "This will not be delivered." in seen(client, order)


def test_the_language_is_the_orders_and_the_colour_its_templates(client: Client) -> None:
    template = create_template("Shop", is_default=False, color="#AA3300", **DO)
    order = an_order(a_customer(language="nl"), lines=lines(A=1), template_id=template.pk)
    answer = client.get(f"/s/{status_key(order.pk)}", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "nl"
    assert '<html lang="nl">' in answer.content.decode()
    assert 'fill="#aa3300"' in answer.content.decode()
    change_template(template.pk, color="", **DO)
    assert 'class="plain"' in seen(client, order)


def test_it_is_kept_out_of_search_engines_and_caches(client: Client) -> None:
    answer = client.get(f"/s/{status_key(an_order(lines=lines(A=1)).pk)}")
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.content.decode()
    assert "Content-Security-Policy" in answer
    assert client.post(f"/s/{status_key(1)}").status_code == 405


def test_a_key_cannot_be_guessed_and_is_refused_before_anything_is_looked_up(client: Client) -> None:
    order = an_order(lines=lines(A=1))
    key = status_key(order.pk)
    other = status_key(order.pk + 1)
    signature = key.split(".")[1]
    wrong = [
        *(str(order.pk), f"{order.pk}.", key[:-1], f"{order.pk + 1}.{signature}"),
        *("x" * 300, f"{order.pk}.é", f".{signature}"),
    ]
    for one in wrong:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/s/{one}")
        assert answer.status_code == 404
        assert not any("orders_order" in one["sql"] for one in queries)
        assert order_of(one) is None
    assert client.get(f"/s/{other}").content == client.get(f"/s/{key[:-1]}").content
    assert order_of(key) == order.pk


def test_it_is_closed_by_the_switch_by_erasing_and_a_year_after_the_end(client: Client) -> None:
    order = a_processed_order(lines=lines(A=1))
    address = f"/s/{status_key(order.pk)}"
    assert client.get(address).status_code == 200
    change_settings(shows_status_pages=False, **DO)
    assert client.get(address).status_code == 404
    change_settings(shows_status_pages=True, **DO)
    Order.objects.filter(pk=order.pk).update(updated_at=now() - OPEN_FOR - timedelta(days=1))
    assert client.get(address).status_code == 200
    Order.objects.filter(pk=order.pk).update(status="completed")
    assert client.get(address).status_code == 404
    Order.objects.filter(pk=order.pk).update(updated_at=now(), erased_at=MOMENT)
    assert client.get(address).status_code == 404


def test_its_length_costs_no_query(client: Client) -> None:
    def queries(order: Order) -> int:
        with CaptureQueriesContext(connection) as captured:
            seen(client, order)
        return len(captured)

    short = an_order(a_customer(), lines=lines(A=1))
    long = an_order(a_customer("B"), lines=lines(A=2, B=4))
    process_order(short.pk, **DO)
    process_order(long.pk, **DO)
    assert queries(short) == queries(long) <= 10


def test_order_page_api_and_mails_lead_to_it(admin_client: Client, settings: Any) -> None:
    order = an_order(lines=lines(A=1))
    page = admin_client.get(f"/orders/{order.pk}/").content.decode()
    assert f"http://testserver/s/{status_key(order.pk)}" in page
    assert status_address(order.pk) == ""
    settings.PUBLIC_ADDRESS = "https://pakhuis.example.nl"
    assert status_address(order.pk) == f"https://pakhuis.example.nl/s/{status_key(order.pk)}"
    change_settings(shows_status_pages=False, **DO)
    assert "/s/" not in admin_client.get(f"/orders/{order.pk}/").content.decode()


def test_one_page_alone_is_closed_and_opened_again(client: Client, clerk: User, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://linde.example"
    order, other = (a_processed_order(a_customer(name), lines=lines(A=1)) for name in "AB")
    office = Client()
    office.force_login(clerk)
    address = f"/orders/{order.pk}/"
    assert status_key(order.pk) in office.get(address).content.decode()
    shown = office.post(f"{address}status-page/", follow=True).content.decode()
    assert "The status page is closed." in shown
    assert status_key(order.pk) not in shown
    assert client.get(f"/s/{status_key(order.pk)}").status_code == 404
    assert client.get(f"/s/{status_key(other.pk)}").status_code == 200
    order.refresh_from_db()
    told = told_of(order, account_settings()).values["order.status_page"]
    assert (told, one_order(order.pk)["public_status_page"]) == ("", None)
    office.post(f"{address}status-page/")
    office.post(f"{address}status-page/", {"open": "on"})
    assert "R" in seen(client, order)
    assert one_order(order.pk)["public_status_page"].endswith(status_key(order.pk))
    facts = Fact.objects.filter(name="order.changed", subject_id=order.pk).order_by("pk")
    assert [one.data["changes"][0]["new"] for one in facts] == ["False", "True"]
    with pytest.raises(Refused):
        switch_status_page(10**9, is_open=False, **DO)
