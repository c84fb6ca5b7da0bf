"""Suppliers by name; a product is named after its supplier when both are here."""

from __future__ import annotations

from django.db.models import Model

from pakhuis.kernel.text import key
from pakhuis.migrating.actions.named import NamedMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.reading import LANGUAGES
from pakhuis.migrating.states import Resource
from pakhuis.purchasing.actions import create_supplier, update_supplier
from pakhuis.purchasing.intake import SupplierFields
from pakhuis.purchasing.models import Supplier


class Suppliers(NamedMover):
    """Those in use first, then those that are retired."""

    resource, path, id_name = Resource.SUPPLIERS, "suppliers", "idsupplier"
    turns, may_be_missing = ({}, {"inactive": "true"}), True

    def known(self) -> dict[str, int]:
        return {key(name): pk for name, pk in Supplier.objects.values_list("name", "pk")}

    def make(self, told: Fields, work: Work) -> Model:
        language = told.text("language").strip().lower()
        fields = SupplierFields(
            name=told.text("name"),
            contact_name=told.text("contactname"),
            line1=told.text("address"),
            line2=told.text("address2"),
            zipcode=told.text("zipcode"),
            city=told.text("city"),
            region=told.text("region"),
            country=told.text("country"),
            phone=told.text("telephone"),
            email=told.text("emailaddress"),
            remarks=told.text("remarks"),
            language=language if language in LANGUAGES else work.settings.language,
        )
        made = create_supplier(fields, by=work.by, now=work.now)
        if told.flag("active") is False or told.flag("inactive") is True:
            update_supplier(made.pk, SupplierFields(active=False), by=work.by, now=work.now)
        return made
