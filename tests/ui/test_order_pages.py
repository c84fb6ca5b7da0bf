"""The pages of orders: buttons for every move, editing, another customer, guests, the overview's filters."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from pakhuis.accounts.actions import create_tag, create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.customers.actions import archive_customers
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import (
    make_customer_of_order,
    pause_order,
    pick_line,
    process_order,
    reopen_order,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_order, create_order_rule, tag_order
from pakhuis.orders.models import Order
from pakhuis.orders.rule_intake import OrderRuleFields
from pakhuis.stock.models import Warehouse
from pakhuis.ui.views.order_moves import BUTTONS
from tests.conftest import PASSWORD
from tests.factories import (
    MOMENT,
    SHED,
    a_composition,
    a_customer,
    a_price_list,
    a_processed_order,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    placed_from,
    stocked,
)
from tests.invariants import check
from tests.ui.filling_in import filled, versions

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def house(db: None) -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=6, B=3, C=0)
    return warehouse


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def told(answer: Any) -> str:
    return " ".join(str(one) for one in get_messages(answer.wsgi_request))


def buttons(client: Client, order: Order) -> set[str]:
    text = shown(client, f"/orders/{order.pk}/")
    return {one.code for one in BUTTONS if f"/orders/{order.pk}/move/{one.code}/" in text}


def test_every_state_has_its_buttons(desk: Client, house: Warehouse) -> None:
    expected = an_order(a_customer(), lines=lines(A=1), expected=True, allocate=True)
    assert buttons(desk, expected) == {"process", "to_concept", "allocate", "deallocate", "cancel"}
    concept = an_order(a_customer(), lines=lines(A=1))
    assert buttons(desk, concept) == {"process", "allocate", "cancel"}
    processing = a_processed_order(a_customer(), lines=lines(A=1, C=1))
    assert buttons(desk, processing) == {"prioritise", "pause", "reopen", "withdraw", "force_cancel"}
    pause_order(processing.pk, reason="Adres?", **DO)
    assert buttons(desk, processing) == {"resume", "prioritise", "withdraw", "force_cancel"}
    assert "Adres?" in shown(desk, f"/orders/{processing.pk}/")
    cancel_order(concept.pk, **DO)
    assert buttons(desk, concept) == {"undo_cancellation"}
    Order.objects.filter(pk=expected.pk).update(status="completed")
    assert "reopen" in buttons(desk, expected)


def test_a_reader_has_no_buttons(client: Client, packer: User, house: Warehouse) -> None:
    client.force_login(packer)
    order = an_order(a_customer(), lines=lines(A=1))
    assert buttons(client, order) == set()
    assert "/edit/" not in shown(client, f"/orders/{order.pk}/")


@pytest.mark.parametrize("button", BUTTONS, ids=[one.code for one in BUTTONS])
def test_each_button_does_what_it_says_or_tells_why_not(desk: Client, house: Warehouse, button: Any) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1, C=1))
    allowed = order.can(button.move)
    address = f"/orders/{order.pk}/move/{button.code}/"
    assert desk.get(address).status_code == (200 if allowed else 302)
    answer = desk.post(address, {"reason": "Even wachten"})
    assert answer.headers["Location"] == f"/orders/{order.pk}/"
    with override("en"):
        assert (str(button.done) in told(answer)) == allowed
    assert ("not possible" in told(answer)) == (not allowed)
    check()


def test_a_rule_that_pauses_is_told_where_the_order_is_processed(desk: Client, house: Warehouse) -> None:
    create_order_rule(OrderRuleFields(title="Eerst bellen", pause_reason="Bel over de levertijd"), **DO)
    order = an_order(a_customer(), lines=lines(A=1))
    answer = desk.post(f"/orders/{order.pk}/move/process/")
    assert told(answer) == "The order is processed, and paused: Bel over de levertijd"


def test_pausing_without_a_reason_asks_again(desk: Client, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1))
    answer = desk.post(f"/orders/{order.pk}/move/pause/", {"reason": ""})
    assert answer.status_code == 200
    assert "This is required." in answer.content.decode()
    order.refresh_from_db()
    assert order.status == "processing"


def test_what_is_picked_is_not_simply_cancelled(desk: Client, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=2))
    pick_line(order.picklists.get().lines.get().pk, amount=1, **DO)
    answer = desk.post(f"/orders/{order.pk}/move/withdraw/")
    assert "1 piece is picked or delivered already" in told(answer)
    desk.post(f"/orders/{order.pk}/move/force_cancel/")
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_a_move_that_does_not_exist(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    assert desk.get(f"/orders/{order.pk}/move/complete/").status_code == 404
    assert desk.post("/orders/999/move/process/").status_code == 404


def form(client: Client, order: Order) -> dict[str, Any]:
    """The fields of the edit page as a browser would send them back."""
    context = client.get(f"/orders/{order.pk}/edit/").context
    values = context["entered"].values
    return {name: value for name, value in values.items() if value not in ("", None)}


def test_saving_without_a_change_changes_nothing(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(discount="5"), lines=lines(A=1, B=2))
    before = Order.objects.values().get(pk=order.pk)
    assert desk.post(f"/orders/{order.pk}/edit/", form(desk, order)).status_code == 302
    assert Order.objects.values().get(pk=order.pk) == before


def test_the_whole_form_is_saved_at_once(desk: Client, house: Warehouse) -> None:
    listed = a_price_list("Horeca", A=[("8", 1)])
    tag = create_tag("Spoed", color="#ff0000", inherit=False, **DO)
    order = an_order(a_customer(), lines=lines(A=1, B=2))
    first, second = order.lines.order_by("position")
    sent = form(desk, order) | {
        "reference": "PO 7",
        "discount": "2,5",
        "price_lists": [listed.pk],
        "tags": [tag.pk],
        "delivery.line1": "Loods 7",
        "preferred_delivery_date": "2026-12-01",
        f"line.{first.pk}.amount": "3",
        f"line.{second.pk}.remove": "on",
        "new.0.product": "C — Product C",
        "new.0.amount": "4",
        "new.1.name": "Transport",
        "new.1.amount": "1",
        "new.1.price": "12,50",
        "new.1.remarks": "Voor tienen",
    }
    answer = desk.post(f"/orders/{order.pk}/edit/", sent)
    assert answer.status_code == 302
    order.refresh_from_db()
    assert (order.reference, order.discount, order.delivery_line1) == ("PO 7", 2.5, "Loods 7")
    rows = [(one.code, one.name, one.amount, one.price) for one in order.lines.order_by("position")]
    assert rows == [("A", "Product A", 3, 8), ("C", "Product C", 4, 10), ("", "Transport", 1, 12.5)]
    assert order.lines.get(name="Transport").remarks == "Voor tienen"
    text = shown(desk, f"/orders/{order.pk}/")
    assert "changed on this order (Kees)" in text or "changed on this order (kees)" in text
    assert "Without the price lists" in text


def test_of_an_own_line_one_is_meant_where_nobody_says_how_many(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    sent = form(desk, order) | {"new.0.name": "Bezorging", "new.0.price": "12,50", "new.0.amount": ""}
    assert desk.post(f"/orders/{order.pk}/edit/", sent).status_code == 302
    assert order.lines.get(name="Bezorging").amount == 1
    sent = form(desk, order) | {"new.0.product": "C", "new.0.amount": ""}
    assert "This is required." in desk.post(f"/orders/{order.pk}/edit/", sent).content.decode()
    row = {"lines.0.name": "Bezorging", "lines.0.price": "12,50", "lines.0.amount": ""}
    desk.post(f"/customers/{order.customer_id}/order/", row | {"language": "nl", "autosplit": "on"})
    assert [one.amount for one in Order.objects.latest("pk").lines.all()] == [1]


def test_errors_stand_at_their_field_and_what_was_entered_stays(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    line = order.lines.get().pk
    sent = form(desk, order) | {
        "discount": "200",
        "delivery.country": "XX",
        f"line.{line}.amount": "nul",
        "new.1.product": "bestaat niet",
        "new.1.amount": "2",
        "reference": "blijft staan",
        "preferred_delivery_date": "31-02-2026",
    }
    text = desk.post(f"/orders/{order.pk}/edit/", sent).content.decode()
    wrong = (
        "discount",
        f"line-{line}-amount",
        "new-1-product",
        "delivery-country",
        "preferred_delivery_date",
    )
    for name in wrong:
        assert f'id="f-{name}-error"' in text, name
    assert 'value="blijft staan"' in text
    order.refresh_from_db()
    assert order.version == 1


def test_another_day_wished_for_moves_the_picklist_in_the_queue(desk: Client, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1))
    picklist = order.picklists.get()
    sent = form(desk, order) | {"preferred_delivery_date": "2026-12-24"}
    assert desk.post(f"/orders/{order.pk}/edit/", sent).status_code == 302
    assert order.picklists.get().rank > picklist.rank


def test_the_second_of_two_editors_keeps_what_was_typed(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    mine = form(desk, order) | {"reference": "van mij"}
    desk.post(f"/orders/{order.pk}/edit/", form(desk, order) | {"reference": "eerder"})
    late = desk.post(f"/orders/{order.pk}/edit/", mine)
    text = late.content.decode()
    assert late.status_code == 409
    assert "Someone else has changed this order" in text
    assert versions(text) == [("Reference", "eerder", "van mij")]
    order.refresh_from_db()
    assert order.reference == "eerder"
    assert desk.post(f"/orders/{order.pk}/edit/", filled(text)).status_code == 302
    order.refresh_from_db()
    assert order.reference == "van mij"


def test_lines_and_addresses_of_both_editors_are_told_as_one_each(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1, B=2))
    first, second = order.lines.order_by("position")
    mine, theirs = form(desk, order), form(desk, order)
    theirs |= {"delivery.line1": "Loods 7", f"line.{first.pk}.remove": "on", "new.0.product": "C"}
    assert desk.post(f"/orders/{order.pk}/edit/", {**theirs, "new.0.amount": "4"}).status_code == 302
    mine |= {f"line.{second.pk}.amount": "5", "new.1.product": "A", "new.1.amount": "1"}
    text = desk.post(f"/orders/{order.pk}/edit/", mine).content.decode()
    told = {row[0]: row[1:] for row in versions(text)}
    both = {"C Product C", "B Product B", "New line 2", "Delivery address"}
    assert set(told) == {"A line that was removed", *both}
    assert told["B Product B"] == ("Product B, Amount 2, Price 10", "Product B, Amount 5, Price 10")
    assert "Loods 7" in told["Delivery address"][0]
    assert desk.post(f"/orders/{order.pk}/edit/", filled(text)).status_code == 302
    amounts = order.lines.order_by("position").values_list("code", "amount")
    assert sorted(amounts) == [("A", 1), ("B", 5), ("C", 4)]


def test_lines_typed_while_somebody_processed_the_order_are_not_lost_unseen(
    desk: Client, house: Warehouse
) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    line = order.lines.get().pk
    mine = form(desk, order) | {f"line-{line}-amount": "7"}
    process_order(order.pk, **DO)
    text = desk.post(f"/orders/{order.pk}/edit/", mine).content.decode()
    assert "Someone else has changed this order" in text


def test_a_processed_order_shows_no_lines_to_change(desk: Client, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1))
    text = shown(desk, f"/orders/{order.pk}/edit/")
    assert "lines and terms are fixed" in text
    sent = form(desk, order) | {"delivery.line1": "Loods 7", "discount": "50"}
    assert desk.post(f"/orders/{order.pk}/edit/", sent).status_code == 302
    order.refresh_from_db()
    assert (order.delivery_line1, order.discount) == ("Loods 7", 0)


def test_what_is_over_has_no_form(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    cancel_order(order.pk, **DO)
    answer = desk.get(f"/orders/{order.pk}/edit/")
    assert answer.headers["Location"] == f"/orders/{order.pk}/"
    assert "cannot be changed" in told(answer)


def test_more_rows_keep_what_was_entered(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    text = desk.post(
        f"/orders/{order.pk}/edit/", form(desk, order) | {"new.0.product": "B", "more": "1"}
    ).content.decode()
    assert 'name="new.7.product"' in text
    assert 'value="B"' in text


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("p", ["A", "B", "C"]), ("a", ["A"]), ("Product B", ["B"]), ("871", []), ("", ["A", "B", "C"])],
)
def test_products_are_found_while_typing(
    desk: Client, house: Warehouse, typed: str, codes: list[str]
) -> None:
    text = shown(desk, f"/orders/products/?new.0.product={typed}")
    assert (
        [code for code in "ABC" if f'value="{code} — ' in text] == codes if typed != "a" else "A — " in text
    )


def test_a_product_may_be_typed_as_barcode_or_as_a_part_of_its_name(desk: Client, house: Warehouse) -> None:
    products = {
        one.code: one
        for one in [
            line.product
            for line in an_order(a_customer(), lines=lines(A=1, B=1)).lines.select_related("product")
        ]
        if one
    }
    told_more = ProductFields(barcode="8712345678906", name="Pils krat")
    update_product(products["A"].pk, told_more, by=SYSTEM, now=MOMENT)
    for typed in ("8712345678906", "pils", "A", "a", "A — Pils krat"):
        order = an_order(a_customer(), lines=lines(B=1))
        sent = form(desk, order) | {"new.0.product": typed, "new.0.amount": "1"}
        assert desk.post(f"/orders/{order.pk}/edit/", sent).status_code == 302, typed
        assert order.lines.filter(code="A").exists(), typed


def test_another_customer_is_shown_before_it_is_done(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(discount="5"), lines=lines(A=1))
    other = a_customer("Bistro Zuid", discount="10")
    assert "Bistro Zuid" in shown(desk, f"/orders/{order.pk}/customer/?q=bistro")
    assert "No customer found" in shown(desk, f"/orders/{order.pk}/customer/?q=niemand")
    for place in range(25):
        a_customer(f"Aa {place}", phone=f"06{place:02d}123499")
    exact = a_customer("Zout", number="1234")
    found = desk.get(f"/orders/{order.pk}/customer/?q=1234").context["found"]
    assert (found[0], len(found)) == (exact, 20), "the best of many, and no more than fit on a page"
    text = shown(desk, f"/orders/{order.pk}/customer/?to={other.pk}")
    assert "<td>5</td><td>10</td>" in text
    order.refresh_from_db()
    assert order.discount == 5
    answer = desk.post(f"/orders/{order.pk}/customer/", {"to": other.pk, "version": 1})
    assert "another customer now" in told(answer)
    order.refresh_from_db()
    assert (order.customer, order.discount) == (other, 10)
    late = desk.post(f"/orders/{order.pk}/customer/", {"to": other.pk, "version": 1})
    assert "Someone else" in told(late)
    process_order(order.pk, **DO)
    assert desk.get(f"/orders/{order.pk}/customer/?to={other.pk}").status_code == 302


def test_a_new_order_begins_with_for_whom(desk: Client, house: Warehouse) -> None:
    assert "Type a name" in shown(desk, "/orders/new/")
    regular, other = a_customer("Bistro Zuid", number="B7"), a_customer("Bakker Vlug")
    an_order(regular, lines=lines(A=1))
    latest = shown(desk, "/orders/new/")
    assert f"/customers/{regular.pk}/order/" in latest
    assert "Bakker Vlug" not in latest
    found = shown(desk, "/orders/new/?q=vlug")
    assert f"/customers/{other.pk}/order/" in found
    assert "Bistro Zuid" not in found
    assert f"/customers/{regular.pk}/order/" in shown(desk, "/orders/new/?q=b7")
    assert "No customer fits" in shown(desk, "/orders/new/?q=niemand")
    archive_customers([regular.pk], **DO)
    assert "Bistro Zuid" not in shown(desk, "/orders/new/?q=bistro")


def test_whoever_may_not_see_customers_may_still_enter_a_guest_order(
    client: Client, house: Warehouse
) -> None:
    a_customer("Bistro Zuid")
    seller = create_user("sam", password=PASSWORD, rights=(Right.ORDERS_CHANGE,), language="en", **DO)
    client.force_login(seller)
    text = shown(client, "/orders/new/?q=bistro")
    assert "Bistro Zuid" not in text
    assert "/orders/new/guest/" in text


def test_whoever_may_not_see_customers_reads_none_by_way_of_an_order(
    client: Client, house: Warehouse
) -> None:
    customer, order = a_customer("Bistro Zuid", email="geheim@zuid.example"), an_order(lines=lines(A=1))
    rights = (Right.ORDERS_SEE, Right.ORDERS_CHANGE)
    client.force_login(create_user("sam", password=PASSWORD, rights=rights, language="en", **DO))
    other = f"/orders/{order.pk}/customer/"
    pages = (f"{other}?q=bistro", f"{other}?to={customer.pk}", f"/customers/{customer.pk}/order/")
    for page in (*pages, f"/returns/new/?customer={customer.pk}"):
        assert client.get(page).status_code == 403, page
    assert client.post(other, {"to": customer.pk, "version": order.version}).status_code == 403
    assert other not in shown(client, f"/orders/{order.pk}/edit/")
    assert shown(client, f"/returns/new/?order={order.pk}")


def test_another_customer_is_none_that_was_archived(desk: Client, house: Warehouse) -> None:
    customer, order = a_customer("Bistro Zuid"), an_order(lines=lines(A=1))
    assert "Bistro Zuid" in shown(desk, f"/orders/{order.pk}/customer/?q=bistro")
    archive_customers([customer.pk], **DO)
    assert "Bistro Zuid" not in shown(desk, f"/orders/{order.pk}/customer/?q=bistro")


def test_a_guest_order_by_hand(desk: Client, house: Warehouse) -> None:
    assert "Guest order" in shown(desk, "/orders/new/guest/")
    sent = {"lines.0.product": "A", "lines.0.amount": "2", "language": "nl", "autosplit": "on"}
    text = desk.post("/orders/new/guest/", sent).content.decode()
    assert 'id="f-delivery-name-error"' in text
    assert 'id="f-delivery-country-error"' in text
    sent |= {"delivery.name": "Jan Passant", "delivery.country": "NL", "email": "jan@p.example"}
    answer = desk.post("/orders/new/guest/", sent | {"calculate_vat": "on"})
    assert answer.status_code == 302
    order = Order.objects.get()
    assert (order.customer, order.delivery_name, order.invoice_name) == (None, "Jan Passant", "Jan Passant")
    assert (order.email, order.autosplit, order.calculate_vat) == ("jan@p.example", True, True)
    assert order.sources["autosplit"] == ["account", ""]


def test_a_customer_is_made_from_a_guest_order(client: Client, admin: User, house: Warehouse) -> None:
    client.force_login(admin)
    order = an_order(lines=lines(A=1, C=1), delivery=SHED, email="g@kade.example")
    process_order(order.pk, **DO)
    assert "Make a customer" in shown(client, f"/orders/{order.pk}/")
    client.post(f"/orders/{order.pk}/make-customer/")
    order.refresh_from_db()
    customer = Customer.objects.get()
    assert (order.customer, customer.name, customer.email) == (customer, "Café De Kade", "g@kade.example")
    book = customer.addresses.get()
    assert (book.line1, book.is_default_invoice, book.is_default_delivery) == ("Loods 7", True, True)
    assert order.backorders.get().customer == customer
    assert Picklist.objects.get().customer == customer
    with pytest.raises(Refused) as refusal:
        make_customer_of_order(order.pk, **DO)
    assert refusal.value.problems[0].code == "has_customer"
    assert Customer.objects.count() == 1


def test_a_guests_odd_email_goes_along_to_the_customer(client: Client, admin: User, house: Warehouse) -> None:
    client.force_login(admin)
    order = an_order(lines=lines(A=1), delivery=SHED, email="g@kade")
    client.post(f"/orders/{order.pk}/make-customer/")
    assert Customer.objects.get().email == "g@kade"


def test_the_overview_filters_and_sorts(desk: Client, house: Warehouse) -> None:
    shop = a_webshop("bier.example")
    customer = a_customer("Café De Kade")
    mine = an_order(customer, lines=lines(A=1), reference="PO 7")
    web = placed_from(shop, "9", lines=lines(A=1))
    old = an_order(customer, lines=lines(A=1), now=MOMENT.replace(year=2024))
    tag = create_tag("Spoed", color="#ff0000", inherit=False, **DO)
    tag_order(mine.pk, tag_id=tag.pk, **DO)
    Order.objects.filter(pk=old.pk).update(preferred_delivery_date="2026-12-01")

    def found(query: str) -> list[int]:
        return [one.pk for one in desk.get(f"/orders/?{query}").context["page"].rows]

    assert found("") == [old.pk, web.pk, mine.pk]
    assert found("sort=oldest") == [mine.pk, web.pk, old.pk]
    assert found("sort=wished")[0] == old.pk
    assert found("sort=number") == [one.pk for one in Order.objects.order_by("number")]
    assert len(found("sort=updated")) == len(found("sort=onzin")) == 3
    assert found(f"customer={customer.pk}") == [old.pk, mine.pk]
    assert found(f"webshop={shop.pk}") == [web.pk]
    assert found(f"tag={tag.pk}") == found("q=po 7") == [mine.pk]
    assert found("since=2026-01-01") == [web.pk, mine.pk]
    assert found("until=2024-12-31") == found("since=2024-11-23&until=2024-11-23") == [old.pk]
    assert found("status=concept&until=9999-12-31&since=onzin&tag=x") == [old.pk, web.pk, mine.pk]
    assert found("status=completed") == []


def test_pages_of_every_sort_hold_each_order_once(desk: Client, house: Warehouse) -> None:
    customer = a_customer()
    for number in range(55):
        an_order(customer, lines=lines(A=1), preferred_delivery_date=None if number % 2 else MOMENT.date())
    for sort in ("", "oldest", "updated", "wished", "number"):
        first = desk.get(f"/orders/?sort={sort}").context["page"]
        second = desk.get(f"/orders/?{first.next_query}").context["page"]
        assert len({one.pk for one in [*first.rows, *second.rows]}) == 55, sort


def test_a_page_asks_the_same_for_one_order_and_for_many(desk: Client, house: Warehouse) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(desk, address)
        return len(queries)

    small = an_order(a_customer("Een"), lines=lines(A=1))
    first = [asked("/orders/"), asked(f"/orders/{small.pk}/"), asked(f"/orders/{small.pk}/edit/")]
    large = an_order(a_customer("Twee"), lines=lines(A=1) * 30)
    for number in range(10):
        an_order(a_customer(f"K{number}"), lines=lines(A=1))
    assert [asked("/orders/"), asked(f"/orders/{large.pk}/"), asked(f"/orders/{large.pk}/edit/")] == first


def test_the_parts_of_a_composition_stand_under_it_without_a_price(desk: Client, house: Warehouse) -> None:
    stocked(house, GLAS=20, BIER=20)
    a_composition("PAK", GLAS=1, BIER=3)
    page = shown(desk, f"/orders/{a_processed_order(lines=lines(PAK=2, BIER=1)).pk}/")
    rows = page.split("<tbody>", 1)[1].split("</tbody>", 1)[0].split("<tr>")[1:]
    assert rows[0].split("</a>")[0].endswith(">PAK")
    assert ['class="part"' in row for row in rows] == [False, True, True, False]
    assert ["€" in row for row in rows] == [True, False, False, True]


@pytest.mark.parametrize(("language", "name"), [("nl", "Dutch"), ("en", "English")])
def test_the_language_of_an_order_is_a_word(desk: Client, house: Warehouse, language: str, name: str) -> None:
    order = an_order(lines=lines(A=1), language=language)
    assert f"<dd>{name}" in shown(desk, f"/orders/{order.pk}/")


def test_a_new_line_can_have_remarks_before_it_is_saved(desk: Client, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    assert 'name="new.0.remarks"' in shown(desk, f"/orders/{order.pk}/edit/")
    sent = form(desk, order) | {"new.0.product": "B", "new.0.amount": "0", "new.0.remarks": "Rood"}
    text = desk.post(f"/orders/{order.pk}/edit/", sent).content.decode()
    assert 'value="Rood"' in text
    sent["new.0.amount"] = "2"
    assert desk.post(f"/orders/{order.pk}/edit/", sent).status_code == 302
    assert order.lines.get(code="B").remarks == "Rood"


def test_a_reopened_composition_is_changed_as_a_whole(desk: Client, house: Warehouse) -> None:
    a_composition("BOX", A=2, B=1)
    order = a_processed_order(a_customer(), lines=lines(BOX=1))
    reopen_order(order.pk, **DO)
    text = shown(desk, f"/orders/{order.pk}/edit/")
    main, *parts = order.lines.order_by("position")
    assert len(parts) == 2
    assert f'name="line.{main.pk}.amount"' in text
    assert not any(f"line.{one.pk}." in text for one in parts)
    before = [(one.pk, one.amount) for one in parts]
    sent = form(desk, order) | {f"line.{parts[0].pk}.amount": "9", f"line.{parts[1].pk}.remove": "on"}
    assert desk.post(f"/orders/{order.pk}/edit/", sent).status_code == 302
    assert [(one.pk, one.amount) for one in order.lines.order_by("position")[1:]] == before


def test_a_pick_up_point_is_shown_where_the_parcel_would_else_go(client: Client, admin: User) -> None:
    stocked(a_warehouse(), A=5)
    point = {
        "carrier": "postnl",
        "id": "163463",
        "name": "Primera <Delft>",
        "street": "Kade",
        "house_number": "3",
    }
    order = a_processed_order(lines=lines(A=1), pickup_point=point)
    client.force_login(admin)
    page = client.get(f"/orders/{order.pk}/").content.decode()
    assert "postnl 163463" in page
    assert "Primera &lt;Delft&gt;<br>Kade 3" in page
    picklist = Picklist.objects.get(order=order)
    assert "Primera &lt;Delft&gt;" in client.get(f"/picklists/{picklist.pk}/").content.decode()
