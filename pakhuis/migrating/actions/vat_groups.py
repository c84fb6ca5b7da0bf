"""VAT groups, which are the same when their percentage is."""

from __future__ import annotations

from django.db.models import Model

from pakhuis.catalogue.actions import create_vat_group
from pakhuis.catalogue.models import VatGroup
from pakhuis.migrating.actions.named import NamedMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.states import Resource


class VatGroups(NamedMover):
    """By percentage, whatever they are called: a VAT rate is one thing."""

    resource, path, id_name = Resource.VAT_GROUPS, "vatgroups", "idvatgroup"

    def known(self) -> dict[str, int]:
        rows = VatGroup.objects.filter(active=True).order_by("is_standard", "-pk")
        return {f"{percentage:.2f}": pk for pk, percentage in rows.values_list("pk", "percentage")}

    def name(self, told: Fields) -> str:
        return f"{told.number('percentage') or 0:.2f}"

    def make(self, told: Fields, work: Work) -> Model:
        first = not VatGroup.objects.filter(is_standard=True).exists()
        return create_vat_group(
            told.text("name"),
            percentage=told.number("percentage"),
            is_standard=first and told.flag("standard") is True,
            by=work.by,
            now=work.now,
        )
