"""Tags, templates and price lists."""

from __future__ import annotations

from django.db.models import Model

from pakhuis.accounts.actions import create_tag, create_template
from pakhuis.accounts.models import Tag, Template
from pakhuis.kernel.text import key
from pakhuis.migrating.actions.named import NamedMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.states import Resource
from pakhuis.pricing.actions import create_price_list
from pakhuis.pricing.models import PriceList


class Tags(NamedMover):
    """Tags with colour and inheritance."""

    resource, path, id_name, label = Resource.TAGS, "tags", "idtag", "title"

    def known(self) -> dict[str, int]:
        return {key(one.title): one.pk for one in Tag.objects.filter(active=True)}

    def make(self, told: Fields, work: Work) -> Model:
        return create_tag(
            told.text("title"),
            color=told.text("color") or "#6b7280",
            inherit=told.flag("inherit") is True,
            by=work.by,
            now=work.now,
        )


class Templates(NamedMover):
    """Templates by name; their look and texts are set here."""

    resource, path, id_name = Resource.TEMPLATES, "templates", "idtemplate"

    def known(self) -> dict[str, int]:
        return {key(one.name): one.pk for one in Template.objects.filter(active=True)}

    def make(self, told: Fields, work: Work) -> Model:
        first = not Template.objects.filter(is_default=True).exists()
        is_default = first and told.flag("default") is True
        return create_template(told.text("name"), is_default=is_default, by=work.by, now=work.now)


class PriceLists(NamedMover):
    """Price lists by name; what stands on them comes with the products."""

    resource, path, id_name = Resource.PRICE_LISTS, "pricelists", "idpricelist"

    def known(self) -> dict[str, int]:
        return {key(one.name): one.pk for one in PriceList.objects.filter(active=True)}

    def make(self, told: Fields, work: Work) -> Model:
        return create_price_list(told.text("name"), by=work.by, now=work.now)
