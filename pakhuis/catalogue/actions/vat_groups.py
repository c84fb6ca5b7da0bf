"""VAT groups: made, changed, retired, and the standard one found."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from pakhuis.accounts.actions import claim
from pakhuis.accounts.problems import is_default, unknown_setting
from pakhuis.accounts.uses import in_use, uses_of
from pakhuis.catalogue.events import VatGroupChanged, VatGroupCreated
from pakhuis.catalogue.models import VatGroup
from pakhuis.catalogue.problems import no_standard_vat_group, percentage_in_use, vat_group_taken
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.money import CENT
from pakhuis.kernel.numbers import RawNumber
from pakhuis.kernel.problem import Problem, Refused


def create_vat_group(
    name: str, *, percentage: RawNumber, is_standard: bool, by: Actor, now: datetime
) -> VatGroup:
    """A new VAT group; made the standard one it takes that from the former one."""
    checks = Checks()
    checked = _checked({"name": name, "percentage": percentage, "is_standard": is_standard}, checks)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            if is_standard:
                claim("standard VAT group")
                VatGroup.objects.filter(is_standard=True).update(is_standard=False)
            group = VatGroup.objects.create(**checked)
            record([VatGroupCreated(id=group.pk, label=group.name)], by=by, now=now)
    except IntegrityError:
        raise Refused([vat_group_taken(checked["name"])]) from None
    return group


def change_vat_group(group_id: int, *, by: Actor, now: datetime, **fields: Any) -> VatGroup:
    """Change `name`, `percentage`, `is_standard` or `active` of a group.

    The percentage of a group that orders have stays: their totals would change. Make a new group then, and
    retire this one, which is refused while products in use have it.
    """
    checks = Checks()
    checked = _checked(fields, checks)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            if checked.get("is_standard"):
                claim("standard VAT group")
            group = VatGroup.objects.select_for_update().filter(pk=group_id).first()
            if group is None:
                raise Refused([not_found("VAT group")])
            refused = _not_now(group, checked)
            if refused:
                raise Refused(refused)
            if checked.get("is_standard") and not group.is_standard:
                VatGroup.objects.filter(is_standard=True).update(is_standard=False)
            changes = put(group, checked)
            if changes:
                group.save(update_fields=list(checked))
                fact = VatGroupChanged(id=group.pk, label=group.name, changes=changes)
                record([fact], by=by, now=now)
    except IntegrityError:
        raise Refused([vat_group_taken(str(checked.get("name", "")))]) from None
    return group


def _not_now(group: VatGroup, checked: dict[str, Any]) -> list[Problem]:
    problems = []
    retires = group.active and checked.get("active") is False
    if group.is_standard and (retires or checked.get("is_standard") is False):
        problems.append(is_default(("active",) if retires else ("is_standard",)))
    elif checked.get("is_standard") and not checked.get("active", group.active):
        problems.append(is_default())
    if retires and group.products.filter(active=True).exists():
        problems.append(in_use(uses_of(group, leaving=("orders.orderline",))))
    changes_rate = checked.get("percentage", group.percentage) != group.percentage
    if changes_rate and uses_of(group, leaving=("catalogue.product",)):
        problems.append(percentage_in_use())
    return problems


def _checked(fields: dict[str, Any], checks: Checks) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "name":
            checked[name] = checks.text((name,), value, limit=60, required=True)
        elif name == "percentage":
            checked[name] = checks.decimal((name,), value, low=Decimal(0), high=Decimal(100), step=CENT)
        elif name in ("is_standard", "active"):
            checked[name] = bool(value)
        else:
            checks.add(unknown_setting(name))
    return checked


def standard_vat_group() -> VatGroup:
    """The group of products that name none; the first where none is marked; refused when there is none."""
    group = VatGroup.objects.filter(active=True).order_by("-is_standard", "id").first()
    if group is None:
        raise Refused([no_standard_vat_group()])
    return group
