"""VAT groups: made, and the standard one found."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from pakhuis.catalogue.events import VatGroupCreated
from pakhuis.catalogue.models import VatGroup
from pakhuis.catalogue.problems import no_standard_vat_group, vat_group_taken
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.money import CENT
from pakhuis.kernel.numbers import RawNumber
from pakhuis.kernel.problem import Refused


def create_vat_group(
    name: str, *, percentage: RawNumber, is_standard: bool, by: Actor, now: datetime
) -> VatGroup:
    """A new VAT group; made the standard one it takes that from the former one."""
    checks = Checks()
    name = checks.text(("name",), name, limit=60, required=True)
    percent = checks.decimal(("percentage",), percentage, low=Decimal(0), high=Decimal(100), step=CENT)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            if is_standard:
                VatGroup.objects.filter(is_standard=True).update(is_standard=False)
            group = VatGroup.objects.create(name=name, percentage=percent, is_standard=is_standard)
            record([VatGroupCreated(id=group.pk, label=name)], by=by, now=now)
    except IntegrityError:
        raise Refused([vat_group_taken(name)]) from None
    return group


def standard_vat_group() -> VatGroup:
    """The group of products that name none; the first where none is marked; refused when there is none."""
    group = VatGroup.objects.order_by("-is_standard", "id").first()
    if group is None:
        raise Refused([no_standard_vat_group()])
    return group
