"""The short lists: matched by their names with what is here, made where they are missing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model

from pakhuis.accounts.actions import create_tag, create_template
from pakhuis.accounts.models import Tag, Template, User
from pakhuis.catalogue.actions import create_vat_group
from pakhuis.catalogue.models import VatGroup
from pakhuis.customers.actions import create_own_field
from pakhuis.customers.intake import GivenChoice, OwnFieldFields
from pakhuis.customers.models import OwnField
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean, key
from pakhuis.migrating.actions.ledger import here
from pakhuis.migrating.actions.work import Done, Item, ListMover, Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.problems import is_a_container, not_moved, user_not_moved
from pakhuis.migrating.reading import field_kind
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.orders.actions import create_order_field
from pakhuis.orders.intake import OrderFieldFields
from pakhuis.orders.models import OrderField
from pakhuis.pricing.actions import create_price_list
from pakhuis.pricing.models import PriceList
from pakhuis.stock.actions import create_location, create_warehouse, update_warehouse
from pakhuis.stock.intake import LocationFields, WarehouseFields
from pakhuis.stock.models import Location, Warehouse

Made = Callable[[], Model]


class NamedMover(ListMover):
    """One short list; `known` is what is here by its name for comparing."""

    label: ClassVar[str] = "name"

    @abstractmethod
    def known(self) -> dict[str, int]:
        """What is here: its name for comparing, and its row."""

    @abstractmethod
    def make(self, told: Fields, work: Work) -> Model:
        """Make one, by its door. Raises `Refused`."""

    def name(self, told: Fields) -> str:
        return key(told.text(self.label))

    def detail(self, told: Fields) -> dict[str, Any]:
        return {}

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        known = self.known()
        done = []
        for item in items:
            one = self._one(item, known, work)
            if one.target_id is not None:
                known[self.name(item.told)] = one.target_id
            done.append(one)
        return done

    def _one(self, item: Item, known: dict[str, int], work: Work) -> Done:
        told, label = item.told, clean(item.told.text(self.label))
        there = known.get(self.name(told))
        if there is not None:
            return self._done(item, label, Outcome.EXISTING, target=there)
        try:
            with transaction.atomic():
                made = self.make(told, work)
        except Refused as refused:
            return self._done(item, label, Outcome.LEFT, notes=refused.problems)
        return self._done(item, label, Outcome.MADE, target=made.pk)

    def _done(
        self,
        item: Item,
        label: str,
        outcome: Outcome,
        *,
        target: int | None = None,
        notes: Sequence[Problem] = (),
    ) -> Done:
        detail = self.detail(item.told)
        return Done(key=item.key, label=label, outcome=outcome, target_id=target, notes=notes, detail=detail)


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


class Warehouses(NamedMover):
    """Warehouses with their place in line."""

    resource, path, id_name = Resource.WAREHOUSES, "warehouses", "idwarehouse"

    def known(self) -> dict[str, int]:
        return {key(one.name): one.pk for one in Warehouse.objects.all()}

    def detail(self, told: Fields) -> dict[str, Any]:
        is_usual = told.flag("accept_orders") is not False and told.flag("active") is not False
        return {"is_usual": is_usual}

    def make(self, told: Fields, work: Work) -> Model:
        made = create_warehouse(
            told.text("name"),
            priority=told.whole("priority") or 1,
            accepts_orders=told.flag("accept_orders") is not False,
            counts_for_general_stock=told.flag("counts_for_general_stock") is not False,
            by=work.by,
            now=work.now,
        )
        if told.flag("active") is False:
            made = update_warehouse(made.pk, WarehouseFields(active=False), by=work.by, now=work.now)
        return made


class Locations(NamedMover):
    """Locations by name inside their warehouse."""

    resource, path, id_name = Resource.LOCATIONS, "locations", "idlocation"

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        self._warehouses = here(work.run, Resource.WAREHOUSES)
        return super().put(items, work)

    def known(self) -> dict[str, int]:
        rows = Location.objects.values_list("warehouse_id", "name", "pk")
        return {f"{warehouse}:{key(name)}": pk for warehouse, name, pk in rows}

    def name(self, told: Fields) -> str:
        return f"{self._warehouses.get(told.id('idwarehouse') or 0)}:{key(told.text('name'))}"

    def make(self, told: Fields, work: Work) -> Model:
        if told.text("type") == "container":
            raise Refused([is_a_container()])
        warehouse = self._warehouses.get(told.id("idwarehouse") or 0)
        if warehouse is None:
            raise Refused([not_moved("warehouse", told.text("idwarehouse"))])
        fields = LocationFields(
            name=told.text("name"),
            remarks=told.text("remarks"),
            is_bulk=told.flag("is_bulk_location") is True,
            pick_order=told.whole("pick_order") or 0,
        )
        return create_location(warehouse, fields, by=work.by, now=work.now)


class CustomerFieldsMover(NamedMover):
    """Own fields of customers by title."""

    resource, path, id_name = Resource.CUSTOMER_FIELDS, "customerfields", "idcustomerfield"
    label = "title"

    def known(self) -> dict[str, int]:
        return {key(one.title): one.pk for one in OwnField.objects.filter(retired_at=None)}

    def make(self, told: Fields, work: Work) -> Model:
        fields = OwnFieldFields(
            title=told.text("title"),
            kind=field_kind(told),
            is_required=told.flag("required") is True,
            choices=tuple(GivenChoice(title=str(one)) for one in told.value("values") or ()),
        )
        return create_own_field(fields, by=work.by, now=work.now)


class OrderFieldsMover(NamedMover):
    """Own fields of orders by title."""

    resource, path, id_name, label = Resource.ORDER_FIELDS, "orderfields", "idorderfield", "title"

    def known(self) -> dict[str, int]:
        return {key(one.title): one.pk for one in OrderField.objects.filter(retired_at=None)}

    def make(self, told: Fields, work: Work) -> Model:
        fields = OrderFieldFields(
            title=told.text("title"),
            kind=field_kind(told),
            is_required=told.flag("required") is True,
            on_picklist=told.flag("visible_picklist") is True,
            on_portal=told.flag("visible_portal") is True,
            choices=tuple(str(one) for one in told.value("values") or ()),
        )
        return create_order_field(fields, by=work.by, now=work.now)


class Users(NamedMover):
    """People are told, not made: nobody can bring a password along."""

    resource, path, id_name, label = Resource.USERS, "users", "iduser", "username"

    def known(self) -> dict[str, int]:
        return {key(one.username): one.pk for one in User.objects.all()}

    def make(self, told: Fields, work: Work) -> Model:
        raise Refused([user_not_moved()])
