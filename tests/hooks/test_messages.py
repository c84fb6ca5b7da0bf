"""Messages: written with their facts, sent once, in order, tried again, given up, never lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import User
from pakhuis.api.stock_history import stock_move_shapes
from pakhuis.comments.actions import add_comment
from pakhuis.customers.actions import (
    archive_customers,
    delete_customer,
    merge_customers,
    unarchive_customers,
    undo_merge,
    update_customer,
)
from pakhuis.customers.intake import CustomerFields
from pakhuis.fulfilment.actions import (
    cancel_shipment,
    close_picklist,
    create_batch,
    create_shipment,
    pick_all,
)
from pakhuis.fulfilment.shipping_intake import NewShipment
from pakhuis.hooks.actions import claim, deactivate_hook, forget_old, note, send, send_again
from pakhuis.hooks.actions.send import KEEP_FOR, LEASE
from pakhuis.hooks.models import Hook, Message
from pakhuis.hooks.problems import given_up_often
from pakhuis.hooks.queries import AT_ONCE_PER_HOOK, due
from pakhuis.hooks.rules import FAILURES_ALLOWED, PAUSES, signature
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import note_on_order, place_order
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from pakhuis.stock.actions import correct_stock, move_between_locations
from pakhuis.stock.models import StockMove
from tests.factories import (
    MOMENT,
    PERSON,
    a_composition,
    a_customer,
    a_location,
    a_picklist,
    a_processed_order,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    stocked,
)
from tests.hooks.receiver import Receiver, open_receiver

Hooked = Callable[..., Hook]
LATER = MOMENT + timedelta(hours=1)


def send_all(now: datetime = LATER) -> list[str]:
    """Everything that is due, one after the other, with what became of it."""
    states = []
    while (message := claim(now=now)) is not None:
        states.append(str(send(message, now=now)))
    return states


def test_a_message_says_what_happened_and_is_signed(hooked: Hooked, receiver: Receiver) -> None:
    hook = hooked("customers.created", secret="hush")
    customer = a_customer(name="Café / De Kade")
    assert send_all() == ["sent"]
    ((headers, body),) = receiver.came
    assert headers["x-picqer-signature"] == signature(body, "hush")
    assert headers["content-type"] == "application/json"
    assert b"Caf\xc3\xa9 \\/ De Kade" in body
    message = json.loads(body)
    assert list(message) == ["idhook", "name", "event", "event_triggered_at", "data"]
    assert message["idhook"] == hook.pk
    assert message["event_triggered_at"] == "2026-11-23 10:30:00"
    assert message["data"]["idcustomer"] == customer.pk
    kept = Message.objects.get()
    assert (kept.state, kept.answer_status, kept.answer, kept.tries) == ("sent", 200, "thanks", 1)
    assert kept.body.encode() == body


def test_without_a_secret_nothing_is_signed(hooked: Hooked, receiver: Receiver) -> None:
    hooked("customers.created")
    a_customer()
    send_all()
    assert "x-picqer-signature" not in receiver.came[0][0]


def test_what_is_taken_back_is_never_told(hooked: Hooked) -> None:
    hooked("customers.created")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_customer()
        _ = 1 / 0
    assert not Message.objects.exists()


def test_an_order_tells_of_itself_its_picklist_and_its_free_stock(hooked: Hooked, receiver: Receiver) -> None:
    products = stocked(a_warehouse(), A=2, B=5)
    for event in ("orders.created", "orders.closed", "picklists.created", "products.free_stock_changed"):
        hooked(event)
    a_processed_order(lines=lines(A=1, B=1))
    assert set(send_all()) == {"sent"}
    came: dict[str, list[dict[str, object]]] = {}
    for body in receiver.bodies:
        message = json.loads(body)
        came.setdefault(message["event"], []).append(message["data"])
    assert came["orders.created"][0]["idorder"] == came["orders.closed"][0]["idorder"]
    assert came["picklists.created"][0]["products"]
    told = {one["idproduct"] for one in came["products.free_stock_changed"]}
    assert told == {one.pk for one in products.values()}


def test_a_change_of_stock_brings_its_history(hooked: Hooked, receiver: Receiver) -> None:
    hooked("products.stock_changed")
    product = stocked(a_warehouse(), A=7)["A"]
    send_all()
    data = json.loads(receiver.bodies[0])["data"]
    assert data["product"]["idproduct"] == product.pk
    history = data["product_stock_history"]
    assert (history["old_stock"], history["stock_change"], history["new_stock"]) == (0, 7, 7)


def test_a_change_of_stock_is_told_as_its_history_tells_it(hooked: Hooked, receiver: Receiver) -> None:
    """By its id in the history, and of the same kind: here of what was delivered."""
    hooked("products.stock_changed")
    picklist = a_picklist(A=3)
    for deed in (pick_all, close_picklist):
        deed(picklist.pk, by=SYSTEM, now=MOMENT)
    send_all()
    told = [json.loads(body)["data"]["product_stock_history"] for body in receiver.bodies]
    moves = list(StockMove.objects.order_by("pk").values_list("pk", flat=True))
    assert told == stock_move_shapes(moves)
    assert [one["change_type"] for one in told] == ["receipt", "delivery"]


def test_a_composition_tells_when_its_parts_do(hooked: Hooked, receiver: Receiver) -> None:
    hooked("products.assembled_stock_changed")
    house = a_warehouse()
    parts = stocked(house, A=6, B=9, C=1)
    pair, other = a_composition("PAIR", A=2, B=1), a_composition("OTHER", B=1)
    send_all()
    told = [json.loads(body)["data"] for body in receiver.bodies]
    assert {one["idproduct"] for one in told} == {pair.pk, other.pk}

    def told_of(deed: Callable[[], object]) -> set[tuple[int, int]]:
        before = len(receiver.bodies)
        deed()
        send_all()
        data = [json.loads(body)["data"] for body in receiver.bodies[before:]]
        return {(one["idproduct"], one["stock"][0]["freestock"]) for one in data}

    def corrected(code: str) -> None:
        correct_stock(parts[code].pk, warehouse_id=house.pk, change=2, reason="Geteld", by=SYSTEM, now=MOMENT)

    assert told_of(lambda: corrected("A")) == {(pair.pk, 4)}
    assert told_of(lambda: corrected("C")) == set()
    assert told_of(lambda: a_processed_order(lines=lines(OTHER=9))) == {(pair.pk, 0), (other.pk, 0)}


def test_each_change_of_a_location_is_told_by_itself(hooked: Hooked, receiver: Receiver) -> None:
    hooked("products.stock_on_location_changed")
    house = a_warehouse()
    product = stocked(house, A=5)["A"]
    shelf, store = a_location(house, "A1"), a_location(house, "B1", is_bulk=True)

    def moved(amount: int, come: int | None, go: int | None) -> None:
        move_between_locations(
            product.pk,
            warehouse_id=house.pk,
            from_location_id=go,
            to_location_id=come,
            amount=amount,
            reason="",
            by=SYSTEM,
            now=MOMENT,
        )

    moved(4, shelf.pk, None)
    moved(1, store.pk, shelf.pk)
    correct_stock(
        product.pk, warehouse_id=house.pk, location_id=store.pk, change=2, reason="x", by=SYSTEM, now=MOMENT
    )
    send_all()
    told = [json.loads(body)["data"] for body in receiver.bodies]
    found = [(one["idlocation"], one["stock_change"], one["new_stock"], one["change_type"]) for one in told]
    assert sorted(found) == sorted(
        [
            (shelf.pk, 4, 4, "movement"),
            (shelf.pk, -1, 3, "movement"),
            (store.pk, 1, 1, "movement"),
            (store.pk, 2, 3, "mutation"),
        ]
    )


def test_nobody_listening_costs_one_query(db: None) -> None:
    a_customer()
    facts = list(Fact.objects.filter(name="customer.created"))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        note(facts)
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as nothing:
        note(list(Fact.objects.filter(name="user.created")))
    assert len(nothing) <= 1


def test_a_failure_is_tried_again_with_the_same_body(hooked: Hooked, receiver: Receiver) -> None:
    receiver.statuses = [500, 404, 202]
    hooked("customers.created")
    customer = a_customer()
    assert send_all() == ["waiting"]
    update_customer(customer.pk, CustomerFields(name="Renamed"), by=SYSTEM, now=LATER)
    message = Message.objects.get()
    assert (message.next_try_at, message.answer_status) == (LATER + PAUSES[0], 500)
    assert message.problems[0]["code"] == "answered"
    assert send_all(LATER + PAUSES[0] - timedelta(seconds=1)) == []
    second = LATER + PAUSES[0]
    assert send_all(second) == ["waiting"]
    assert send_all(second + PAUSES[1]) == ["sent"]
    assert len(set(receiver.bodies)) == 1
    assert b"Renamed" not in receiver.bodies[0]


def test_messages_about_one_thing_keep_their_order(hooked: Hooked, receiver: Receiver) -> None:
    receiver.statuses = [500, 200]
    hooked("customers.changed")
    first, second = a_customer(name="One"), a_customer(name="Two")
    for name in ("First", "Then"):
        update_customer(first.pk, CustomerFields(name=name), by=SYSTEM, now=MOMENT)
    update_customer(second.pk, CustomerFields(name="Other"), by=SYSTEM, now=MOMENT)
    assert send_all() == ["waiting", "sent"]
    assert json.loads(receiver.bodies[1])["data"]["idcustomer"] == second.pk
    assert send_all(LATER + PAUSES[0]) == ["sent", "sent"]
    facts = list(Message.objects.filter(subject_id=first.pk).order_by("finished_at", "pk"))
    assert [one.fact_id for one in facts] == sorted(one.fact_id for one in facts)


def test_after_fifteen_more_tries_a_message_is_given_up(hooked: Hooked, receiver: Receiver) -> None:
    receiver.statuses = [503]
    hook = hooked("customers.created")
    a_customer()
    now, states = LATER, []
    for pause in (*PAUSES, timedelta()):
        states += send_all(now)
        now += pause
    assert states == ["waiting"] * 15 + ["failed"]
    hook.refresh_from_db()
    assert hook.active


def test_a_hook_that_fails_all_day_switches_itself_off(hooked: Hooked, receiver: Receiver) -> None:
    receiver.statuses = [503]
    hook = hooked("customers.created")
    for number in range(FAILURES_ALLOWED + 1):
        a_customer(name=f"Customer {number}")
    Message.objects.update(tries=len(PAUSES))
    assert send_all() == ["failed"] * FAILURES_ALLOWED
    hook.refresh_from_db()
    assert (hook.active, hook.off_because[0]["code"]) == (False, "given_up_often")
    assert Message.objects.filter(state="waiting").count() == 1
    assert due(LATER).count() == 0


def test_one_message_is_claimed_by_one(hooked: Hooked) -> None:
    hooked("customers.created")
    a_customer()
    assert claim(now=LATER) is not None
    assert claim(now=LATER) is None
    assert claim(now=LATER + LEASE) is not None


def test_a_slow_receiver_holds_up_only_itself(hooked: Hooked, receiver: Receiver) -> None:
    hooked("customers.created")
    other = hooked("customers.changed", address=f"{receiver.address}/other")
    customers = [a_customer(name=f"Customer {number}") for number in range(AT_ONCE_PER_HOOK + 2)]
    update_customer(customers[0].pk, CustomerFields(name="Changed"), by=SYSTEM, now=MOMENT)
    under_way = []
    while (message := claim(now=LATER)) is not None:
        under_way.append(message.hook_id)
    assert len(under_way) == AT_ONCE_PER_HOOK + 1
    assert under_way.count(other.pk) == 1


@pytest.mark.parametrize(
    ("status", "state", "problem"), [(200, "sent", None), (500, "waiting", "answered")], ids=["taken", "not"]
)
def test_who_drips_is_cut_off_and_what_it_said_first_counts(
    hooked: Hooked, status: int, state: str, problem: str | None
) -> None:
    """Such are programs that answer at once and then work on before they end their answer."""
    with open_receiver(statuses=[status], drips=True, answer=b"x" * 200) as slow:
        hooked("customers.created", address=slow.address)
        a_customer()
        message = claim(now=LATER)
        assert message is not None
        began = time.monotonic()
        assert send(message, now=LATER, patience=0.3) == state
        assert time.monotonic() - began < 5
    kept = Message.objects.get()
    assert (kept.answer_status, kept.answer[:1]) == (status, "x")
    assert [one["code"] for one in kept.problems] == ([problem] if problem else [])


def test_who_says_nothing_in_time_is_too_slow(hooked: Hooked) -> None:
    with open_receiver(delay=1) as slow:
        hooked("customers.created", address=slow.address)
        a_customer()
        message = claim(now=LATER)
        assert message is not None
        assert send(message, now=LATER, patience=0.3) == "waiting"
    assert Message.objects.get().problems[0]["code"] == "too_slow"


@pytest.mark.parametrize(
    "how",
    [
        {"answer": b"<html>" * 12_000},
        {"answer": b"tha", "breaks_off": True},
        {"answer": b"not packed at all", "packed": "gzip"},
    ],
    ids=["a whole page", "half an answer", "an answer nobody can unpack"],
)
def test_what_was_taken_is_taken_whatever_the_answer_looks_like(hooked: Hooked, how: dict[str, Any]) -> None:
    with open_receiver(**how) as other:
        hooked("customers.created", address=other.address)
        a_customer()
        assert send_all() == ["sent"]
        assert len(other.came) == 1
    kept = Message.objects.get()
    assert (kept.state, kept.answer_status, kept.tries, kept.problems) == ("sent", 200, 1, [])


def test_what_was_refused_with_a_whole_page_is_told_with_its_status(hooked: Hooked) -> None:
    with open_receiver(statuses=[500], answer=b"<html>" * 12_000) as other:
        hooked("customers.created", address=other.address)
        a_customer()
        assert send_all() == ["waiting"]
    kept = Message.objects.get()
    assert (kept.answer_status, kept.problems[0]["code"], kept.answer[:6]) == (500, "answered", "<html>")


def test_nobody_there_is_a_failure_in_words(hooked: Hooked) -> None:
    hooked("customers.created", address="http://127.0.0.1:9/")
    a_customer()
    assert send_all() == ["waiting"]
    assert Message.objects.get().problems[0]["code"] == "no_answer"


def test_private_networks_are_not_called_whatever_stands_there(
    hooked: Hooked, receiver: Receiver, settings: Any
) -> None:
    hooked("customers.created")
    a_customer()
    settings.ALLOW_PRIVATE_ADDRESSES = False
    assert send_all() == ["waiting"]
    assert receiver.came == []
    assert Message.objects.get().problems[0]["code"] == "private_address"


def test_of_what_is_gone_nothing_is_sent(hooked: Hooked, receiver: Receiver) -> None:
    hooked("customers.created")
    delete_customer(a_customer().pk, by=SYSTEM, now=MOMENT)
    assert send_all() == ["dropped"]
    assert receiver.came == []


def test_a_person_can_send_again(hooked: Hooked, receiver: Receiver) -> None:
    hooked("customers.created")
    a_customer()
    send_all()
    message = send_again(Message.objects.get().pk, by=SYSTEM, now=LATER)
    with pytest.raises(Refused):
        send_again(message.pk, by=SYSTEM, now=LATER)
    assert send_all() == ["sent"]
    assert receiver.bodies[0] == receiver.bodies[1]
    with pytest.raises(Refused):
        send_again(12345, by=SYSTEM, now=LATER)


def test_old_messages_are_forgotten(hooked: Hooked) -> None:
    hooked("customers.created")
    a_customer()
    send_all()
    a_customer(name="Waits")
    forget_old(now=LATER + KEEP_FOR + timedelta(seconds=1))
    assert Message.objects.get().state == "waiting"


def test_what_waits_for_a_hook_that_stays_off_is_forgotten_too(hooked: Hooked) -> None:
    hook = hooked("customers.created")
    a_customer()
    deactivate_hook(hook.pk, reasons=(given_up_often(),), by=SYSTEM, now=MOMENT)
    forget_old(now=MOMENT + KEEP_FOR)
    assert Message.objects.get().state == "waiting"
    forget_old(now=MOMENT + KEEP_FOR + timedelta(seconds=1))
    assert not Message.objects.exists()


def test_claiming_asks_the_same_whatever_waits(hooked: Hooked) -> None:
    hooked("orders.created")
    stocked(a_warehouse(), A=1)
    counts = []
    for number in (1, 10):
        for _ in range(number):
            an_order(lines=lines(A=1))
        with CaptureQueriesContext(connection) as seen:
            claim(now=LATER)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_note_and_a_comment_are_told(hooked: Hooked, receiver: Receiver, admin: User) -> None:
    hooked("orders.notes.created")
    hooked("comments.created")
    stocked(a_warehouse(), A=1)
    order = an_order(lines=lines(A=1))
    note_on_order(order.pk, note="Called back.", by=SYSTEM, now=MOMENT)
    add_comment("order", order.pk, body="Mind the dog.", by=admin.as_actor(), now=MOMENT)
    assert send_all() == ["sent", "sent"]
    told = {one["event"]: one["data"] for one in map(json.loads, receiver.bodies)}
    assert told["orders.notes.created"]["note"]["description"] == "Called back."
    assert told["orders.notes.created"]["order"]["idorder"] == order.pk
    assert told["comments.created"]["body"] == "Mind the dog."


def test_an_order_of_a_webshop_tells_where_it_came_from(hooked: Hooked, receiver: Receiver) -> None:
    hooked("webshop_orders.imported")
    stocked(a_warehouse(), A=1)
    an_order(lines=lines(A=1))
    shop = a_webshop()
    origin = FromWebshop(webshop_id=shop.pk, external_id="4711", person=PERSON)
    new = NewOrder(webshop=origin, reference="W-9", lines=(NewLine(product_code="A", amount=1),))
    order = place_order(new, by=shop.as_actor(), now=MOMENT).order
    assert send_all() == ["sent"]
    data = json.loads(receiver.bodies[0])["data"]
    assert data == {"foreign_id": "4711", "foreign_number": "W-9", "idorder": order.pk}


def test_a_shipment_and_a_batch_are_told(hooked: Hooked, receiver: Receiver) -> None:
    stocked(a_warehouse(), A=9)
    picklist = a_processed_order(lines=lines(A=1)).picklists.get()
    for event in ("picklists.shipments.created", "picklists.shipments.cancelled", "picklist_batches.created"):
        hooked(event)
    shipment = create_shipment(picklist.pk, NewShipment(), by=SYSTEM, now=MOMENT)
    cancel_shipment(shipment.pk, by=SYSTEM, now=MOMENT)
    batch = create_batch([picklist.pk], by=SYSTEM, now=MOMENT)
    assert send_all() == ["sent"] * 3
    told = {one["event"]: one["data"] for one in map(json.loads, receiver.bodies)}
    assert told["picklists.shipments.created"]["idshipment"] == shipment.pk
    assert told["picklists.shipments.cancelled"]["idshipment"] == shipment.pk
    assert told["picklist_batches.created"]["idpicklist_batch"] == batch.pk


def test_what_became_of_a_customer_is_told(hooked: Hooked, receiver: Receiver) -> None:
    for event in ("customers.changed", "customers.merged", "customers.archived"):
        hooked(event)
    winner, loser = a_customer("Kade"), a_customer("De Kade")
    merge = merge_customers(winner.pk, loser.pk, by=SYSTEM, now=MOMENT)
    assert send_all() == ["sent"]
    undo_merge(merge.pk, by=SYSTEM, now=MOMENT)
    archive_customers([loser.pk], by=SYSTEM, now=MOMENT)
    unarchive_customers([loser.pk], by=SYSTEM, now=MOMENT)
    assert set(send_all()) == {"sent"}
    came = [json.loads(body) for _, body in receiver.came]
    data = came[0]["data"]
    assert (data["customer"]["idcustomer"], data["merged"]["loser_id"]) == (winner.pk, loser.pk)
    heard = sorted((one["event"], one["data"].get("idcustomer")) for one in came[1:])
    assert heard == [
        ("customers.archived", loser.pk),
        ("customers.changed", winner.pk),
        ("customers.changed", loser.pk),
        ("customers.changed", loser.pk),
    ]
