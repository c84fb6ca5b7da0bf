"""Retired tags and templates: chosen no more by whoever hands in their ids, and kept where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pakhuis.accounts.actions import change_tag, change_template, change_webshop, create_tag, create_template
from pakhuis.accounts.models import Tag, Template
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.customers.actions import update_customer
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import change_customer, change_order, tag_order
from pakhuis.orders.intake import OrderChange
from pakhuis.orders.models import Order
from pakhuis.returns.actions import create_return
from pakhuis.returns.intake import ReturnFields
from tests.factories import MOMENT, a_customer, a_product, a_webshop, an_order, lines

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


def refused(deed: Callable[[], object]) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(Refused) as refusal:
        deed()
    return [(one.code, one.path) for one in refusal.value.problems]


@pytest.fixture
def tag(db: None) -> Tag:
    return create_tag("Horeca", color="#123456", inherit=True, **DO)


@pytest.fixture
def template(db: None) -> Template:
    return create_template("Oud", is_default=False, **DO)


def retire(tag: Tag, template: Template) -> None:
    change_tag(tag.pk, active=False, **DO)
    change_template(template.pk, active=False, **DO)


def test_what_is_retired_is_chosen_nowhere(tag: Tag, template: Template) -> None:
    product, customer = a_product("A"), a_customer()
    order = an_order(customer, lines=lines(A=1))
    retire(tag, template)
    both: dict[str, Any] = {"template_id": template.pk, "tag_ids": (tag.pk,)}
    expected: list[Any] = [("unknown_template", ("template",)), ("unknown_tag", ("tags", 0))]
    assert refused(lambda: a_customer("Nieuw", **both)) == expected
    assert refused(lambda: update_customer(customer.pk, CustomerFields(**both), **DO)) == expected
    assert refused(lambda: an_order(customer, lines=lines(A=1), **both)) == expected
    assert refused(lambda: change_order(order.pk, OrderChange(**both), **DO)) == expected
    assert refused(lambda: tag_order(order.pk, tag_id=tag.pk, **DO)) == [("unknown_tag", ("tag",))]
    tagged = ProductFields(tag_ids=(tag.pk,))
    assert refused(lambda: update_product(product.pk, tagged, **DO)) == [("unknown_tag", ("tags",))]
    back = ReturnFields(name="Kade", template_id=template.pk)
    assert refused(lambda: create_return(back, **DO)) == expected[:1]
    shop = a_webshop()
    assert refused(lambda: change_webshop(shop.pk, template_id=template.pk, **DO)) == expected[:1]


def test_what_has_it_already_keeps_it(tag: Tag, template: Template) -> None:
    product, customer = a_product("A"), a_customer(tag_ids=(tag.pk,))
    order = an_order(customer, lines=lines(A=1), template_id=template.pk, tag_ids=(tag.pk,))
    update_product(product.pk, ProductFields(tag_ids=(tag.pk,)), **DO)
    retire(tag, template)
    Customer.objects.update(template=template)
    both: dict[str, Any] = {"template_id": template.pk, "tag_ids": (tag.pk,)}
    update_customer(customer.pk, CustomerFields(phone="1", **both), **DO)
    change_order(order.pk, OrderChange(reference="R", **both), **DO)
    update_product(product.pk, ProductFields(name="A2", tag_ids=(tag.pk,)), **DO)
    tag_order(order.pk, tag_id=tag.pk, **DO)
    change_customer(order.pk, customer_id=a_customer("Zee", number="8").pk, **DO)
    order = Order.objects.get()
    assert (order.reference, order.template) == ("R", template)
    assert list(order.tags.all()) == list(product.tags.all()) == list(customer.tags.all()) == [tag]
