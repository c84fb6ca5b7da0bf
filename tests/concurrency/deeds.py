"""What processes do in a race: one door each, plain arguments, and what came of it in a word."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction
from django.test import Client

from pakhuis.accounts.actions import change_tag, change_user, create_user
from pakhuis.accounts.models import User, Webshop
from pakhuis.connectors.actions import take_in_delivery
from pakhuis.customers.actions import create_customer, tag_customer, update_customer
from pakhuis.customers.actions.merge import merge_customers
from pakhuis.customers.actions.unmerge import undo_merge
from pakhuis.customers.intake import CustomerFields
from pakhuis.fulfilment.actions import (
    cancel_and_hand_on,
    cancel_picklist,
    close_picklist,
    correct_and_hand_out,
    create_batch,
    create_batch_of_first,
    force_cancel_order,
    move_between_warehouses,
    pause_order,
    pick_all,
    pick_line,
    process_backorders,
    process_order,
    receive_goods,
    reopen_order,
    resume_order,
    scan_batch,
    scan_picklist,
    split_picklist,
    take_next,
    undo_pick,
    wake_due_picklists,
    withdraw_order,
)
from pakhuis.fulfilment.actions.batch import RIPENS
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.imports.actions import work_until
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import (
    allocate_order,
    cancel_order,
    deallocate_order,
    place_order,
    prioritise_order,
    run_autosplit_again,
    switch_autosplit,
    undo_cancellation,
)
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from pakhuis.orders.models import Order
from pakhuis.privacy.actions import erase_person
from pakhuis.stock.actions import compose, move_between_locations
from tests.api.conftest import basic
from tests.connectors.test_webhook import deliver
from tests.factories import MOMENT, PERSON


def place(webshop_id: int, number: str, code: str = "A", amount: int = 1, **person: Any) -> int:
    """A webshop order; gives the order's id, whoever was first. `person`: what differs from the usual."""
    origin = FromWebshop(webshop_id=webshop_id, external_id=number, person=replace(PERSON, **person))
    new = NewOrder(webshop=origin, lines=(NewLine(product_code=code, amount=amount),))
    actor = Webshop.objects.get(pk=webshop_id).as_actor()
    return place_order(new, by=actor, now=MOMENT).order.pk


def place_by_hand(customer_id: int, code: str, amount: int) -> str:
    """A concept that is processed at once; gives its number."""
    new = NewOrder(customer_id=customer_id, lines=(NewLine(product_code=code, amount=amount),))
    order = place_order(new, by=SYSTEM, now=MOMENT).order
    process_order(order.pk, by=SYSTEM, now=MOMENT)
    return order.number


def place_and_fail(customer_id: int, code: str) -> str:
    """An order that is undone after its number was taken, as by a crash; gives the number it had."""
    with transaction.atomic():
        new = NewOrder(customer_id=customer_id, lines=(NewLine(product_code=code, amount=1),))
        number = place_order(new, by=SYSTEM, now=MOMENT).order.number
        transaction.set_rollback(True)
    return number


def send(webshop_id: int, body: str, key: str) -> int:
    """The shop's message, by the real route; gives the answer's status."""
    return int(deliver(webshop_id, body.encode(), key=key).status_code)


def take_in(delivery_id: int) -> str:
    return str(take_in_delivery(delivery_id, now=MOMENT))


def process(order_id: int) -> str:
    return _said(lambda: process_order(order_id, by=SYSTEM, now=MOMENT))


def process_all(order_ids: list[int]) -> tuple[float, float]:
    """One after the other; gives when it began and ended, on the clock that all processes share."""
    assert Order.objects.filter(pk__in=order_ids).count() == len(order_ids)
    begun = time.monotonic()
    for order_id in order_ids:
        process_order(order_id, by=SYSTEM, now=MOMENT)
    return begun, time.monotonic()


def cancel(order_id: int) -> str:
    return _said(lambda: cancel_order(order_id, by=SYSTEM, now=MOMENT))


