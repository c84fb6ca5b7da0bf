"""The same deliveries by the doors and as bare SQL in turns: how near intake is to what the engine can do."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pakhuis.connectors.actions import receive_webhook, take_in_delivery
from pakhuis.connectors.models import Delivery
from tests.bench.intake_shop import Orders
from tests.bench.statements import Bare, Recorder, Statement

TURN = 10


@dataclass
class Cost:
    """What one half of the intake took, in seconds."""

    deeds: int = 0
    took: float = 0.0
    queries: int = 0
    bare_all: float = 0.0
    bare_writes: float = 0.0

    def as_dict(self) -> dict[str, float]:
        return {
            "per_second": self.deeds / self.took,
            "queries": self.queries / self.deeds,
            "bare_all": self.deeds / self.bare_all,
            "bare_writes": self.deeds / self.bare_writes,
        }


def compared(webshop_id: int, orders: Orders, *, first: int, count: int) -> dict[str, Any]:
    """Receive and take in so many deliveries, after a turn that warms up; `first` is the next order's id.

    The order is fetched over loopback as always, so the ratio of the second half has that in it too.
    """
    bare, writes = Bare("bare_all"), Bare("bare_writes")
    halves = {"receive": Cost(), "take_in": Cost()}
    for start in range(0, count + TURN, TURN):
        costs = halves if start else {"receive": Cost(), "take_in": Cost()}
        done: list[tuple[Cost, list[list[Statement]]]] = []
        for number in range(first + start, first + start + TURN):
            delivery_id, said = _measured(costs["receive"], partial(_receive, webshop_id, orders, number))
            done.append((costs["receive"], [said]))
            take_in = partial(take_in_delivery, delivery_id, now=datetime.now(UTC))
            _, said = _measured(costs["take_in"], take_in)
            done.append((costs["take_in"], [said]))
        for cost, transactions in done:
            cost.bare_all += bare.replay(transactions)
            only_writes = [[one for one in some if one.is_write] for some in transactions]
            cost.bare_writes += writes.replay(only_writes)
    return {name: cost.as_dict() for name, cost in halves.items()}


def _receive(webshop_id: int, orders: Orders, number: int) -> int:
    body = json.dumps(orders.one(number)).encode()
    headers = {"x-wc-webhook-topic": "order.created", "x-wc-webhook-delivery-id": f"d{number}"}
    receive_webhook(webshop_id, kind="woocommerce", body=body, headers=headers, now=datetime.now(UTC))
    return Delivery.objects.order_by("-pk").values_list("pk", flat=True)[0]


def _measured(cost: Cost, deed: Callable[[], Any]) -> tuple[Any, list[Statement]]:
    recorder = Recorder()
    begin = time.perf_counter()
    with recorder:
        gave = deed()
    cost.took += time.perf_counter() - begin
    cost.deeds += 1
    cost.queries += len(recorder.statements)
    return gave, recorder.statements
