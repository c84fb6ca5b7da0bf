"""The cent that no prices without VAT can say: kept on a line of its own, on the order as it is stored."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pakhuis.accounts.actions import change_settings
from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.models import VatGroup
from pakhuis.connectors.actions import save_connection, take_in_delivery
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Delivery, Notice
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.orders.totals import TotalLine, totals
from tests.connectors.shops.ownshop import MyShop
from tests.connectors.standin import SECRET
from tests.connectors.standin import Order as Wanted
from tests.factories import MOMENT, a_vat_group, a_warehouse

pytestmark = [pytest.mark.once, pytest.mark.django_db]
SHOP = MyShop()


@pytest.fixture
def webshop() -> Webshop:
    a_vat_group()
    a_warehouse()
    values = {"address": "https://winkel.example", "webhook_secret": SECRET}
    fields = ConnectionFields(name="Winkel", values=values, policy={"processes_orders": False})
    return save_connection(None, fields, kind="ownshop", by=SYSTEM, now=MOMENT)


def taken_in(webshop: Webshop, price: str, *, amount: int = 1, **wanted: Any) -> Order:
    """An order of goods at this price, VAT included."""
    order = Wanted(id="501", amount=amount, **wanted)
    line = {"sku": "TRIPEL", "name": "Tripel", "amount": amount, "price": price, "vat_percentage": "21"}
    order = replace(order, extra={"lines": [line], **order.extra})
    body, _ = SHOP.webhook(order)
    delivery = Delivery.objects.create(
        webshop=webshop, route="webhook", external_id="501", received_at=MOMENT, body=body.decode()
    )
    assert take_in_delivery(delivery.pk, now=MOMENT) == "done", Delivery.objects.get(pk=delivery.pk).problems
    return Order.objects.get(external_id="501")


def comes_to(order: Order) -> Decimal:
    lines = [
        TotalLine(amount=one.amount, price=one.price, vat_percentage=one.vat_group.percentage)
        for one in order.lines.select_related("vat_group")
    ]
    return totals(lines, discount=order.discount, calculate_vat=order.calculate_vat).including.amount


@pytest.mark.parametrize("cents", range(1, 41))
def test_every_order_comes_to_what_was_paid(webshop: Webshop, cents: int) -> None:
    paid = Decimal(cents) / 100
    assert comes_to(taken_in(webshop, str(paid))) == paid


def test_the_cent_stands_on_a_line_of_its_own_without_vat(webshop: Webshop) -> None:
    order = taken_in(webshop, "0.03")
    goods, cent = order.lines.order_by("position")
    assert (goods.code, goods.price) == ("TRIPEL", Decimal("0.02"))
    assert (cent.code, cent.name, cent.amount, cent.price) == ("", "Afronding", 1, Decimal("0.01"))
    assert cent.vat_group.percentage == 0


def test_it_is_called_by_the_language_of_the_account_and_has_one_group(webshop: Webshop) -> None:
    change_settings(language="en", by=SYSTEM, now=MOMENT)
    VatGroup.objects.create(name="Nul", percentage=0)
    order = taken_in(webshop, "0.03")
    cent = order.lines.get(code="")
    assert (cent.name, cent.vat_group.name) == ("Rounding", "Nul")
    assert VatGroup.objects.filter(percentage=0).count() == 1


def test_what_can_be_said_needs_no_line(webshop: Webshop) -> None:
    assert taken_in(webshop, "12.10").lines.count() == 1
    assert not VatGroup.objects.filter(percentage=0).exists()


def test_without_vat_there_is_nothing_to_round(webshop: Webshop) -> None:
    assert taken_in(webshop, "0.03", is_exempt=True).lines.count() == 1


def test_where_our_prices_lead_the_shops_cents_do_not_count(webshop: Webshop) -> None:
    Webshop.objects.update(our_prices_lead=True)
    assert taken_in(webshop, "0.03").lines.count() == 1


def test_an_edit_in_the_shop_is_followed_with_its_own_cent(webshop: Webshop) -> None:
    taken_in(webshop, "0.03")
    later = MOMENT.replace(hour=20)
    order = taken_in(webshop, "0.03", amount=2, changed=later)
    assert comes_to(order) == Decimal("0.06")
    assert [one.amount for one in order.lines.filter(code="TRIPEL")] == [2]
    assert order.lines.filter(code="").count() <= 1
    assert not Notice.objects.exists()
