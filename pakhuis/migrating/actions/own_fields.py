"""Own fields of customers, orders and products."""

from __future__ import annotations

from django.db.models import Model

from pakhuis.catalogue.actions import PRODUCT_FIELDS
from pakhuis.catalogue.intake import ProductFieldFields
from pakhuis.catalogue.models import ProductField
from pakhuis.customers.actions import create_own_field
from pakhuis.customers.intake import GivenChoice, OwnFieldFields
from pakhuis.customers.models import OwnField
from pakhuis.kernel.text import key
from pakhuis.migrating.actions.named import NamedMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.reading import field_kind
from pakhuis.migrating.states import Resource
from pakhuis.orders.actions import create_order_field
from pakhuis.orders.intake import OrderFieldFields
from pakhuis.orders.models import OrderField


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


class ProductFieldsMover(NamedMover):
    """Own fields of products by title."""

    resource, path, id_name, label = Resource.PRODUCT_FIELDS, "productfields", "idproductfield", "title"
    may_be_missing = True

    def known(self) -> dict[str, int]:
        return {key(one.title): one.pk for one in ProductField.objects.filter(retired_at=None)}

    def make(self, told: Fields, work: Work) -> Model:
        fields = ProductFieldFields(
            title=told.text("title"),
            kind=field_kind(told),
            is_required=told.flag("required") is True,
            on_picklist=told.flag("visible_picklist") is True,
            choices=tuple(str(one) for one in told.value("values") or ()),
        )
        return PRODUCT_FIELDS.create(fields, by=work.by, now=work.now)
