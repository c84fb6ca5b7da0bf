"""Deeds of buying in, for races."""

from __future__ import annotations

from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.purchasing.actions import (
    complete_receipt,
    receipt_in_hand,
    receive_all,
    receive_arrived,
    revert_goods,
)
from pakhuis.purchasing.actions import scan_goods as scan_arrived
from pakhuis.purchasing.intake import Arrived
from tests.concurrency.deeds import said


def receive_line(purchase_id: int, line_id: int, amount: int, seen: int) -> str:
    def deed() -> None:
        receipt = receipt_in_hand(purchase_id, by=SYSTEM, now=now())
        one = Arrived(line_id=line_id, amount=amount, seen=seen)
        receive_arrived(receipt.pk, [one], by=SYSTEM, now=now())

    return said(deed)


def scan_goods(purchase_id: int, text: str) -> str:
    return said(lambda: scan_arrived(purchase_id, text, by=SYSTEM, now=now()))


def receive_rest(receipt_id: int) -> str:
    return said(lambda: receive_all(receipt_id, by=SYSTEM, now=now()))


def revert(goods_id: int, amount: int) -> str:
    return said(lambda: revert_goods(goods_id, amount=amount, by=SYSTEM, now=now()))


def complete(receipt_id: int) -> str:
    return said(lambda: complete_receipt(receipt_id, by=SYSTEM, now=now()))