MOVES: dict[str, Callable[..., Any]] = {
    "process": process_order,
    "pause": partial(pause_order, reason="even niet"),
    "resume": resume_order,
    "withdraw": withdraw_order,
    "force_cancel": force_cancel_order,
    "reopen": reopen_order,
    "undo": undo_cancellation,
    "prioritise": prioritise_order,
    "allocate": allocate_order,
    "deallocate": deallocate_order,
}


def move(order_id: int, verb: str) -> str:
    """Any move of an order by its name."""
    return _said(lambda: MOVES[verb](order_id, by=SYSTEM, now=MOMENT))


def close(picklist_id: int) -> str:
    def both() -> None:
        pick_all(picklist_id, by=SYSTEM, now=MOMENT)
        close_picklist(picklist_id, by=SYSTEM, now=MOMENT)

    return _said(both)


def take(user_id: int) -> str:
    """Take the next picklist; gives its number."""
    try:
        return take_next(user_id=user_id, by=SYSTEM, now=MOMENT).number
    except Refused as refused:
        return refused.problems[0].code


def pick(picklist_id: int, amount: int = 1) -> str:
    """Pieces of the first line of a picklist."""
    line_id = PicklistLine.objects.filter(picklist_id=picklist_id).values_list("pk", flat=True)[0]
    return _said(lambda: pick_line(line_id, amount=amount, by=SYSTEM, now=MOMENT))


def undo(picklist_id: int) -> str:
    return _said(lambda: undo_pick(picklist_id, by=SYSTEM, now=MOMENT))


def cancel_list(picklist_id: int) -> str:
    return _said(lambda: cancel_picklist(picklist_id, by=SYSTEM, now=MOMENT))


def split(picklist_id: int, amount: int = 1) -> str:
    line_id = PicklistLine.objects.filter(picklist_id=picklist_id).values_list("pk", flat=True)[0]
    return _said(lambda: split_picklist(picklist_id, pieces={line_id: amount}, by=SYSTEM, now=MOMENT))


def scan_list(picklist_id: int, text: str) -> str:
    return _said(lambda: scan_picklist(picklist_id, text, by=SYSTEM, now=MOMENT))


def scan_all(batch_id: int, text: str) -> str:
    return _said(lambda: scan_batch(batch_id, text, by=SYSTEM, now=MOMENT))


def put_in_batch(picklist_ids: list[int]) -> str:
    return _said(lambda: create_batch(picklist_ids, by=SYSTEM, now=MOMENT))


def first_in_batch(warehouse_id: int, count: int) -> str:
    return _said(
        lambda: create_batch_of_first(warehouse_id=warehouse_id, count=count, by=SYSTEM, now=MOMENT + RIPENS)
    )


def wake() -> int:
    return wake_due_picklists(now=MOMENT)


def receive(warehouse_id: int, product_id: int, amount: int) -> str:
    goods = Quantities({product_id: amount})
    return _said(lambda: receive_goods(warehouse_id, goods=goods, by=SYSTEM, now=MOMENT))


def send_on() -> str:
    return _said(lambda: process_backorders(by=SYSTEM, now=MOMENT))


def new_customer(name: str, number: str = "") -> str:
    return _said(lambda: create_customer(CustomerFields(name=name, number=number), by=SYSTEM, now=MOMENT))


def work_import(run_id: int) -> str:
    return work_until(run_id)


def change_remarks(customer_id: int, remarks: str) -> str:
    """A clerk's edit of another field than the import writes."""
    return _said(lambda: update_customer(customer_id, CustomerFields(remarks=remarks), by=SYSTEM, now=MOMENT))


def place_for(webshop_id: int, number: str, customer: str) -> int:
    """An order of the customer with this number, whom the shop knows by nothing else."""
    person = replace(PERSON, external_id="", email="", number=customer)
    origin = FromWebshop(webshop_id=webshop_id, external_id=number, person=person)
    new = NewOrder(webshop=origin, lines=(NewLine(product_code="A", amount=1),))
    return place_order(new, by=Webshop.objects.get(pk=webshop_id).as_actor(), now=MOMENT).order.pk


def change_phone(customer_id: int, phone: str, version: int) -> str:
    fields = CustomerFields(phone=phone)
    return _said(lambda: update_customer(customer_id, fields, version=version, by=SYSTEM, now=MOMENT))


