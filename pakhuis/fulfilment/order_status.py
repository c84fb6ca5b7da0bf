"""How an order stands, part by part, for whoever ordered it: without prices or addresses. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.orders.states import OrderStatus


class Stage(StrEnum):
    """Where a part of an order is, in the order of its way."""

    UNPAID = "unpaid"
    RECEIVED = "received"
    WAITING = "waiting"
    READY = "ready"
    PICKING = "picking"
    HELD = "held"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """So many pieces of something."""

    amount: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A parcel that can be followed."""

    carrier: str
    code: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Goods at the same stage; `expected_on` says when goods that wait are thought to come."""

    stage: Stage
    goods: tuple[Goods, ...]
    at: datetime | None = None
    parcels: tuple[Tracked, ...] = ()
    expected_on: date | None = None


def stage_of_picklist(status: str, *, picked: int) -> Stage | None:
    """The stage of what is on a picklist; None for a cancelled one, whose goods are elsewhere by now."""
    match status:
        case PicklistStatus.CLOSED:
            return Stage.SENT
        case PicklistStatus.PAUSED:
            return Stage.HELD
        case PicklistStatus.CANCELLED:
            return None
    return Stage.PICKING if picked else Stage.READY


def stage_of_order(status: str) -> Stage:
    """The stage of an order that is not divided yet, or not any more."""
    stages = {
        OrderStatus.EXPECTED: Stage.UNPAID,
        OrderStatus.CONCEPT: Stage.RECEIVED,
        OrderStatus.CANCELLED: Stage.CANCELLED,
    }
    return stages.get(OrderStatus(status), Stage.WAITING)


def stage_of_waiting(status: str) -> Stage:
    """The stage of what waits for goods: an order that is put aside holds it back as a whole."""
    return Stage.HELD if status == OrderStatus.PAUSED else Stage.WAITING


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts that hold something, what was sent first at the top, what was cancelled at the end."""
    first = (
        *(Stage.SENT, Stage.PICKING, Stage.READY, Stage.HELD),
        *(Stage.WAITING, Stage.RECEIVED, Stage.UNPAID, Stage.CANCELLED),
    )
    kept = [one for one in parts if one.goods]
    return tuple(sorted(kept, key=lambda one: (first.index(one.stage), one.at is None, one.at or 0)))
