"""Picking by scanner: one code, on one picklist or on all of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions.moving import locked_picklists
from pakhuis.fulfilment.actions.pick import gripped
from pakhuis.fulfilment.events import LinePicked
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.fulfilment.scan_problems import not_on_this_list, nothing_scanned, nothing_to_count, unknown_code
from pakhuis.fulfilment.scan_rules import Wanted, code_key, has_no_amount, readings, served
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a scan picked: so many pieces of a product, and into which box of a batch they go."""

    code: str
    name: str
    pieces: int
    boxes: tuple[tuple[int | None, str, int], ...]
    """Box, number of the picklist, pieces."""
    left: int
    """Pieces still to be picked on all these picklists."""


@transaction.atomic
def scan(picklist_ids: Sequence[int], text: str, *, by: Actor, now: datetime) -> Scanned:
    """Pick what bears this barcode or product code; ``5*CODE`` picks five.

    The picklists are served in the order of their boxes. Refused as a whole, with the reason, when no
    product has the code, when it is on none of them, when all of it is picked, or more than is left.
    """
    picklists = locked_picklists(picklist_ids, move=PicklistMove.PICK)
    wanting = PicklistLine.objects.filter(picklist__in=picklists).select_related("product", "picklist")
    lines = sorted(wanting, key=lambda one: (one.picklist.box or 0, one.pk))
    amount, meant = _meant(text, lines)
    wanted = [Wanted(line=one.pk, left=one.amount - one.picked) for one in meant]
    by_id = {one.pk: one for one in meant}
    grips = [
        (by_id[line], pieces) for line, pieces in served(wanted, amount=amount, code=meant[0].product.code)
    ]
    gripped(grips, by=by, now=now)
    record(
        [LinePicked(id=one.picklist_id, line_id=one.pk, pieces=pieces) for one, pieces in grips],
        by=by,
        now=now,
    )
    return Scanned(
        code=meant[0].product.code,
        name=meant[0].order_line.name,
        pieces=amount,
        boxes=tuple((one.picklist.box, one.picklist.number, pieces) for one, pieces in grips),
        left=sum(one.amount - one.picked for one in lines) - amount,
    )


def scan_picklist(picklist_id: int, text: str, *, by: Actor, now: datetime) -> Scanned:
    """The same on one picklist."""
    return scan([picklist_id], text, by=by, now=now)


def _meant(text: str, lines: Sequence[PicklistLine]) -> tuple[int, list[PicklistLine]]:
    """How many, and the lines of the product that is meant."""
    scans = readings(text)
    if not scans:
        raise Refused([nothing_scanned()])
    for one in scans:
        code = code_key(one.code)
        meant = [line for line in lines if code in _codes(line.product)]
        if meant:
            return one.amount, meant
    if has_no_amount(text):
        raise Refused([nothing_to_count()])
    raise Refused([_why_not([one.code for one in scans])])


def _codes(product: Product) -> set[str]:
    return {code_key(one) for one in (product.code, product.barcode) if one}


def _why_not(codes: Sequence[str]) -> Problem:
    spelled = {form for code in codes for form in (code, code.lstrip("0"), code_key(code), "0" + code)}
    asked = Q(barcode__in=spelled)
    for code in codes:
        asked |= Q(code__iexact=code)
    product = Product.objects.filter(asked).order_by(F("active").desc(), "pk").first()
    return not_on_this_list(product.code, product.name) if product else unknown_code(codes[-1])