def rename(customer_id: int, name: str) -> str:
    return _said(lambda: update_customer(customer_id, CustomerFields(name=name), by=SYSTEM, now=MOMENT))


def put_tag(customer_id: int, tag_id: int) -> str:
    return _said(lambda: tag_customer(customer_id, tag_id, by=SYSTEM, now=MOMENT))


def retire_tag(tag_id: int) -> str:
    return _said(lambda: change_tag(tag_id, active=False, by=SYSTEM, now=MOMENT))


def no_admin(user_id: int, how: str) -> str:
    """Take away what makes somebody an administrator: the right (`is_admin`) or the whole user (`active`)."""
    fields: dict[str, Any] = {how: False}
    return _said(lambda: change_user(user_id, by=SYSTEM, now=MOMENT, **fields))


def post_once(key: str, name: str, number: str) -> int:
    """A customer over the API under an Idempotency-Key; gives the id that was answered."""
    answer = Client().generic(
        "POST",
        "/api/v1/customers",
        json.dumps({"name": "De Kade", "customerid": number}).encode(),
        "application/json",
        headers={"Authorization": basic(key), "Idempotency-Key": name},
    )
    return int(answer.json()["idcustomer"])


def send_form(user_id: int, path: str, sent: dict[str, Any]) -> int:
    """Save a form as somebody who is logged in; gives the status of the answer."""
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return client.post(path, sent).status_code


def merge(winner_id: int, loser_id: int) -> str:
    return _said(lambda: merge_customers(winner_id, loser_id, by=SYSTEM, now=MOMENT))


def erase(customer_id: int) -> str:
    return _said(lambda: erase_person(customer_id, by=SYSTEM, now=MOMENT))


def undo_merging(merge_id: int) -> str:
    return _said(lambda: undo_merge(merge_id, by=SYSTEM, now=MOMENT))


def order_for(customer_id: int) -> str:
    new = NewOrder(customer_id=customer_id, lines=(NewLine(product_code="A", amount=1),))
    return _said(lambda: place_order(new, by=SYSTEM, now=MOMENT))


def new_user(name: str) -> str:
    return _said(lambda: create_user(name, password="hop-en-gist-2026", by=SYSTEM, now=MOMENT))


def move_over(product_id: int, start: int, end: int, amount: int) -> str:
    return _said(
        lambda: move_between_warehouses(
            product_id, from_warehouse_id=start, to_warehouse_id=end, amount=amount, by=SYSTEM, now=MOMENT
        )
    )


def relocate(product_id: int, warehouse_id: int, start: int | None, end: int | None, amount: int) -> str:
    return _said(
        lambda: move_between_locations(
            product_id,
            warehouse_id=warehouse_id,
            from_location_id=start,
            to_location_id=end,
            amount=amount,
            by=SYSTEM,
            now=MOMENT,
        )
    )


def count(product_id: int, warehouse_id: int, location_id: int, amount: int) -> str:
    return _said(
        lambda: correct_and_hand_out(
            product_id,
            warehouse_id=warehouse_id,
            location_id=location_id,
            amount=amount,
            reason="Geteld",
            by=SYSTEM,
            now=MOMENT,
        )
    )


def cancel_waiting(backorder_id: int) -> str:
    return _said(lambda: cancel_and_hand_on(backorder_id, by=SYSTEM, now=MOMENT))


def again(order_id: int) -> str:
    return _said(lambda: run_autosplit_again(order_id, by=SYSTEM, now=MOMENT))


def switch(order_id: int) -> str:
    return _said(lambda: switch_autosplit(order_id, autosplit=True, by=SYSTEM, now=MOMENT))


def put_part(main_id: int, part_id: int) -> str:
    return _said(lambda: compose(main_id, part_id=part_id, amount=1, by=SYSTEM, now=MOMENT))


def _said(deed: Callable[[], Any]) -> str:
    try:
        deed()
    except Refused as refused:
        return refused.problems[0].code
    return "done"


said = _said
"""The same for deeds that stand in files of their own."""
