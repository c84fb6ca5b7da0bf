"""Forms: what is entered arrives, all errors stand at their field, nobody is overwritten unseen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag, create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Address, Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.pricing.actions import attach_price_lists, create_price_list, set_price
from pakhuis.stock.models import StockLevel
from tests.conftest import PASSWORD
from tests.factories import (
    MOMENT,
    a_customer,
    a_processed_order,
    a_product,
    a_warehouse,
    an_order,
    lines,
    stocked,
)
from tests.ui.filling_in import filled, versions


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


CUSTOMER = {
    "name": "Café Nieuw",
    "number": " 00123 ",
    "email": "Info@Nieuw.example",
    "phone": "015-1234567",
    "language": "en",
    "discount": "7,5",
    "autosplit": "no",
    "vat_number": "NL004495445B01",
    "default_order_remarks": "Bellen",
    "addresses.0.name": "Café Nieuw",
    "addresses.0.line1": "Markt 1",
    "addresses.0.country": "NL",
    "addresses.1.name": "",
    "addresses.1.country": "NL",
    "default_invoice": "0",
    "default_delivery": "0",
}


def test_a_customer_is_made_with_everything(client: Client) -> None:
    tag = create_tag("Horeca", color="#123456", inherit=True, by=SYSTEM, now=MOMENT)
    price_list = create_price_list("Dealer", by=SYSTEM, now=MOMENT)
    answer = client.post("/customers/new/", {**CUSTOMER, "tags": [tag.pk], "price_lists": [price_list.pk]})
    customer = Customer.objects.get()
    assert answer.headers["Location"] == f"/customers/{customer.pk}/"
    assert (customer.number, customer.discount, customer.autosplit) == ("00123", Decimal("7.50"), False)
    assert (customer.calculate_vat, customer.vat_state, customer.language) == (False, "shape_ok", "en")
    assert [one.title for one in customer.tags.all()] == ["Horeca"]
    assert customer.customer_price_lists.get().price_list == price_list
    address = customer.addresses.get()
    assert (address.line1, address.is_default_invoice, address.is_default_delivery) == ("Markt 1", True, True)


def test_all_errors_stand_at_their_field_and_nothing_is_lost(client: Client) -> None:
    bad = {**CUSTOMER, "name": " ", "discount": "abc", "addresses.0.country": "", "addresses.0.name": ""}
    answer = client.post("/customers/new/", bad)
    text = answer.content.decode()
    for place in ("f-name-error", "f-discount-error", "f-addresses-0-name-error"):
        assert f'id="{place}"' in text
    assert 'value="Markt 1"' in text
    assert not Customer.objects.exists()


def test_another_row_of_address_keeps_what_was_entered(client: Client) -> None:
    text = client.post("/customers/new/", {**CUSTOMER, "more": "1"}).content.decode()
    assert 'name="addresses.2.name"' in text
    assert 'value="Markt 1"' in text
    assert not Customer.objects.exists()


def test_the_second_of_two_who_save_is_told_and_sees_both(client: Client) -> None:
    customer = a_customer(phone="1")
    form = {"name": customer.name, "language": "nl", "discount": "0", "version": str(customer.version)}
    assert client.post(f"/customers/{customer.pk}/edit/", {**form, "phone": "2"}).status_code == 302
    late = client.post(f"/customers/{customer.pk}/edit/", {**form, "phone": "3"})
    assert late.status_code == 409
    text = late.content.decode()
    assert versions(text) == [("Telephone", "2", "3")]
    customer.refresh_from_db()
    assert customer.phone == "2"
    version = text.split('name="version" value="')[1].split('"')[0]
    again = client.post(f"/customers/{customer.pk}/edit/", {**form, "phone": "3", "version": version})
    assert again.status_code == 302
    customer.refresh_from_db()
    assert customer.phone == "3"


def test_an_address_is_left_out_by_its_mark(client: Client) -> None:
    client.post("/customers/new/", {**CUSTOMER, "addresses.0.remove": "on"})
    assert not Customer.objects.get().addresses.exists()


def test_a_customer_is_changed_apart_from_its_addresses(client: Client) -> None:
    """However many there are, and without a copy of them that a colleague may have changed meanwhile."""
    customer = a_customer()
    address = {"customer": customer, "name": "Filiaal", "country": "NL"}
    Address.objects.bulk_create(Address(**address, line1=f"Kade {n}") for n in range(2_000))
    before = list(customer.addresses.order_by("pk").values())
    edit = f"/customers/{customer.pk}/edit/"
    form = filled(client.get(edit).content.decode())
    assert not any(name.startswith("addresses.") for name in form)
    assert f'href="/customers/{customer.pk}/?tab=addresses"' in client.get(edit).content.decode()
    assert client.post(edit, {**form, "name": "Café Nieuw"}).status_code == 302
    customer.refresh_from_db()
    assert customer.name == "Café Nieuw"
    assert list(customer.addresses.order_by("pk").values()) == before


def test_deleting(client: Client) -> None:
    a_warehouse()
    a_product("A")
    busy, free = a_customer("Druk"), a_customer("Vrij")
    an_order(busy, lines=lines(A=1))
    told = client.post(f"/customers/{busy.pk}/delete/", follow=True).content.decode()
    assert "has orders" in told
    client.post(f"/customers/{free.pk}/delete/")
    assert [one.name for one in Customer.objects.all()] == ["Druk"]


@pytest.mark.django_db
def test_only_a_customer_without_orders_can_be_deleted_whatever_one_may_see() -> None:
    a_warehouse()
    a_product("A")
    busy, free = a_customer("Druk"), a_customer("Vrij")
    an_order(busy, lines=lines(A=1))
    rights = (Right.CUSTOMERS_SEE, Right.CUSTOMERS_CHANGE)
    client = Client()
    client.force_login(create_user("wim", password=PASSWORD, rights=rights, by=SYSTEM, now=MOMENT))
    offered = [
        f"/customers/{one.pk}/delete/" in client.get(f"/customers/{one.pk}/?tab=details").content.decode()
        for one in (busy, free)
    ]
    assert offered == [False, True]


@pytest.fixture
def regular(db: None) -> Customer:
    """A customer with terms, and products in stock."""
    stocked(a_warehouse(), A=6, B=3)
    customer = a_customer(discount="5", email="a@b.example", default_order_remarks="Achterom")
    price_list = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    product = a_product("GLAS", price="4")
    set_price(price_list.pk, product_id=product.pk, price="3.5", min_amount=10, by=SYSTEM, now=MOMENT)
    attach_price_lists(customer.pk, price_list_ids=[price_list.pk], by=SYSTEM, now=MOMENT)
    return customer


def filled_in(client: Client, customer: Customer) -> dict[str, Any]:
    """The new order form as it comes, as a browser would send it back."""
    context = client.get(f"/customers/{customer.pk}/order/").context
    return {name: value for name, value in context["entered"].values.items() if value not in ("", None)}


def test_a_new_order_comes_with_everything_filled_in(client: Client, regular: Customer) -> None:
    form = filled_in(client, regular)
    assert (form["discount"], form["email"], form["autosplit"]) == ("5", "a@b.example", "on")
    address = f"/customers/{regular.pk}/order/"
    goods = {"lines.0.product": "A — Product A", "lines.0.amount": "2", "lines.2.product": "GLAS"}
    client.post(address, {**form, **goods, "lines.2.amount": "10"})
    order = Order.objects.get()
    assert order.sources["discount"] == ["customer", ""]
    assert order.remarks == "Achterom"
    assert [(one.code, one.amount, str(one.price)) for one in order.lines.all()] == [
        ("A", 2, "10.0000"),
        ("GLAS", 10, "3.5000"),
    ]
    text = client.get(f"/orders/{order.pk}/").content.decode()
    assert "price list “Horeca”, from 10" in text
    assert "agreed with the customer" in text


def test_what_is_changed_counts_for_this_order_only(client: Client, regular: Customer) -> None:
    form = filled_in(client, regular)
    changed = {
        **form,
        "discount": "0",
        "delivery": "other",
        "delivery.name": "Feesttent",
        "delivery.country": "NL",
        "lines.0.product": "A",
        "lines.0.amount": "1",
        "lines.0.price": "8,25",
        "remarks": "Pas op",
    }
    client.post(f"/customers/{regular.pk}/order/", changed)
    order = Order.objects.get()
    assert (order.discount, order.delivery_name, order.invoice_name) == (0, "Feesttent", "Café De Kade")
    assert order.sources["discount"] == ["explicit", ""]
    assert order.remarks == "Pas op\nAchterom"
    assert str(order.lines.get().price) == "8.2500"
    regular.refresh_from_db()
    assert regular.discount == 5


def test_errors_of_lines_stand_at_their_row(client: Client, regular: Customer) -> None:
    form = filled_in(client, regular)
    bad = {"lines.1.product": "NOPE", "lines.1.amount": "-1", "lines.3.product": "A", "lines.3.amount": "1,5"}
    text = client.post(f"/customers/{regular.pk}/order/", {**form, **bad}).content.decode()
    for place in ("f-lines-1-product", "f-lines-1-amount", "f-lines-3-amount"):
        assert f'id="{place}-error"' in text
    assert 'id="f-lines-3-product-error"' not in text
    assert not Order.objects.exists()
    empty = client.post(f"/customers/{regular.pk}/order/", form).content.decode()
    assert "at least one line" in empty


def test_from_concept_to_closed(client: Client, regular: Customer) -> None:
    order = an_order(regular, lines=lines(A=4, B=6))
    client.post(f"/orders/{order.pk}/move/process/")
    picklist = order.picklists.get()
    line = picklist.lines.order_by("pk").first()
    assert line is not None
    page = f"/picklists/{picklist.pk}/"
    told = client.post(f"{page}close/", follow=True).content.decode()
    assert "7 pieces have not been picked yet." in told
    client.post(f"{page}pick/{line.pk}/", {"amount": "5"})
    line.refresh_from_db()
    assert line.picked == 0
    client.post(f"{page}pick/{line.pk}/", {"amount": "4"})
    client.post(f"{page}pick-all/")
    client.post(f"{page}close/")
    picklist.refresh_from_db()
    assert picklist.status == "closed"
    backorder = order.backorders.get()
    warehouse = backorder.warehouse_id
    goods = {"warehouse": warehouse, "pieces": "10", "reason": "Levering"}
    client.post(f"/products/{backorder.product_id}/receive/", goods)
    client.post("/backorders/process/", {"customer": regular.pk})
    assert order.picklists.filter(status="new").count() == 1


def test_stock_is_corrected_with_a_reason(client: Client, regular: Customer) -> None:
    level = StockLevel.objects.get(product__code="A")
    page = f"/products/{level.product_id}/correct/"
    client.post(page, {"warehouse": level.warehouse_id, "change": "-2", "reason": "Gebroken"})
    level.refresh_from_db()
    assert level.on_hand == 4
    told = client.post(page, {"warehouse": level.warehouse_id, "change": "-9"}, follow=True).content.decode()
    assert "At most 4 pieces can go" in told


def test_a_product_is_made(client: Client, regular: Customer) -> None:
    bad = client.post("/products/new/", {"code": "A", "name": "", "price": "x"}).content.decode()
    for place in ("code", "name", "price"):
        assert f'id="f-{place}-error"' in bad
    client.post("/products/new/", {"code": "N", "name": "Nieuw", "price": "1.234,5"})
    text = client.get("/products/?q=nieuw").content.decode()
    assert "1,234.50" in text


def test_a_webshop_is_linked_and_its_secrets_never_shown(client: Client) -> None:
    form = {
        "name": "Bier",
        "address": "https://bier.example",
        "key": "ck_geheim",
        "key_secret": "cs_geheim",
        "webhook_secret": "wh_geheim",
        "poll_minutes": "10",
        "active": "on",
        "our_prices_lead": "on",
        "vat_fields": "ons_btw, ander",
    }
    bad = client.post("/webshops/new/woocommerce/", {**form, "address": "x", "key": ""}).content.decode()
    assert 'id="f-address-error"' in bad
    assert 'id="f-key-error"' in bad
    page = client.post("/webshops/new/woocommerce/", form).headers["Location"]
    shown = client.get(page).content.decode() + client.get(f"{page}edit/").content.decode()
    assert "geheim" not in shown
    assert f"/hooks/woocommerce/{page.split('/')[2]}/" in shown
    client.post(f"{page}edit/", {**form, "key": "", "key_secret": "", "webhook_secret": "", "name": "Bier 2"})
    assert "Bier 2" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "address", ["/customers/", "/orders/", "/picklists/", "/backorders/", "/products/", "/stock/"]
)
def test_lists_ask_the_database_as_often_for_many_as_for_few(client: Client, address: str) -> None:
    warehouse = a_warehouse()
    counts = []
    for size in (3, 12):
        for number in range(size):
            code = f"S{size}N{number}"
            stocked(warehouse, **{code: 1})
            a_processed_order(a_customer(f"C{code}"), lines=lines(**{code: 2}))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


@pytest.mark.parametrize("sort", ["name", "number", "newest"])
def test_pages_follow_each_other_without_gaps(client: Client, sort: str) -> None:
    for number in range(120):
        a_customer(f"Naam {number % 7}", number=str(number) if number % 3 else "")
    seen: list[int] = []
    query = f"sort={sort}"
    for _ in range(5):
        page = client.get(f"/customers/?{query}").context["page"]
        seen += [one.pk for one in page.rows]
        query = page.next_query
        if not query:
            break
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("after", ["x", "bnVsbA", "W10", "WyJhIiwgMTIzXQ", "%00", "WzEsIDJd" * 50])
def test_odd_cursors_never_fail(client: Client, after: str) -> None:
    for address in ("/customers/", "/customers/?sort=number", "/orders/", "/products/"):
        sign = "&" if "?" in address else "?"
        assert client.get(f"{address}{sign}after={after}").status_code == 200


@pytest.mark.parametrize("words", ["%00", "🍺", "'\"<script>", "%", "_", "a" * 3000, "   "])
def test_odd_words_never_fail(client: Client, words: str) -> None:
    a_customer("<script>alert(1)</script>")
    for address in ("/customers/", "/orders/", "/products/", "/search/"):
        answer = client.get(address, {"q": words})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
