"""Receiving by scanner: each scan puts pieces on the shelf at once, so that nothing counted is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pakhuis.catalogue.queries import scanned
from pakhuis.fulfilment.scan_problems import nothing_scanned, unknown_code
from pakhuis.fulfilment.scan_rules import code_key, readings
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.purchasing.actions.receiving import receive_on_purchase
from pakhuis.purchasing.intake import Arrived
from pakhuis.purchasing.models import PurchaseLine
from pakhuis.purchasing.problems import not_ordered_here


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedGoods:
    """What a scan received: so many pieces, and how many of the product are still to come or too many."""

    code: str
    name: str
    pieces: int
    left: int
    surplus: int


def scan_goods(
    purchase_id: int, text: str, *, by: Actor, now: datetime, location_id: int | None = None
) -> ScannedGoods:
    """Receive one piece of what bears this barcode, product code or code of the supplier; ``5*CODE`` five.

    Its lines are filled one after the other; what is more than ordered is a surplus of the last. Refused
    when nobody ordered it here.
    """
    lines = list(PurchaseLine.objects.filter(order=purchase_id).select_related("product").order_by("pk"))
    amount, product_id = _meant(text, lines)
    one = Arrived(product_id=product_id, amount=amount, location_id=location_id)
    first, *_ = receive_on_purchase(purchase_id, [one], by=by, now=now)
    of_product = list(PurchaseLine.objects.filter(order=purchase_id, product=product_id))
    return ScannedGoods(
        code=first.line.code,
        name=first.line.name,
        pieces=amount,
        left=sum(line.outstanding for line in of_product),
        surplus=sum(max(0, line.received - line.amount) for line in of_product),
    )


def _meant(text: str, lines: Sequence[PurchaseLine]) -> tuple[int, int]:
    """How many of which product."""
    scans = readings(text)
    if not scans:
        raise Refused([nothing_scanned()])
    for one in scans:
        for line in lines:
            if code_key(one.code) in _codes(line):
                return one.amount, line.product_id
    raise Refused([_why_not(scans[-1].code)])


def _codes(line: PurchaseLine) -> set[str]:
    spelled = (line.product.code, line.product.barcode, line.code, line.supplier_code)
    return {code_key(one) for one in spelled if one}


def _why_not(code: str) -> Problem:
    product = scanned(code)
    return not_ordered_here(product.code, product.name) if product else unknown_code(code)
