"""Returns: announced from an order, a customer or anybody; changed, received, logged, thrown away."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.fulfilment.proof import deviations
from pakhuis.journal.models import Fact
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order
from pakhuis.returns.actions import (
    change_return,
    create_return,
    log_return,
    receive_return,
    remove_return,
    save_reason,
    save_status,
    usual_status,
)
from pakhuis.returns.intake import CameBack, NewReturnLine, ReturnChange, ReturnFields, ReturnLineFields
from pakhuis.returns.models import Return, ReturnLine, ReturnReason, ReturnStatus
from pakhuis.returns.rules import left_to_return
from pakhuis.stock.models import LocationStock, StockLevel, StockMove, Warehouse
from tests.factories import (
    a_composition,
    a_customer,
    a_location,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
)
from tests.invariants import check
from tests.returns.making import WHO, a_delivered_order, a_reason, a_return

pytestmark = pytest.mark.django_db


def problems(action: Any, *given_: Any, **named: Any) -> set[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(Refused) as refused:
        action(*given_, **named, **WHO)
    return {(one.code, one.path) for one in refused.value.problems}


def proven() -> None:
    assert [str(one) for one in deviations()] == []
    check()


def of_order(order: Order, amount: int = 1) -> Return:
    new = NewReturnLine(order_line_id=order.lines.get().pk, amount=amount)
    return create_return(ReturnFields(order_id=order.pk), [new], **WHO)


@given(delivered=st.integers(0, 50), others=st.lists(st.integers(1, 20), max_size=5))
def test_never_more_than_was_delivered_is_left(delivered: int, others: list[int]) -> None:
    left = left_to_return(delivered=delivered, on_returns=others)
    assert 0 <= left <= delivered
    assert left + sum(others) >= delivered or not others


def test_a_return_of_an_order_knows_who_and_for_how_much() -> None:
    order = a_delivered_order(a_customer(email="joke@kade.example"), A=3)
    made = of_order(order, 2)
    assert made.number == "RT2026-1001"
    assert (made.customer_id, made.name, made.city) == (order.customer_id, "Café De Kade", "Delft")
    (line,) = made.lines.all()
    assert (line.code, line.amount, line.price) == ("A", 2, order.lines.get().price)
    assert made.status == usual_status()
    assert Fact.objects.get(name="return.created").data["order_id"] == order.pk


def test_no_more_comes_back_than_was_delivered_on_all_returns_together() -> None:
    order = a_delivered_order(A=3)
    first = of_order(order, 2)
    assert problems(of_order_raw, order, 2) == {
        ("more_than_delivered", ("new_lines", place, "amount")) for place in (0, 1)
    }
    second = of_order(order)
    (line,) = second.lines.all()
    more = ReturnChange(lines=(ReturnLineFields(id=line.pk, amount=2),))
    assert problems(change_return, second.pk, more) == {("more_than_delivered", ("lines", line.pk, "amount"))}
    remove_return(first.pk, **WHO)
    change_return(second.pk, more, **WHO)
    assert second.lines.get().amount == 2


def of_order_raw(order: Order, amount: int, **who: Any) -> Return:
    new = NewReturnLine(order_line_id=order.lines.get().pk, amount=amount)
    return create_return(ReturnFields(order_id=order.pk), [new, new], **who)


def test_everything_that_is_wrong_with_a_new_one_is_told_at_once() -> None:
    order = a_delivered_order(a_customer(), A=1)
    other = a_customer("Ander", addresses=())
    box = a_composition("BOX", A=1)
    fields = ReturnFields(
        order_id=order.pk, customer_id=other.pk, name=" ", email="x", country="XX", status_id=99
    )
    wanted = [
        NewReturnLine(product_code="NOPE", amount=1),
        NewReturnLine(product_id=box.pk, amount=1),
        NewReturnLine(order_line_id=999, amount=1),
        NewReturnLine(product_code="A", amount=0, reason_id=99),
    ]
    assert problems(create_return, fields, wanted) == {
        ("other_customer", ("customer",)),
        ("missing", ("name",)),
        ("bad_email", ("email",)),
        ("unknown_country", ("country",)),
        ("unknown_return_status", ("status",)),
        ("unknown_product", ("new_lines", 0, "product")),
        ("has_parts", ("new_lines", 1, "product")),
        ("unknown_order_line", ("new_lines", 2, "order_line")),
        ("out_of_range", ("new_lines", 3, "amount")),
        ("unknown_return_reason", ("new_lines", 3, "reason")),
    }
    assert problems(create_return, ReturnFields()) == {("missing", ("name",))}
    assert problems(create_return, ReturnFields(order_id=9999, name="x")) == {("unknown_order", ("order",))}
    assert not Return.objects.exists()


def test_what_is_fit_goes_on_the_shelf_and_to_who_waits_and_the_rest_does_not() -> None:
    house = a_warehouse()
    shelf = a_location(house, "A-01")
    found = a_return(A=5)
    waits = a_processed_order(lines=lines(A=2)).backorders.get()
    (line,) = found.lines.all()
    goods = [
        CameBack(line_id=line.pk, amount=3, location_id=shelf.pk),
        CameBack(line_id=line.pk, amount=1, is_fit=False),
    ]
    one = receive_return(found.pk, warehouse_id=house.pk, goods=goods, **WHO)
    line.refresh_from_db()
    waits.refresh_from_db()
    assert (line.returned, line.broken, line.outstanding, line.warehouse_id) == (3, 1, 1, house.pk)
    assert (one.received_at, waits.available) == (WHO["now"], 2)
    move = StockMove.objects.get()
    assert (move.kind, move.change, move.reason) == ("return", 3, f"{found.number}: Beschadigd")
    assert LocationStock.objects.get().on_hand == StockLevel.objects.get(product=line.product).on_hand == 3
    told = Fact.objects.filter(name="return.goods_received").order_by("pk")
    assert [(fact.data["pieces"], fact.data["broken"]) for fact in told] == [(3, 0), (0, 1)]
    proven()


def test_a_refused_receiving_changes_nothing() -> None:
    found = a_return(A=2)
    (line,) = found.lines.all()
    house = a_warehouse()
    elsewhere = a_location(a_warehouse("Elsewhere", priority=9), "B-01")
    counted = [
        CameBack(line_id=line.pk, amount=0),
        CameBack(line_id=line.pk, amount=1, location_id=elsewhere.pk),
        CameBack(line_id=line.pk, amount=1, seen=1),
    ]
    assert problems(receive_return, found.pk, warehouse_id=house.pk, goods=counted) == {
        ("out_of_range", ("goods", 0, "amount")),
        ("unknown_location", ("goods", 1, "location")),
        ("received_meanwhile", ("goods", 2, "amount")),
    }
    assert problems(receive_return, found.pk, warehouse_id=0, goods=[]) == {
        ("unknown_warehouse", ("warehouse",)),
        ("nothing_received", ()),
    }
    strange = [CameBack(line_id=line.pk + 1, amount=1)]
    assert problems(receive_return, found.pk, warehouse_id=house.pk, goods=strange) == {
        ("not_on_return", ("goods", 0, "line"))
    }
    assert not StockMove.objects.exists()
    assert ReturnLine.objects.get().came == 0


def test_what_came_back_can_be_neither_taken_off_nor_thrown_away() -> None:
    found = a_return(A=2)
    (line,) = found.lines.all()
    house = a_warehouse()
    receive_return(found.pk, warehouse_id=house.pk, goods=[CameBack(line_id=line.pk, amount=2)], **WHO)
    for fields in (ReturnLineFields(id=line.pk, removed=True), ReturnLineFields(id=line.pk, amount=1)):
        assert {code for code, _ in problems(change_return, found.pk, ReturnChange(lines=(fields,)))} == {
            "came_back_already"
        }
    assert problems(remove_return, found.pk) == {("came_back_already", ())}
    proven()


def test_head_and_lines_change_together_and_are_told() -> None:
    found = a_return(A=2, B=1)
    a, b = found.lines.order_by("pk")
    a_product("C")
    late = a_reason("Te laat")
    change = ReturnChange(
        fields=ReturnFields(tracking_code="3SRET"),
        lines=(
            ReturnLineFields(id=a.pk, reason_id=late.pk, price="1.5"),
            ReturnLineFields(id=b.pk, removed=True),
        ),
        new_lines=(NewReturnLine(product_code="C", amount=4),),
    )
    change_return(found.pk, change, **WHO)
    assert dict(found.lines.values_list("code", "amount")) == {"A": 2, "C": 4}
    assert found.lines.get(code="A").price == Decimal("1.5")
    told = [one["field"] for one in Fact.objects.get(name="return.changed").data["changes"]]
    assert told == ["tracking_code", "lines.A.price", "lines.A.reason_id", "lines.B", "lines.C"]
    strange = ReturnChange(lines=(ReturnLineFields(id=b.pk),))
    assert problems(change_return, found.pk, strange) == {("not_on_return", ("lines", b.pk))}


def test_a_status_that_ends_completes_and_any_other_takes_that_back() -> None:
    found = a_return(A=1)
    first, last = usual_status(), ReturnStatus.objects.get(ends=True)
    log_return(found.pk, status_id=last.pk, message="Geld terug", **WHO)
    found.refresh_from_db()
    assert (found.status, found.completed_at) == (last, WHO["now"])
    log_return(found.pk, status_id=first.pk, **WHO)
    found.refresh_from_db()
    assert found.completed_at is None
    notes = Fact.objects.filter(name="return.status_changed").order_by("pk")
    assert [one.data["note"] for one in notes] == ["Geld terug", ""]
    assert problems(log_return, found.pk) == {("missing", ("message",))}
    assert problems(log_return, found.pk, status_id=99) == {("unknown_return_status", ("status",))}
    assert problems(log_return, found.pk + 1, message="x") == {("not_found", ())}


def test_reasons_and_statuses_are_the_accounts_own() -> None:
    first = usual_status()
    assert list(ReturnStatus.objects.values_list("name", flat=True)) == [
        "Verwacht",
        "Ontvangen",
        "Afgehandeld",
    ]
    new = save_status(None, name="Beoordelen", color="#123456", is_default=True, **WHO)
    assert (usual_status(), new.position) == (new, 3)
    first.refresh_from_db()
    assert not first.is_default
    refused = {"name": new.name, "color": new.color, "is_default": True, "active": False}
    assert problems(save_status, new.pk, **refused) == {("is_default", ("active",))}
    refused = {"name": new.name, "color": new.color, "is_default": False}
    assert problems(save_status, new.pk, **refused) == {("is_default", ("active",))}
    assert problems(save_status, None, name="", color="red") == {
        ("missing", ("name",)),
        ("bad_color", ("color",)),
    }
    assert problems(save_status, None, name="Beoordelen", color="#123456") == {("name_taken", ("name",))}
    reason = a_reason("Te groot")
    save_reason(reason.pk, name="Te klein", active=False, **WHO)
    assert ReturnReason.objects.get().name == "Te klein"
    assert problems(save_reason, None, name="Te klein") == {("name_taken", ("name",))}
    assert problems(save_reason, 99, name="x") == {("not_found", ())}


def test_warehouses_that_are_retired_take_nothing_back() -> None:
    found = a_return(A=1)
    a_warehouse()
    house = a_warehouse("Oud", priority=5)
    Warehouse.objects.filter(pk=house.pk).update(active=False)
    goods = [CameBack(line_id=found.lines.get().pk, amount=1)]
    assert problems(receive_return, found.pk, warehouse_id=house.pk, goods=goods) == {
        ("unknown_warehouse", ("warehouse",))
    }


def test_all_that_is_expected_is_reckoned_when_it_is_received() -> None:
    house = a_warehouse()
    found = a_return(A=3)
    (line,) = found.lines.all()
    rest = CameBack(line_id=line.pk)
    receive_return(found.pk, warehouse_id=house.pk, goods=[CameBack(line_id=line.pk, amount=1), rest], **WHO)
    line.refresh_from_db()
    assert (line.returned, line.outstanding) == (3, 0)
    assert problems(receive_return, found.pk, warehouse_id=house.pk, goods=[rest]) == {
        ("nothing_to_come", ("goods", 0, "amount"))
    }
    proven()


def test_what_came_beyond_the_announced_counts_as_returned() -> None:
    order = a_delivered_order(A=3)
    found = of_order(order)
    goods = [CameBack(line_id=found.lines.get().pk, amount=3)]
    receive_return(found.pk, warehouse_id=order.picklists.get().warehouse_id, goods=goods, **WHO)
    assert problems(of_order_raw, order, 1) == {
        ("more_than_delivered", ("new_lines", place, "amount")) for place in (0, 1)
    }


def test_no_more_is_taken_in_than_the_order_delivered() -> None:
    order = a_delivered_order(A=10)
    found, other = of_order(order, 2), of_order(order, 3)
    (line,) = found.lines.all()
    house = order.picklists.get().warehouse_id

    def came(*amounts: int) -> list[CameBack]:
        return [CameBack(line_id=line.pk, amount=one, is_fit=not place) for place, one in enumerate(amounts)]

    before = StockMove.objects.count()
    for amounts, place in (((8,), 0), ((5, 3), 1), ((500,), 0)):
        assert problems(receive_return, found.pk, warehouse_id=house, goods=came(*amounts)) == {
            ("more_than_delivered", ("goods", place, "amount"))
        }
    assert StockMove.objects.count() == before
    receive_return(found.pk, warehouse_id=house, goods=came(4, 3), **WHO)
    assert problems(receive_return, found.pk, warehouse_id=house, goods=came(1)) == {
        ("more_than_delivered", ("goods", 0, "amount"))
    }
    rest = [CameBack(line_id=other.lines.get().pk)]
    receive_return(other.pk, warehouse_id=house, goods=rest, **WHO)
    assert sum(one.came for one in ReturnLine.objects.all()) == 10
    proven()


def test_a_return_stays_with_the_order_of_its_lines() -> None:
    one, other = a_delivered_order(A=1), a_delivered_order(A=1)
    found = of_order(one)
    elsewhere = ReturnChange(fields=ReturnFields(order_id=other.pk))
    assert problems(change_return, found.pk, elsewhere) == {("lines_of_its_order", ("order",))}
    line = ReturnLineFields(id=found.lines.get().pk, removed=True)
    change_return(found.pk, ReturnChange(lines=(line,)), **WHO)
    assert change_return(found.pk, elsewhere, **WHO).order_id == other.pk


def test_many_lines_cost_no_more_statements_than_few() -> None:
    house = a_warehouse()

    def statements(pieces: dict[str, Any]) -> tuple[int, int]:
        order = a_delivered_order(**pieces)
        new = [
            NewReturnLine(order_line_id=one.pk, amount=1, reason_id=a_reason().pk)
            for one in order.lines.all()
        ]
        with CaptureQueriesContext(connection) as announcing:
            found = create_return(ReturnFields(order_id=order.pk), new, **WHO)
        goods = [CameBack(line_id=one.pk) for one in found.lines.all()]
        with CaptureQueriesContext(connection) as receiving:
            receive_return(found.pk, warehouse_id=house.pk, goods=goods, **WHO)
        return len(announcing), len(receiving)

    statements({"FIRST": 1})
    few = statements({f"A{number}": 1 for number in range(2)})
    assert statements({f"B{number}": 1 for number in range(20)}) == few
    proven()
