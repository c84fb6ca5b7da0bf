"""Suppliers: made, changed, retired. None is deleted, as old purchase orders name them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.accounts.actions import account_settings, next_number
from pakhuis.accounts.choosable import choosable
from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.mail_names import checked_email
from pakhuis.accounts.models import Template
from pakhuis.accounts.problems import unknown_template
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, missing, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import fold
from pakhuis.purchasing.events import SupplierChanged, SupplierCreated
from pakhuis.purchasing.intake import SupplierFields
from pakhuis.purchasing.models import Supplier
from pakhuis.purchasing.problems import unknown_language

FIRST_NUMBER = 1001
TEXTS = {
    "name": 200,
    "contact_name": 200,
    "line1": 200,
    "line2": 200,
    "zipcode": 20,
    "city": 100,
    "region": 100,
    "phone": 60,
    "remarks": 10_000,
}


def create_supplier(fields: SupplierFields, *, by: Actor, now: datetime) -> Supplier:
    """A new supplier with the next number; its name is all that is needed."""
    checks = Checks()
    checked = checked_supplier(fields, checks)
    if fields.name is NOT_GIVEN:
        checks.add(missing(("name",)))
    checks.refuse_if_any()
    with transaction.atomic():
        given = {"country": account_settings().country, "language": account_settings().language, **checked}
        supplier = Supplier(**given, created_at=now, updated_at=now)
        supplier.number = f"S{FIRST_NUMBER - 1 + next_number('supplier')}"
        _save(supplier)
        record([SupplierCreated(id=supplier.pk, label=supplier.name)], by=by, now=now)
    return supplier


@transaction.atomic
def update_supplier(supplier_id: int, fields: SupplierFields, *, by: Actor, now: datetime) -> Supplier:
    """Change what is given; purchase orders keep the name they were made with."""
    checks = Checks()
    checked = checked_supplier(fields, checks)
    checks.refuse_if_any()
    supplier = Supplier.objects.select_for_update().filter(pk__in=possible_ids([supplier_id])).first()
    if supplier is None:
        raise Refused([not_found("supplier")])
    changes = put(supplier, checked)
    if changes:
        supplier.updated_at = now
        _save(supplier)
        record([SupplierChanged(id=supplier.pk, label=supplier.name, changes=changes)], by=by, now=now)
    return supplier


def _save(supplier: Supplier) -> None:
    found_by = (supplier.number, supplier.name, supplier.contact_name, supplier.city, supplier.email)
    supplier.search_text = " | ".join(fold(text) for text in found_by if text)
    supplier.save()


def checked_supplier(fields: SupplierFields, checks: Checks) -> dict[str, Any]:
    """The given fields cleaned, by name."""
    checked: dict[str, Any] = {}
    for name, limit in TEXTS.items():
        value = getattr(fields, name)
        if value is not NOT_GIVEN:
            checked[name] = checks.text((name,), value, limit=limit, required=name == "name")
    if fields.email is not NOT_GIVEN:
        checked["email"] = checked_email(checks, ("email",), fields.email)
    if fields.country is not NOT_GIVEN:
        checked["country"] = checks.country(("country",), fields.country)
    if fields.active is not NOT_GIVEN:
        checked["active"] = fields.active
    return checked | checked_papers(fields.language, fields.template_id, checks)


def checked_papers(language: Any, template_id: Any, checks: Checks) -> dict[str, Any]:
    """The language and template of papers, where they are given."""
    checked: dict[str, Any] = {}
    if language is not NOT_GIVEN:
        checked["language"] = language
        if language not in LANGUAGES:
            checks.add(unknown_language(("language",), language))
    if template_id is not NOT_GIVEN:
        checked["template_id"] = template_id
        if template_id is not None and not choosable(Template, (template_id,)):
            checks.add(unknown_template())
    return checked
