"""Moves, changes, lines, tags and notes of orders over the API: answers, codes, odd bodies."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag
from pakhuis.fulfilment.actions import close_picklist, pick_all, pick_line
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.stock.models import StockLevel, Warehouse
from tests.api.conftest import Call
from tests.factories import (
    MOMENT,
    a_customer,
    a_price_list,
    a_processed_order,
    a_vat_group,
    a_warehouse,
    an_order,
    lines,
    stocked,
)
from tests.invariants import check


@pytest.fixture
def house(db: None) -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=6, B=3, C=0)
    return warehouse


@pytest.fixture
def order(house: Warehouse) -> Order:
    return an_order(a_customer(discount="5"), lines=lines(A=2, B=1))


def code(answer: Any) -> tuple[int, int]:
    return answer.status_code, answer.json()["error_code"]


def first_line(call: Call, order: Order) -> int:
    return int(call("GET", f"orders/{order.pk}/products").json()[0]["idorder_product"])


def test_from_expected_to_cancelled_and_back(call: Call, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=2, C=1), expected=True)
    path = f"orders/{order.pk}"
    walk: tuple[tuple[str, Any, str], ...] = (
        ("allocate", None, "expected"),
        ("deallocate", [], "expected"),
        ("change-to-concept", None, "concept"),
        ("process", None, "processing"),
        ("prioritise", {}, "processing"),
        ("pause", {"reason": "Adres klopt niet"}, "paused"),
        ("resume", None, "processing"),
        ("reopen", None, "concept"),
    )
    for verb, body, status in walk:
        answer = call("POST", f"{path}/{verb}/", body)
        assert (answer.status_code, answer.json()["status"]) == (200, status), verb
    assert call("DELETE", path).status_code == 204
    assert call("POST", f"{path}/undo-cancellation", raw=b"null").json()["status"] == "concept"
    assert call("DELETE", path).status_code == 204
    assert call("POST", f"{path}/undo_cancellation").json()["status"] == "concept"
    check()


@pytest.mark.parametrize(
    ("verb", "status", "expected"),
    [
        ("process", "processing", 32),
        ("process", "completed", 32),
        ("pause", "concept", 21),
        ("resume", "processing", 21),
        ("reopen", "concept", 21),
        ("change-to-concept", "concept", 21),
        ("undo-cancellation", "concept", 21),
        ("allocate", "processing", 21),
        ("deallocate", "cancelled", 21),
        ("prioritise", "concept", 21),
    ],
)
def test_a_move_from_the_wrong_state(call: Call, order: Order, verb: str, status: str, expected: int) -> None:
    Order.objects.filter(pk=order.pk).update(status=status)
    assert code(call("POST", f"orders/{order.pk}/{verb}", {"reason": "x"})) == (400, expected)
    order.refresh_from_db()
    assert order.status == status


@pytest.mark.parametrize(
    "verb",
    [
        *("process", "pause", "resume", "reopen", "change-to-concept", "undo-cancellation", "allocate"),
        *("deallocate", "prioritise", "process-backorders"),
    ],
)
@pytest.mark.parametrize("order_id", [999, 2**64])
def test_an_order_that_is_not_there(call: Call, verb: str, order_id: int) -> None:
    assert code(call("POST", f"orders/{order_id}/{verb}", {"reason": "x"})) == (404, 20)


def test_pausing_needs_a_reason(call: Call, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1))
    for body in (None, {}, {"reason": ""}, {"reason": None}, {"reason": ["x"]}):
        assert code(call("POST", f"orders/{order.pk}/pause", body)) == (400, 5)


def test_only_force_cancels_what_is_processed(call: Call, house: Warehouse) -> None:
    for force in ("?force=true", "?force=1", {"force": True}):
        order = a_processed_order(a_customer(), lines=lines(A=1))
        pick_line(order.picklists.get().lines.get().pk, amount=1, by=SYSTEM, now=MOMENT)
        path = f"orders/{order.pk}"
        assert code(call("DELETE", path)) == (400, 21)
        assert code(call("DELETE", path, {"force": False})) == (400, 21)
        body = force if isinstance(force, dict) else None
        answer = call("DELETE", path + (force if isinstance(force, str) else ""), body)
        assert answer.status_code == 204
    done = a_processed_order(a_customer(), lines=lines(A=1))
    pick_all(done.picklists.get().pk, by=SYSTEM, now=MOMENT)
    close_picklist(done.picklists.get().pk, by=SYSTEM, now=MOMENT)
    assert code(call("DELETE", f"orders/{done.pk}?force=true")) == (400, 21)
    check()


def test_a_put_changes_what_is_sent(call: Call, order: Order) -> None:
    listed = a_price_list("Horeca", A=[("8", 1)])
    before = call("GET", f"orders/{order.pk}").json()
    sent: dict[str, Any] = {
        "deliveryaddress": "Loods 7",
        "reference": 77,
        "customer_remarks": "Achterom",
        "emailaddress": "joke@kade.example",
        "telephone": "010-1",
        "preferred_delivery_date": "2026-12-01T00:00:00Z",
        "discount": "7.5",
        "auto_split": "0",
        "calculatevat": False,
        "language": "en",
        "pricelists": [listed.pk],
        "invoiced": 1,
        "pickup_point_data": {"carrier": "postnl", "id": "NL-7"},
        "products": [{"productcode": "nee"}],
        "whatever": True,
    }
    after = call("PUT", f"orders/{order.pk}", sent).json()
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {
        *(set(sent) - {"whatever"}),
        *("full_delivery_address", "partialdelivery", "updated"),
    }
    assert (after["deliveryname"], after["deliveryaddress"]) == ("Café De Kade", "Loods 7")
    assert (after["discount"], after["auto_split"], after["invoiced"]) == (7.5, False, True)
    assert [one["price"] for one in after["products"]] == [8, 10]
    back = call(
        "PUT", f"orders/{order.pk}", {"discount": None, "auto_split": None, "pricelists": None}
    ).json()
    assert (back["discount"], back["auto_split"], back["products"][0]["price"]) == (5, True, 10)


def test_what_came_can_be_sent_back_in_any_state(call: Call, house: Warehouse) -> None:
    """Clients fetch an order, change one field and send the whole."""
    order = a_processed_order(a_customer(), lines=lines(A=1, C=1))
    whole = call("GET", f"orders/{order.pk}").json()
    answer = call("PUT", f"orders/{order.pk}", {**whole, "reference": "PO 9"})
    assert (answer.status_code, answer.json()["reference"]) == (200, "PO 9")


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        ("processing", {"discount": 50}, 30),
        ("processing", {"idcustomer": None}, 30),
        ("completed", {"reference": "x"}, 30),
        ("cancelled", {"reference": "x"}, 30),
        ("concept", {"deliverycountry": "XX"}, 9),
        ("concept", {"deliveryname": ""}, 5),
        ("concept", {"idcustomer": 999}, 25),
        ("concept", {"idtemplate": 999}, 5),
        ("concept", {"discount": "veel"}, 5),
        ("concept", {"language": "fr"}, 5),
    ],
)
def test_a_put_that_is_refused_changes_nothing(
    call: Call, order: Order, status: str, body: dict[str, Any], expected: int
) -> None:
    Order.objects.filter(pk=order.pk).update(status=status)
    before = call("GET", f"orders/{order.pk}").json()
    assert code(call("PUT", f"orders/{order.pk}", {**body, "telephone": "1"})) == (400, expected)
    assert call("GET", f"orders/{order.pk}").json() == before


def test_autosplit_of_a_processed_order_divides_what_waits_anew(call: Call, house: Warehouse) -> None:
    order = a_processed_order(a_customer(autosplit=False), lines=lines(A=2, C=1))
    answer = call("PUT", f"orders/{order.pk}", {"auto_split": True, "reference": "in delen"})
    assert (answer.json()["auto_split"], answer.json()["reference"]) == (True, "in delen")
    made = call("POST", f"orders/{order.pk}/process-backorders").json()
    assert [one["status"] for one in made] == ["new"]
    check()


def test_another_customer_and_another_reference_in_one_put(call: Call, order: Order) -> None:
    other = a_customer("Bistro Zuid", discount="10")
    after = call("PUT", f"orders/{order.pk}", {"idcustomer": other.pk, "reference": "Z"}).json()
    assert (after["idcustomer"], after["discount"], after["reference"]) == (other.pk, 10, "Z")
    refused = call("PUT", f"orders/{order.pk}", {"idcustomer": order.customer_id, "deliverycountry": "XX"})
    assert code(refused) == (400, 9)
    order.refresh_from_db()
    assert order.customer_id == other.pk


def test_lines_are_added_changed_and_removed(call: Call, order: Order) -> None:
    path = f"orders/{order.pk}/products"
    made = call("POST", path, {"productcode": "C", "amount": "3", "remarks": "koud"})
    assert made.status_code == 201
    line = made.json()
    assert (line["productcode"], line["amount"], line["price"]) == ("C", 3, 10)
    one = f"{path}/{line['idorder_product']}"
    changed = call("PUT", one, {"amount": 4, "price": 2.5, "name": "Cola"}).json()
    assert (changed["amount"], changed["price"], changed["name"]) == (4, 2.5, "Cola")
    assert call("PUT", one, {"price": None}).json()["price"] == 10
    assert call("GET", one).json()["remarks"] == "koud"
    assert call("DELETE", one, []).status_code == 204
    assert code(call("GET", one)) == (404, 20)
    assert len(call("GET", path).json()) == 2


def test_an_own_line(call: Call, order: Order) -> None:
    group = a_vat_group("9", is_standard=False)
    body = {"own_line": True, "name": "Transport", "price": 12.5, "amount": 1, "idvatgroup": group.pk}
    line = call("POST", f"orders/{order.pk}/products", body).json()
    assert (line["idproduct"], line["productcode"], line["name"]) == (0, "", "Transport")
    assert (line["price"], line["idvatgroup"]) == (12.5, group.pk)
    placed = call("POST", "orders", {"idcustomer": order.customer_id, "products": [body]}).json()
    assert placed["products"][0]["name"] == "Transport"


def test_every_line_removed_and_others_added(call: Call, order: Order) -> None:
    """The way one client replaces lines: the order is empty in between."""
    path = f"orders/{order.pk}/products"
    for line in call("GET", path).json():
        assert call("DELETE", f"{path}/{line['idorder_product']}").status_code == 204
    assert call("GET", path).json() == []
    assert code(call("POST", f"orders/{order.pk}/process")) == (400, 13)
    call("POST", path, {"productcode": "B", "amount": 1})
    assert call("POST", f"orders/{order.pk}/process").json()["status"] == "processing"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, 23),
        ({"amount": 1}, 23),
        ({"productcode": "A"}, 23),
        ({"productcode": "A", "amount": 0}, 23),
        ({"productcode": "A", "amount": [1]}, 23),
        ({"productcode": "nee", "amount": 1}, 24),
        ({"idproduct": 999, "amount": 1}, 24),
        ({"productcode": "A", "amount": 1, "idvatgroup": 999}, 14),
        ({"productcode": "A", "amount": 1, "price": "x"}, 5),
        ({"own_line": True, "amount": 1, "price": 1}, 5),
    ],
)
def test_a_line_that_cannot_be(call: Call, order: Order, body: Any, expected: int) -> None:
    assert code(call("POST", f"orders/{order.pk}/products", body)) == (400, expected)
    assert order.lines.count() == 2


def test_lines_of_a_processed_order_are_fixed(call: Call, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1))
    path = f"orders/{order.pk}/products"
    one = f"{path}/{first_line(call, order)}"
    assert code(call("POST", path, {"productcode": "B", "amount": 1})) == (400, 33)
    assert code(call("PUT", one, {"amount": 2})) == (400, 33)
    assert code(call("DELETE", one)) == (400, 33)
    Order.objects.filter(pk=order.pk).update(status="completed")
    assert code(call("DELETE", one)) == (400, 33)


def test_a_line_of_another_order_is_not_found(call: Call, order: Order) -> None:
    other = an_order(a_customer(), lines=lines(A=1))
    one = f"orders/{order.pk}/products/{first_line(call, other)}"
    for method in ("GET", "PUT", "DELETE"):
        assert code(call(method, one, {"amount": 2})) == (404, 20)
        assert code(call(method, f"orders/{order.pk}/products/{2**64}", {})) == (404, 20)
    assert other.lines.get().amount == 1


def test_where_the_pieces_of_a_line_are(call: Call, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=2, C=1))
    stocked(house, C=1)
    status = call("GET", f"orders/{order.pk}/productstatus").json()["products"]
    told = [(one["productcode"], one["allocated"], one["picking"], one["backorder"]) for one in status]
    assert told == [("A", 2, 2, 0), ("C", 1, 0, 1)]


def test_tags_in_any_state(call: Call, house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1))
    tag = create_tag("Spoed", color="#ff0000", inherit=False, by=SYSTEM, now=MOMENT)
    path = f"orders/{order.pk}/tags"
    for _ in range(2):
        answer = call("POST", path, {"idtag": str(tag.pk)})
        assert (answer.status_code, [one["title"] for one in answer.json()]) == (201, ["Spoed"])
    assert Fact.objects.filter(name="order.changed").count() == 1
    assert list(call("GET", f"orders/{order.pk}").json()["tags"]) == ["Spoed"]
    for method in ("DELETE", "POST", "DELETE"):
        assert call(method, f"{path}/{tag.pk}").status_code == 204
    assert call("GET", path).json() == []
    for body in (None, {}, {"idtag": 999}, {"idtag": "x"}):
        assert call("POST", path, body).status_code == 400
    assert code(call("POST", "orders/999/tags", {"idtag": tag.pk})) == (404, 20)


def test_notes_are_part_of_the_logbook(call: Call, order: Order) -> None:
    path = f"orders/{order.pk}/notes"
    made = call("POST", path, {"note": " Klant gebeld "})
    assert (made.status_code, made.json()["description"]) == (201, "Klant gebeld")
    assert [one["idorder_log"] for one in call("GET", path).json()] == [made.json()["idorder_log"]]
    for body in (None, {"note": ""}, {"note": "x" * 10_001}):
        assert code(call("POST", path, body)) == (400, 5)
    assert code(call("GET", "orders/999/notes")) == (404, 20)


def test_a_reader_changes_nothing(read_only: Call, order: Order) -> None:
    line = order.lines.first()
    assert line is not None
    for method, path in (
        ("PUT", f"orders/{order.pk}"),
        ("DELETE", f"orders/{order.pk}"),
        ("POST", f"orders/{order.pk}/process"),
        ("POST", f"orders/{order.pk}/pause"),
        ("POST", f"orders/{order.pk}/products"),
        ("PUT", f"orders/{order.pk}/products/{line.pk}"),
        ("POST", f"orders/{order.pk}/notes"),
    ):
        assert read_only(method, path, {}).status_code == 403
    assert StockLevel.objects.filter(picking__gt=0).count() == 0


def test_the_status_of_products_asks_the_same_for_any_order(call: Call, house: Warehouse) -> None:
    def asked(count: int) -> int:
        stocked(house, **{f"Q{count}x{number}": 1 for number in range(count)})
        order = a_processed_order(a_customer(), lines=lines(**{f"Q{count}x{n}": 2 for n in range(count)}))
        with CaptureQueriesContext(connection) as queries:
            call("GET", f"orders/{order.pk}/productstatus")
        return len(queries)

    asked(1)  # the key's first use is noted
    assert asked(2) == asked(20)


@pytest.mark.parametrize("given", ["morgen", "2026-02-30", "01-12-2026", 20261201.5, True, ["2026-12-01"]])
def test_a_day_that_is_none_is_refused_at_its_place(call: Call, order: Order, given: Any) -> None:
    path = f"orders/{order.pk}"
    call("PUT", path, {"preferred_delivery_date": "2026-12-01"})
    answer = call("PUT", path, {"preferred_delivery_date": given, "reference": "x" * 201})
    assert answer.status_code == 400
    for place in ("preferred_delivery_date", "reference"):
        assert place in answer.json()["error_message"]
    order.refresh_from_db()
    assert (str(order.preferred_delivery_date), order.reference) == ("2026-12-01", "")
    new = {"idcustomer": order.customer_id, "preferred_delivery_date": given, "products": [{"amount": 0}]}
    answer = call("POST", "orders", new)
    assert answer.status_code == 400
    for place in ("preferred_delivery_date", "lines.0.product"):
        assert place in answer.json()["error_message"]
    assert Order.objects.count() == 1


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_a_wished_day_is_taken_back(call: Call, order: Order, nothing: Any) -> None:
    path = f"orders/{order.pk}"
    assert (
        call("PUT", path, {"preferred_delivery_date": "2026-12-01T23:30:00+01:00"}).json()[
            "preferred_delivery_date"
        ]
        == "2026-12-01"
    )
    assert call("PUT", path, {"preferred_delivery_date": nothing}).json()["preferred_delivery_date"] is None


def test_another_day_wished_for_moves_its_picklist_in_the_queue(call: Call, house: Warehouse) -> None:
    picklist = a_processed_order(a_customer(), lines=lines(A=1)).picklists.get()
    before = picklist.rank
    assert (
        call("PUT", f"orders/{picklist.order_id}", {"preferred_delivery_date": "2026-12-24"}).status_code
        == 200
    )
    picklist.refresh_from_db()
    assert picklist.rank > before
    assert call("GET", f"picklists/{picklist.pk}").json()["preferred_delivery_date"] == "2026-12-24"
