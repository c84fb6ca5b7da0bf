"""Deeds of taking goods back, for races."""

from __future__ import annotations

from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.orders.models import OrderLine
from pakhuis.returns.actions import create_return, receive_return, remove_return
from pakhuis.returns.intake import CameBack, NewReturnLine, ReturnFields
from pakhuis.stock.actions import update_warehouse
from pakhuis.stock.intake import WarehouseFields
from tests.concurrency.deeds import said


def announce_return(line_id: int, amount: int) -> str:
    """Pieces of an order line are expected back."""

    def deed() -> None:
        line = OrderLine.objects.get(pk=line_id)
        new = NewReturnLine(order_line_id=line_id, amount=amount)
        create_return(ReturnFields(order_id=line.order_id), [new], by=SYSTEM, now=now())

    return said(deed)


def announce_of_customer(customer_id: int, code: str) -> str:
    def deed() -> None:
        new = NewReturnLine(product_code=code, amount=1)
        create_return(ReturnFields(customer_id=customer_id), [new], by=SYSTEM, now=now())

    return said(deed)


def unpack(return_id: int, line_id: int, warehouse_id: int, seen: int | None = None) -> str:
    """Everything that is still expected of a line is here."""
    one = CameBack(line_id=line_id, seen=seen)
    return said(
        lambda: receive_return(return_id, warehouse_id=warehouse_id, goods=[one], by=SYSTEM, now=now())
    )


def unpack_piece(return_id: int, line_id: int, warehouse_id: int) -> str:
    one = CameBack(line_id=line_id, amount=1)
    return said(
        lambda: receive_return(return_id, warehouse_id=warehouse_id, goods=[one], by=SYSTEM, now=now())
    )


def throw_away(return_id: int) -> str:
    return said(lambda: remove_return(return_id, by=SYSTEM, now=now()))


def retire_house(warehouse_id: int) -> str:
    fields = WarehouseFields(active=False)
    return said(lambda: update_warehouse(warehouse_id, fields, by=SYSTEM, now=now()))
