"""What a virtual composition is made of: one level deep, so that no circle can arise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.catalogue.events import PartsChanged
from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.catalogue.problems import is_part_elsewhere, part_has_parts, part_of_itself
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Refused

MOST_OF_A_PART = 10_000


@transaction.atomic
def set_part(main_id: int, *, part_id: int, amount: RawNumber, by: Actor, now: datetime) -> bool:
    """So many pieces of `part_id` go into each of `main_id`; 0 takes it out. Tells whether that is new.

    Both products are locked, by id, so that two who compose at once cannot make a composition of a
    composition. Orders that are processed keep the parts they have.
    """
    locked = Product.objects.select_for_update().filter(pk__in=possible_ids([main_id, part_id]))
    found = {one.pk: one for one in locked.order_by("pk")}
    if main_id not in found:
        raise Refused([not_found("product")])
    checks = Checks()
    pieces = checks.whole(("amount",), amount, low=0, high=MOST_OF_A_PART)
    if part_id not in found:
        checks.add(not_found("product", ("part",)))
        checks.refuse_if_any()
    if part_id == main_id:
        checks.add(part_of_itself())
    elif ProductPart.objects.filter(main=part_id).exists():
        checks.add(part_has_parts(found[part_id].code))
    above = ProductPart.objects.filter(part=main_id).values_list("main__code", flat=True).first()
    if above is not None:
        checks.add(is_part_elsewhere(above))
    checks.refuse_if_any()
    present = ProductPart.objects.filter(main=main_id, part=part_id).first()
    before = present.amount if present else 0
    if before == pieces:
        return False
    if present is not None and not pieces:
        present.delete()
    elif present is not None:
        present.amount = pieces
        present.save(update_fields=["amount"])
    else:
        ProductPart.objects.create(main_id=main_id, part_id=part_id, amount=pieces)
    code = found[part_id].code
    fact = PartsChanged(id=main_id, part_id=part_id, code=code, before=before, amount=pieces)
    record([fact], by=by, now=now)
    return True
