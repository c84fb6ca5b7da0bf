"""The screens of picking: the queue, the buttons, the scanner with and without JavaScript, batches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions import change_picklist, create_batch, save_provider, snooze_picklist
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.fulfilment.shipping_intake import ProfileFields, ProviderFields
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.orders.actions import change_order, create_order_field
from pakhuis.orders.intake import OrderChange, OrderFieldFields
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.stock.models import StockMove
from tests.factories import (
    MOMENT,
    a_customer,
    a_picklist,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
    stocked,
)

DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def client(packer: User) -> Client:
    client = Client()
    client.force_login(packer)
    return client


def said(client: Client, address: str, **given: object) -> str:
    """Press a button; the page that comes after."""
    return client.post(address, given, follow=True).content.decode()


def quick(client: Client, address: str, **given: object) -> str:
    answer = client.post(address, given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_and_its_tabs(client: Client, packer: User) -> None:
    here = a_warehouse("Hier")
    first, second, third = (a_picklist(house=here, **{c: 1}) for c in "ABC")  # type: ignore[arg-type]
    change_picklist(third.pk, urgent=True, by=SYSTEM, now=MOMENT)
    snooze_picklist(second.pk, until=now() + timedelta(hours=2), by=SYSTEM, now=MOMENT)
    text = client.get("/picklists/").content.decode()
    assert text.index(third.number) < text.index(first.number)
    assert second.number not in text
    assert second.number in client.get("/picklists/?status=snoozed").content.decode()
    client.post(f"/picklists/{first.pk}/pause/", {"reason": "Etiket kwijt"})
    assert "Etiket kwijt" in client.get("/picklists/?status=paused").content.decode()
    elsewhere = a_warehouse("Daar")
    assert third.number not in client.get(f"/picklists/?warehouse={elsewhere.pk}").content.decode()
    assert client.get("/picklists/?status=nonsense&warehouse=x&after=%00").status_code == 200


def test_the_queue_asks_no_more_for_many(client: Client) -> None:
    stocked(a_warehouse(), A=99)
    customer = a_customer()
    asked = []
    for more in (1, 12):
        for _ in range(more):
            a_processed_order(customer, lines=lines(A=1))
        with CaptureQueriesContext(connection) as queries:
            client.get("/picklists/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_taking_the_next_one_leads_to_the_scanner(client: Client, packer: User) -> None:
    picklist = a_picklist(A=1)
    answer = client.post("/picklists/take/")
    assert answer.headers["Location"] == f"/picklists/{picklist.pk}/scan/"
    assert picklist.number in client.get("/picklists/?status=mine").content.decode()
    assert "nothing to pick that nobody has taken" in said(client, "/picklists/take/")


def test_the_buttons_of_a_picklist(client: Client, packer: User) -> None:
    picklist = a_picklist(A=3)
    page = f"/picklists/{picklist.pk}/"
    assert "Assigned." in said(client, f"{page}assign/", user=packer.pk)
    assert "Nobody has this picklist" in said(client, f"{page}unassign/")
    assert "no such person" in said(client, f"{page}assign/", user="x")
    assert "Urgent: it stands" in said(client, f"{page}urgent/", urgent="on")
    assert "No longer urgent" in said(client, f"{page}urgent/")
    later = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert "it comes back by itself" in said(client, f"{page}snooze/", until=later)
    assert "Back in the queue" in said(client, f"{page}wake/")
    for until in ("", "tomorrow", "0001-01-01T00:00", "9999-12-31T23:59"):
        assert 'class="message error"' in said(client, f"{page}snooze/", until=until)
    assert "This is required" in said(client, f"{page}pause/", reason=" ")
    assert "Paused: nobody" in said(client, f"{page}pause/", reason="Vraag aan klant")
    assert "not possible while the status is" in said(client, f"{page}pick-all/")
    assert "Back in the queue" in said(client, f"{page}resume/")
    assert "waits as backorders again" in said(client, f"{page}cancel/")
    picklist.refresh_from_db()
    assert picklist.status == "cancelled"


def test_splitting_on_the_screen(client: Client) -> None:
    picklist = a_picklist(A=3, B=1)
    line = picklist.lines.get(product__code="A")
    page = f"/picklists/{picklist.pk}/split/"
    wrong = client.post(page, {f"lines.{line.pk}": "9"}).content.decode()
    assert "Only 3 pieces" in wrong
    assert 'value="9"' in wrong
    assert "Choose at least one piece" in client.post(page, {}).content.decode()
    right = client.post(page, {f"lines.{line.pk}": "2"})
    second = Picklist.objects.latest("pk")
    assert right.headers["Location"] == f"/picklists/{second.pk}/"
    assert second.lines.get().amount == 2
    assert (
        f"Split: this is the second picklist, {picklist.number} keeps the rest."
        in client.get(f"/picklists/{second.pk}/").content.decode()
    )
    assert client.get("/picklists/999/split/").status_code == 404


def test_closing_asks_what_becomes_of_the_rest(client: Client) -> None:
    picklist = a_picklist(A=3)
    page = f"/picklists/{picklist.pk}/"
    assert "Close with less" not in client.get(page).content.decode()
    client.post(f"{page}pick/{picklist.lines.get().pk}/", {"amount": "1"})
    assert "Close with less" in client.get(page).content.decode()
    assert "have not been picked yet" in said(client, f"{page}close/", rest="nonsense")
    assert "The picklist is closed" in said(client, f"{page}close/", rest="backorder")
    assert picklist.order.backorders.get().amount == 2


def test_scanning_without_javascript(client: Client) -> None:
    picklist = a_picklist(A=2)
    page = f"/picklists/{picklist.pk}/scan/"
    shown = client.get(page).content.decode()
    assert "autofocus" in shown
    assert 'method="post"' in shown
    assert client.post(page, {"code": "A"}).headers["Location"] == page
    assert "1 × A" in client.get(page).content.decode()
    text = said(client, page, code="zz")
    assert 'class="message sound-bad error"' in text
    assert "Unknown: no product has the code “zz”" in text
    assert "Undone: 1 piece." in said(client, page, undo="1")
    assert picklist.lines.get().picked == 0


def test_scanning_with_htmx_gives_the_walk_alone(client: Client) -> None:
    picklist = a_picklist(A=1, B=1)
    a_product("OTHER")
    page = f"/picklists/{picklist.pk}/scan/"
    first = quick(client, page, code="A")
    assert "<html" not in first
    assert 'data-sound="good"' in first
    assert 'data-sound="bad"' in quick(client, page, code="A")
    assert "Not on this list" in quick(client, page, code="other")
    last = quick(client, page, code="b")
    assert 'data-sound="done"' in last
    assert "Close picklist" in last
    said(client, f"/picklists/{picklist.pk}/close/")
    assert "not possible while the status is" in quick(client, page, code="A")


def test_names_are_shown_as_they_are(client: Client) -> None:
    picklist = a_picklist(A=1)
    page = f"/picklists/{picklist.pk}/scan/"
    answer = quick(client, page, code="<script>alert(1)</script>")
    assert "<script>" not in answer
    assert "&lt;script&gt;" in answer


def test_a_batch_from_ticked_ones_to_the_end(client: Client, packer: User) -> None:
    house = a_warehouse()
    picklists = [a_picklist(house=house, A=1), a_picklist(house=house, A=1, B=1)]
    answer = client.post("/batches/new/", {"picklists": [one.pk for one in picklists]})
    batch = Batch.objects.get()
    page = f"/batches/{batch.pk}/"
    assert answer.headers["Location"] == page
    assert picklists[1].number in client.get(page).content.decode()
    assert "Assigned." in said(client, f"{page}assign/", user=packer.pk)
    assert "in box 1" in quick(client, f"{page}scan/", code="A")
    assert f"in box 2 ({picklists[1].number})" in quick(client, f"{page}scan/", code="A")
    assert "1 picklist is closed. 1 is not picked whole yet." in said(client, f"{page}close/")
    assert "Close all picklists" in quick(client, f"{page}scan/", code="b")
    assert "1 picklist is closed." in said(client, f"{page}close/")
    batch.refresh_from_db()
    assert batch.status == "completed"
    assert batch.number in client.get("/batches/?status=completed").content.decode()
    assert "not possible while the status is “Completed”" in said(client, f"{page}close/")


def test_a_batch_of_the_first_and_its_other_buttons(client: Client) -> None:
    house = a_warehouse()
    picklists = [a_picklist(house=house, A=1), a_picklist(house=house, B=2)]
    assert "Choose at least one picklist" in said(client, "/batches/new/")
    assert "nothing to pick" in said(client, "/batches/new/", count="5", warehouse="999")
    client.post("/batches/new/", {"count": "5", "warehouse": house.pk})
    page = f"/batches/{Batch.objects.get().pk}/"
    closed = client.post(f"{page}close/", follow=True).content.decode()
    assert '<li class="message warning">Nothing is closed. 2 are not picked whole yet.</li>' in closed
    assert "back in the queue" in said(client, f"{page}remove/{picklists[0].pk}/")
    assert "is not in this batch" in said(client, f"{page}remove/{picklists[0].pk}/")
    assert "is given up" in said(client, f"{page}dissolve/")
    assert Picklist.objects.filter(batch=None).count() == 2


def test_lists_of_batches_ask_no_more_for_many(client: Client) -> None:
    house = a_warehouse()
    asked = []
    for more in (1, 6):
        for _ in range(more):
            create_batch([a_picklist(house=house, A=1).pk], by=SYSTEM, now=MOMENT)
        with CaptureQueriesContext(connection) as queries:
            client.get("/batches/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_numbers_of_the_warehouse(client: Client, packer: User) -> None:
    here, there = a_warehouse("Hier"), a_warehouse("Daar", priority=2)
    first, second, third = (a_picklist(house=house, A=1) for house in (here, here, there))
    change_picklist(first.pk, urgent=True, by=SYSTEM, now=MOMENT)
    snooze_picklist(second.pk, until=now() + timedelta(hours=2), by=SYSTEM, now=MOMENT)
    client.post(f"/picklists/{third.pk}/assign/", {"user": packer.pk})
    client.post(f"/picklists/{first.pk}/pick-all/")
    asked = client.get("/").context["warehouse"]
    assert asked["counts"] == {"all": 3, "urgent": 1, "snoozed": 1, "paused": 0, "mine": 1}
    assert [(name, count) for _, name, count in asked["houses"]] == [("Hier", 2), ("Daar", 1)]
    client.post(f"/picklists/{first.pk}/close/")
    assert client.get("/").context["warehouse"]["closed_today"] == 1


def test_the_picklist_page_shows_what_the_picker_is_to_know(client: Client) -> None:
    picklist = a_picklist(A=1)
    page = f"/picklists/{picklist.pk}/"
    with CaptureQueriesContext(connection) as before:
        client.get(page)
    for title, is_shown in (("Tijdvak", True), ("Kostenplaats", False), ("Leeg", True)):
        field = create_order_field(OrderFieldFields(title=title, kind="text", on_picklist=is_shown), **DO)
        given = GivenOwnValue(field_id=field.pk, value="" if title == "Leeg" else f"<b>{title}</b>")
        change_order(picklist.order_id, OrderChange(own_values=(given,)), **DO)
    with CaptureQueriesContext(connection) as after:
        text = client.get(page).content.decode()
    assert "<strong>Tijdvak:</strong> &lt;b&gt;Tijdvak&lt;/b&gt;" in text
    assert "Kostenplaats" not in text.split("<h2>")[0]
    assert "Leeg" not in text
    assert len(after) <= len(before) + 1


def test_colleagues_comment_on_a_picklist(client: Client, visitor: User) -> None:
    picklist = a_picklist(A=1)
    page = f"/picklists/{picklist.pk}/"
    answer = client.post(f"/comments/picklist/{picklist.pk}/", {"body": "Doos is <nat>"})
    assert answer.headers["Location"] == page
    assert "Doos is &lt;nat&gt;" in client.get(page).content.decode()
    client.force_login(visitor)
    assert client.post(f"/comments/picklist/{picklist.pk}/", {"body": "x"}).status_code == 403


def test_ticked_picklists_go_into_a_batch_that_is_there(client: Client) -> None:
    house = a_warehouse()
    stocked(house, A=9)
    customer = a_customer()
    first, second, third, fourth = (
        a_processed_order(customer, lines=lines(A=1)).picklists.get() for _ in range(4)
    )
    assert "Add them to this batch" not in client.get("/picklists/").content.decode()
    batch = create_batch([first.pk], by=SYSTEM, now=MOMENT)
    assert f'<option value="{batch.pk}">' in client.get("/picklists/").content.decode()
    text = said(client, "/batches/add/", batch=batch.pk, picklists=[second.pk])
    assert "1 picklist is in the batch now." in text
    assert "Into batch" in client.get(f"/picklists/{third.pk}/").content.decode()
    said(client, "/batches/add/", batch=batch.pk, number=third.number.lower())
    third.refresh_from_db()
    assert (third.batch_id, third.box) == (batch.pk, 3)
    assert "Into batch" not in client.get(f"/picklists/{third.pk}/").content.decode()
    for given, why in (
        ({"number": "P0-0"}, "does not exist"),
        ({"number": third.number}, batch.number),
        ({}, "Choose"),
        ({"batch": "x", "picklists": [fourth.pk]}, "does not exist"),
    ):
        answer = said(client, "/batches/add/", **{"batch": batch.pk, **given})
        assert 'class="message error"' in answer, (given, why)
    elsewhere = a_picklist(house=a_warehouse("Daar"), B=1)
    assert "Into batch" not in client.get(f"/picklists/{elsewhere.pk}/").content.decode()
    said(client, "/batches/add/", batch=batch.pk, picklists=[elsewhere.pk])
    elsewhere.refresh_from_db()
    assert elsewhere.batch_id is None


def test_too_few_on_the_shelf_is_said_where_the_picker_stands(client: Client, packer: User) -> None:
    picklist = a_picklist(A=5)
    line = picklist.lines.get()
    scanner = f"/picklists/{picklist.pk}/scan/"
    missing = f"/picklists/{picklist.pk}/missing/{line.pk}/"
    assert f'action="{missing}"' in client.get(scanner).content.decode()
    answer = client.post(missing, {"present": "3", "reason": "Doos leeg", "back": "scan"}, follow=True)
    assert answer.redirect_chain == [(scanner, 302)]
    assert "waits as a backorder" in answer.content.decode()
    line.refresh_from_db()
    assert line.amount == 3
    move = StockMove.objects.latest("pk")
    assert (move.change, move.actor_label, move.reason) == (
        -2,
        packer.full_name,
        f"Picklist {picklist.number}: Doos leeg",
    )
    assert "only fewer than that" in said(client, missing, present="3", reason="x", back="http://elders")
    batch = create_batch([picklist.pk], by=SYSTEM, now=MOMENT)
    text = client.get(f"/batches/{batch.pk}/scan/").content.decode()
    assert f'action="{missing}"' in text
    answer = client.post(missing, {"present": "2", "reason": "weg", "back": "batch"})
    assert answer.headers["Location"] == f"/batches/{batch.pk}/scan/"
    assert client.post(f"/picklists/{picklist.pk + 1}/missing/{line.pk}/").status_code == 404
    assert "Not found on the shelf" in client.get(f"/picklists/{picklist.pk}/").content.decode()


def test_what_lies_elsewhere_is_told_with_how_to_have_it_picked(client: Client) -> None:
    stocked(a_warehouse(), A=5)
    picklist = a_processed_order(lines=lines(A=5), autosplit=True).picklists.get()
    stocked(a_warehouse("Utrecht", priority=9), A=9)
    missing = f"/picklists/{picklist.pk}/missing/{picklist.lines.get().pk}/"
    told = said(client, missing, present="3", reason="weg")
    assert "2 pieces lie elsewhere and are kept for this order" in told


def test_own_fields_of_the_order_stand_on_the_scanner(client: Client) -> None:
    field = create_order_field(
        OrderFieldFields(title="Poort", kind="text", on_picklist=True), by=SYSTEM, now=MOMENT
    )
    picklist = a_picklist(A=1)
    change_order(
        picklist.order_id,
        OrderChange(own_values=(GivenOwnValue(field_id=field.pk, value="Zuid 4"),)),
        by=SYSTEM,
        now=MOMENT,
    )
    text = client.get(f"/picklists/{picklist.pk}/scan/").content.decode()
    assert "Poort" in text
    assert "Zuid 4" in text


def test_closing_notes_how_it_goes_or_nothing_at_all(client: Client) -> None:
    carrier = save_provider(
        None,
        ProviderFields(name="PostNL", carrier="postnl", profiles=(ProfileFields(name="Pakket"),)),
        by=SYSTEM,
        now=MOMENT,
    )
    profile = carrier.profiles.get()
    picklist = a_picklist(A=1)
    page = f"/picklists/{picklist.pk}/"
    said(client, f"{page}profile/", profile=profile.pk)
    assert "goes with PostNL, Pakket" in client.get(page).content.decode()
    said(client, f"{page}pick-all/")
    text = client.get(page).content.decode()
    assert f'<option value="{profile.pk}" selected>' in text
    assert "Close picklist" in text
    refused = said(client, f"{page}close/", profile="999", codes="3SABC", weight="x")
    assert 'class="message error"' in refused
    picklist.refresh_from_db()
    assert picklist.status == "new"
    said(client, f"{page}close/", profile=profile.pk, codes="3SABC\n3SDEF")
    picklist.refresh_from_db()
    assert picklist.status == "closed"
    shipment = picklist.shipments.get()
    assert shipment.provider_name == "PostNL"
    assert [one.tracking_code for one in shipment.parcels.order_by("pk")] == ["3SABC", "3SDEF"]
    without = a_picklist(B=1)
    said(client, f"/picklists/{without.pk}/pick-all/")
    said(client, f"/picklists/{without.pk}/close/", profile="", codes="", weight="")
    assert not without.shipments.exists()
